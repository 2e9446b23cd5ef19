"""# Number of type parameters changed

A generic class takes another number of types. `C[int]` fails with TypeError where it is evaluated, and type checkers refuse it everywhere.

Give a new type parameter a default (PEP 696).

```python
# old
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

class Box(Generic[T]):
    pass
# new
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

# breaks: pkg.Box has other type parameters: [T, S], was [T]
class Box(Generic[T, S]):
    pass
# client
from pkg import Box
Box[int]  # raises TypeError
```

Another name for the variable changes nothing:

```python
# old
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

class Box(Generic[T]):
    pass
# new
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")

class Box(Generic[S]):
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
    return f"{change.path} has other type parameters: [{change.after}], was [{change.before}]"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("type-parameters-changed"),
    severity=Severity.major,
    breaks=("subclass", "type-check"),
    group="api",
    sentence=_sentence,
    old=contracts.before,
    new=contracts.after,
    identity=contracts.names,
    client=_client,
)
