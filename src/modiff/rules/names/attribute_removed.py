"""# Attribute removed

A public variable of a module, or an attribute of a class or of its instances, is gone. Importing or reading it fails.

Keep it for a while; a module-level `__getattr__` can warn whoever asks for it.

```python
# old
# breaks: Variable pkg.LIMIT is gone
LIMIT = 10
DEPTH = 3

class Job:
    # breaks: Attribute pkg.Job.priority is gone
    priority = 1

    def __init__(self, name):
        self.name = name
        # breaks: Attribute pkg.Job.state is gone
        self.state = "new"
# new
DEPTH = 3

class Job:
    def __init__(self, name):
        self.name = name
# client
from pkg import Job
from pkg import LIMIT  # raises ImportError
Job("a").priority  # raises AttributeError
Job("a").state  # raises AttributeError
```

A field of a dataclass or named tuple is an attribute and a parameter of the constructor. That is one finding, which names the
fields that it shifts:

```python
# old
from dataclasses import dataclass

@dataclass
class Job:
    name: str
    # breaks: Attribute pkg.Job.priority is gone, and the constructor no longer takes it: by position, `state` shifts
    priority: int = 1
    state: str = "new"
# new
from dataclasses import dataclass

@dataclass
class Job:
    name: str
    state: str = "new"
# client
from pkg import Job
Job("a").priority  # raises AttributeError
Job("a", priority=2)  # raises TypeError
```

An attribute that moved from the class to its instances can still be read from them:

```python
# old
class Job:
    state = "new"
# new
class Job:
    def __init__(self):
        self.state = "new"
# client
from pkg import Job
Job().state
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "attribute" and not (change.moved_to or change.renamed_to)


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute"),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
