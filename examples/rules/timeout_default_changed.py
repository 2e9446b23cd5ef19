"""# Default of a timeout changed

Our services hang or give up at another moment when the default of a parameter called `timeout` changes, though no call fails. Everywhere else a
default is only worth a word (`parameter-default-changed`); here it needs somebody to look.

Give the timeout where you call.

```python
# old
# says[parameter-default-changed]: pkg.fetch() has another default for `timeout`: 5, was 30
def fetch(url, timeout=30):
    return timeout
# new
# says: pkg.fetch waits otherwise: `timeout` was 30, is 5
def fetch(url, timeout=5):
    return timeout
# client
from pkg import fetch
fetch("a")
```

Another default is not our concern:

```python
# old
def fetch(url, retries=3):
    return retries
# new
# says[parameter-default-changed]: pkg.fetch() has another default for `retries`: 5, was 3
def fetch(url, retries=5):
    return retries
# client
from pkg import fetch
fetch("a")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "default-changed" and change.part == "timeout"


def _sentence(change: ParameterChanged) -> str:
    assert change.before is not None
    assert change.after is not None
    return f"{change.path} waits otherwise: `timeout` was {change.before.default}, is {change.after.default}"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.minor,
    breaks=(),
    sentence=_sentence,
    part=lambda change: change.part,
    old=lambda change: change.before.shown if change.before else None,
    new=lambda change: change.after.shown if change.after else None,
    group="values",
)
