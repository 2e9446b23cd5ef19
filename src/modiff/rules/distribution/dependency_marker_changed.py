"""# Dependency needed elsewhere

A dependency is needed in other environments than before: its marker changed. Told as far as environments that both versions support are concerned.

```text
# old METADATA
Requires-Python: >=3.9
Requires-Dist: tomli; python_version < "3.11"
# new METADATA
Requires-Python: >=3.9
Requires-Dist: tomli; python_version < "3.12"
# says: `tomli` is now needed on Python 3.11
```

A marker that tells apart only Pythons which are not supported is as good as none:

```text
# old METADATA
Requires-Python: >=3.9
Requires-Dist: tomli; python_version >= "3.6" and python_version < "3.11"
# new METADATA
Requires-Python: >=3.9
Requires-Dist: tomli; python_version < "3.11"
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(change: DistributionChanged) -> str:
    return f"`{change.part}` is {(change.where or '').strip()}"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("dependency-marker-changed"),
    severity=Severity.patch,
    breaks=(),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    new=releases.new,
    identity=releases.identity,
)
