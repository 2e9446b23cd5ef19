"""# Method removed

A class that is still there no longer has a public method, of its own or inherited. Calling it fails with AttributeError.

Keep it and let it warn for a while.

```python
# old
class Stack:
    def push(self, item):
        return None

    # breaks: Method pkg.Stack.peek() is gone
    def peek(self):
        return None
# new
class Stack:
    def push(self, item):
        return None
# client
from pkg import Stack
Stack().push(1)
Stack().peek()  # raises AttributeError
```

A method that moved up to a base is still there:

```python
# old
class Base:
    pass

class Stack(Base):
    def peek(self):
        return None
# new
class Base:
    # says[method-added]: Method pkg.Base.peek() is new
    def peek(self):
        return None

class Stack(Base):
    pass
# client
from pkg import Stack
Stack().peek()
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "method" and change.renamed_to is None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute", "call"),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
