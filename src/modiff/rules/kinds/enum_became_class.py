"""# Enumeration became a plain class

Looking up members (`Color(1)`, `Color["RED"]`), going through them, and their `name` and `value` fail.

```python
# old
import enum

class Color(enum.Enum):
    RED = 1
# new
# breaks: pkg.Color is no longer an enumeration: its members can be neither looked up nor gone through
class Color:
    RED = 1
# client
from pkg import Color
Color.RED
list(Color)  # raises TypeError
```

Another kind of enumeration is one as well:

```python
# old
import enum

class Color(enum.Enum):
    RED = 1
# new
import enum

class Color(enum.IntEnum):
    RED = 1
# client
from pkg import Color
list(Color)
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before == "enum" and change.after == "class"


def _sentence(change: KindChanged) -> str:
    return f"{change.path} is no longer an enumeration: its members can be neither looked up nor gone through"


RULE = kind_rule(__name__, _applies, _sentence, ("call", "attribute"))
