"""# Bases reordered

A class derives from the same classes in another order. Where two of them define the same name, another definition may answer now.

```python
# old
class Left:
    pass

class Right:
    pass

class Both(Left, Right):
    pass
# new
class Left:
    pass

class Right:
    pass

# says: pkg.Both has its bases in another order
class Both(Right, Left):
    pass
# client
from pkg import Both
Both()
```

A base that another base brings anyway may be left out:

```python
# old
class Left:
    pass

class Right(Left):
    pass

class Both(Right, Left):
    pass
# new
class Left:
    pass

class Right(Left):
    pass

class Both(Right):
    pass
# client
from pkg import Both
Both()
```
"""

from __future__ import annotations

from modiff.model.changes import BasesChanged
from modiff.model.findings import Severity
from modiff.rules.families import is_marker
from modiff.rules.interface import Rule


def _applies(change: BasesChanged) -> bool:
    return change.reordered and all(is_marker(path) for path in change.lost)


def _sentence(change: BasesChanged) -> str:
    return f"{change.path} has its bases in another order"


RULE = Rule(module=__name__, watches=BasesChanged, applies=_applies, severity=Severity.patch, breaks=(), group="values", sentence=_sentence)
