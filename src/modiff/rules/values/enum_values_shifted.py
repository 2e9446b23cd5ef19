"""# Values of an enumeration shifted

`auto()`, or `Enum("E", "A B")`, counts: a member put before others, taken out, or moved gives those after it other values. Names go on
working; values that were stored or sent mean another member, or none.

Put new members last, or write values out.

```python
# old
import enum

class Color(enum.Enum):
    RED = enum.auto()
    BLUE = enum.auto()
# new
import enum

# says: pkg.Color counts otherwise: `BLUE` has another value
class Color(enum.Enum):
    RED = enum.auto()
    # says[attribute-added]: Attribute pkg.Color.GREEN is new
    GREEN = enum.auto()
    BLUE = enum.auto()
# client
from pkg import Color
Color.BLUE
```

The same numbers written out are the same numbers:

```python
# old
import enum

class Color(enum.Enum):
    RED = enum.auto()
    BLUE = enum.auto()
# new
import enum

class Color(enum.Enum):
    RED = 1
    BLUE = 2
    # says[attribute-added]: Attribute pkg.Color.GREEN is new
    GREEN = enum.auto()
# client
from pkg import Color
Color(2)
```
"""

from __future__ import annotations

from modiff.model.changes import ValueChanged
from modiff.model.findings import Severity
from modiff.rules import values_shown
from modiff.rules.interface import Rule
from modiff.rules.wording import quoted


def _applies(change: ValueChanged) -> bool:
    return change.event == "numbers-shifted"


def _sentence(change: ValueChanged) -> str:
    have = "has another value" if len(change.names) == 1 else "have other values"
    return f"{change.path} counts otherwise: {quoted(change.names)} {have}"


RULE = Rule(
    module=__name__,
    watches=ValueChanged,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    group="values",
    sentence=_sentence,
    identity=values_shown.identity,
)
