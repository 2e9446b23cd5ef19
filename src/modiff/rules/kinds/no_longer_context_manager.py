"""# No longer a context manager

`with` needs what `contextlib.contextmanager` made of the function, and a call gives something else now.

```python
# old
from contextlib import contextmanager

@contextmanager
def lines(text):
    yield text.split()
# new
# breaks: pkg.lines can no longer be used with `with`: it was a context manager and is a function
def lines(text):
    return text.split()
# client
from pkg import lines
with lines("a b"): ...  # raises TypeError
```

What gives an object with `__enter__` and `__exit__` is used as before:

```python
# old
from contextlib import contextmanager

@contextmanager
def lines(text):
    yield text.split()
# new
class _Lines:
    def __init__(self, text): self.text = text
    def __enter__(self): return self.text.split()
    def __exit__(self, *error): ...

def lines(text):
    return _Lines(text)
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
    return change.before in MANAGERS and change.after in CALLABLES and change.after not in (*MANAGERS, *ASYNC)


def _sentence(change: KindChanged) -> str:
    return f"{change.path} can no longer be used with `with`: it was {article(change.before)} and is {article(change.after)}"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
