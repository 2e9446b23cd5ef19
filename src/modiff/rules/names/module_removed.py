"""# Module removed

A public module or package can no longer be imported. What was in it is not reported again.

Keep a module of the old name that imports what users need.

```python
# both pkg/__init__.py
# gone: Module pkg.legacy is gone
# old pkg/legacy.py
def convert(text):
    return text
# client
import pkg
import pkg.legacy  # raises ImportError
```

A module that became a package is imported as before:

```python
# both pkg/__init__.py
# old pkg/tools.py
def convert(text):
    return text
# new pkg/tools/__init__.py
def convert(text):
    return text
# client
import pkg.tools
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "module" and change.moved_to is None and change.renamed_to is None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute"),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
