"""# Dependency tightened

Some version of a dependency that was good before is not any more. Who needs that version for something else can't have both. The API is as it
was, so it asks for no more than a patch version, as semantic versioning sees it.

Ask for the oldest version that works, and set no upper bound without need.

```text
# old METADATA
Requires-Dist: numpy>=1.21,<3
# new METADATA
Requires-Dist: numpy>=1.23.2,<3
# says: `numpy<3,>=1.23.2` rules out what `numpy<3,>=1.21` took
```

More versions than before, or the same ones in other words, trouble nobody:

```text
# old METADATA
Requires-Dist: numpy~=1.21
Requires-Dist: attrs>=20,<24
# new METADATA
Requires-Dist: numpy<2.0, >=1.21.0
Requires-Dist: attrs>=20.0
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(change: DistributionChanged) -> str:
    return f"`{change.after}` rules out what `{change.before}` took{releases.where(change)}"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("dependency-tightened"),
    severity=Severity.patch,
    breaks=(),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    new=releases.new,
    identity=releases.identity,
)
