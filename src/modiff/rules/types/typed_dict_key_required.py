"""# Key of a typed dict must be given

A `TypedDict` demands keys that could be left out before, or that it did not have. A type checker objects to who builds one
without them. It asks for a major version where the package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else
for a minor one.

```python
# both pkg/py.typed
# old
from typing import TypedDict

class Movie(TypedDict, total=False):
    name: str
    year: int
# new
from typing import TypedDict

# breaks: pkg.Movie demands `name` and `year`
class Movie(TypedDict):
    name: str
    year: int
# client
from pkg import Movie
Movie(name="Ran")
```

Keys that may be left out:

```python
# old
from typing import TypedDict

class Movie(TypedDict):
    name: str
# new
from typing import NotRequired, TypedDict

class Movie(TypedDict):
    name: str
    year: NotRequired[int]
# client
from pkg import Movie
Movie(name="Ran")
```

So do functions that take the keys of such a dict as keywords (PEP 692), where users do not reach the dict by itself:

```python
# both pkg/py.typed
# old
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import NotRequired, Required, TypedDict, Unpack

    class _Options(TypedDict):
        size: int
        colour: NotRequired[str]
        name: NotRequired[str]

def draw(**options: Unpack[_Options]) -> None: ...
# new
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import NotRequired, Required, TypedDict, Unpack

    class _Options(TypedDict):
        size: Required[int]
        colour: str
        name: NotRequired[str]

# breaks: pkg.draw() demands the keyword `colour`
def draw(**options: Unpack[_Options]) -> None: ...
# client
from pkg import draw
draw(size=1)
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words, wording
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "key-required"


def _sentence(change: TypingChanged) -> str:
    if typing_words.is_of_callable(change):
        word = wording.plural(len(change.names), "keyword")
        return f"{change.path}() demands the {word} {wording.quoted(change.names)}{typing_words.elsewhere(change)}"
    return f"{change.path} demands {wording.quoted(change.names)}"


def _part(change: TypingChanged) -> str:
    return change.part


RULE = Rule(
    module=__name__,
    watches=TypingChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    part=_part,
    old=typing_words.before,
    new=typing_words.after,
    identity=typing_words.event_values,
)
