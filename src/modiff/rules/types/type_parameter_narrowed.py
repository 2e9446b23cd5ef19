"""# Type parameter takes less

A generic class may not be made of all the types that it could be made of: its type variable has a bound or constraints that it did
not have, or narrower ones. A type checker objects to who writes the class with another type in its brackets. It asks for a major version
where the package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

A variable that several classes share is told of once.

```python
# both pkg/py.typed
# old
from typing import Generic, TypeVar

_T = TypeVar("_T")

class Node: ...
class Tree(Generic[_T]): ...
# new
from typing import Generic, TypeVar

class Node: ...

_T = TypeVar("_T", bound=Node)

# breaks: pkg.Tree takes less for its type parameter `_T`: Node, was any type
class Tree(Generic[_T]): ...
# client
from pkg import Tree
numbers: "Tree[int]" = Tree()
```

A wider bound, and another name of the variable, take all that was taken:

```python
# old
from typing import Generic, TypeVar

_T = TypeVar("_T", bound=int)

class Box(Generic[_T]): ...
# new
from typing import Generic, TypeVar

_Number = TypeVar("_Number", bound=float)

class Box(Generic[_Number]): ...
# client
from pkg import Box
number: "Box[int]" = Box()
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "bound-narrowed"


def _sentence(change: TypingChanged) -> str:
    more = typing_words.elsewhere(change)
    return f"{change.path} takes less for its type parameter `{change.part}`: {change.after}, was {change.before}{more}"


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
