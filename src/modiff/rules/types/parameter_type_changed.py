"""# Parameter takes another type

A parameter does not take all that it took, by its annotation. Calls go on at run time; a type checker objects to those that give
what is no longer taken. It asks for a major version where the package tells type checkers to rely on it (`py.typed` or stubs, PEP
561), else for a minor one.

What the annotations mean is compared, not how they are spelled: unions, literals, generics with their variance, classes of the
package by what they derive from, type variables by what callers may choose for them. Where reading cannot settle a type (a name of another
distribution), nothing is said; nor of `Any`.

Go on taking the old type, or take both for a while.

```python
# both pkg/py.typed
# old
from typing import Union

def load(source: Union[str, bytes]) -> int:
    return len(source)
# new
# breaks: pkg.load() takes less for `source`: str, was Union[str, bytes]
def load(source: str) -> int:
    return len(source)
# client
from pkg import load
load(b"data")
```

Without `py.typed`:

```python
# old
def connect(options: dict = None):
    return options

class Options: ...
# new
class Options: ...

# says: pkg.connect() takes another type for `options`: Options, was dict
def connect(options: Options = None):
    return options
# client
from pkg import connect
connect({})
```

A base class takes more, and another spelling of the same type says the same:

```python
# old
from typing import List, Optional, Union

class Node: ...
class Leaf(Node): ...

def add(leaf: Leaf, names: List[str], label: Optional[str] = None, size: Union[int, float] = 1): ...
# new
from collections.abc import Iterable

class Node: ...
class Leaf(Node): ...

def add(leaf: Node, names: "Iterable[str]", label: str | None = None, size: float = 1): ...
# client
from pkg import add, Leaf
add(Leaf(), ["a"], "x", 2)
```

A type variable takes what its bound or its constraints admit, whatever it is called and however it is written (PEP 484, PEP 695):

```python
# both pkg/py.typed
# old
from typing import Callable, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")

class Node: ...

def first(items: list[_T]) -> _T:
    return items[0]

def root(node: _T) -> _T:
    return node

def call(function: Callable[[int], _R]) -> _R:
    return function(1)
# new
from typing import Callable, ParamSpec, Sequence, TypeVar

_Item = TypeVar("_Item")
_R = TypeVar("_R")
_P = ParamSpec("_P")

class Node: ...

_N = TypeVar("_N", bound=Node)

def first(items: Sequence[_Item]) -> _Item:
    return items[0]

# breaks: pkg.root() takes less for `node`: _N, was _T
def root(node: _N) -> _N:
    return node

def call(function: Callable[_P, _R]) -> _R:
    return function(1)
# client
from pkg import call, first, root
root(1)
```

An annotation that comes or goes is no change of what is taken:

```python
# old
def scale(factor, size: int): ...
# new
def scale(factor: int, size): ...
# client
from pkg import scale
scale(2, 3)
```
"""

from __future__ import annotations

from modiff.model.changes import TypeChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypeChanged) -> bool:
    return change.of == "parameter" and change.old_fits_new is False


def _sentence(change: TypeChanged) -> str:
    takes = "takes less" if change.relation == "narrower" else "takes another type"
    return f"{typing_words.callee(change)} {takes} for `{change.part}`: {typing_words.types(change)}"


def _part(change: TypeChanged) -> str:
    return change.part


RULE = Rule(
    module=__name__,
    watches=TypeChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    part=_part,
    old=typing_words.old_type,
    new=typing_words.new_type,
    identity=typing_words.both_types,
)
