"""# Function moved

A public function can no longer be reached by its old path; it is somewhere else. Importing it from the old place fails with
ImportError.

Import it in the old place too, and it stays where users look for it.

```python
# old pkg/text.py
# breaks: Function pkg.text.shorten has moved to pkg.words.shorten
def shorten(text, width):
    return text[:width]
# both pkg/words.py
SPACE = " "
# new pkg/words.py
def shorten(text, width):
    return text[:width]
# both pkg/__init__.py
# both pkg/text.py
TEXT = "some"
# client
from pkg.text import shorten  # raises ImportError
```

A re-export that is dropped is a move for those who used it, though the function itself stayed where it was:

```python
# old
# gone: Function pkg.shorten can no longer be reached by this path; it is still at pkg.text.shorten
from pkg.text import shorten as shorten
# new
# both pkg/text.py
def shorten(text, width):
    return text[:width]
# client
from pkg import shorten  # raises ImportError
```

Moved, and still imported in the old place:

```python
# both pkg/__init__.py
# old pkg/text.py
def shorten(text, width):
    return text[:width]
# new pkg/text.py
from pkg._words import shorten as shorten
# new pkg/_words.py
def shorten(text, width):
    return text[:width]
# client
from pkg.text import shorten
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "function" and change.moved_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call"),
    sentence=wording.moved,
    hint=wording.where_it_went,
    client=use_of_name,
)
