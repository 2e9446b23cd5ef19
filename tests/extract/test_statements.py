"""Digests of statements: the same text has the same wherever it stands, and another text another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.extract.statements import by_binding

FUNCTIONS = ["def g(a):\n    return 1", "def g(a):\n    return 2", "class C:\n    y = 1"]
STATEMENTS = st.lists(st.sampled_from(["import a, b", "from c import d, e as f", "x = 1", "x = 2", *FUNCTIONS, "# ü", ""]))


def said(text: str) -> list[tuple[str, bytes]]:
    facts = extract(text.encode())
    return list(zip([binding.name for binding in facts.bindings], by_binding(facts.statements), strict=True))


@given(STATEMENTS, STATEMENTS)
def test_each_name_has_the_digest_of_its_own_lines(before: list[str], statements: list[str]) -> None:
    alone = [each for statement in statements for each in said(statement)]
    assert said("\n".join(statements)) == alone
    assert said("\n".join([*before, *statements]))[len(said("\n".join(before))) :] == alone


def test_bodies_count() -> None:
    assert said("def g(a):\n    return 1") != said("def g(a):\n    return 2")
    assert said("class C:\n    y = 1") != said("class C:\n    y = 1\n    z = 2")
