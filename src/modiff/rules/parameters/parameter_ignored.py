"""# Parameter ignored

A callable takes `**kwargs` and used to ask it for a key, or handed the key on to something that takes it. Now nothing looks at the
key, and nothing refuses it: no call fails, and what is given has no effect.

```python
# old
def fetch(url, **options):
    return url, options.get("timeout")
# new
# says: pkg.fetch() ignores the keyword `timeout`, which it read from `**kwargs` before
def fetch(url, **options):
    return url, None
# client
from pkg import fetch
fetch("a", timeout=3)
```

Where `**kwargs` goes somewhere that reading does not follow, nothing is said:

```python
# old
def fetch(url, **options):
    return url, options.get("timeout")
# new
def fetch(url, **options):
    return url, dict(options, retries=1)
# client
from pkg import fetch
fetch("a", timeout=3)
```
"""

from __future__ import annotations

from modiff.model.changes import KeywordLost
from modiff.model.findings import Severity
from modiff.rules import handing_on
from modiff.rules.interface import Rule


def _applies(change: KeywordLost) -> bool:
    return change.fate == "ignored"


def _sentence(change: KeywordLost) -> str:
    said = f"{handing_on.owner(change)} ignores the keyword `{change.part}`, which it"
    return f"{said} read from `**kwargs` before" if change.through is None else f"{said} handed on to {handing_on.called(change.through)} before"


RULE = Rule(
    module=__name__,
    watches=KeywordLost,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    sentence=_sentence,
    part=handing_on.keyword,
    old=handing_on.old_signature,
    new=handing_on.new_signature,
    identity=handing_on.identity,
)
