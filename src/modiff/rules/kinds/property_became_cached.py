"""# Property became cached

The value is computed once for each instance. Whoever relied on a fresh value gets the first one.

```python
# old
class Box:
    @property
    def size(self):
        return 1
# new
from functools import cached_property

class Box:
    @cached_property
    # says: pkg.Box.size is computed once for each instance now
    def size(self):
        return 1
# client
from pkg import Box
Box().size
```

A property that stays one is read as before:

```python
# old
class Box:
    @property
    def size(self):
        return 1
# new
class Box:
    @property
    def size(self):
        return 2
# client
from pkg import Box
Box().size
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.model.findings import Severity
from modiff.rules.families import kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before == "property" and change.after == "cached property"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} is computed once for each instance now"


RULE = kind_rule(__name__, _applies, _sentence, (), severity=Severity.patch, group="values")
