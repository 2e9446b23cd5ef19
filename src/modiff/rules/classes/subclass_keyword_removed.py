"""# Subclass keyword removed

`__init_subclass__` no longer takes a keyword: a `class` statement that gives it fails with TypeError (PEP 487).

```python
# old
class Plugin:
    def __init_subclass__(cls, *, name=None):
        pass
# new
# breaks: Subclasses of pkg.Plugin can no longer give `name`: its __init_subclass__ does not take it
class Plugin:
    pass
# client
from pkg import Plugin

class Own(Plugin, name="own"): pass  # raises TypeError
```

`**kwargs` goes on taking it:

```python
# old
class Plugin:
    def __init_subclass__(cls, *, name=None):
        pass
# new
class Plugin:
    def __init_subclass__(cls, **kwargs):
        pass
# client
from pkg import Plugin

class Own(Plugin, name="own"):
    pass
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Subclasses of {change.path} can no longer give `{change.part}`: its __init_subclass__ does not take it"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("subclass-keyword-removed"),
    severity=Severity.major,
    breaks=("subclass",),
    group="subclassing",
    sentence=_sentence,
    part=contracts.part,
    client=contracts.lines("class Own({C}, {part}=None): pass"),
)
