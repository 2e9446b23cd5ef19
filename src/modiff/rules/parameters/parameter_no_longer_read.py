"""# Parameter no longer read

A callable takes `**kwargs` and used to ask it for a key. Now it does not, and refuses keywords that it does not know: calls that
give this one fail, though the signature is what it was.

Go on taking the key, and warn when it is given.

```python
# old
def fetch(url, **options):
    timeout = options.pop("timeout", None)
    if options:
        raise TypeError(f"unexpected keywords: {sorted(options)}")
    return url, timeout
# new
# breaks: pkg.fetch() refuses the keyword `timeout`, which it read from `**kwargs` before
def fetch(url, **options):
    if options:
        raise TypeError(f"unexpected keywords: {sorted(options)}")
    return url, None
# client
from pkg import fetch
fetch("a", timeout=3)  # raises TypeError
```

A key that is read some other way is no loss, and neither is one that becomes a parameter:

```python
# old
def fetch(url, **options):
    timeout = options.pop("timeout", None)
    retries = options.pop("retries", 0)
    if options:
        raise TypeError(f"unexpected keywords: {sorted(options)}")
    return url, timeout, retries
# new
def fetch(url, timeout=None, **options):
    retries = 0
    for key in options:
        if key not in ("retries",):
            raise TypeError(f"unexpected keyword {key}")
    if "retries" in options:
        retries = options["retries"]
    return url, timeout, retries
# client
from pkg import fetch
fetch("a", timeout=3, retries=1)
```

Where nothing refuses it, no call fails; see parameter-ignored.
"""

from __future__ import annotations

from modiff.model.changes import KeywordLost
from modiff.model.findings import Severity
from modiff.rules import handing_on
from modiff.rules.clients import real_call
from modiff.rules.interface import Rule


def _applies(change: KeywordLost) -> bool:
    return change.fate == "rejected" and change.through is None


def _sentence(change: KeywordLost) -> str:
    by = f"{handing_on.called(change.by)} refuses it now" if change.by is not None and change.old is not None and change.by != change.old.path else ""
    said = f"{handing_on.owner(change)} refuses the keyword `{change.part}`, which it read from `**kwargs` before"
    return f"{said}: {by}" if by else said


RULE = Rule(
    module=__name__,
    watches=KeywordLost,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=handing_on.keyword,
    old=handing_on.old_signature,
    new=handing_on.new_signature,
    identity=handing_on.identity,
    client=real_call,
)
