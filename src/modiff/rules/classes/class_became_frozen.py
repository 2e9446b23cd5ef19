"""# Class became frozen

A class is a dataclass or attrs class with `frozen=True` now: assigning to a field of an instance, or deleting it, fails with FrozenInstanceError, an
AttributeError. A subclass that is not frozen can't be made of a frozen dataclass: TypeError.

```python
# old
from dataclasses import dataclass

@dataclass
class Point:
    x: int
# new
from dataclasses import dataclass

@dataclass(frozen=True)
# breaks: Fields of pkg.Point can no longer be assigned: it is frozen
class Point:
    x: int
# client
from pkg import Point
point = Point(1)
point.x = 2  # raises FrozenInstanceError
```

A class without such fields let every attribute be set:

```python
# old
class Point:
    def __init__(self, x):
        self.x = x
# new
from dataclasses import dataclass

@dataclass(frozen=True, eq=False)
# breaks: Fields of pkg.Point can no longer be assigned: it is frozen
class Point:
    x: int
# client
from pkg import Point
point = Point(1)
point.x = 2  # raises FrozenInstanceError
```

One that set none, or forbade it in its own way, lost nothing:

```python
# old
class Point:
    def __init__(self, x):
        object.__setattr__(self, "x", x)

    def __setattr__(self, name, value):
        raise AttributeError(name)
# new
from dataclasses import dataclass

@dataclass(frozen=True, eq=False)
class Point:
    x: int
# client
from pkg import Point
Point(1).x
```

Thawing takes nothing away but the hash, which a frozen class has and one that only compares has not:

```python
# old
from dataclasses import dataclass

@dataclass(frozen=True)
class Point:
    x: int
# new
from dataclasses import dataclass

@dataclass(unsafe_hash=True)
class Point:
    x: int
# client
from pkg import Point
hash(Point(1))
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Fields of {change.path} can no longer be assigned: it is frozen"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("became-frozen"),
    severity=Severity.major,
    breaks=("attribute",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("assert {C}.__delattr__ is object.__delattr__  # as in {C}(…).field = 1"),
)
