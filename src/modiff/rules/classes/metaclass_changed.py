"""# Metaclass changed

A subclass that has a metaclass of its own, or another base that has one, can no longer be made: TypeError, metaclass conflict. Its
metaclass would have to derive from the new one.

`__init_subclass__` and class decorators do much of what metaclasses do, and conflict with nothing.

`ABCMeta` in place of `type` asks for a minor version only: it adds nothing but abstract methods, which are reported, and only a subclass that
brings a metaclass of another kind conflicts with it.

```python
# old
class Model:
    pass
# new
class Registry(type):
    pass

# breaks: pkg.Model has another metaclass: pkg.Registry, was type
class Model(metaclass=Registry):
    pass

# says[class-added]: Class pkg.Registry is new
# client
from pkg import Model

class Meta(type):
    pass

class Own(Model, metaclass=Meta): pass  # raises TypeError
```

```python
# old
class Model:
    pass
# new
from abc import ABC

# says: pkg.Model has another metaclass: abc.ABCMeta, was type
class Model(ABC):
    pass
# client
from pkg import Model

class Own(Model):
    pass
```

A metaclass that the old one derives from takes all subclasses that there were:

```python
# old
class Base(type):
    pass

class Registry(Base):
    pass

class Model(metaclass=Registry):
    pass
# new
class Base(type):
    pass

class Registry(Base):
    pass

class Model(metaclass=Base):
    pass
# client
from pkg import Model, Registry

class Own(Model, metaclass=Registry):
    pass
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.facts import Class
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.clients import holds_always, import_of
from modiff.rules.interface import Rule


def _shown(path: str | None) -> str:
    return (path or "").removeprefix("builtins.")


_PLAIN = ("builtins.type", "abc.ABCMeta", "typing._ProtocolMeta")


def _lesser(change: ClassChanged) -> Severity | None:
    return Severity.minor if change.before in _PLAIN and change.after in _PLAIN else None


def _client(change: ClassChanged) -> str | None:
    """A subclass with a metaclass of its own, made of the old one; of a metaclass that may ask for more than that, only that it was that."""
    found = import_of(change) if holds_always(change) else None
    home, _, name = (change.before or "").rpartition(".")
    marks = change.old.definition.decorators if change.old is not None and isinstance(change.old.definition, Class) else ()
    if found is None or not home or marks:  # a decorator may make the class anew, with another metaclass
        return None
    statements = [found[0], *([f"from {home} import {name}"] if home != "builtins" else [])]
    if change.before not in _PLAIN:
        return "\n".join([*statements, "", f"assert isinstance({found[1]}, {name})"])
    own = f"class OwnMeta({name}): pass\nclass Own({found[1]}, metaclass=OwnMeta): pass"
    return "\n".join([*statements, "", own])


def _sentence(change: ClassChanged) -> str:
    return f"{change.path} has another metaclass: {_shown(change.after)}, was {_shown(change.before)}"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("metaclass-changed"),
    severity=Severity.major,
    breaks=("subclass",),
    group="subclassing",
    sentence=_sentence,
    old=contracts.before,
    new=contracts.after,
    identity=contracts.names,
    lesser=_lesser,
    client=_client,
)
