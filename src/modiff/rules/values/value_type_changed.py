"""# Type of a value changed

A constant holds another sort of value: a text where a number was, a dictionary where a list was, None where there was something. What
callers do with it fails, mostly with TypeError.

```python
# old
LIMIT = 10
# new
# breaks: pkg.LIMIT holds another sort of value: str, was int
LIMIT = "10"
# client
from pkg import LIMIT
LIMIT - 1  # raises TypeError
```

Numbers do for numbers, one sequence for another, and what was None has not been used yet:

```python
# old
LIMIT = 10
KINDS = ["a", "b"]
DEFAULT = None
# new
# says[value-changed]: pkg.LIMIT has another value: 10.5, was 10
LIMIT = 10.5
KINDS = ("a", "b")
# says[value-changed]: pkg.DEFAULT has another value: 'a', was None
DEFAULT = "a"
# client
from pkg import KINDS, LIMIT
LIMIT - 1
KINDS[0]
```
"""

from __future__ import annotations

from modiff.model.changes import ValueChanged
from modiff.model.findings import Severity
from modiff.rules import values_shown
from modiff.rules.clients import import_of
from modiff.rules.interface import Rule


def _applies(change: ValueChanged) -> bool:
    return change.event == "type-changed"


def _sentence(change: ValueChanged) -> str:
    return f"{change.path} holds another sort of value: {values_shown.sort(change.after)}, was {values_shown.sort(change.before)}"


def _client(change: ValueChanged) -> str | None:
    found = import_of(change) if change.when is None else None
    if found is None:
        return None
    statement, expression = found
    return f"{statement}\n\nassert isinstance({expression}, {values_shown.sort(change.before)})"


RULE = Rule(
    module=__name__,
    watches=ValueChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("attribute",),
    sentence=_sentence,
    old=values_shown.before,
    new=values_shown.after,
    identity=values_shown.identity,
    client=_client,
)
