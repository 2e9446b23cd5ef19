"""# Runtime check removed

Only a protocol that is marked by `@runtime_checkable` may stand in `isinstance` and `issubclass` (PEP 544). Without the mark they raise
TypeError.

```python
# old
from typing import Protocol, runtime_checkable

@runtime_checkable
class Closes(Protocol):
    def close(self): ...
# new
from typing import Protocol

# breaks: isinstance() no longer takes pkg.Closes: it is not @runtime_checkable any more
class Closes(Protocol):
    def close(self): ...
# client
from pkg import Closes
isinstance(None, Closes)  # raises TypeError
```

An abstract class needs no mark:

```python
# old
from typing import Protocol, runtime_checkable

@runtime_checkable
class Closes(Protocol):
    def close(self): ...
# new
from abc import ABC

class Closes(ABC):
    def close(self): ...
# client
from pkg import Closes
isinstance(None, Closes)
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"isinstance() no longer takes {change.path}: it is not @runtime_checkable any more"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("runtime-check-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("isinstance(None, {C})"),
)
