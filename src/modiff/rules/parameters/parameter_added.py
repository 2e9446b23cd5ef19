"""# Optional parameter added

A callable takes something more, and every call that was right binds as before. It asks for a minor version, as users may ask for
a version that has it.

```python
# old
def send(text):
    return text
# new
# says: pkg.send() takes a new parameter `urgent`
def send(text, *, urgent=False):
    return text
# client
from pkg import send
send("hello")
```

New `*args` and `**kwargs` promise nothing in particular:

```python
# old
def send(text):
    return text
# new
def send(text, *args, **kwargs):
    return text
# client
from pkg import send
send("hello")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL
from modiff.model.findings import Severity
from modiff.rules import fields, wording
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    if change.event != "added" or _is_star(change) or _was_a_keyword(change):
        return False
    return not (fields.lengthens_a_tuple(change) or fields.is_asked_of_overrides(change))


def _sentence(change: ParameterChanged) -> str:
    return f"{wording.owner(change)} takes a new parameter `{change.part}`"


def _is_star(change: ParameterChanged) -> bool:
    return change.after is not None and change.after.kind in (VAR_POSITIONAL, VAR_KEYWORD)


def _was_a_keyword(change: ParameterChanged) -> bool:
    """Did `**kwargs` take this name before? Then parameter-took-keyword says so, or it means what it meant."""
    took_any = any(p.kind == VAR_KEYWORD for p in change.old_signature.parameters)
    return took_any and change.fate != "rejected" and change.after is not None and change.after.kind != POSITIONAL_ONLY


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.minor,
    breaks=(),
    sentence=_sentence,
    part=wording.parameter_of,
    old=None,
    new=wording.new_signature,
    identity=wording.both_parameters,
)
