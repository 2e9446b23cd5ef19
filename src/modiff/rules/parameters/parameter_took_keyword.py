"""# Parameter took a keyword

A callable has a new optional parameter (or one that was positional-only and can be given by name now), and its `**kwargs` took
that name before. No call by name fails, but whoever used the key for something of his own now reaches the parameter. Where the old
body asked `**kwargs` for that very key, or handed it on to what takes it, it means what it meant and nothing is said.

```python
# old
def tag(name, **attributes):
    return name, attributes
# new
# says: pkg.tag() takes `content` as a parameter of its own; it was among the keywords of `**kwargs` before
def tag(name, content=None, **attributes):
    return name, attributes
# client
from pkg import tag
tag("meta", content="text")
```

A key that had an effect before has it now:

```python
# old
def _make(name, content=None):
    return name, content
def tag(name, **attributes):
    kind = attributes.pop("kind", None)
    return kind, _make(name, **attributes)
# new
def tag(name, kind=None, content=None, **attributes):
    return kind, name, content, attributes
# client
from pkg import tag
tag("meta", content="text", kind="void")
```

One that was refused before is a new parameter like any other:

```python
# old
def _make(name):
    return name
def tag(name, **attributes):
    return _make(name, **attributes)
# new
# says[parameter-added]: pkg.tag() takes a new parameter `content`
def tag(name, content=None, **attributes):
    return name, content, attributes
# client
from pkg import tag
tag("meta")
```

A positional-only parameter leaves the key alone:

```python
# old
def tag(name, /, **attributes):
    return name, attributes
# new
# says[parameter-added]: pkg.tag() takes a new parameter `content`
def tag(name, content=None, /, **attributes):
    return name, attributes
# client
from pkg import tag
tag("meta", content="text")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return _takes_a_keyword(change)


def _sentence(change: ParameterChanged) -> str:
    return f"{wording.owner(change)} takes `{change.part}` as a parameter of its own; it was among the keywords of `**kwargs` before"


def _takes_a_keyword(change: ParameterChanged) -> bool:
    if change.fate in ("read", "taken", "rejected"):
        return False  # it means what it meant, or is new
    if change.event not in ("added", "by-name-too") or change.after is None or change.after.kind in (POSITIONAL_ONLY, VAR_POSITIONAL, VAR_KEYWORD):
        return False
    return any(p.kind == VAR_KEYWORD for p in change.old_signature.parameters)


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
