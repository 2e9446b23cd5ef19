"""# Default removed

A parameter that could be left out must be given. Calls without it fail with TypeError.

```python
# old
def wait(seconds=1):
    return seconds
# new
# breaks: pkg.wait() demands `seconds` which had a default before
def wait(seconds):
    return seconds
# client
from pkg import wait
wait(2)
wait()  # raises TypeError
```

A new default takes nothing away:

```python
# old
def wait(seconds):
    return seconds
# new
def wait(seconds=1):
    return seconds
# client
from pkg import wait
wait(2)
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "default-removed"


def _sentence(change: ParameterChanged) -> str:
    new = change.after.name if change.after is not None else change.part
    called = f"`{change.part}`" if new == change.part else f"`{change.part}`, now `{new}`,"
    return f"{wording.owner(change)} demands {called} which had a default before"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_parameter,
    new=wording.new_parameter,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
