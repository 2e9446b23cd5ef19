"""# Weak references removed

The `__weakref__` slot is gone from a class whose `__slots__` had it: `weakref.ref` and `WeakKeyDictionary` fail with TypeError.

```python
# old
class Node:
    __slots__ = ("name", "__weakref__")
# new
# breaks: Instances of pkg.Node can no longer be referred to weakly: the __weakref__ slot is gone
class Node:
    __slots__ = ("name",)
# client
import weakref
from pkg import Node
node = Node()
weakref.ref(node)  # raises TypeError
```

A base may bring the slot:

```python
# old
class Node:
    __slots__ = ("name", "__weakref__")
# new
class _Weak:
    __slots__ = ("__weakref__",)

class Node(_Weak):
    __slots__ = ("name",)
# client
import weakref
from pkg import Node
node = Node()
weakref.ref(node)
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Instances of {change.path} can no longer be referred to weakly: the __weakref__ slot is gone"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("weakref-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("assert {C}.__weakrefoffset__  # as in weakref.ref({C}(…))"),
)
