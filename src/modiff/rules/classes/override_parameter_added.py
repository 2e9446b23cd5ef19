"""# Parameter added to an abstract method

An abstract method takes one more parameter, an optional one. Its callers bind as before; but it is there to be overridden, and overrides that
were written for the old version do not take the parameter: as soon as the package calls them with it, they fail with TypeError. Whether it
does, reading cannot say: it asks for a minor version.

For methods that are not abstract nobody is told: what is meant to be overridden cannot be read.

```python
# old
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    def load(self, name):
        ...
# new
from abc import ABC, abstractmethod

class Store(ABC):
    @abstractmethod
    # says: Overrides of pkg.Store.load() may be given a new parameter, `retry`
    def load(self, name, retry=False):
        ...
# client
from pkg import Store

class Files(Store):
    def load(self, name):
        return name

Files().load("a")
```

A method with a body has its own callers, who see a new parameter:

```python
# old
class Store:
    def load(self, name):
        return name
# new
class Store:
    # says[parameter-added]: pkg.Store.load() takes a new parameter `retry`
    def load(self, name, retry=False):
        return name
# client
from pkg import Store
Store().load("a")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import fields, wording
from modiff.rules.interface import Rule


def _sentence(change: ParameterChanged) -> str:
    return f"Overrides of {wording.owner(change)} may be given a new parameter, `{change.part}`"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=fields.is_asked_of_overrides,
    severity=Severity.minor,
    breaks=(),
    group="subclassing",
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
)
