"""# Became deprecated

The new version says of a module, class, function, method or property that it is on its way out: by a decorator (PEP 702 and its
forerunners), by a warning that every call runs into, by its docstring, or by a module's `__getattr__` that warns. Nothing breaks yet. With
warnings as errors, calls fail.

```python
# old
def load():
    return 1

class Store:
    def read(self):
        return 1
# new
import warnings

# says: Function pkg.load is deprecated: use pkg.Store.read
def load():
    warnings.warn("use pkg.Store.read", DeprecationWarning, stacklevel=2)
    return 1

class Store:
    # says: Method pkg.Store.read is deprecated: since 2.0
    def read(self):
        \"\"\"Reads.

        .. deprecated:: since 2.0
        \"\"\"
        return 1
# client
from pkg import load
load()
```

What was deprecated before is no news, and a warning about one way of calling says nothing of the others:

```python
# old
import warnings

def load(name=None):
    warnings.warn("use read", DeprecationWarning, stacklevel=2)
    return 1

def read(name=None):
    return 1
# new
import warnings

def load(name=None):
    warnings.warn("use read instead", DeprecationWarning, stacklevel=2)
    return 1

def read(name=None):
    if name is None:
        warnings.warn("give a name", DeprecationWarning, stacklevel=2)
    return 1
# client
from pkg import load
load()
```
"""

from __future__ import annotations

from modiff.model.changes import BecameDeprecated
from modiff.model.findings import Severity
from modiff.rules.interface import Rule
from modiff.rules.wording import brief, substitute


def _sentence(change: BecameDeprecated) -> str:
    item = change.new or change.old
    noun = "Variable" if change.kind == "attribute" and item is not None and not item.in_class else change.kind.capitalize()
    text = brief(change.text).rstrip(".")
    return f"{noun} {change.path} is deprecated" + (f": {text}" if text else "")


def _hint(change: BecameDeprecated) -> str | None:
    return substitute(change.text)


RULE = Rule(module=__name__, watches=BecameDeprecated, severity=Severity.minor, breaks=(), group="deprecation", sentence=_sentence, hint=_hint)
