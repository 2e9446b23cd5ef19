"""# Callable became a value

A function, method or class is a plain value now. Calling it fails with TypeError.

```python
# old
def version():
    return "1.0"
# new
# breaks: pkg.version was a function and is a plain value now
version = "1.0"
# client
from pkg import version
version()  # raises TypeError
```

A lambda is a function:

```python
# old
def version():
    return "1.0"
# new
version = lambda: "1.0"
# client
from pkg import version
version()
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ATTRIBUTES, CALLABLES, CLASSES, PROPERTIES, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return (change.before in CALLABLES and change.after in ATTRIBUTES) or (change.before in CLASSES and change.after in (*ATTRIBUTES, *PROPERTIES))


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was {article(change.before)} and is a plain value now"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
