"""# py.typed removed

A package no longer ships `py.typed` (PEP 561): type checkers ignore its annotations from now on, and everything that comes from it is `Any`.

Most often the file was only left out of the build: add it to the package's data.

```text
# both METADATA
Name: pkg
# both pkg/__init__.py
def tell(text: str) -> None: ...
# old pkg/py.typed
# gone: pkg no longer ships `py.typed`
```

A subpackage needs none of its own where the package above it has one:

```text
# both METADATA
Name: pkg
# both pkg/py.typed
# both pkg/sub/__init__.py
def tell(text: str) -> None: ...
# old pkg/sub/py.typed
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import listed


def _sentence(change: DistributionChanged) -> str:
    return f"{listed(change.names)} no longer ship{'s' if len(change.names) == 1 else ''} `py.typed`"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("py-typed-removed"),
    severity=Severity.major,
    breaks=("type-check",),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    identity=releases.identity,
)
