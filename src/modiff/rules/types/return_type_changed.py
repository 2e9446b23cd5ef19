"""# Returns another type

By its annotation a callable may return what it did not return before. Who uses the result as what it was is told by a type
checker, and may fail at run time: most often on None. It asks for a major version where the package tells type checkers to rely on it
(`py.typed` or stubs, PEP 561), else for a minor one.

What the annotations mean is compared, not how they are spelled; where reading cannot settle a type, nothing is said, nor of `Any`.

Go on returning the old type, or add a new function.

```python
# both pkg/py.typed
# old
from typing import Dict

def find(names: Dict[str, int], name: str) -> int:
    return names[name]
# new
from typing import Dict, Optional

# breaks: pkg.find() may return more than before: Optional[int], was int
def find(names: Dict[str, int], name: str) -> Optional[int]:
    return names.get(name)
# client
from pkg import find
find({"a": 1}, "a") + 1
```

Without `py.typed`:

```python
# old
class Reader:
    def read(self) -> str:
        return ""
# new
class Reader:
    # says: pkg.Reader.read() returns another type: bytes, was str
    def read(self) -> bytes:
        return b""
# client
from pkg import Reader
Reader().read()
```

A narrower type, or another spelling of the same one, serves all who used the old one:

```python
# old
from typing import Dict, Iterable, Optional

class Node: ...
class Leaf(Node): ...

def names() -> Iterable[str]:
    return []

def sizes() -> Dict[str, Optional[int]]:
    return {}

def root() -> Node:
    return Leaf()

def close() -> None: ...
# new
from __future__ import annotations

class Node: ...
class Leaf(Node): ...

def names() -> list[str]:
    return []

def sizes() -> dict[str, int | None]:
    return {}

def root() -> Leaf:
    return Leaf()

def close() -> bool:
    return True
# client
from pkg import names, root, sizes
names(), root(), sizes()
```

So does one that is annotated now, or no more:

```python
# old
def one():
    return 1

def two() -> int:
    return 2
# new
def one() -> int:
    return 1

def two():
    return 2
# client
from pkg import one, two
one() + two()
```
"""

from __future__ import annotations

from modiff.model.changes import TypeChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypeChanged) -> bool:
    return change.of == "return" and change.new_fits_old is False


def _sentence(change: TypeChanged) -> str:
    returns = "may return more than before" if change.relation == "wider" else "returns another type"
    return f"{typing_words.callee(change)} {returns}: {typing_words.types(change)}"


RULE = Rule(
    module=__name__,
    watches=TypeChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    old=typing_words.old_type,
    new=typing_words.new_type,
    identity=typing_words.both_types,
)
