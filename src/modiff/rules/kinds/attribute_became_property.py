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

The same for an attribute that only instances had:

```python
# old
class Box:
    def __init__(self):
        self.size = 1
# new
class Box:
    @property
    # breaks: pkg.Box.size can no longer be assigned: it is a property without a setter
    def size(self):
        return 1
# client
from pkg import Box
box = Box()
box.size = 2  # raises AttributeError
```

Fields of a named tuple or a frozen dataclass could not be assigned before:

```python
# old
from typing import NamedTuple

class Box(NamedTuple):
    size: int
    width: int = 1
# new
from typing import NamedTuple

class _Box(NamedTuple):
    size: int

class Box(_Box):
    def __new__(cls, size: int, width: int = 1):
        return super().__new__(cls, size)

    @property
    def width(self):
        return 1
# client
from pkg import Box
Box(1).width
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
from modiff.rules.clients import import_of
from modiff.rules.families import ATTRIBUTES, new_kind, of_kinds, old_kind
from modiff.rules.interface import Rule


def _applies(change: KindChanged) -> bool:
    return change.before in ATTRIBUTES and change.after == "property" and (change.new is None or "settable" not in change.new.flags)


def _sentence(change: KindChanged) -> str:
    return f"{change.path} can no longer be assigned: it is a property without a setter"


def _client(change: KindChanged) -> str | None:
    found = import_of(change) if change.when is None else None
    if found is None:
        return None
    owner, _, name = found[1].rpartition(".")
    return f'{found[0]}\n\nassert not isinstance(getattr({owner}, "{name}", None), property)  # as in {owner}(…).{name} = …'


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
    client=_client,
)
