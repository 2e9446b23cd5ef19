"""Parameters of which only the spelling is new, and that the old name still gives."""

from __future__ import annotations

import pytest

from ..worlds import changes_of, told


def changed(old: str, new: str) -> list[str]:
    return [c.partition(" pkg.f ")[2] for c in told(changes_of({"pkg": f"def f({old}): ..."}, {"pkg": f"def f({new}): ..."}))]


@pytest.mark.parametrize(("old", "new"), [("asKey=1", "as_key=1, *, asKey=1"), ("a, asKey, noB=2", "a, as_key='', no_b=2, *, asKey='', noB=2")])
def test_nothing_breaks_where_both_spellings_are_taken(old: str, new: str) -> None:
    assert [c for c in changed(old, new) if not c.startswith("default-")] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("asKey=1", "as_key, *, asKey=1"),  # whoever gives the old name lacks the new one
        ("asKey=1", "as_key=1, *, asKey"),
        ("timeout=1", "deadline=1, *, timeout=1"),  # another word
        ("a=1, asKey=1", "as_key=1, a=1, *, asKey=1"),
        ("asKey=1, as_key=1", "as_key=1, *, asKey=1"),  # two parameters, before
        ("asKey=1", "as_key=1"),
        ("asKey=1", "*, asKey=1"),
    ],
)
def test_else_something_does(old: str, new: str) -> None:
    assert changed(old, new)


def test_what_else_is_lost_is_told_all_the_same() -> None:
    assert [c.split()[0] for c in changed("asKey=1, z=3", "as_key=1, *, asKey=1")] == ["removed"]
