"""# Match arguments changed

`case C(a, b)` takes attributes in the order of `__match_args__`. What stood in a place is no longer there: the pattern fails with
TypeError, or takes another attribute. Those that a dataclass or named tuple makes follow its constructor, which is reported.

```python
# old
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y
# new
# breaks: Patterns of pkg.Point take other attributes by position: __match_args__ is (y, x), was (x, y)
class Point:
    __match_args__ = ("y", "x")

    def __init__(self, x, y):
        self.x, self.y = x, y
# client
from pkg import Point

def first(point):
    match point:
        case Point(x, y):
            return x

assert first(Point(1, 2)) == 1  # raises AssertionError
```

More of them at the end leave the places as they were:

```python
# old
class Point:
    __match_args__ = ("x",)

    def __init__(self, x, y):
        self.x, self.y = x, y
# new
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y
# client
from pkg import Point

match Point(1, 2):
    case Point(1):
        pass
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _shown(names: str | None) -> str:
    return f"({names})"


def _client(change: ClassChanged) -> str | None:
    names = tuple((change.before or "").split(", "))
    return contracts.lines(f"assert {{C}}.__match_args__[:{len(names)}] == {names!r}  # as in case {{C}}({change.before})")(change)


def _sentence(change: ClassChanged) -> str:
    return f"Patterns of {change.path} take other attributes by position: __match_args__ is {_shown(change.after)}, was {_shown(change.before)}"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("match-arguments-changed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    old=contracts.before,
    new=contracts.after,
    identity=contracts.names,
    client=_client,
)
