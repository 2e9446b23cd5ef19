"""# Stub removed

A module had a stub file (`.pyi`) and has none any more, and its source says no types in its place: type checkers infer what they can.

Move the types into the source, or ship the stub again.

```text
# both METADATA
Name: pkg
# both pkg/__init__.py
# both pkg/py.typed
# both pkg/paint.py
def mix(one, other):
    return one
# old pkg/paint.pyi
def mix(one: str, other: str) -> str: ...
# gone: The stub of pkg.paint is gone, and its source says no types
```

Types that moved into the source are as good:

```text
# both METADATA
Name: pkg
# both pkg/__init__.py
# both pkg/py.typed
# old pkg/paint.py
def mix(one, other):
    return one
# old pkg/paint.pyi
def mix(one: str, other: str) -> str: ...
# new pkg/paint.py
def mix(one: str, other: str) -> str:
    return one
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import listed

_MOST = 6
"""Modules that are named; of the others only the number is told."""


def _sentence(change: DistributionChanged) -> str:
    if len(change.names) == 1:
        return f"The stub of {change.names[0]} is gone, and its source says no types"
    named, more = change.names[:_MOST], len(change.names) - _MOST
    return f"The stubs of {listed([*named, f'{more} more modules'] if more > 0 else named)} are gone, and their source says no types"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("stub-removed"),
    severity=Severity.major,
    breaks=("type-check",),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    identity=releases.identity,
)
