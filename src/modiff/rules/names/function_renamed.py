"""# Function renamed

A public function is gone, and another one in the same module most likely took its place: it is new, and takes the same calls.

Keep the old name as well (`old_name = new_name`).

```python
# old
# breaks: Function pkg.make_temporary_name is gone; make_temp_name most likely took its place
def make_temporary_name(prefix, suffix=""):
    return prefix + "tmp" + suffix
# new
def make_temp_name(prefix, suffix=""):
    return prefix + "tmp" + suffix
# client
from pkg import make_temporary_name  # raises ImportError
```

The old name is kept:

```python
# old
def make_temporary_name(prefix, suffix=""):
    return prefix + "tmp" + suffix
# new
# says[function-added]: Function pkg.make_temp_name(prefix, suffix='') is new
def make_temp_name(prefix, suffix=""):
    return prefix + "tmp" + suffix

make_temporary_name = make_temp_name
# client
from pkg import make_temporary_name
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "function" and change.moved_to is None and change.renamed_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call"),
    sentence=wording.renamed,
    hint=wording.where_it_went,
    client=use_of_name,
)
