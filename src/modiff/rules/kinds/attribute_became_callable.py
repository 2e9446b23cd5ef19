"""# Value became a callable

What was read must be called now. Whoever reads it gets a function instead of a value.

```python
# old
version = "1.0"
# new
# breaks: pkg.version was a plain value and is a function now
def version():
    return "1.0"
# client
from pkg import version
version.split(".")  # raises AttributeError
```

What a function computes can be a value all the same:

```python
# old
version = "1.0"
# new
def _version():
    return "1.0"

version = _version()
# client
from pkg import version
version.split(".")
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ATTRIBUTES, CALLABLES, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in ATTRIBUTES and change.after in CALLABLES


def _sentence(change: KindChanged) -> str:
    return f"{change.path} was a plain value and is {article(change.after)} now"


RULE = kind_rule(__name__, _applies, _sentence, ("attribute",))
