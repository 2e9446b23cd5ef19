"""# Equality removed

Nothing defines `__eq__` any more: two instances that hold the same are no longer equal, so comparisons and look-ups in lists and
dictionaries that found them find nothing. Nothing is raised.

```python
# old
class Version:
    def __init__(self, number):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number
# new
# breaks: Instances of pkg.Version are no longer equal by what they hold, but by identity: __eq__ is gone
class Version:
    def __init__(self, number):
        self.number = number
# client
from pkg import Version
assert Version(1) == Version(1)  # raises AssertionError
```

A dataclass written out by hand goes on comparing:

```python
# old
from dataclasses import dataclass

@dataclass
class Version:
    number: int
# new
class Version:
    def __init__(self, number: int):
        self.number = number

    def __eq__(self, other):
        return self.number == other.number
# client
from pkg import Version
assert Version(1) == Version(1)
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Instances of {change.path} are no longer equal by what they hold, but by identity: __eq__ is gone"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("equality-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("assert {C}.__eq__ is not object.__eq__  # as in {C}(…) == {C}(…)"),
)
