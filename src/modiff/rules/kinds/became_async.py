"""# Became async

A call gives a coroutine (or an asynchronous generator) instead of a result. Callers that do not await it work on the wrong thing.

Offer the asynchronous form under another name.

```python
# old
def fetch(url):
    return url
# new
# breaks: pkg.fetch must be awaited now: it was a function and is an async function
async def fetch(url):
    return url
# client
from pkg import fetch
fetch("a").upper()  # raises AttributeError
```

Where the old function gave something that could be awaited already (a coroutine of another one, a task), or may have, those who awaited it see no
difference: the finding is no more than possible then.

A method that calls something asynchronous and waits for it is as it was:

```python
# old
def fetch(url):
    return url
# new
import asyncio

async def _fetch(url):
    return url

def fetch(url):
    return asyncio.run(_fetch(url))
# client
from pkg import fetch
fetch("a").upper()
```
"""

from __future__ import annotations

from modiff.model.changes import KindChanged
from modiff.model.facts import Function
from modiff.model.findings import Severity
from modiff.rules.families import ASYNC, CALLABLES, new_kind, of_kinds, old_kind
from modiff.rules.interface import Rule
from modiff.rules.kinds_told_apart import lines

_AWAITABLE = ("Awaitable", "Coroutine", "Future", "Task", "AsyncIterator", "AsyncGenerator", "AsyncIterable")


def _applies(change: KindChanged) -> bool:
    return change.before in CALLABLES and change.before not in ASYNC and change.after in ASYNC


_MUST = {"__await__": "must be awaited", "__aiter__": "must be looped over with `async for`", "__aenter__": "must be entered with `async with`"}


def _sentence(change: KindChanged) -> str:
    from modiff.link.protocols import protocol_of  # the catalogue is shown without all that links

    must = _MUST[protocol_of(change.new)] if change.new is not None else _MUST["__await__"]
    return f"{change.path} {must} now: it was a {change.before} and is an {change.after}"


def _doubt(change: KindChanged) -> str | None:
    """Something that could be awaited may have been returned all along."""
    old = change.old.definition if change.old is not None else None
    returns = (old.returns or "") if isinstance(old, Function) else ""
    if change.doubt is None and (any(word in returns for word in _AWAITABLE) or "async" in change.path.rpartition(".")[2]):
        return "what it returned before may have been something to await"
    return None


RULE = Rule(
    module=__name__,
    watches=KindChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    old=old_kind,
    new=new_kind,
    identity=of_kinds,
    doubt=_doubt,
    client=lines,
)
