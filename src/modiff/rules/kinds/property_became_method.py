"""# Property became a method

What was read must be called now. Whoever reads it gets a method instead of a value.

```python
# old
class Box:
    @property
    def size(self):
        return 1
# new
class Box:
    # breaks: pkg.Box.size was a property and is a method now: reading it gives something to call
    def size(self):
        return 1
# client
from pkg import Box
Box().size + 1  # raises TypeError
```

A plain attribute is read as the property was:

```python
# old
class Box:
    @property
    def size(self):
        return 1
# new
class Box:
    size = 1
# client
from pkg import Box
Box().size + 1
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import CALLABLES, PROPERTIES, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in PROPERTIES and change.after in CALLABLES


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a {change.before} and is a {change.after} now: reading it gives something to call"


RULE = kind_rule(__name__, _applies, _sentence, ("attribute",))
