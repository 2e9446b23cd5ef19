"""Functions that are written alike, under decorators of the release that are not."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff.model.changes import KindChanged, ParameterChanged
from tests.worlds import changes_of

USES = """
    from ._impl import limited
    @limited
    def f(self, url, timeout=1): pass
    class C:
        @limited
        def m(self, url, timeout=1): pass
    class Heir(C):
        pass
"""
NO_MARKS = USES.replace("@limited", "")


def decorator(taken: str, given: str) -> str:
    return f"def limited(function):\n    def inner({taken}):\n        return function({given})\n    return inner\n"


HANDS_ON = decorator("*args, **options", "*args, **options")
TAKES_OPTION = decorator("*args, limit=3, **options", "*args, **options")
INJECTS = decorator("self, *args, **options", "self, 'u', *args, **options")


def told(old: tuple[str, str], new: tuple[str, str]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    before, after = ({"pkg": uses, "pkg___impl": impl} for uses, impl in (old, new))
    return [(c.path, c.event, c.part, c.broken) for c in changes_of(before, after).changes if isinstance(c, ParameterChanged)]


def test_a_parameter_that_the_inner_function_loses_is_lost_by_all_that_it_stands_for() -> None:
    expected = [(path, "removed", "limit", ("limit=",)) for path in ("pkg.C.m", "pkg.f")]
    assert told((USES, TAKES_OPTION), (USES, HANDS_ON)) == expected


def test_a_decorator_that_comes_or_goes_changes_what_they_take() -> None:
    added = told((NO_MARKS, INJECTS), (USES, INJECTS))
    assert [(path, part) for path, _, part, broken in added if broken] == [("pkg.C.m", "url"), ("pkg.f", "url")]
    assert [(event, part) for _, event, part, _ in told((USES, INJECTS), (NO_MARKS, INJECTS))] == [("required-added", "url")] * 2


def test_one_that_hands_everything_on_changes_nothing() -> None:
    assert told((NO_MARKS, HANDS_ON), (USES, HANDS_ON)) == []
    assert told((USES, HANDS_ON), (USES, HANDS_ON.replace("return function", "print()\n        return function"))) == []


def test_one_that_cannot_be_settled_any_more_changes_nothing_for_sure() -> None:
    unsettled = TAKES_OPTION.replace("        return function", "        options['x'] = 1\n        return function")
    found = changes_of({"pkg": USES, "pkg___impl": TAKES_OPTION}, {"pkg": USES, "pkg___impl": unsettled}).changes
    assert {c.certainty.name for c in found if isinstance(c, ParameterChanged)} == {"likely"}


TURNS = """
    import asyncio, functools
    def plain(f):
        @functools.wraps(f)
        def wrapper(*args, **options):
            found = f(*args, **options)
            return found
        return wrapper
    def run(f):
        @functools.wraps(f)
        def wrapper(*args, **options):
            return asyncio.run(f(*args, **options))
        return wrapper
    def later(f):
        @functools.wraps(f)
        async def wrapper(*args, **options):
            return f(*args, **options)
        return wrapper
    def listed(f):
        def wrapper(*args, **options):
            return list(f(*args, **options))
        return wrapper
    def chosen(f):
        if asyncio.iscoroutinefunction(f):
            async def wrapper(*args, **options):
                return await f(*args, **options)
        else:
            def wrapper(*args, **options):
                return f(*args, **options)
        return wrapper
    def retried(f):
        def wrapper(*args, **options):
            for _ in range(3):
                try:
                    return f(*args, **options)
                except OSError:
                    pass
            return None
        return wrapper
    def yields(f):
        def wrapper(*args, **options):
            yield from f(*args, **options)
        return wrapper
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("def f(x): return x", "@run\nasync def f(x): return x", []),
        ("@run\nasync def f(x): return x", "def f(x): return x", []),
        ("def f(x): return [x]", "@listed\ndef f(x): yield x", []),
        ("def f(x): return x", "@plain\nasync def f(x): return x", [("function", "async function", "possible")]),
        ("@chosen\ndef f(x): return [x]", "@chosen\nasync def f(x): return [x]", [("function", "async function", "certain")]),
        ("@retried\ndef f(x): return [x]", "@retried\nasync def f(x): return [x]", [("function", "async function", "certain")]),
        ("def f(x): return x", "@later\ndef f(x): return x", [("function", "async function", "possible")]),
        ("def f(x): return x", "@yields\ndef f(x): return x", [("function", "generator", "likely")]),
        ("@run\nasync def f(x): return x", "async def f(x): return x", [("function", "async function", "possible")]),
    ],
)
def test_what_sort_of_thing_a_call_gives_is_up_to_the_inner_function(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    head = dedent(TURNS)
    found = changes_of({"pkg": head + old + "\n"}, {"pkg": head + new + "\n"}).changes
    assert [(c.before, c.after, c.certainty.name) for c in found if isinstance(c, KindChanged)] == expected


def test_what_a_decorator_turns_into_something_else_changes_with_it() -> None:
    uses = "from ._impl import mark\n@mark\ndef f(x): return x\n"
    impl = dedent(TURNS)
    found = changes_of({"pkg": uses, "pkg___impl": impl + "mark = plain\n"}, {"pkg": uses, "pkg___impl": impl + "mark = later\n"}).changes
    assert [(c.path, c.after) for c in found if isinstance(c, KindChanged)] == [("pkg.f", "async function")]
