"""# Class became an enumeration

Calling it looks up a member by its value instead of making an instance, and an enumeration with members can't be derived from.

```python
# old
class Color:
    RED = 1
# new
import enum

# breaks: pkg.Color is an enumeration now: calling it looks up a member, and nobody can derive from it
class Color(enum.Enum):
    RED = 1
# client
from pkg import Color
Color.RED
Color()  # raises TypeError
```

An enumeration that gets another member is still one:

```python
# old
import enum

class Color(enum.Enum):
    RED = 1
# new
import enum

class Color(enum.Enum):
    RED = 1
    # says[attribute-added]: Attribute pkg.Color.BLUE is new
    BLUE = 2
# client
from pkg import Color
Color(1)
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before == "class" and change.after == "enum"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} is an enumeration now: calling it looks up a member, and nobody can derive from it"


RULE = kind_rule(__name__, _applies, _sentence, ("call", "subclass"))
