"""# Became a generator

A call gives a generator, and nothing runs before the first step. Callers that take the result as it was (index it, ask for its
length, compare it, await it) fail.

```python
# old
def lines(text):
    return text.split()
# new
# breaks: pkg.lines yields its results now: it was a function and is a generator
def lines(text):
    yield from text.split()
# client
from pkg import lines
list(lines("a b"))
lines("a b")[0]  # raises TypeError
```

A function that returns what a private generator yields is as it was:

```python
# old
def lines(text):
    return text.split()
# new
def _lines(text):
    yield from text.split()

def lines(text):
    return list(_lines(text))
# client
from pkg import lines
lines("a b")[0]
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ASYNC, CALLABLES, GENERATORS, MANAGERS, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return (
        change.before in CALLABLES
        and change.before not in (*GENERATORS, *MANAGERS)
        and change.after in GENERATORS
        and (change.before in ASYNC) == (change.after in ASYNC)
    )


def _sentence(change: KindChanged) -> str:
    return f"{change.path} yields its results now: it was {article(change.before)} and is {article(change.after)}"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
