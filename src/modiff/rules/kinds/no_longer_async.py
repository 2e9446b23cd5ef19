"""# No longer async

A call gives its result at once. Callers that await it fail with TypeError.

```python
# old
async def fetch(url):
    return url
# new
# breaks: pkg.fetch can no longer be awaited: it was an async function and is a function
def fetch(url):
    return url
# client
import asyncio
from pkg import fetch

async def main():
    return await fetch("a")

asyncio.run(main())  # raises TypeError
```

What stays asynchronous is awaited as before:

```python
# old
async def fetch(url):
    return url
# new
# says[parameter-added]: pkg.fetch() takes a new parameter `timeout`
async def fetch(url, timeout=None):
    return url
# client
import asyncio
from pkg import fetch

async def main():
    return await fetch("a")

asyncio.run(main())
```

So does what gives something to await:

```python
# old
async def fetch(url):
    return url
# new
# says[class-added]: Class pkg.Answer is new
class Answer:
    def __init__(self, url):
        self.url = url
    def __await__(self):
        yield from ()
        return self.url

def fetch(url):
    return Answer(url)
# client
import asyncio
from pkg import fetch

async def main():
    return await fetch("a")

asyncio.run(main())
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.rules.families import ASYNC, CALLABLES, CLASSES, kind_rule


def _applies(change: KindChanged) -> bool:
    return change.before in ASYNC and change.after in (*CALLABLES, *CLASSES) and change.after not in ASYNC


def _sentence(change: KindChanged) -> str:
    return f"{change.path} can no longer be awaited: it was an {change.before} and is a {change.after}"


RULE = kind_rule(__name__, _applies, _sentence, ("call",))
