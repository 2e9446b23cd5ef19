"""# Attribute has another type

By its annotation a variable of a module, an attribute of a class or a property may hold what it did not hold before. Who reads it as
what it was is told by a type checker, and may fail at run time. It asks for a major version where the package tells type checkers to
rely on it (`py.typed` or stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
limit: int = 10

class Job:
    name: str = ""

    @property
    def owner(self) -> str:
        return "me"
# new
from typing import Optional

# breaks: pkg.limit has another type: str, was int
limit: str = "10"

class Job:
    # breaks: pkg.Job.name may be more than before: Optional[str], was str
    name: Optional[str] = ""

    @property
    # breaks: pkg.Job.owner may be more than before: Optional[str], was str
    def owner(self) -> Optional[str]:
        return "me"
# client
from pkg import Job
Job().name.upper(), Job().owner.upper()
```

A narrower type, or the same in other words, serves all who read it:

```python
# old
from typing import Optional, Text

class Job:
    name: Optional[str] = ""
    label: Text = ""
# new
class Job:
    name: str = ""
    label: "str" = ""
# client
from pkg import Job
Job().name, Job().label.upper()
```
"""

from __future__ import annotations

from modiff.model.changes import TypeChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypeChanged) -> bool:
    return change.of == "attribute" and change.new_fits_old is False


def _sentence(change: TypeChanged) -> str:
    holds = "may be more than before" if change.relation == "wider" else "has another type"
    return f"{change.path} {holds}: {typing_words.types(change)}"


RULE = Rule(
    module=__name__,
    watches=TypeChanged,
    applies=_applies,
    severity=Severity.major,
    lesser=typing_words.unless_typed,
    breaks=("type-check",),
    group="types",
    sentence=_sentence,
    old=typing_words.old_type,
    new=typing_words.new_type,
    identity=typing_words.both_types,
)
