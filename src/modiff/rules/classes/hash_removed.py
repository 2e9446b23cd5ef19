"""# Hash removed

A class that defines `__eq__` and not `__hash__` sets its hash to None: instances can no longer be members of sets, keys of dictionaries,
or arguments of cached functions. TypeError.

Define `__hash__` beside `__eq__`; for a dataclass ask for `frozen=True`, `eq=False` or `unsafe_hash=True`.

```python
# old
class Token:
    pass
# new
# breaks: Instances of pkg.Token can no longer be hashed: it has __eq__ and no __hash__
class Token:
    def __eq__(self, other):
        return self is other
# client
from pkg import Token
{Token()}  # raises TypeError
```

With both it can be hashed as before:

```python
# old
class Token:
    pass
# new
class Token:
    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return 1
# client
from pkg import Token
{Token()}
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule


def _sentence(change: ClassChanged) -> str:
    return f"Instances of {change.path} can no longer be hashed: it has __eq__ and no __hash__"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("hash-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="api",
    sentence=_sentence,
    client=contracts.lines("assert {C}.__hash__ is not None  # as in hash({C}(…))"),
)
