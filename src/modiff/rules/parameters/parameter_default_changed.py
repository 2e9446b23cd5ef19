"""# Default changed

Calls that leave a parameter out bind as before and get another value. Whether that matters to anybody, reading cannot say: it
asks for a patch version.

```python
# old
def wait(seconds=1):
    return seconds
# new
# says: pkg.wait() has another default for `seconds`: 5, was 1
def wait(seconds=5):
    return seconds
# client
from pkg import wait
wait()
```

Another spelling of the same value is no change:

```python
# old
def wait(milliseconds=1000, unit='s'):
    return milliseconds
# new
def wait(milliseconds=1_000, unit="s"):
    return milliseconds
# client
from pkg import wait
wait()
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import POSITIONAL_ONLY
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    """Of a parameter that gave way to another name, what the two begin with says nothing of either."""
    return change.event == "default-changed" and (change.after is None or change.after.name == change.part or change.after.kind == POSITIONAL_ONLY)


def _sentence(change: ParameterChanged) -> str:
    assert change.before is not None
    assert change.after is not None
    return f"{wording.owner(change)} has another default for `{change.part}`: {change.after.default}, was {change.before.default}"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    sentence=_sentence,
    part=wording.parameter_of,
    group="values",
    old=wording.old_parameter,
    new=wording.new_parameter,
    identity=wording.both_parameters,
)
