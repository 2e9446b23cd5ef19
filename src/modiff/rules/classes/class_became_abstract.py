"""# Class became abstract

A class that could be instantiated, and derived from without further ado, has abstract methods now: instantiating it, or a subclass
that does not define them, fails with TypeError. Only a metaclass like `ABCMeta` minds; elsewhere the decorator says nothing.

Give the method a body that raises NotImplementedError, or warn for a while when it is called.

```python
# old
from abc import ABC

class Store(ABC):
    def load(self):
        return None
# new
from abc import ABC, abstractmethod

# breaks: pkg.Store can no longer be instantiated: load is abstract
class Store(ABC):
    @abstractmethod
    def load(self):
        return None
# client
from pkg import Store
Store()  # raises TypeError

class Files(Store):
    pass

Files()  # raises TypeError
```

Without such a metaclass the decorator keeps nobody away:

```python
# old
class Store:
    def load(self):
        return None
# new
from abc import abstractmethod

class Store:
    @abstractmethod
    def load(self):
        return None
# client
from pkg import Store
Store()
```
"""

from __future__ import annotations

from modiff.model.changes import ClassChanged
from modiff.model.findings import Severity
from modiff.rules import contracts
from modiff.rules.interface import Rule
from modiff.rules.wording import listed, verb


def _sentence(change: ClassChanged) -> str:
    return f"{change.path} can no longer be instantiated: {listed(change.names)} {verb(change.names)} abstract"


RULE = Rule(
    module=__name__,
    watches=ClassChanged,
    applies=contracts.is_event("became-abstract"),
    severity=Severity.major,
    breaks=("call", "subclass"),
    group="subclassing",
    sentence=_sentence,
    identity=contracts.names,
    client=contracts.lines("from inspect import isabstract\nassert not isabstract({C})  # as in {C}(…)"),
)
