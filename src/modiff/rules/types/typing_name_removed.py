"""# Name for type checkers removed

A module bound a name under `if TYPE_CHECKING:` alone, and does so no more: Python never had it, and annotations of users may name it. Or its
stub (`.pyi`) named it, and does so no more, while nothing changed at run time: code that uses it works, and is reported by type checkers. Or a
class only annotated it, without a value, and neither its methods set it nor does anything make a field of it.
It asks for a major version where the package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor
one.

```python
# both pkg/py.typed
# old
# gone: pkg.Reader is gone for type checkers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    class Reader: ...

def read(): ...
# new
def read(): ...
# client
from pkg import read
def use() -> "Reader": ...
```

A stub that leaves a name out hides it from type checkers:

```python
# both pkg/__init__.py
# both pkg/paint.py
def mix(): ...
def stir(): ...
# old pkg/paint.pyi
# gone: pkg.paint.stir is gone for type checkers
def mix() -> None: ...
def stir() -> None: ...
# new pkg/paint.pyi
def mix() -> None: ...
# client
from pkg.paint import stir
stir()
```

An attribute that a class announces, and leaves to others to set:

```python
# old
class Shape:
    # says: pkg.Shape.name is gone for type checkers
    name: str

    def area(self): ...
# new
class Shape:
    def area(self): ...
# client
from pkg import Shape
shape = Shape()
shape.name = "box"
```

One that is there at run time now is there for type checkers too:

```python
# old
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    class Reader: ...
# new
# says[class-added]: Class pkg.Reader is new
class Reader: ...
# client
import pkg
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "name-removed"


def _sentence(change: TypingChanged) -> str:
    return f"{change.path} is gone for type checkers"


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
