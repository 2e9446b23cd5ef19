"""Defaults that calls make."""

from __future__ import annotations

import pytest

from modiff.model.changes import ParameterChanged
from tests.worlds import changes_of

HEAD = "import datetime\nfrom datetime import timezone\nfrom pathlib import Path\nimport pathlib\ndef make(x=None): return x\nMISSING = make()\n"


def certainty(before: str, after: str) -> str | None:
    old, new = (HEAD + f"def f(x={text}): pass\n" for text in (before, after))
    found = [c for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, ParameterChanged) and c.event == "default-changed"]
    return found[0].certainty.name if found else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("make()", "make(y)"),
        ("datetime.datetime.now(datetime.timezone.utc)", "datetime.datetime.now(timezone.utc)"),
        ("pathlib.Path.cwd()", "Path.cwd(1 + x)"),
        ("unichr(8203)", "chr(8203)"),
        ("other.copy()", "make()"),
        ("[make()]", "make(1)"),
    ],
)
def test_of_two_that_calls_make_nobody_knows_whether_they_differ(before: str, after: str) -> None:
    assert certainty(before, after) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [("Path('a')", "Path('b')"), ("Path('a')", "pathlib.Path('b')"), ("make(1)", "make(x=2)"), ("make(1)", "None"), ("3", "make(3)")],
)
def test_the_same_call_of_other_literals_and_a_call_beside_a_literal_most_likely_differ(before: str, after: str) -> None:
    assert certainty(before, after) == "likely"


_PLAIN = [("1", "2"), ("None", "MISSING"), ("None", "list()"), ("list()", "set()"), ("'a(b)'", "'b(a)'"), ("None", "make")]


@pytest.mark.parametrize(("before", "after"), _PLAIN)
def test_what_no_call_makes_differs_for_sure(before: str, after: str) -> None:
    assert certainty(before, after) == "certain"


def test_what_is_the_same_value_is_no_change() -> None:
    assert certainty("tuple()", "()") is None
    assert certainty("60 * 60", "3600") is None
