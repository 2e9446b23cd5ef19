"""# Parameters reordered

Parameters that can be given by position stand in another order. Calls that give them by position still bind, and mean something
else.

Make them keyword-only before changing their order.

```python
# old
def copy(source, target, deep=False):
    return source
# new
# breaks: pkg.copy() has its parameters in another order: `source` and `target` moved
def copy(target, source, deep=False):
    return source
# client
from pkg import copy
copy(source=1, target=2)
```

The order of keyword-only parameters means nothing:

```python
# old
def copy(source, *, deep=False, target=None):
    return source
# new
def copy(source, *, target=None, deep=False):
    return source
# client
from pkg import copy
copy(1, deep=True)
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "moved"


def _sentence(change: ParameterChanged) -> str:
    return f"{wording.owner(change)} has its parameters in another order: {wording.quoted(change.shifted)} moved"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
