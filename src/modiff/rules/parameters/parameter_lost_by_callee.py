"""# Parameter lost by callee

A callable hands its `**kwargs` on to another one of the package, and that one no longer takes a keyword, or `**kwargs` is handed on
to something else now. Calls that give the keyword fail, though the signature is what it was.

What is handed on is followed through any number of calls, and to the bases of a class by `super()`. What a base class that users
can see loses is told of the base.

```python
# old
def _send(url, timeout=None, proxy=None):
    return url, timeout, proxy
def fetch(url, **options):
    return _send(url, **options)
# new
def _send(url, timeout=None):
    return url, timeout
# breaks: pkg.fetch() no longer takes the keyword `proxy`: it hands `**kwargs` on to pkg._send()
def fetch(url, **options):
    return _send(url, **options)
# client
from pkg import fetch
fetch("a", timeout=3)
fetch("a", proxy="b")  # raises TypeError
```

It is followed to the method of an object that an attribute holds, too, where that is made in the class or annotated:

```python
# old
class _Store:
    def put(self, key, ttl=None):
        return key, ttl
class Client:
    def __init__(self):
        self._store = _Store()
    def put(self, **options):
        return self._store.put(**options)
# new
class _Store:
    def put(self, key):
        return key
class Client:
    def __init__(self):
        self._store = _Store()
    # breaks: pkg.Client.put() no longer takes the keyword `ttl`: it hands `**kwargs` on to pkg._Store.put()
    def put(self, **options):
        return self._store.put(**options)
# client
from pkg import Client
Client().put(key="a")
Client().put(key="a", ttl=3)  # raises TypeError
```

What an attribute may hold besides is not known to lose anything:

```python
# old
class _Store:
    def put(self, key, ttl=None):
        return key, ttl
class Client:
    def __init__(self, store=None):
        self._store = _Store()
        if store is not None:
            self._store = store
    def put(self, **options):
        return self._store.put(**options)
# new
class _Store:
    def put(self, key):
        return key
class Client:
    def __init__(self, store=None):
        self._store = _Store()
        if store is not None:
            self._store = store
    def put(self, **options):
        return self._store.put(**options)
# client
from pkg import Client
Client().put(key="a")
```

A keyword that is taken out before is not missed further on, and callers do not see one that the callable gives itself:

```python
# old
def _send(url, timeout=None, proxy=None, log=None):
    return url, timeout, proxy
def fetch(url, **options):
    return _send(url, log=print, **options)
# new
def _send(url, timeout=None):
    return url, timeout
def fetch(url, **options):
    proxy = options.pop("proxy", None)
    return _send(proxy or url, **options)
# client
from pkg import fetch
fetch("a", timeout=3)
fetch("a", proxy="b")
```
"""

from __future__ import annotations

from modiff.model.changes import KeywordLost
from modiff.model.findings import Severity
from modiff.rules import handing_on
from modiff.rules.clients import real_call
from modiff.rules.interface import Rule


def _applies(change: KeywordLost) -> bool:
    return change.fate == "rejected" and change.through is not None


def _sentence(change: KeywordLost) -> str:
    said = f"{handing_on.owner(change)} no longer takes the keyword `{change.part}`"
    if change.by == change.through:
        return f"{said}: it hands `**kwargs` on to {handing_on.called(change.through or '')}"
    what = f"{said}, which it handed on to {handing_on.called(change.through or '')}"
    refused = change.by is not None and change.old is not None and change.by != change.old.path
    return f"{what}: {handing_on.called(change.by or '')} refuses it" if refused else what


RULE = Rule(
    module=__name__,
    watches=KeywordLost,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=handing_on.keyword,
    old=handing_on.old_signature,
    new=handing_on.new_signature,
    identity=handing_on.identity,
    client=real_call,
)
