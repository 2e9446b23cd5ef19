"""# Property renamed

A class that is still there no longer has a public property, and another one most likely took its place.

Keep the old name as well (`old_name = new_name` in the class).

```python
# old
class Box:
    @property
    # breaks: Property pkg.Box.contentSize is gone; content_size most likely took its place
    def contentSize(self):
        return 1
# new
class Box:
    @property
    def content_size(self):
        return 1
# client
from pkg import Box
Box().contentSize  # raises AttributeError
```

The old name is kept:

```python
# old
class Box:
    @property
    def contentSize(self):
        return 1
# new
class Box:
    @property
    # says[property-added]: Property pkg.Box.content_size is new
    def content_size(self):
        return 1

    contentSize = content_size
# client
from pkg import Box
Box().contentSize
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "property" and change.renamed_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute",),
    sentence=wording.renamed,
    hint=wording.where_it_went,
    client=use_of_name,
)
