"""# Class renamed

A public class is gone, and another one in the same module most likely took its place: it is new, and has the same members.

Keep the old name as well (`OldName = NewName`).

```python
# old
# breaks: Class pkg.HttpConnection is gone; HTTPConnection most likely took its place
class HttpConnection:
    def open(self, host, port=80):
        return host

    def close(self):
        return None
# new
class HTTPConnection:
    def open(self, host, port=80):
        return host

    def close(self):
        return None
# client
from pkg import HttpConnection  # raises ImportError
```

The old name is kept:

```python
# old
class HttpConnection:
    def open(self, host, port=80):
        return host

    def close(self):
        return None
# new
# says[class-added]: Class pkg.HTTPConnection is new
class HTTPConnection:
    def open(self, host, port=80):
        return host

    def close(self):
        return None

HttpConnection = HTTPConnection
# client
from pkg import HttpConnection
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "class" and change.moved_to is None and change.renamed_to is not None


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call", "subclass", "catch"),
    sentence=wording.renamed,
    hint=wording.where_it_went,
    client=use_of_name,
)
