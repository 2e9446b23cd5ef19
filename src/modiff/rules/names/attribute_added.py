"""# Attribute added

A public variable of a module, or attribute of a class or of its instances, that was not there before. Nothing that worked fails;
users may ask for a version that has it, so it asks for a minor version.

```python
# old
class Box:
    pass
# new
# says: Variable pkg.LIMIT is new
LIMIT = 10

class Box:
    # says: Attribute pkg.Box.size is new
    size = 1
```

What has a private name is not offered to anybody:

```python
# old
class Box:
    pass
# new
_LIMIT = 10

class Box:
    _size = 1
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "attribute"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
