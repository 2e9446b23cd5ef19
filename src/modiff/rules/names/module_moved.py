"""# Module moved

A public module or package can no longer be imported by its old path; one with the same contents is somewhere else.

Keep a module of the old name that imports what users need (`from pkg.new_place import *`).

```python
# both pkg/__init__.py
# both pkg/old/__init__.py
# gone: Module pkg.legacy has moved to pkg.old.legacy
# old pkg/legacy.py
def from_text(text, encoding):
    return text

def from_bytes(data, encoding):
    return data
# new pkg/old/legacy.py
def from_text(text, encoding):
    return text

def from_bytes(data, encoding):
    return data
# client
import pkg.legacy  # raises ImportError
```

A shim with the old name is enough:

```python
# both pkg/__init__.py
# old pkg/legacy.py
def from_text(text, encoding):
    return text
# new pkg/legacy.py
from pkg._convert import *
from pkg._convert import from_text as from_text
# new pkg/_convert.py
def from_text(text, encoding):
    return text
# client
from pkg.legacy import from_text
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "module" and (change.moved_to is not None or change.renamed_to is not None)


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
