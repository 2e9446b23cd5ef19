"""# Module added

A public module that was not there before; what is in it is not reported again. Nothing that worked fails; users may ask for a
version that has it, so it asks for a minor version.

```python
# both pkg/__init__.py
# says: Module pkg.tools is new
# new pkg/tools.py
def convert(text):
    return text
```

What has a private name is not offered to anybody:

```python
# both pkg/__init__.py
# new pkg/_tools.py
def convert(text):
    return text
```
"""

from __future__ import annotations

from modiff.model.changes import Came
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: Came) -> bool:
    return change.kind == "module"


RULE = Rule(module=__name__, watches=Came, applies=_applies, severity=Severity.minor, breaks=(), sentence=wording.came, old=None)
