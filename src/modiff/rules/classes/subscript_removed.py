"""# Subscript removed

A class that was generic, or had a `__class_getitem__`, is so no more. `C[int]` fails with TypeError where it is evaluated: as a base, in a
type alias, in an annotation without `from __future__ import annotations`.

```python
# old
from typing import Generic, TypeVar

T = TypeVar("T")

class Box(Generic[T]):
    pass
# new
from typing import TypeVar

T = TypeVar("T")

# breaks: pkg.Box can no longer be subscripted: pkg.Box[…] fails
class Box:
    pass
# client
from pkg import Box
Box[int]  # raises TypeError
```

A base that is generic in the same variable will do:

```python
# old
from typing import Generic, TypeVar

T = TypeVar("T")

class Box(Generic[T]):
    pass
# new
from typing import Generic, TypeVar

T = TypeVar("T")

class _Container(Generic[T]):
    pass

class Box(_Container[T]):
    pass
# client
from pkg import Box
Box[int]
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _client(change: ClassChanged) -> str | None:
    arguments = ", ".join("int" for _ in (change.before or "T").split(", "))
    return contracts.lines(f"{{C}}[{arguments}]")(change)


def _sentence(change: ClassChanged) -> str:
    return f"{change.path} can no longer be subscripted: {change.path}[…] fails"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("subscript-removed"),
    severity=Severity.major,
    breaks=("subclass", "type-check"),
    group="api",
    sentence=_sentence,
    old=contracts.before,
    new=contracts.after,
    client=_client,
)
