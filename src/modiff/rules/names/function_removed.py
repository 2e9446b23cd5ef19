"""# Function removed

A public function is gone. Importing it fails with ImportError, reaching it through its module with AttributeError.

Keep it and let it warn for a while, or say in its deprecation what to use instead.

```python
# old
def greet(name):
    return f"hello {name}"

# breaks: Function pkg.leave(name) is gone
def leave(name):
    return f"bye {name}"
# new
def greet(name):
    return f"hello {name}"
# client
from pkg import greet
from pkg import leave  # raises ImportError
```

A name that still answers is not gone, wherever the function itself went:

```python
# old
def greet(name):
    return f"hello {name}"
# new
from pkg._impl import greet as greet
# new pkg/_impl.py
def greet(name):
    return f"hello {name}"
# client
from pkg import greet
```

What is told holds where both versions run; a function that is gone from some of these places says where:

```python
# both METADATA
Requires-Python: >=3.9
# old
import sys

if sys.platform == "win32":
    # breaks: Function pkg.drives() is gone
    # when: sys.platform == 'win32'
    def drives():
        return ["C:"]

# breaks: Function pkg.batched(items) is gone
# when: sys.version_info < (3, 12)
def batched(items):
    return items
# new
import sys

if sys.version_info >= (3, 12):
    def batched(items):
        return items
# client
import pkg
```

Where neither version runs nothing is lost:

```python
# both METADATA
Requires-Python: >=3.9
# old
import sys

if sys.version_info < (3, 9):
    def batched(items):
        return items
elif sys.platform != "win32":
    def chunks(items):
        return items
# new
import sys

if sys.platform != "win32":
    def chunks(items):
        return items
# client
import pkg
```

A function with a private name was never promised:

```python
# old
def _helper():
    return 1
# new
```
"""

from __future__ import annotations

from modiff.model.changes import Gone
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import use_of_name
from modiff.rules.interface import Rule


def _applies(change: Gone) -> bool:
    return change.kind == "function" and not (change.moved_to or change.renamed_to)


RULE = Rule(
    module=__name__,
    watches=Gone,
    applies=_applies,
    severity=Severity.major,
    breaks=("import", "attribute", "call"),
    sentence=wording.gone,
    hint=wording.where_it_went,
    client=use_of_name,
)
