"""# Attribute became a read-only property

The attribute is read as before, but assigning it fails with AttributeError, and the class itself gives the property instead of a
value.

Give the property a setter.

```python
# old
class Box:
    size = 1
# new
class Box:
    @property
    # breaks: pkg.Box.size can no longer be assigned: it is a property without a setter
    def size(self):
        return 1
# client
from pkg import Box
box = Box()
box.size
box.size = 2  # raises AttributeError
```

With a setter it can be assigned:

```python
# old
class Box:
    size = 1
# new
class Box:
    @property
    def size(self):
        return 1

    @size.setter
    def size(self, value):
        pass
# client
from pkg import Box
box = Box()
box.size = 2
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.model.findings import Severity
from modiff.rules.families import ATTRIBUTES, new_kind, of_kinds, old_kind
from modiff.rules.interface import Rule


def _applies(change: KindChanged) -> bool:
    return change.before in ATTRIBUTES and change.after == "property" and (change.new is None or "settable" not in change.new.flags)


def _sentence(change: KindChanged) -> str:
    return f"{change.path} can no longer be assigned: it is a property without a setter"


RULE = Rule(
    module=__name__,
    watches=KindChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute",),
    sentence=_sentence,
    old=old_kind,
    new=new_kind,
    identity=of_kinds,
)
