"""# Value changed

A constant (a variable of a module in capitals, an attribute of a class, a member of an enumeration) has another literal value. Code that
uses its name gets the new one; code that stored or sent the old one may meet it again. Whether that matters to anybody, reading cannot
say: it asks for a patch version.

```python
# old
LIMIT = 10

class Job:
    retries = 3
# new
# says: pkg.LIMIT has another value: 20, was 10
LIMIT = 20

class Job:
    # says: pkg.Job.retries has another value: 5, was 3
    retries = 5
# client
from pkg import LIMIT
LIMIT + 1
```

The value of an enumeration's member is what is stored of it:

```python
# old
import enum

class Color(enum.Enum):
    RED = "r"
# new
import enum

class Color(enum.Enum):
    # says: pkg.Color.RED has another value: 'red', was 'r'
    RED = "red"
# client
from pkg import Color
Color.RED.value
```

Another spelling is no other value; what is computed, a text for people, and a collection that only grew are left alone:

```python
# old
SIZE = 1000
KINDS = ["a", "b"]
TIMEOUT = 60
VERSION = "1.0"
__version__ = "1.0"
__author__ = "me"
# new
SIZE = 1_000
KINDS = ["a", "b", "c"]
TIMEOUT = 2 * 30
VERSION = "1.1"
__version__ = "1.1"
__author__ = "me and you"
# client
from pkg import SIZE
```
"""

from __future__ import annotations

from modiff.model.changes import ValueChanged
from modiff.model.findings import Severity
from modiff.rules import values_shown
from modiff.rules.interface import Rule


def _applies(change: ValueChanged) -> bool:
    return change.event == "value-changed"


def _sentence(change: ValueChanged) -> str:
    return f"{change.path} has another value{values_shown.both(change) or values_shown.what_differs(change)}"


def _identity(change: ValueChanged) -> tuple[str, ...]:
    return change.before, change.after


RULE = Rule(
    module=__name__,
    watches=ValueChanged,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    group="values",
    sentence=_sentence,
    old=values_shown.before,
    new=values_shown.after,
    identity=_identity,
)
