"""# Class moved

A public class can no longer be reached by its old path; it is somewhere else.

Import it in the old place too, and it stays where users look for it.

```python
# both pkg/__init__.py
# old pkg/errors.py
# breaks: Class pkg.errors.Timeout has moved to pkg.failures.Timeout
class Timeout(Exception):
    def again(self, after):
        return after
# both pkg/failures.py
FEW = 1
# new pkg/failures.py
class Timeout(Exception):
    def again(self, after):
        return after
# both pkg/errors.py
MANY = 3
# client
from pkg.errors import Timeout  # raises ImportError
```

Moved, and still imported in the old place:

```python
# both pkg/__init__.py
# old pkg/errors.py
class Timeout(Exception):
    def again(self, after):
        return after
# new pkg/errors.py
from pkg._failures import Timeout as Timeout
# new pkg/_failures.py
class Timeout(Exception):
    def again(self, after):
        return after
# client
from pkg.errors import Timeout
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "class" and change.moved_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call", "subclass", "catch"),
    sentence=wording.moved,
    hint=wording.where_it_went,
    client=use_of_name,
)
