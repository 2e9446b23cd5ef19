"""# Function added

A public function that was not there before. Nothing that worked fails; users may ask for a version that has it, so it asks for a
minor version.

```python
# old
# new
# says: Function pkg.greet(name) is new
def greet(name):
    return name
```

What has a private name is not offered to anybody:

```python
# old
# new
def _greet(name):
    return name
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "function"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
