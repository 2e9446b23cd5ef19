"""# Key of a typed dict removed

A `TypedDict` has a key no more. A type checker objects to who reads it, or builds a dict with it. It asks for a major version
where the package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
from typing import TypedDict

class Movie(TypedDict, total=False):
    name: str
    year: int
# new
from typing import TypedDict

# breaks: pkg.Movie lost its key `year`
class Movie(TypedDict, total=False):
    name: str
# client
from pkg import Movie
Movie(name="Ran", year=1985)["year"]
```

One that may be left out is new, and one becomes optional:

```python
# old
from typing import TypedDict

class Movie(TypedDict):
    name: str
# new
from typing import NotRequired, TypedDict

class Movie(TypedDict):
    name: NotRequired[str]
    year: NotRequired[int]
# client
from pkg import Movie
Movie(name="Ran")
```

Keywords that a function takes by the keys of a typed dict (PEP 692) are told of the function, where users do not reach the dict by itself:

```python
# both pkg/py.typed
# old
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict
    from typing_extensions import Unpack

    class _Options(TypedDict, total=False):
        size: int
        colour: str

def draw(**options: Unpack[_Options]) -> None: ...
def redraw(**options: Unpack[_Options]) -> None: ...
# new
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict
    from typing_extensions import Unpack

    class _Options(TypedDict, total=False):
        size: int

# breaks: pkg.draw() no longer takes the keyword `colour`, as 1 other callable
def draw(**options: Unpack[_Options]) -> None: ...
def redraw(**options: Unpack[_Options]) -> None: ...
# client
from pkg import draw
draw(size=1, colour="red")
```

One that is a parameter of its own now is taken as before:

```python
# old
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict
    from typing_extensions import Unpack

    class _Options(TypedDict, total=False):
        size: int
        colour: str

def draw(**options: Unpack[_Options]) -> None: ...
# new
from __future__ import annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict
    from typing_extensions import Unpack

    class _Options(TypedDict, total=False):
        size: int

# says[parameter-took-keyword]: pkg.draw() takes `colour` as a parameter of its own; it was among the keywords of `**kwargs` before
def draw(*, colour: str = "", **options: Unpack[_Options]) -> None: ...
# client
from pkg import draw
draw(size=1, colour="red")
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "key-removed"


def _sentence(change: TypingChanged) -> str:
    if typing_words.is_of_callable(change):
        return f"{change.path}() no longer takes the keyword `{change.part}`{typing_words.elsewhere(change)}"
    return f"{change.path} lost its key `{change.part}`"


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
