"""# Became final

A class or method is marked `typing.final` (PEP 591). Python does not enforce it; a type checker objects to who derives from the
class or overrides the method. It asks for a major version where the package tells type checkers to rely on it (`py.typed` or
stubs, PEP 561), else for a minor one.

```python
# both pkg/py.typed
# old
class Job:
    def run(self) -> None: ...

class Task: ...
# new
from typing import final

class Job:
    @final
    # breaks: pkg.Job.run is final now
    def run(self) -> None: ...

@final
# breaks: pkg.Task is final now
class Task: ...
# client
from pkg import Job, Task
class Mine(Job):
    def run(self): ...
class Other(Task): ...
```

The mark may go:

```python
# old
from typing import final

@final
class Task: ...
# new
class Task: ...
# client
from pkg import Task
Task()
```
"""

from __future__ import annotations

from modiff.model.changes import TypingChanged
from modiff.model.findings import Severity
from modiff.rules import typing_words
from modiff.rules.interface import Rule


def _applies(change: TypingChanged) -> bool:
    return change.event == "became-final"


def _sentence(change: TypingChanged) -> str:
    return f"{change.path} is final now"


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
