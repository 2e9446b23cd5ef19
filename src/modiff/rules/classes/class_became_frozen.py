"""# Class became frozen

A dataclass or attrs class has `frozen=True` now: assigning to a field of an instance, or deleting it, fails with FrozenInstanceError, an
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
