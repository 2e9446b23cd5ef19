"""# Protocol gained a member

Classes fit a `Protocol` (PEP 544) by having its members, without deriving from it. Those that lack a new one fit no more, for a
type checker and, where the protocol is `runtime_checkable`, for `isinstance`. It asks for a major version where the package tells
type checkers to rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
from typing import Protocol

class Closes(Protocol):
    def close(self) -> None: ...
# new
from typing import Protocol

# breaks: pkg.Closes demands `closed` of those that fit it
class Closes(Protocol):
    def close(self) -> None: ...
    def closed(self) -> bool: ...
# client
from pkg import Closes
class Mine:
    def close(self) -> None: ...
one: Closes = Mine()
```

A class that is no protocol may gain members:

```python
# old
class Closes:
    def close(self) -> None: ...
# new
class Closes:
    def close(self) -> None: ...
    # says[method-added]: Method pkg.Closes.closed() is new
    def closed(self) -> bool: ...
# client
from pkg import Closes
Closes().close()
```

`asyncio.Protocol` is no protocol in this sense:

```python
# both pkg/py.typed
# old
import asyncio

class Serves(asyncio.Protocol):
    def close(self) -> None: ...
# new
import asyncio

class Serves(asyncio.Protocol):
    def close(self) -> None: ...
    # says[method-added]: Method pkg.Serves.closed() is new
    def closed(self) -> bool: ...
# client
from pkg import Serves
Serves().close()
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words, wording
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "protocol-member-added"


def _sentence(change: TypingChanged) -> str:
    return f"{change.path} demands {wording.quoted(change.names)} of those that fit it"


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
