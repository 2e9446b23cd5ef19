"""How types stand to each other: laws that hold for all types, and what PEP 484 and its successors say of some."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff.compare.types.forms import (
    ANYTHING,
    NONE,
    OBJECT,
    CallableType,
    FixedTuple,
    Named,
    Nothing,
    OneOf,
    Type,
    Unknown,
    Variable,
    is_settled,
    parts,
    union,
)
from modiff.compare.types.relation import compared, fits, without
from modiff.compare.types.solving import every, some

BASES = {"pkg.Leaf": ("pkg.Node",), "pkg.Node": (), "pkg.Other": ()}


class Package:
    """Three classes, one under another."""

    reads_only = False

    def derives(self, path: str, base: str) -> bool | None:
        if path in BASES and base in BASES:
            return path == base or base in BASES[path]
        return False if base in BASES or path in BASES else None

    def is_class(self, path: str) -> bool:
        return path in BASES

    def above(self, one: Named, path: str) -> Named | None:
        return None

    def variance(self, path: str) -> str | None:
        return None


WORLD = Package()
PLAIN = [Named(f"builtins.{n}") for n in ("int", "float", "bool", "str", "bytes", "complex", "None", "object")] + [Named(path) for path in BASES]
LITERALS = [OneOf("'a'", "builtins.str"), OneOf("'b'", "builtins.str"), OneOf("1", "builtins.int"), OneOf("True", "builtins.bool")]


def deeper(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    one = st.sampled_from(
        ["builtins.list", "builtins.frozenset", "collections.abc.Sequence", "collections.abc.Iterable", "builtins.set", "builtins.type"]
    )
    two = st.sampled_from(["builtins.dict", "collections.abc.Mapping"])
    return st.one_of(
        st.builds(lambda path, a: Named(path, (a,)), one, inner),
        st.builds(lambda path, a, b: Named(path, (a, b)), two, inner, inner),
        st.builds(union, inner, inner),
        st.builds(lambda *entries: FixedTuple(entries), inner, inner),
        st.builds(lambda a, r: CallableType((a,), r), inner, inner),
    )


SETTLED = st.recursive(st.sampled_from([*PLAIN, *LITERALS]), deeper, max_leaves=6)
ANY_TYPE = st.recursive(st.sampled_from([*PLAIN, *LITERALS, ANYTHING, Unknown("x"), Variable(), Nothing()]), deeper, max_leaves=6)

MIRRORED = {"same": "same", "wider": "narrower", "narrower": "wider", "other": "other", "unknown": "unknown"}


@given(ANY_TYPE)
def test_a_type_is_what_it_is(one: Type) -> None:
    assert fits(one, one, WORLD) is True
    assert compared(one, one, WORLD).relation == "same"


@given(ANY_TYPE, ANY_TYPE)
def test_both_directions_mirror_each_other(one: Type, other: Type) -> None:
    assert compared(other, one, WORLD).relation == MIRRORED[compared(one, other, WORLD).relation]


@given(ANY_TYPE, ANY_TYPE, ANY_TYPE)
def test_unions_are_flat_and_know_no_order(a: Type, b: Type, c: Type) -> None:
    assert union(a, b) == union(b, a)
    assert union(a, union(b, c)) == union(union(a, b), c)
    assert union(a, a) == a


@given(ANY_TYPE, ANY_TYPE)
def test_a_member_fits_its_union(one: Type, other: Type) -> None:
    assert all(fits(member, union(one, other), WORLD) is True for member in parts(one))
    assert fits(one, union(one, other), WORLD) is True


@given(SETTLED, SETTLED, SETTLED)
def test_a_union_fits_where_all_its_members_fit(a: Type, b: Type, place: Type) -> None:
    assert fits(union(a, b), place, WORLD) == every((fits(a, place, WORLD), fits(b, place, WORLD)))


@given(SETTLED)
def test_object_takes_everything_and_nothing_fits_everywhere(one: Type) -> None:
    assert fits(one, OBJECT, WORLD) is True
    assert fits(Nothing(), one, WORLD) is True


@given(SETTLED, SETTLED)
def test_of_any_nothing_is_refused(one: Type, other: Type) -> None:
    assert fits(ANYTHING, one, WORLD) is not False
    assert fits(one, ANYTHING, WORLD) is True
    assert fits(Named("builtins.list", (ANYTHING,)), Named("builtins.list", (one,)), WORLD) is not False
    assert fits(Named("builtins.list", (one,)), Named("builtins.list", (union(other, ANYTHING),)), WORLD) is True


@settings(max_examples=300)
@given(SETTLED, SETTLED, SETTLED)
def test_what_fits_fits_further_on(a: Type, b: Type, c: Type) -> None:
    if fits(a, b, WORLD) is True and fits(b, c, WORLD) is True:
        assert fits(a, c, WORLD) is not False


@given(st.lists(st.sampled_from([True, False, None])))
def test_three_valued_answers_are_dual(answers: list[bool | None]) -> None:
    negated = [None if a is None else not a for a in answers]
    positive = some(negated)
    assert every(answers) == (None if positive is None else not positive)


@given(ANY_TYPE, ANY_TYPE)
def test_dropping_members_leaves_something(one: Type, other: Type) -> None:
    left = without(union(one, other), parts(other))
    assert parts(left) <= parts(union(one, other))
    assert parts(left)


def named(name: str, *arguments: Type) -> Named:
    home = "" if "." in name else "builtins." if name[0].islower() else "collections.abc."
    return Named(home + name, arguments)


INT, STR, BOOL, FLOAT = named("int"), named("str"), named("bool"), named("float")
NODE, LEAF, OTHER = named("pkg.Node"), named("pkg.Leaf"), named("pkg.Other")


@pytest.mark.parametrize(
    ("old", "new", "relation"),
    [
        (INT, FLOAT, "wider"),
        (BOOL, INT, "wider"),
        (INT, STR, "other"),
        (INT, union(INT, NONE), "wider"),
        (named("bytearray"), named("bytes"), "unknown"),
        (LEAF, NODE, "wider"),
        (NODE, OTHER, "other"),
        (STR, LEAF, "other"),
        (named("list", LEAF), named("list", NODE), "other"),
        (named("list", LEAF), named("Sequence", NODE), "wider"),
        (named("list", INT), named("list"), "unknown"),
        (named("dict", STR, LEAF), named("Mapping", STR, NODE), "wider"),
        (named("dict", STR, INT), named("Iterable", STR), "wider"),
        (named("Mapping", LEAF, INT), named("Mapping", NODE, INT), "other"),
        (STR, named("Sequence", STR), "wider"),
        (FixedTuple((INT, STR)), named("tuple", union(INT, STR)), "wider"),
        (FixedTuple((INT, STR)), FixedTuple((INT,)), "other"),
        (named("Generator", INT, NONE, NONE), named("Iterator", INT), "wider"),
        (CallableType((NODE,), LEAF), CallableType((LEAF,), NODE), "wider"),
        (CallableType((LEAF,), NONE), CallableType((LEAF, LEAF), NONE), "other"),
        (LITERALS[0], STR, "wider"),
        (union(*LITERALS[:2]), LITERALS[0], "narrower"),
        (union(OneOf("True", "builtins.bool"), OneOf("False", "builtins.bool")), BOOL, "same"),
        (named("type", LEAF), named("type", NODE), "wider"),
        (Variable(), INT, "unknown"),
        (named("numpy.ndarray"), INT, "unknown"),
        (named("numpy.ndarray"), union(named("numpy.ndarray"), NONE), "unknown"),
        (named("pathlib.Path"), named("os.PathLike", STR), "wider"),
        (named("collections.OrderedDict", STR, INT), named("dict", STR, INT), "wider"),
        (named("datetime.datetime"), named("datetime.date"), "wider"),
    ],
)  # fmt: skip
def test_known_pairs(old: Type, new: Type, relation: str) -> None:
    assert compared(old, new, WORLD).relation == relation
    assert compared(new, old, WORLD).relation == MIRRORED[relation]


def test_what_is_unknown_deep_inside_is_not_settled() -> None:
    assert not is_settled(named("list", FixedTuple((CallableType(None, Unknown("x")),))))
    assert is_settled(named("list", union(INT, STR)))
