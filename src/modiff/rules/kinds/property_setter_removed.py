"""# Property setter removed

A property can be read as before and no longer assigned: AttributeError.

```python
# old
class Box:
    def __init__(self):
        self._size = 1

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        self._size = value
# new
class Box:
    def __init__(self):
        self._size = 1

    @property
    # breaks: pkg.Box.size can no longer be assigned: its setter is gone
    def size(self):
        return self._size
# client
from pkg import Box
Box().size
Box().size = 2  # raises AttributeError
```

A plain attribute in its place can be assigned:

```python
# old
class Box:
    def __init__(self):
        self._size = 1

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        self._size = value
# new
class Box:
    def __init__(self):
        self.size = 1
# client
from pkg import Box
Box().size = 2
```
"""

from __future__ import annotations

from modiff.model.changes import AccessorGone
from modiff.model.findings import Severity
from modiff.rules.clients import import_of
from modiff.rules.interface import Rule


def _applies(change: AccessorGone) -> bool:
    return change.accessor == "setter"


def _sentence(change: AccessorGone) -> str:
    return f"{change.path} can no longer be assigned: its setter is gone"


def _client(change: AccessorGone) -> str | None:
    found = import_of(change) if change.when is None else None
    return f"{found[0]}\n\nassert {found[1]}.fset" if found is not None else None


RULE = Rule(
    module=__name__, watches=AccessorGone, applies=_applies, severity=Severity.major, breaks=("attribute",), sentence=_sentence, client=_client
)
