"""# Method renamed

A class that is still there no longer has a public method, and another one most likely took its place: it is new, and takes the
same calls.

Keep the old name as well (`old_name = new_name` in the class).

```python
# old
class Stack:
    # breaks: Method pkg.Stack.push_item is gone; push_items most likely took its place
    def push_item(self, item, at_front=False):
        return self.items.insert(0, item)
# new
class Stack:
    def push_items(self, item, at_front=False):
        return self.items.insert(0, item)
# client
from pkg import Stack
Stack.push_item  # raises AttributeError
```

The old name is kept:

```python
# old
class Stack:
    def push_item(self, item, at_front=False):
        return self.items.insert(0, item)
# new
class Stack:
    # says[method-added]: Method pkg.Stack.push_items(item, at_front=False) is new
    def push_items(self, item, at_front=False):
        return self.items.insert(0, item)

    push_item = push_items
# client
from pkg import Stack
Stack.push_item
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "method" and change.renamed_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute", "call"),
    sentence=wording.renamed,
    hint=wording.where_it_went,
    client=use_of_name,
)
