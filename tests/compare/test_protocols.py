"""What becomes asynchronous, or is no longer, where the other version gave something that could be awaited anyway."""

from __future__ import annotations

import pytest

from modiff.model.changes import KindChanged
from tests.worlds import changes_of

COROUTINE = "async def _get(): return 1\n"
ANSWER = "class Answer:\n    def __await__(self):\n        yield\n"


def told(old: str, new: str) -> list[str]:
    """The changed kinds, and how sure they are."""
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    return [f"{change.path} {change.certainty.name}" for change in found if isinstance(change, KindChanged)]


@pytest.mark.parametrize(
    ("old", "sure"),
    [
        ("def f(): return 1", "certain"),
        ("def f(): print()", "certain"),
        ("def f(x): return x.get()", "certain"),  # of a file that nowhere speaks of what is awaited
        ("def f() -> int: ...", "certain"),
        (f"{COROUTINE}def f(): return 1", "certain"),
        (f"{COROUTINE}def f(): return _get()", "possible"),
        (f"{COROUTINE}def f(x): return x.get()", "possible"),
        ("import asyncio\ndef f(): return asyncio.ensure_future(1)", "possible"),
        ("from asyncio import Future\ndef f() -> Future[int]: ...", "possible"),
        ("from typing import Awaitable\ndef f() -> Awaitable[int]: ...", "possible"),
        ("import asyncio\n@asyncio.coroutine\ndef f(): return 1", "possible"),
        (f"{ANSWER}def f(): return Answer()", "possible"),
        (f"{ANSWER}def g(): return Answer()\ndef f(): return g()", "possible"),
        (f"{ANSWER}class Plain: pass\ndef f(): return Plain()", "certain"),
        (f"{ANSWER}from outside import mark\n@mark\ndef f(): return 1", "possible"),
    ],
)
def test_what_could_be_awaited_before_makes_it_doubtful(old: str, sure: str) -> None:
    kept = f"{COROUTINE}{ANSWER}class Plain: pass\ndef g(): return Answer()\n"
    assert told(f"{old}\n", f"{kept}async def f(*a): return 1\n") == [f"pkg.f {sure}"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("def f(): return 1", ["pkg.f certain"]),
        ("def f(): return _get()", []),
        (f"{ANSWER}def f(): return Answer()", []),
        (f"{ANSWER}def f() -> Answer: ...", []),
        (f"{ANSWER}class f(Answer): ...", []),
        ("class f: ...", ["pkg.f certain"]),
        ("from typing import Awaitable\ndef f() -> 'Awaitable[int]': ...", []),
        ("from typing import Awaitable, Union\ndef f() -> 'Union[Awaitable[int], None]': ...", ["pkg.f possible"]),
        ("def f(x=None): return x.get()", ["pkg.f possible"]),
        ("from outside import mark\n@mark\ndef f(): return 1", ["pkg.f possible"]),
    ],
)
def test_what_can_be_awaited_still_is_no_loss(new: str, expected: list[str]) -> None:
    assert told(f"{COROUTINE}async def f(): return 1\n", f"{COROUTINE}{new}\n") == expected


def test_a_method_is_asked_on_the_class_that_shows_it() -> None:
    """As of Django's test clients: the plain client's `get` hands on what `request` gives, and that of the heir is asynchronous."""
    plain = "class Plain:\n    def get(self): return self.request()\n    def request(self): return 1\n"
    old = f"{plain}class Heir(Plain):\n    async def request(self): return 1\n"
    new = f"{old}    async def get(self): return await self.request()\n"
    assert told(old, new) == ["pkg.Heir.get possible"]
    assert told(plain, plain.replace("def get", "async def get")) == ["pkg.Plain.get certain"]


