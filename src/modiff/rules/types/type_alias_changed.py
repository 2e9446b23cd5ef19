"""# Type alias changed

A type alias, or a `NewType`, stands for another type. Annotations of users that name it mean something else, and a type checker
compares them with the new meaning. It is said once, of the alias, and not wherever the package uses it. It asks for a major
version where the package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
from typing import Union

Key = Union[int, str]

def get(key: Key) -> None: ...
# new
# breaks: pkg.Key stands for another type: int, was Union[int, str]
Key = int

def get(key: Key) -> None: ...
# client
from pkg import get
get("a")
```

Another spelling stands for the same:

```python
# old
from typing import Dict, NewType, Optional, Text

Options = Dict[str, Optional[int]]
Id = NewType("Id", str)
# new
from typing import NewType, Text

Options = dict[str, int | None]
Id = NewType("Id", Text)
# client
from pkg import Id, Options
Id("a")
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "alias-changed" and change.relation not in ("same", "unknown")


def _sentence(change: TypingChanged) -> str:
    return f"{change.path} stands for another type: {change.after}, was {change.before}"


RULE = Rule(
    module=__name__,
    watches=TypingChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    old=typing_words.before,
    new=typing_words.after,
    identity=typing_words.event_values,
)
