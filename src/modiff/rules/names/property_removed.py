"""# Property removed

A class that is still there no longer has a public property. Reading it fails with AttributeError.

Keep it and let it warn for a while.

```python
# old
class Box:
    @property
    # breaks: Property pkg.Box.size is gone
    def size(self):
        return 1
# new
class Box:
    pass
# client
from pkg import Box
Box().size  # raises AttributeError
```

A property that became a plain attribute is read as before:

```python
# old
class Box:
    @property
    def size(self):
        return 1
# new
class Box:
    def __init__(self):
        self.size = 1
# client
from pkg import Box
Box().size
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "property" and change.renamed_to is None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute",),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