def test_loops_and_contexts_have_protocols_of_their_own() -> None:
    iterator = "class Pages:\n    def __aiter__(self): return self\n    async def __anext__(self): ...\n"
    context = "class Held:\n    async def __aenter__(self): ...\n    async def __aexit__(self, *a): ...\n"
    rest = "from contextlib import asynccontextmanager, contextmanager\n" + iterator + context
    pages, held = "async def f():\n    yield 1\n", "@asynccontextmanager\nasync def f():\n    yield 1\n"
    assert told(f"{rest}def f(): return Pages()\n", f"{rest}{pages}") == ["pkg.f possible"]
    assert told(f"{rest}def f(): return Held()\n", f"{rest}{pages}") == ["pkg.f certain"]
    assert told(f"{rest}def f(): return Held()\n", f"{rest}{held}") == ["pkg.f possible"]
    assert told(f"{rest}def f(): return Pages()\n", f"{rest}{held}") == ["pkg.f certain"]
    assert told(f"{rest}@contextmanager\ndef f():\n    yield 1\n", f"{rest}{held}") == ["pkg.f certain"]
    assert told(f"{rest}{held}", f"{rest}def f(): return Held()\n") == []
    assert told(f"{rest}{held}", f"{rest}def f(): return Pages()\n") == ["pkg.f certain"]


GENERATOR = "class Rows:\n    def _rows(self):\n        yield 1\n"


@pytest.mark.parametrize(
    ("body", "yields_now", "yields_no_more"),
    [
        ("return self._rows()", [], []),
        ("return [1]", ["pkg.Rows.all certain"], ["pkg.Rows.all certain"]),
        ("return sorted(self._rows())", ["pkg.Rows.all certain"], ["pkg.Rows.all certain"]),
        ("return self.held", ["pkg.Rows.all likely"], ["pkg.Rows.all possible"]),
    ],
)
def test_callers_cannot_tell_who_yields(body: str, yields_now: list[str], yields_no_more: list[str]) -> None:
    plain, yielding = f"{GENERATOR}    def all(self): {body}\n", f"{GENERATOR}    def all(self):\n        yield 1\n"
    assert told(plain, yielding) == yields_now
    assert told(yielding, plain) == yields_no_more


def test_a_property_that_gives_a_function_is_called_as_a_method_is() -> None:
    """As of tweepy's API: `api.block` was `bind(path)`, and is a method."""
    bind = "def bind(**config):\n    def _call(*args): return config\n    return _call\n"
    read = "class API:\n    @property\n    def block(self): return {}\n"
    method = "class API:\n    def block(self, *args): return 1\n"
    assert told(bind + read.format("bind(path=1)"), bind + method) == ["pkg.API.block possible"]
    assert told(bind + method, bind + read.format("bind(path=1)")) == ["pkg.API.block possible"]
    assert told(bind + read.format("self.x"), bind + method) == ["pkg.API.block certain"]
    assert told(bind + method, bind + read.format("1")) == ["pkg.API.block certain"]


def test_a_decorator_that_nobody_knows_may_make_a_context_manager_of_a_generator() -> None:
    """As of OpenTelemetry's tracer."""
    rest = "from contextlib import contextmanager\nfrom elsewhere import agnostic\n"
    known, plain = f"{rest}@contextmanager\ndef f():\n    yield 1\n", f"{rest}def f():\n    yield 1\n"
    other = f"{rest}@agnostic\ndef f():\n    yield 1\n"
    assert told(known, other) == ["pkg.f possible"]
    assert told(other, known) == ["pkg.f possible"]
    assert told(known, plain) == ["pkg.f certain"]


def test_what_a_property_gives_that_is_made_at_run_time_is_not_known() -> None:
    """As of pandas' groups: `frame.groupby("x").corr()` was a call of what a property gave, and is one of a method."""
    pinning = "def pinned(cls):\n    def read(self): return self.find()\n    setattr(cls, 'corr', property(read))\n    return cls\n"
    made, written = f"{pinning}@pinned\nclass C:\n    x = 1\n", f"{pinning}@pinned\nclass C:\n    x = 1\n    def corr(self): ...\n"
    plain = f"{pinning}class C:\n    x = 1\n    def corr(self): ...\n"
    assert told(made, plain) == told(plain, made) == ["pkg.C.corr possible"]
    assert told(written, made) == []
