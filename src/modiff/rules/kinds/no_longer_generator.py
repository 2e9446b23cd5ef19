"""# No longer a generator

A call gives whatever it returns, at once. Going through it mostly works as before; `next()`, `send()` and laziness do not.

```python
# old
def lines(text):
    yield from text.split()
# new
# says: pkg.lines no longer yields: it was a generator and is a function
def lines(text):
    return text.split()
# client
from pkg import lines
list(lines("a b"))
```

A generator that yields otherwise is still one:

```python
# old
def lines(text):
    yield from text.split()
# new
def lines(text):
    for line in text.split():
        yield line
# client
from pkg import lines
list(lines("a b"))
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.model.findings import Severity
from modiff.rules.families import ASYNC, CALLABLES, GENERATORS, MANAGERS, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return (
        change.before in GENERATORS
        and change.after in CALLABLES
        and change.after not in (*GENERATORS, *MANAGERS)
        and (change.before in ASYNC) == (change.after in ASYNC)
    )


def _sentence(change: KindChanged) -> str:
    return f"{change.path} no longer yields: it was {article(change.before)} and is {article(change.after)}"


RULE = kind_rule(__name__, _applies, _sentence, (), severity=Severity.patch, group="values")
