"""Class decorators that ask a method for a mark of theirs before they set anything: a plain function has none."""

from __future__ import annotations

import pytest

from tests.worlds import changes_of, graph_of, told

DECORATOR = """
def both(cls):
    if not issubclass(cls, object):
        raise ValueError("old style")
    if not was_fixed(cls.__repr__):
        cls.native_repr = cls.__repr__
    return cls

def was_fixed(method):
    return getattr(method, "_is_fixed", False) or getattr(method, "_is_other", False)

def mark(function):
    function._is_fixed = True
    return function
"""


def has_it(body: str, base: str = "") -> bool:
    graph = graph_of(pkg=f"{DECORATOR}\n@both\nclass C{base}:\n    {body}\n")
    cls = graph.at("pkg.C")
    return "native_repr" in graph.members(cls)  # type: ignore[arg-type]


@pytest.mark.parametrize(("body", "base"), [("def __repr__(self): ...", ""), ("pass", ""), ("pass", "(list)")])
def test_a_plain_method_has_no_mark(body: str, base: str) -> None:
    assert has_it(body, base)


@pytest.mark.parametrize(("body", "base"), [("@mark\n    def __repr__(self): ...", ""), ("__repr__ = made()", ""), ("pass", "(Elsewhere)")])
def test_what_is_not_read_may_have_one(body: str, base: str) -> None:
    assert not has_it(body, base)


def test_the_loss_of_what_the_decorator_set_is_told() -> None:
    old = f"{DECORATOR}\n@both\nclass C:\n    def __repr__(self): ...\n"
    assert told(changes_of({"pkg": old}, {"pkg": old.replace("@both\nclass", "class")})) == ["Gone pkg.C.native_repr"]
