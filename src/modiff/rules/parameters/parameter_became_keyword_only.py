"""# Parameter became keyword-only

Parameters that could be given by position must be given by name. Calls that give them by position fail with TypeError, or reach
another parameter.

One new `*` is one finding: it names every parameter that it closes.

```python
# old
def open(path, mode="r", encoding=None):
    return path
# new
# breaks: pkg.open() made `mode` and `encoding` keyword-only parameters
def open(path, *, mode="r", encoding=None):
    return path
# client
from pkg import open
open("a", mode="w")
open("a", "w")  # raises TypeError
```

The other way round, more calls bind than before:

```python
# old
def open(path, *, mode="r"):
    return path
# new
def open(path, mode="r"):
    return path
# client
from pkg import open
open("a", mode="w")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "keyword-only"


def _sentence(change: ParameterChanged) -> str:
    names = wording.closed(change)
    verb = "a keyword-only parameter" if len(names) == 1 else "keyword-only parameters"
    others = [name for name in change.shifted if name not in names]
    return f"{wording.owner(change)} made {wording.quoted(names)} {verb}" + (f"; {wording.quoted(others)} moved" if others else "")


def _hint(change: ParameterChanged) -> str:
    names = wording.closed(change)
    return f"give {'it' if len(names) == 1 else 'them'} by name: {change.part}=" + (", …" if len(names) > 1 else "")


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    hint=_hint,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
