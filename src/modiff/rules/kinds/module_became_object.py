"""# Module became something else

The name of a module now reaches a function, a class or a value. Importing from it fails; what it held is told where it went.

Give the new thing another name, or keep the module beside it.

```python
# gone: pkg.reader was a module and is a function now
# gone[function-removed]: Function pkg.reader.read(path) is gone
# old pkg/__init__.py
from pkg import reader as reader
# old pkg/reader.py
def read(path):
    return path
# new pkg/__init__.py
def reader(path):
    return path
# client
from pkg.reader import read  # raises ImportError
```

A module that became a package is one as well:

```python
# both pkg/__init__.py
# old pkg/reader.py
def read(path):
    return path
# new pkg/reader/__init__.py
def read(path):
    return path
# client
from pkg.reader import read
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before == "module" and change.after != "module"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a module and is {article(change.after)} now"


RULE = kind_rule(__name__, _applies, _sentence, ("import", "attribute"))
