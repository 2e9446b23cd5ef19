"""# Overload removed

Of a function with overloads (`typing.overload`) one is gone, and none of those that are left takes what it took: a type checker
objects to such calls. Overloads that were merged, split or reordered take what they took. It asks for a major version where the
package tells type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
from typing import overload

@overload
def size(of: str) -> int: ...
@overload
def size(of: bytes) -> int: ...
def size(of):
    return len(of)
# new
from typing import overload

@overload
def size(of: str) -> int: ...
# breaks: pkg.size() lost its overload (of: bytes)
def size(of):
    return len(of)
# client
from pkg import size
size(b"a")
```

Merged and reordered:

```python
# old
from typing import overload

@overload
def size(of: str) -> int: ...
@overload
def size(of: bytes) -> int: ...
@overload
def size(of: int) -> None: ...
def size(of):
    return len(of) if not isinstance(of, int) else None
# new
from typing import overload

@overload
def size(of: int) -> None: ...
@overload
def size(of: str | bytes) -> int: ...
def size(of):
    return len(of) if not isinstance(of, int) else None
# client
from pkg import size
size(b"a")
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "overload-removed"


def _sentence(change: TypingChanged) -> str:
    return f"{change.path}() lost its overload {change.before}"


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
