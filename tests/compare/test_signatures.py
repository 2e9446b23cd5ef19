"""One cause, one difference: what each says, and which parameters became which."""

from __future__ import annotations

import pytest
from hypothesis import given

from modiff.compare.signatures import Difference, align, compare
from modiff.model.facts import Parameter

from .oracle import parameters, signatures


def told(old: str, new: str) -> list[str]:
    """The differences, one line each: `event part (shifted) [broken]`."""
    return [_line(d) for d in compare(parameters(old), parameters(new))]


def _line(d: Difference) -> str:
    shifted = f" ({', '.join(d.shifted)})" if d.shifted else ""
    broken = f" [{', '.join(d.broken)}]" if d.broken else ""
    return f"{d.event} {d.part}{shifted}{broken}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a, b, c", "a, b", ["removed c [by position 3, c=]"]),
        ("a, b, c", "a, c", ["removed b (c) [by position 2, by position 3, b=]"]),
        ("a", "b", ["renamed a [a=]"]),
        ("a, b=1, c=2", "a, x=1, y=2", ["renamed b [b=]", "renamed c [c=]"]),
        ("a, b", "n, a, c", ["renamed b [b=]", "required-added n (a, b) [without n=, by position 1, by position 2]"]),
        ("a, /", "b, /", ["renamed a"]),
        ("*, old=None, z=1", "*, new=None, z=1", ["renamed old [old=]"]),
        ("*, old=None", "*, new", ["removed old [old=]", "required-added new [without new=]"]),
        ("a", "a, b", ["required-added b [without b=]"]),
        ("a", "a, *, b", ["required-added b [without b=]"]),
        ("a, b=1, c=2", "a, n=0, b=1, c=2", ["inserted n (b, c) [by position 2, by position 3]"]),
        ("a, b=1", "a, b=1, c=2", ["added c"]),
        ("a, *args", "a, b=1, *args", ["inserted b (args) [by position 2]"]),
        ("a, b", "b, a", ["moved a (a, b) [by position 1, by position 2]"]),
        ("a, b, c, d", "b, a, d, c", ["moved a (a, b) [by position 1, by position 2]", "moved c (c, d) [by position 3, by position 4]"]),
        ("*, a=1, b=1", "*, b=1, a=1", []),
        ("a, b=1, c=2", "a, *, b=1, c=2", ["keyword-only b (c) [by position 2, by position 3]"]),
        ("a, b=1", "a, b=1, /", ["positional-only a (b) [a=, b=]"]),
        ("*, a=1", "a=1", ["by-position-too a"]),
        ("a, /", "a", ["by-name-too a"]),
        ("a, /, **kw", "a, **kw", ["by-name-too a [a= beside its position]"]),
        ("a=1", "a", ["default-removed a [without a=]"]),
        ("a", "a=1", ["default-added a"]),
        ("a=1", "a=2", ["default-changed a"]),
        ("*args, **kw", "*rest, **options", ["star-name-changed args", "star-name-changed kw"]),
        ("a, *args", "a", ["removed args [by position 2]"]),
        ("a, **kw", "a", ["removed kw [other keywords]"]),
        ("x", "*x", ["variadic x [x=]"]),
        ("*x", "x", ["variadic x [by position 1, without x=]"]),
        ("a, b=1, c=2", "a, **kw", ["removed b [by position 2]", "removed c [by position 3]", "added kw"]),
        ("a, b=1", "*args, **kw", ["removed a", "removed b", "added args", "added kw"]),
        ("a=1", "b=2", ["renamed a [a=]", "default-changed a"]),
        ("a, k=1, z=2", "n=0, *, a, k=1, z=2", ["keyword-only a (k, z) [by position 1, by position 2, by position 3]", "added n"]),
    ],
)
def test_one_cause_is_one_difference(old: str, new: str, expected: list[str]) -> None:
    assert told(old, new) == expected


def test_a_swallowed_keyword_is_said() -> None:
    (difference,) = compare(parameters("*, a=1"), parameters("**kw"))[:1]
    assert difference.event == "removed"
    assert difference.swallowed
    assert not difference.broken


def test_annotations_differ_without_breaking_a_call() -> None:
    old, new = (Parameter("a", 1, None, "int"),), (Parameter("a", 1, None, "str"),)
    assert [_line(d) for d in compare(old, new)] == ["annotation-changed a"]


@given(signatures(), signatures())
def test_every_parameter_is_accounted_for_once(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> None:
    found = align(old, new)
    pairs = (*found.kept, *found.renamed)
    assert sorted(p.name for p in (*(a for a, _ in pairs), *found.lost)) == sorted(p.name for p in old)
    assert sorted(p.name for p in (*(b for _, b in pairs), *found.gained)) == sorted(p.name for p in new)


@given(signatures())
def test_a_list_does_not_differ_from_itself(old: tuple[Parameter, ...]) -> None:
    assert compare(old, tuple(old)) == ()


def test_summaries_count_renames_only_where_nothing_else_came_or_went() -> None:
    same = align(parameters("a, b"), parameters("a, c"))
    longer = align(parameters("a, b"), parameters("a, c, d"))
    assert [(a.name, b.name) for a, b in same.renamed_in_place] == [("b", "c")]
    assert longer.renamed_in_place == ()
    assert ([p.name for p in longer.removed], [p.name for p in longer.added]) == (["b"], ["c", "d"])


def test_kept_parameters_that_stand_elsewhere_are_moved() -> None:
    assert [p.name for p in align(parameters("a, b, c"), parameters("n, a, c")).moved] == ["a"]
