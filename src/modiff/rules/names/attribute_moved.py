"""# Attribute moved

A public variable of a module can no longer be reached by its old path; it is somewhere else.

Import it in the old place too, and it stays where users look for it.

```python
# both pkg/__init__.py
# old pkg/settings.py
# breaks: Variable pkg.settings.KNOWN_FORMATS has moved to pkg.formats.KNOWN_FORMATS
KNOWN_FORMATS = ("json", "text", "markdown")
# both pkg/formats.py
NEWEST = "json"
# new pkg/formats.py
KNOWN_FORMATS = ("json", "text", "markdown")
# both pkg/settings.py
DEPTH = 3
# client
from pkg.settings import KNOWN_FORMATS  # raises ImportError
```

Moved, and still imported in the old place:

```python
# both pkg/__init__.py
# old pkg/settings.py
KNOWN_FORMATS = ("json", "text", "markdown")
# new pkg/settings.py
from pkg._formats import KNOWN_FORMATS as KNOWN_FORMATS
# new pkg/_formats.py
KNOWN_FORMATS = ("json", "text", "markdown")
# client
from pkg.settings import KNOWN_FORMATS
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "attribute" and change.moved_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute"),
    sentence=wording.moved,
    hint=wording.where_it_went,
    client=use_of_name,
)
