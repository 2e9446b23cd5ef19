"""# Subclass keyword added

`__init_subclass__` requires a keyword that it did not require: a `class` statement without it fails with TypeError (PEP 487).

Give the keyword a default.

```python
# old
class Plugin:
    pass
# new
# breaks: Subclasses of pkg.Plugin must give `name` now: its __init_subclass__ requires it
class Plugin:
    def __init_subclass__(cls, *, name):
        pass
# client
from pkg import Plugin

class Own(Plugin): pass  # raises TypeError
```

One with a default asks nothing of anybody:

```python
# old
class Plugin:
    pass
# new
class Plugin:
    def __init_subclass__(cls, *, name=None):
        pass
# client
from pkg import Plugin

class Own(Plugin):
    pass
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Subclasses of {change.path} must give `{change.part}` now: its __init_subclass__ requires it"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("subclass-keyword-added"),
    severity=Severity.major,
    breaks=("subclass",),
    group="subclassing",
    sentence=_sentence,
    part=contracts.part,
    client=contracts.lines("class Own({C}): pass"),
)
