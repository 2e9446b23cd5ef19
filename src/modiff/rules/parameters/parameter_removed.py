"""# Parameter removed

A callable that is still there no longer takes a parameter. Calls that give it fail with TypeError, or what they give by position
reaches another parameter. `*args` and `**kwargs` count as parameters: without them, additional arguments fail.

Keep the parameter and warn when it is given, or take it from `**kwargs` for a while.

```python
# old
def fetch(url, timeout=None):
    return url
# new
# breaks: pkg.fetch() lost its parameter `timeout`
def fetch(url):
    return url
# client
from pkg import fetch
fetch("a")
fetch("a", timeout=3)  # raises TypeError
fetch("a", 3)  # raises TypeError
```

One removed from the middle shifts those behind it:

```python
# old
def fetch(url, timeout=None, retries=3):
    return url
# new
# breaks: pkg.fetch() lost its parameter `timeout`: by position, `retries` shifts
def fetch(url, retries=3):
    return url
# client
from pkg import fetch
fetch("a", timeout=3)  # raises TypeError
```

Where a function is written more than once, for several Pythons or platforms, each is compared with what stands in its place:

```python
# both METADATA
Requires-Python: >=3.9
# old
import sys

def fetch(url, timeout=None):
    return url
# new
import sys

if sys.platform == "win32":
    # breaks: pkg.fetch() lost its parameter `timeout`
    # when: sys.platform == 'win32'
    def fetch(url):
        return url
else:
    def fetch(url, timeout=None):
        return url
# client
from pkg import fetch
fetch("a")
```

Without `**kwargs`, other keywords are lost:

```python
# old
def fetch(url, **options):
    return url
# new
# breaks: pkg.fetch() lost its parameter `**options`
def fetch(url):
    return url
# client
from pkg import fetch
fetch("a", color="red")  # raises TypeError
```

They are not where it only ever took what is a parameter now:

```python
# old
def _get(url, timeout=None, retries=0):
    return url, timeout, retries
def fetch(url, **options):
    return _get(url, **options)
# new
def fetch(url, timeout=None, retries=0):
    return url, timeout, retries
# client
from pkg import fetch
fetch("a", timeout=3)
```

Where `**kwargs` still takes it by name, only calls by position fail:

```python
# old
def fetch(url, timeout=None, **options):
    return url, timeout, options
# new
# breaks: pkg.fetch() no longer takes its parameter `timeout` by position; by name, `**options` still takes it
def fetch(url, **options):
    return url, options.get("timeout"), options
# client
from pkg import fetch
fetch("a", timeout=3)
fetch("a", 3)  # raises TypeError
```

A decorator may put a function of its own in the place of what it stands on. What that one takes is what callers may give, whatever
`functools.wraps` has `inspect` show:

```python
# old
from functools import wraps

def _logged(function):
    @wraps(function)
    def inner(*args, log=print, **options):
        log(function.__name__)
        return function(*args, **options)
    return inner

@_logged
def fetch(url, timeout=None):
    return url
# new
from functools import wraps

def _logged(function):
    @wraps(function)
    def inner(*args, **options):
        return function(*args, **options)
    return inner

@_logged
# breaks: pkg.fetch() lost its parameter `log`; what it took was up to its decorator @_logged
def fetch(url, timeout=None):
    return url
# client
from pkg import fetch
fetch("a", timeout=3)
fetch("a", log=str)  # raises TypeError
```

Where it hands on all that it is given, it makes no difference:

```python
# old
def fetch(url, timeout=None):
    return url
# new
from functools import wraps

def _logged(function):
    @wraps(function)
    def inner(url, *args, **options):
        return function(url, *args, **options)
    return inner

@_logged
def fetch(url, timeout=None):
    return url
# client
from pkg import fetch
fetch("a", timeout=3)
fetch("a", 3)
```

A constructor is reported as one:

```python
# old
class Job:
    def __init__(self, name, priority=1):
        self.name = name
# new
class Job:
    # breaks: pkg.Job() lost its parameter `priority`
    def __init__(self, name):
        self.name = name
# client
from pkg import Job
Job("a", priority=2)  # raises TypeError
```

An attribute that only kept it is lost with it:

```python
# old
class Job:
    def __init__(self, name, priority=1):
        self.name = name
        self.priority = priority
# new
class Job:
    # breaks: pkg.Job() lost its parameter `priority`; its attribute `priority` is gone too
    def __init__(self, name):
        self.name = name
# client
from pkg import Job
Job("a", priority=2)  # raises TypeError
```

Where `*args` and `**kwargs` take what the parameter took, no call fails; see parameter-swallowed.

```python
# old
def fetch(url, *args, **options):
    return url
# new
def fetch(url, *rest, **others):
    return url
# client
from pkg import fetch
fetch("a", 1, color="red")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import VAR_KEYWORD
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "removed" and bool(change.broken)


def _sentence(change: ParameterChanged) -> str:
    lost = change.before
    shown = wording.starred(lost) if lost is not None else change.part
    if _still_binds_by_name(change):
        said = f"{wording.owner(change)} no longer takes its parameter `{shown}` by position; by name, {_taken(change)}"
        return said + wording.shift(change)
    said = f"{wording.owner(change)} lost its parameter `{shown}`"
    if change.keys:
        said += f", which took {wording.quoted(change.keys)}"
    return said + wording.shift(change)


def _still_binds_by_name(change: ParameterChanged) -> bool:
    return change.swallowed and change.fate != "rejected" and all(call.startswith("by position") for call in change.broken)


def _taken(change: ParameterChanged) -> str:
    """That `**kwargs` takes it, and whether anything is known to come of it."""
    name = next((wording.starred(p) for p in change.new_signature.parameters if p.kind == VAR_KEYWORD), "**kwargs")
    if change.fate == "unknown":
        return f"`{name}` may still take it"
    return f"`{name}` still takes it" if change.fate != "ignored" else f"`{name}`, which nothing looks at, takes it"


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
