"""# Ordering removed

Instances could be compared by `<` and its kin, and thus sorted. The methods are gone: written ones, those that `total_ordering` adds to
them, or those of `@dataclass(order=True)` and attrs. TypeError.

```python
# old
from dataclasses import dataclass

@dataclass(order=True)
class Version:
    number: int
# new
from dataclasses import dataclass

@dataclass
# breaks: Instances of pkg.Version can no longer be ordered: `<`, `>`, `<=` and `>=` fail
class Version:
    number: int
# client
from pkg import Version
sorted([Version(2), Version(1)])  # raises TypeError
```

Python asks the other operand's mirrored method too, so one of a pair is enough:

```python
# old
class Version:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        return self.number < other.number

    def __gt__(self, other):
        return self.number > other.number
# new
class Version:
    def __init__(self, number):
        self.number = number

    def __lt__(self, other):
        return self.number < other.number
# client
from pkg import Version
Version(2) > Version(1)
sorted([Version(2), Version(1)])
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule
from modiff.rules.wording import quoted

_METHODS = {"<": ("__lt__", "__gt__"), "<=": ("__le__", "__ge__")}


def _operators(change: ClassChanged) -> list[str]:
    """An operator and its mirror image fail together."""
    return [sign for name in change.names for sign in (name, name.replace("<", ">"))]


def _client(change: ClassChanged) -> str | None:
    own = " or ".join(f"{{C}}.{name} is not object.{name}" for name in _METHODS[change.names[0]])
    return contracts.lines(f"assert {own}  # as in {{C}}(…) {change.names[0]} {{C}}(…)")(change)


def _sentence(change: ClassChanged) -> str:
    return f"Instances of {change.path} can no longer be ordered: {quoted(_operators(change))} fail"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("ordering-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    identity=contracts.names,
    client=_client,
)
