"""# Attribute renamed

A public variable or attribute is gone, and another one beside it most likely took its place: it is new, and has the same value.

Keep the old name as well (`OLD_NAME = NEW_NAME`).

```python
# old
# breaks: Variable pkg.defaultEncodings is gone; default_encodings most likely took its place
defaultEncodings = ("utf-8", "latin-1", "ascii")
# new
default_encodings = ("utf-8", "latin-1", "ascii")
# client
from pkg import defaultEncodings  # raises ImportError
```

The old name is kept:

```python
# old
defaultEncodings = ("utf-8", "latin-1", "ascii")
# new
# says[attribute-added]: Variable pkg.default_encodings is new
default_encodings = ("utf-8", "latin-1", "ascii")
defaultEncodings = default_encodings
# client
from pkg import defaultEncodings
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "attribute" and change.moved_to is None and change.renamed_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute"),
    sentence=wording.renamed,
    hint=wording.where_it_went,
    client=use_of_name,
)
