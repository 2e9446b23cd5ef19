"""# Method became a property

What was called is read now. `obj.size()` calls the value that the property gives, which mostly fails with TypeError.

```python
# old
class Box:
    def size(self):
        return 1
# new
class Box:
    @property
    # breaks: pkg.Box.size was a method and is a property now: calling it calls what it returns
    def size(self):
        return 1
# client
from pkg import Box
Box().size()  # raises TypeError
```

A static method is called as the method was, and on the class as well:

```python
# old
class Box:
    def size(self):
        return 1
# new
class Box:
    @staticmethod
    def size():
        return 1
# client
from pkg import Box
Box().size()
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import CALLABLES, PROPERTIES, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in CALLABLES and change.after in PROPERTIES


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a {change.before} and is a {change.after} now: calling it calls what it returns"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
