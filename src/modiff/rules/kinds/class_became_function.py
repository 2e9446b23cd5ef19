"""# Class became a function

It can still be called. Deriving from it, `isinstance`, catching it and reading its members fail.

```python
# old
class Reader:
    def __init__(self, path):
        self.path = path
# new
# breaks: pkg.Reader was a class and is a function now: nobody can derive from it or ask for instances of it
def Reader(path):
    return path
# client
from pkg import Reader
Reader("a")
isinstance("a", Reader)  # raises TypeError
```

A class that became an alias of another is still a class:

```python
# old
class Reader:
    def __init__(self, path):
        self.path = path
# new
class _FileReader:
    def __init__(self, path):
        self.path = path

Reader = _FileReader
# client
from pkg import Reader
isinstance("a", Reader)
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import CALLABLES, CLASSES, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in CLASSES and change.after in CALLABLES


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was {article(change.before)} and is {article(change.after)} now: nobody can derive from it or ask for instances of it"


RULE = kind_rule(__name__, _applies, _sentence, ("subclass", "catch", "attribute", "type-check"))
