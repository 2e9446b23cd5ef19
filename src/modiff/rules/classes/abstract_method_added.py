"""# Abstract method added

A class that others implement asks for one more method. Subclasses that do not define it can no longer be instantiated: TypeError.

Give the new method a body that does without, and ask for it in the next major version.

```python
# old
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def load(self):
        ...
# new
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def load(self):
        ...

    @abstractmethod
    # breaks: Subclasses of pkg.Store must define save now: it is abstract
    def save(self):
        ...
# client
from pkg import Store

class Files(Store):
    def load(self):
        return None

Files()  # raises TypeError
```

A method with a body asks nothing of anybody:

```python
# old
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def load(self):
        ...
# new
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def load(self):
        ...

    # says[method-added]: Method pkg.Store.save() is new
    def save(self):
        raise NotImplementedError
# client
from pkg import Store

class Files(Store):
    def load(self):
        return None

Files()
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.clients import holds_always, import_of_class
from modiff.rules.interface import Rule
from modiff.rules.wording import parent


def _client(change: ClassChanged) -> str | None:
    """An heir that defines all that had to be defined."""
    found = import_of_class(change) if holds_always(change) else None
    if found is None:
        return None
    statement, expression = found
    if not change.made_bare or not change.abstract:
        return f'{statement}\n\nassert "{change.part}" not in {expression}.__abstractmethods__  # as in a subclass that does not define it'
    names = " = ".join(change.abstract)
    return f"{statement}\n\nclass Own({expression}):\n    {names} = ...  # all that had to be defined\n\nOwn()"


def _sentence(change: ClassChanged) -> str:
    return f"Subclasses of {parent(change.path)} must define {change.part} now: it is abstract"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("abstract-added"),
    severity=Severity.major,
    breaks=("subclass",),
    group="subclassing",
    sentence=_sentence,
    part=contracts.part,
    client=_client,
)
