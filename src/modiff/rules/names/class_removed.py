"""# Class removed

A public class is gone. Whoever imports it, makes instances of it, derives from it or catches it fails. What belongs to it is not
reported again.

Keep it for a while, and let it warn when it is used.

```python
# old
# breaks: Class pkg.Reader is gone
class Reader:
    def read(self):
        return ""

def read():
    return ""
# new
def read():
    return ""
# client
from pkg import Reader  # raises ImportError
```

A class that became an alias of another one still answers:

```python
# old
class Writer:
    def write(self, text):
        return None

class TextWriter:
    def write(self, text):
        return None
# new
class Writer:
    def write(self, text):
        return None

TextWriter = Writer
# client
from pkg import TextWriter
TextWriter().write("text")
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "class" and not (change.moved_to or change.renamed_to)


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call", "subclass", "catch"),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
