"""# Parameter became variadic, or plain

A parameter became `*args` or `**kwargs` of the same name, or the other way round. Calls by name fail, or what they give arrives
in another shape.

```python
# old
def join(parts):
    return parts
# new
# breaks: pkg.join() takes `*parts` where it took `parts`
def join(*parts):
    return parts
# client
from pkg import join
join(parts=["a"])  # raises TypeError
```

Stars that stay stars take what they took:

```python
# old
def join(*parts):
    return parts
# new
def join(*texts):
    return texts
# client
from pkg import join
join("a", "b")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "variadic" and bool(change.broken)


def _sentence(change: ParameterChanged) -> str:
    assert change.before is not None
    assert change.after is not None
    return f"{wording.owner(change)} takes `{wording.starred(change.after)}` where it took `{wording.starred(change.before)}`"


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
