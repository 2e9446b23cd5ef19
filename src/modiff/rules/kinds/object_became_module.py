"""# Function or class became a module

The name of a function or class now reaches a module. Calling it fails with TypeError.

Give the module another name.

```python
# old pkg/__init__.py
# breaks: pkg.reader was a function and is a module now
def reader(path):
    return path
# new pkg/__init__.py
from pkg import reader as reader
# new pkg/reader.py
def read(path):
    return path
# client
from pkg import reader
reader("a")  # raises TypeError
```

A module beside the function does not hide it where the package takes the function from the module:

```python
# old pkg/__init__.py
def reader(path):
    return path
# new pkg/__init__.py
from pkg._reader import reader as reader
# new pkg/_reader.py
def reader(path):
    return path
# client
from pkg import reader
reader("a")
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import CALLABLES, CLASSES, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in (*CALLABLES, *CLASSES) and change.after == "module"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was {article(change.before)} and is a module now"


RULE = kind_rule(__name__, _applies, _sentence, ("call", "attribute"))
