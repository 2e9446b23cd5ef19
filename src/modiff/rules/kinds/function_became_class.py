"""# Function became a class

Calling it makes an instance. Most callers do not notice, as far as the instance behaves like the former result.

```python
# old
def reader(path):
    return path
# new
# says: pkg.reader was a function and is a class now: calling it makes an instance
class reader:
    def __init__(self, path):
        self.path = path
# client
from pkg import reader
reader("a")
```

A function that makes an instance of a private class stays a function:

```python
# old
def reader(path):
    return path
# new
class _Reader:
    def __init__(self, path):
        self.path = path

def reader(path):
    return _Reader(path)
# client
from pkg import reader
reader("a")
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.model.findings import Severity
from modiff.rules.families import ASYNC, CALLABLES, CLASSES, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in CALLABLES and change.before not in ASYNC and change.after in CLASSES


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a {change.before} and is {article(change.after)} now: calling it makes an instance"


RULE = kind_rule(__name__, _applies, _sentence, (), severity=Severity.patch)
