"""# Became a context manager

A call gives a context manager of `contextlib.contextmanager`: nothing runs before `with`. Callers that take the result as it was (go through it,
index it, use it) fail.

```python
# old
def lines(text):
    yield from text.split()
# new
from contextlib import contextmanager

@contextmanager
# breaks: pkg.lines is for `with` alone now: it was a generator and is a context manager
def lines(text):
    yield text.split()
# client
from pkg import lines
list(lines("a b"))  # raises TypeError
```

A function whose result was a context manager already is used as before:

```python
# old
class _Lines:
    def __init__(self, text): self.text = text
    def __enter__(self): return self.text.split()
    def __exit__(self, *error): ...

def lines(text):
    return _Lines(text)
# new
from contextlib import contextmanager

@contextmanager
def lines(text):
    yield text.split()
# client
from pkg import lines
with lines("a b") as found:
    found[0]
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ASYNC, CALLABLES, MANAGERS, article, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in CALLABLES and change.before not in (*MANAGERS, *ASYNC) and change.after in MANAGERS


def _sentence(change: KindChanged) -> str:
    return f"{change.path} is for `with` alone now: it was {article(change.before)} and is {article(change.after)}"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
