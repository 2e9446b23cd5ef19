"""# Extra removed

An extra that could be asked for by `name[extra]` is gone. Installers warn and go on without what it stood for, so that the features behind it fail
at run time.

Keep an empty extra of the old name, or one that asks for the new one.

```text
# old METADATA
Provides-Extra: gpu
Provides-Extra: Test_Tools
Requires-Dist: cuda; extra == "gpu"
# gone: Extra `gpu` is gone
# new METADATA
Provides-Extra: Test_Tools
```

Another spelling of the name is the same extra (PEP 685), whatever it asks for:

```text
# old METADATA
Provides-Extra: Test_Tools
# new METADATA
Provides-Extra: test-tools
Requires-Dist: pytest; extra == "test-tools"
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(change: DistributionChanged) -> str:
    return f"Extra `{change.before}` is gone" + (f"; `{change.near}` most likely took its place" if change.near else "")


def _hint(change: DistributionChanged) -> str | None:
    return f"use {change.path}[{change.near}]" if change.near else None


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("extra-removed"),
    severity=Severity.major,
    breaks=("install",),
    group="metadata",
    sentence=_sentence,
    hint=_hint,
    part=releases.part,
)
