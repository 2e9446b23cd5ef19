"""# Script removed

A command that the distribution installed (`console_scripts` or `gui_scripts`) is gone: scripts, services and people who call it find nothing.

Keep the command, let it warn and call the new one.

```text
# old entry_points.txt
[console_scripts]
tell = pkg:main
tell-all = pkg:everything
# gone: Command `tell-all` is gone
# new entry_points.txt
[console_scripts]
tell = pkg:main
# both METADATA
Name: pkg
```

What the command calls is nobody's business, and a command that opens no terminal is one too:

```text
# old entry_points.txt
[console_scripts]
tell = pkg:main
# new entry_points.txt
[gui_scripts]
tell = pkg.cli:run
# both METADATA
Name: pkg
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule


def _sentence(change: DistributionChanged) -> str:
    return f"Command `{change.part}` is gone" + (f"; `{change.near}` most likely took its place" if change.near else "")


def _client(change: DistributionChanged) -> str:
    """What is installed with the distribution; running the command might do anything."""
    wanted = f'e.name == "{change.part}" and e.group.endswith("_scripts")'
    lines = f'assert any({wanted} for e in distribution("{change.path}").entry_points)'
    return f"from importlib.metadata import distribution\n\n{lines}  # as in: {change.part} --help"


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("script-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="metadata",
    sentence=_sentence,
    hint=releases.use_near,
    part=releases.part,
    old=releases.old,
    client=_client,
)
