"""# Slots added

Instances had a `__dict__` and took attributes of any name. Now the class and all its bases have `__slots__`: assigning any other name
fails with AttributeError, `vars()` fails with TypeError, and weak references fail unless there is a `__weakref__` slot.

```python
# old
class Point:
    def __init__(self, x):
        self.x = x
# new
# breaks: Instances of pkg.Point have no __dict__ any more: only what its __slots__ name can be assigned
class Point:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x
# client
from pkg import Point
point = Point(1)
point.label = "a"  # raises AttributeError
vars(point)  # raises TypeError
```

`@dataclass(slots=True)` and attrs' `define` do the same. Slots of a class whose base has none change nothing:

```python
# old
class Base:
    pass

class Point(Base):
    def __init__(self, x):
        self.x = x
# new
class Base:
    pass

class Point(Base):
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x
# client
from pkg import Point
point = Point(1)
point.label = "a"
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Instances of {change.path} have no __dict__ any more: only what its __slots__ name can be assigned"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("slots-added"),
    severity=Severity.major,
    breaks=("attribute",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("assert {C}.__dictoffset__  # there is a place for the attributes of instances"),
)
