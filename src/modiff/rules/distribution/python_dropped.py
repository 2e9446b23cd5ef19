"""# Python no longer supported

`Requires-Python` admits fewer versions of Python than before. Who is on one of them gets the last release that admits it, or no release
at all. Projects drop old Pythons all the time and many policies (SPEC 0, NEP 29) call it normal: `python-dropped = "warn"` under
`[tool.modiff.rules]` says so.

Say it in the changelog, and keep the last release for the old Python installable.

```text
# old METADATA
Requires-Python: >=3.8
# gone: Python 3.8 and 3.9 are no longer supported
# new METADATA
Requires-Python: >=3.10
```

A patch release that everybody on that Python can have does not count, nor does another spelling:

```text
# old METADATA
Requires-Python: >=3.9
# new METADATA
Requires-Python: >=3.9.2, !=3.9.5
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import listed


def _sentence(change: DistributionChanged) -> str:
    return f"Python {listed(change.names)} {'is' if len(change.names) == 1 else 'are'} no longer supported"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("python-dropped"),
    severity=Severity.major,
    breaks=("install",),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    new=releases.new,
    identity=releases.identity,
)
