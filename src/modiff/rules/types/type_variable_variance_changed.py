"""# Variance of a type variable changed

A type variable was covariant or contravariant and is not any more. Generic classes made with it fit in fewer places: a
`Box[Leaf]` is no `Box[Node]` now. It asks for a major version where the package tells type checkers to rely on it (`py.typed` or
stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
from typing import TypeVar

T_co = TypeVar("T_co", covariant=True)
# new
from typing import TypeVar

# breaks: pkg.T_co is invariant now, was covariant
T_co = TypeVar("T_co")
# client
from pkg import T_co
```

A class tells it of its own parameter where the variable is not public, and where type checkers infer it from the members (PEP 695):

```python
# both pkg/py.typed
# old
from typing import Generic, TypeVar

_T_co = TypeVar("_T_co", covariant=True)

class Box(Generic[_T_co]): ...
# new
from typing import Generic, TypeVar

_T_co = TypeVar("_T_co")

# breaks: pkg.Box is invariant in `_T_co` now, was covariant
class Box(Generic[_T_co]): ...
# client
from pkg import Box
```

One that was invariant fits wherever it did:

```python
# old
from typing import TypeVar

T = TypeVar("T")
# new
from typing import TypeVar

T = TypeVar("T", covariant=True)
# client
from pkg import T
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "variance-changed"


def _sentence(change: TypingChanged) -> str:
    what = f"in `{change.part}` " if change.part else ""
    return f"{change.path} is {change.after} {what}now, was {change.before}{typing_words.elsewhere(change)}"


RULE = Rule(
    module=__name__,
    watches=TypingChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    part=typing_words.part,
    old=typing_words.before,
    new=typing_words.after,
    identity=typing_words.event_values,
)
