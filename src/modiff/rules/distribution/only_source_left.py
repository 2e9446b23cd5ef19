"""# Only source left

The old release had wheels, the new one has none: every installation builds from source, with all that this needs and runs.

Publish wheels beside the source.

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0-py3-none-any.whl
pkg-1.0.tar.gz
# gone: There are no wheels any more, only source
# new FILES
pkg-2.0.tar.gz
```

Where there never were wheels nothing is lost:

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0.zip
# new FILES
pkg-2.0.tar.gz
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(_: DistributionChanged) -> str:
    return "There are no wheels any more, only source"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("only-source-left"),
    severity=Severity.major,
    breaks=("install",),
    group="metadata",
    sentence=_sentence,
    old=releases.old,
    new=releases.new,
)
