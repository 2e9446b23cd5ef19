"""# Field added to a named tuple

A named tuple has one more field with a default. Calls that make one bind as before; but the tuple is longer: unpacking it into as many names
as it had fails with ValueError, and it no longer equals a tuple of the old length.

```python
# old
from typing import NamedTuple

class Point(NamedTuple):
    x: int
    y: int = 0
# new
from typing import NamedTuple

# breaks: pkg.Point is a longer tuple, with the field `z`: unpacking it fails
class Point(NamedTuple):
    x: int
    y: int = 0
    z: int = 0
# client
from pkg import Point
x, y = Point(1)  # raises ValueError
```

A dataclass is no tuple:

```python
# old
from dataclasses import dataclass

@dataclass
class Point:
    x: int
    y: int = 0
# new
from dataclasses import dataclass

@dataclass
# says[parameter-added]: pkg.Point() takes a new parameter `z`
class Point:
    x: int
    y: int = 0
    z: int = 0
# client
from pkg import Point
Point(1)
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import fields, wording
from modiff.rules.clients import import_of
from modiff.rules.interface import Rule


def _sentence(change: ParameterChanged) -> str:
    return f"{wording.parent(change.path)} is a longer tuple, with the field `{change.part}`: unpacking it fails"


def _client(change: ParameterChanged) -> str | None:
    found = import_of(change) if change.when is None else None
    if found is None:
        return None
    statement, expression = found
    names = tuple(p.name for p in change.old_signature.parameters)
    return f"{statement}\n\nassert {expression}._fields == {names!r}  # as in {', '.join(names)}, = {expression}(…)"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=fields.lengthens_a_tuple,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    client=_client,
)
