"""# Property added

A class that was there before has a new public property. Nothing that worked fails; users may ask for a version that has it, so it
asks for a minor version.

```python
# old
class Box:
    pass
# new
class Box:
    @property
    # says: Property pkg.Box.size is new
    def size(self):
        return 1
```

What has a private name is not offered to anybody:

```python
# old
class Box:
    pass
# new
class Box:
    @property
    def _size(self):
        return 1
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "property"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
