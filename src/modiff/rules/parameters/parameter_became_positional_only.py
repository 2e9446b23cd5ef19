"""# Parameter became positional-only

Parameters that could be given by name must be given by position. Calls that give them by name fail with TypeError.

One new `/` is one finding: it names every parameter that it closes.

```python
# old
def power(base, exponent=2):
    return base, exponent
# new
# breaks: pkg.power() made `base` and `exponent` positional-only parameters
def power(base, exponent=2, /):
    return base, exponent
# client
from pkg import power
power(3, 2)
power(base=3)  # raises TypeError
power(3, exponent=2)  # raises TypeError
```

The other way round, more calls bind than before:

```python
# old
def power(base, exponent=2, /):
    return base, exponent
# new
def power(base, exponent=2):
    return base, exponent
# client
from pkg import power
power(3, 2)
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "positional-only"


def _sentence(change: ParameterChanged) -> str:
    names = wording.closed(change)
    verb = "a positional-only parameter" if len(names) == 1 else "positional-only parameters"
    others = [name for name in change.shifted if name not in names]
    return f"{wording.owner(change)} made {wording.quoted(names)} {verb}" + (f"; {wording.quoted(others)} moved" if others else "")


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
