"""Tests under which a function raises TypeError itself."""

from __future__ import annotations

from modiff.extract.bodies import extract_bodies
from modiff.model.bodies import Refusal


def refusals(source: str) -> tuple[Refusal, ...]:
    data = source.encode()
    (body,) = extract_bodies(data, [(1, len(data.splitlines()))]).values()
    return body.refusals


def test_a_loop_over_keywords_that_are_missing() -> None:
    source = """def f(self, **kw):
    wanted = self.known.difference(self.defaults)
    for name in wanted:
        if name not in kw:
            raise TypeError("missing " + name)
"""
    assert refusals(source) == (Refusal(("kw", "self")),)


def test_keywords_that_are_left_over_are_unheard_of() -> None:
    assert refusals('def f(a, **kw):\n    if kw:\n        raise TypeError(f"unknown: {kw}")\n') == (Refusal(("kw",), unheard=True),)


def test_one_key_by_way_of_a_variable() -> None:
    source = 'def f(a, **kw):\n    x = kw.pop("x", None)\n    if x is None:\n        raise TypeError("x?")\n    x = a\n'
    assert refusals(source) == (Refusal(("kw",), ("x",)),)


def test_who_raises_in_a_handler_asked_by_trying() -> None:
    source = 'def f(a, **kw):\n    try:\n        x = kw["x"]\n    except KeyError:\n        raise TypeError("give x")\n'
    assert refusals(source) == (Refusal(("kw",), ("x",)),)


def test_another_branch_another_inner_function_and_another_exception_are_no_tests_of_the_mapping() -> None:
    assert refusals('def f(a, **kw):\n    if kw:\n        pass\n    if not a:\n        raise TypeError("a")\n') == (Refusal(("a",)),)
    assert refusals("def f(a, **kw):\n    def inner():\n        if kw:\n            raise TypeError\n") == ()
    assert refusals("def f(a, **kw):\n    if kw:\n        raise ValueError\n    raise TypeError\n") == ()


def test_what_a_branch_comes_after_is_asked_too() -> None:
    assert refusals("def f(a, **kw):\n    if not kw:\n        pass\n    else:\n        raise TypeError\n") == (Refusal(("kw",)),)
    third = "def f(a, **kw):\n    if a:\n        pass\n    elif kw:\n        pass\n    else:\n        raise TypeError\n"
    assert refusals(third) == (Refusal(("a", "kw")),)
