"""# Newer system needed

Wheels for the same Pythons and machines ask for a newer C library, or a newer macOS, than before. Older systems fall back to the source or to an
older release.

Build in the older image as long as users are on such systems.

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0-cp39-abi3-manylinux2014_x86_64.whl
# gone: Wheels for `x86_64` ask for glibc 2.28
# new FILES
pkg-2.0-cp39-abi3-manylinux_2_28_x86_64.whl
```

Nothing that still runs is older than glibc 2.17 or macOS 10.13, and `manylinux2014` is another word for glibc 2.17:

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0-cp39-abi3-manylinux1_x86_64.whl
pkg-1.0-cp39-abi3-macosx_10_9_x86_64.whl
# new FILES
pkg-2.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
pkg-2.0-cp39-abi3-macosx_10_12_universal2.whl
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import quoted


def _sentence(change: DistributionChanged) -> str:
    return f"Wheels for {quoted(change.names)} ask for {change.after}"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("system-raised"),
    severity=Severity.major,
    breaks=("install",),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    new=releases.new,
    identity=releases.identity,
)
