"""Defaults in other words: another name for the same value, or another way to write it, is no change."""

from __future__ import annotations

import pytest

from modiff.model.changes import ParameterChanged

from ..worlds import changes_of, told


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("_A = 1\ndef f(x=_A): ...\n", "_B = 1\ndef f(x=_B): ...\n", []),
        ("_A = 1\ndef f(x=_A): ...\n", "def f(x=1): ...\n", []),
        ("_A = 1\ndef f(x=_A): ...\n", "_B = 2\ndef f(x=_B): ...\n", ["x"]),
        ("_A = 1\ndef f(x=_A): ...\n", "from elsewhere import _B\ndef f(x=_B): ...\n", ["x"]),
        ("class C:\n    _K = 1\n    def __init__(self, x=_K): ...\n", "class C:\n    def __init__(self, x=1): ...\n", []),
        ("class C:\n    _K = 1\n    def m(self, x=_K): ...\n", "class C:\n    _K = 1\n    def m(self, x=2): ...\n", ["x"]),
        ("_A = 1\nclass _B:\n    def m(self, x=_A): ...\nclass C(_B): ...\n", "class _B:\n    def m(self, x=1): ...\nclass C(_B): ...\n", []),
        ("_A = 1\ndef f(x=_A): ...\n", "_A = 2\ndef f(x=_A): ...\n", ["x"]),
        ("_A = 1\nclass C:\n    def m(self, x=_A): ...\n", "_A = 2\nclass C:\n    def m(self, x=_A): ...\n", ["x"]),
        ("_A = 1\nclass C:\n    def __init__(self, x=_A): ...\n", "_A = 2\nclass C:\n    def __init__(self, x=_A): ...\n", ["x"]),
        ("AB = 1\ndef f(x=AB): ...\n", "AB = 2\ndef f(x=AB): ...\n", []),  # the constant tells of itself
        ("_A = 1\n_A = g()\ndef f(x=_A): ...\n", "_A = 2\n_A = g()\ndef f(x=_A): ...\n", []),
        ("_A = object()\ndef f(x=_A): ...\n", "_A = new()\ndef f(x=_A): ...\n", []),
        ("ab = 1\ndef f(x=ab): ...\n", "ab = 2\ndef f(x=ab): ...\n", ["x"]),  # of which nothing else tells
        ("ab = 1\nab = 3\ndef f(x=ab): ...\n", "ab = 2\nab = 3\ndef f(x=ab): ...\n", []),
    ],
)
def test_only_another_value_is_told_of(old: str, new: str, expected: list[str]) -> None:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    assert [change.part for change in found if isinstance(change, ParameterChanged)] == expected


FIELD = "from dataclasses import *\n@dataclass\nclass D:\n    a: list = field(default_factory={})\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("()", "tuple()"), ("{}", "dict()"), ("[]", "list()"), ("''", "str()"), ("60 * 60", "3600"), ("1 << 3", "8"), ("+1", "1"),
        ("10**6", "1_000_000"), ("tuple()", "tuple( )"), ("2 ** 0.5", "2**0.5"),
    ],
)  # fmt: skip
def test_the_same_value_in_other_words_is_no_other_default(old: str, new: str) -> None:
    assert told(changes_of({"pkg": f"def f(x={old}): ..."}, {"pkg": f"def f(x={new}): ..."})) == []


def test_a_factory_is_the_same_by_name_and_as_a_lambda() -> None:
    assert told(changes_of({"pkg": FIELD.format("list")}, {"pkg": FIELD.format("lambda: []")})) == []
    assert told(changes_of({"pkg": FIELD.format("list")}, {"pkg": FIELD.format("lambda: [1]")})) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [("()", "[]"), ("1", "1.5"), ("1", "False"), ("2 * 3", "7"), ("0.0", "-0.0"), ("2 ** 9999", "3 ** 9999"), ("1 / 0", "2 / 0"), ("''", "b''")],
)
def test_another_value_is(old: str, new: str) -> None:
    assert [c.split()[:3] for c in told(changes_of({"pkg": f"def f(x={old}): ..."}, {"pkg": f"def f(x={new}): ..."}))] == [
        ["ParameterChanged", "pkg.f", "default-changed"]
    ]


def test_a_name_that_the_module_gives_another_meaning_is_not_the_language_s() -> None:
    old, new = "def tuple(): return 3\ndef f(x=()): ...", "def tuple(): return 3\ndef f(x=tuple()): ..."
    assert len(told(changes_of({"pkg": old}, {"pkg": new}))) == 1
