"""# Entry point removed

An entry point that other distributions look up by its group and name (a plugin) is gone, or the whole group is.

Keep the old name beside the new one; two names may stand for one object.

```text
# old entry_points.txt
[painter.brushes]
fine = pkg:Fine
wide = pkg:Wide
# gone: Entry point `fine` of the group `painter.brushes` is gone
# new entry_points.txt
[painter.brushes]
wide = pkg:Wide
# both METADATA
Name: pkg
```

That it stands for another object is seen by nobody who asks by name:

```text
# old entry_points.txt
[painter.brushes]
fine = pkg:Fine
# new entry_points.txt
[painter.brushes]
fine = pkg.brushes:FineBrush
# both METADATA
Name: pkg
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import quoted


def _sentence(change: DistributionChanged) -> str:
    group, _, name = change.part.partition(":")
    if not name:
        return f"The group `{group}` of entry points is gone, and with it {quoted(change.names)}"
    return f"Entry point `{name}` of the group `{group}` is gone" + (f"; `{change.near}` most likely took its place" if change.near else "")


def _part(change: DistributionChanged) -> str:
    return change.part.removesuffix(":")


def _client(change: DistributionChanged) -> str:
    """What looks plugins up asks the distribution, or all of them."""
    group, _, name = change.part.partition(":")
    wanted = f'e.group == "{group}"' + (f' and e.name == "{name}"' if name else "")
    return f'from importlib.metadata import distribution\n\nassert any({wanted} for e in distribution("{change.path}").entry_points)'


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("entry-point-removed"),
    severity=Severity.major,
    breaks=("import",),
    group="metadata",
    sentence=_sentence,
    hint=releases.use_near,
    part=_part,
    old=releases.old,
    identity=releases.identity,
    client=_client,
)
