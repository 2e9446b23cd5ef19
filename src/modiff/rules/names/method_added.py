"""# Method added

A class that was there before has a new public method. Nothing that worked fails; users may ask for a version that has it, so it
asks for a minor version.

```python
# old
class Reader:
    pass
# new
class Reader:
    # says: Method pkg.Reader.read(size=-1) is new
    def read(self, size=-1):
        return None
```

What has a private name is not offered to anybody:

```python
# old
class Reader:
    pass
# new
class Reader:
    def _read(self):
        return None
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "method"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
