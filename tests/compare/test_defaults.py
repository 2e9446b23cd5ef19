"""Defaults that are names: another name for the same value is no change."""

from __future__ import annotations

import pytest

from modiff.model.changes import ParameterChanged

from ..worlds import changes_of


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
    ],
)
def test_only_another_value_is_told_of(old: str, new: str, expected: list[str]) -> None:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    assert [change.part for change in found if isinstance(change, ParameterChanged)] == expected
