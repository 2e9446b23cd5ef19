"""# Class added

A public class that was not there before; what belongs to it is not reported again. Nothing that worked fails; users may ask for a
version that has it, so it asks for a minor version.

```python
# old
# new
# says: Class pkg.Reader is new
class Reader:
    def read(self):
        return None
```

What has a private name is not offered to anybody:

```python
# old
# new
class _Reader:
    def read(self):
        return None
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "class"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
