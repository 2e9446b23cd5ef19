"""# Class or static method became an instance method

The method needs an instance. Calls on the class itself fail with TypeError.

```python
# old
class Reader:
    @classmethod
    def open(cls, path):
        return cls()
# new
class Reader:
    # breaks: pkg.Reader.open was a class method and needs an instance now
    def open(self, path):
        return self
# client
from pkg import Reader
Reader.open("a")  # raises TypeError
```

A class method that became a static one is called as before:

```python
# old
class Reader:
    @classmethod
    def open(cls, path):
        return cls()
# new
class Reader:
    @staticmethod
    def open(path):
        return Reader()
# client
from pkg import Reader
Reader.open("a")
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ON_THE_CLASS, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in ON_THE_CLASS and change.after == "method"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a {change.before} and needs an instance now"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
