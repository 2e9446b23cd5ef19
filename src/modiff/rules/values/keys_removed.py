"""# Keys removed from a constant

A dictionary that is a constant has lost keys. Looking one of them up fails with KeyError, or finds nothing. Whether anybody does, reading
cannot say: it asks for a patch version.

```python
# old
CODES = {"ok": 200, "gone": 410}
# new
# says: pkg.CODES no longer has the key 'gone'
CODES = {"ok": 200}
# client
from pkg import CODES
CODES["ok"]
```

More keys, or the same in another order, take nothing away:

```python
# old
CODES = {"ok": 200, "gone": 410}
# new
CODES = {"gone": 410, "ok": 200, "found": 302}
# client
from pkg import CODES
CODES["gone"]
```
"""

from __future__ import annotations

from modiff.model.changes import ValueChanged
from modiff.model.findings import Severity
from modiff.rules import values_shown
from modiff.rules.interface import Rule
from modiff.rules.wording import plural


def _applies(change: ValueChanged) -> bool:
    return change.event == "keys-removed"


def _sentence(change: ValueChanged) -> str:
    return f"{change.path} no longer has the {plural(len(change.names), 'key')} {values_shown.some(change.names)}"


RULE = Rule(
    module=__name__,
    watches=ValueChanged,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    group="values",
    sentence=_sentence,
    old=values_shown.before,
    new=values_shown.after,
    identity=values_shown.identity,
)
