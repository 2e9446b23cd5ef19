"""# Wheels removed

The files of the old release served a Python or a platform that those of the new one do not. Installers fall back to the source, which needs
compilers and headers, or to an older release. Seen only for releases of a package index, whose files are all known, and only for Pythons that
both versions support: those that are dropped are told as such.

Publish wheels for them, or say in the changelog that they are no longer served.

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0-cp39-abi3-manylinux2014_x86_64.whl
pkg-1.0-cp39-abi3-win32.whl
pkg-1.0.tar.gz
# gone: There are no wheels for `win32` any more
# new FILES
pkg-2.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
pkg-2.0.tar.gz
```

A wheel that is for all platforms serves everybody whom the others served:

```text
# both METADATA
Requires-Python: >=3.9
# old FILES
pkg-1.0-cp39-cp39-manylinux2014_x86_64.whl
pkg-1.0-1-cp39-cp39-win_amd64.whl
# new FILES
pkg-2.0-py3-none-any.whl
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import listed


def _sentence(change: DistributionChanged) -> str:
    if change.where == "any" and not change.names:
        return "There is no wheel for all platforms any more"
    where = "" if change.where is None else f"`{change.where}`" if change.where != "any" else "all platforms"
    return f"There are no wheels for {' on '.join(filter(None, (listed(change.names), where)))} any more"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("wheel-removed"),
    severity=Severity.major,
    breaks=("install",),
    group="metadata",
    sentence=_sentence,
    part=releases.part,
    old=releases.old,
    new=releases.new,
    identity=lambda change: change.names,
)
