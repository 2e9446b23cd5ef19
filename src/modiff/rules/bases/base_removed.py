"""# Base removed

A class no longer derives, directly or indirectly, from a class that it derived from. `except` and `isinstance` that name the
former base no longer meet it. Members that are lost with the base are reported for themselves.

```python
# old
class Failure(Exception):
    pass

class Timeout(Failure):
    pass
# new
class Failure(Exception):
    pass

# breaks: pkg.Timeout no longer derives from pkg.Failure
class Timeout(Exception):
    pass
# client
from pkg import Failure, Timeout

def ask():
    try:
        raise Timeout
    except Failure:
        return None

ask()  # raises Timeout
```

A class put between the two keeps the old base:

```python
# old
class Failure(Exception):
    pass

class Timeout(Failure):
    pass
# new
class Failure(Exception):
    pass

class _Passing(Failure):
    pass

class Timeout(_Passing):
    pass
# client
from pkg import Failure, Timeout

def ask():
    try:
        raise Timeout
    except Failure:
        return None

ask()
```
"""

from __future__ import annotations

from modiff.model.changes import BasesChanged
from modiff.model.findings import Severity
from modiff.rules.clients import holds_always, import_of
from modiff.rules.families import is_marker
from modiff.rules.interface import Rule
from modiff.rules.wording import listed, plural


def _lost(change: BasesChanged) -> list[str]:
    """Bases that somebody may name."""
    return [path for path in change.lost if not is_marker(path)]


def _applies(change: BasesChanged) -> bool:
    return bool(_lost(change))


def _sentence(change: BasesChanged) -> str:
    return f"{change.path} no longer derives from {listed([_shown(path) for path in _lost(change)])}"


def _shown(path: str) -> str:
    return path.removeprefix("builtins.")


def _identity(change: BasesChanged) -> tuple[str, ...]:
    return tuple(sorted(_lost(change)))


def _old(change: BasesChanged) -> str:
    count = len(_lost(change))
    return f"{plural(count, 'base')} {listed([_shown(path) for path in _lost(change)])}"


def _new(change: BasesChanged) -> str | None:
    return f"{plural(len(change.gained), 'base')} {listed([_shown(path) for path in change.gained])}" if change.gained else None


def _client(change: BasesChanged) -> str | None:
    """What `except` and `isinstance` rely on. None where nothing says which part of a base's path is a module: one in a class, or a private one."""
    found = import_of(change)
    imports = [line for path, line in zip(change.lost, change.reached, strict=False) if line and not is_marker(path)]
    plain = [path for path in _lost(change) if not any(part.startswith("_") or part[:1].isupper() for part in path.split(".")[:-1])]
    if found is None or not holds_always(change):
        return None
    statement, expression = found
    if not plain:
        base = imports[0].rpartition(" ")[2] if imports else expression
        return "\n".join([imports[0], statement, "", f"assert issubclass({expression}, {base})"]) if base != expression else None
    module, _, name = plain[0].rpartition(".")
    above = [] if module == "builtins" else [f"from {module} import {name}"]
    return "\n".join([*above, statement, "", f"assert issubclass({expression}, {name})"]) if module and name != expression else None


RULE = Rule(
    module=__name__,
    watches=BasesChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("catch", "subclass", "type-check"),
    sentence=_sentence,
    old=_old,
    new=_new,
    identity=_identity,
    client=_client,
)
