"""# Dependency added

Every installation must bring something along that it did not need before. Nothing that worked fails by itself, but environments that are
pinned, mirrored or reviewed need it too: worth a minor version.

Make it optional with an extra, where only some features need it.

```text
# old METADATA
Requires-Dist: requests
# new METADATA
Requires-Dist: requests
Requires-Dist: rich>=13
# says: `rich>=13` must be installed too
```

What only an extra asks for is not needed by all, and the order and spelling of requirements say nothing:

```text
# old METADATA
Requires-Dist: Typing_Extensions (>=4)
Requires-Dist: requests
# new METADATA
Requires-Dist: requests
Requires-Dist: typing-extensions>=4
Requires-Dist: rich>=13; extra == "colors"
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(change: DistributionChanged) -> str:
    return f"`{change.after}` must be installed too{releases.where(change)}"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("dependency-added"),
    severity=Severity.minor,
    breaks=(),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    new=releases.new,
    identity=releases.identity,
)
