"""Constants: what users of a value would notice, and what is left alone."""

from __future__ import annotations

import ast
import enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.compare.enumerations import values_of
from modiff.compare.values import difference
from modiff.model.changes import ValueChanged
from modiff.model.items import Item

from ..worlds import changes_of, graph_of

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
LITERALS = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3))
DATACLASS = "from dataclasses import dataclass\n@dataclass\nclass C:\n    x: int = {}"


def events(old: str, new: str) -> list[tuple[str, str]]:
    return [(c.event, c.path) for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, ValueChanged)]


@given(LITERALS, st.booleans())
def test_a_value_does_not_differ_from_itself(value: object, of_class: bool) -> None:
    assert difference(value, ast.literal_eval(repr(value)), of_class=of_class) is None


@given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=5), st.dictionaries(st.text(max_size=3), st.integers(), max_size=5))
def test_tables_lose_exactly_their_lost_keys(was: dict[str, int], now: dict[str, int]) -> None:
    found = difference(was, now, of_class=False)
    lost = was.keys() - now.keys()
    assert (found is not None and found[0] == "keys-removed") == bool(lost)
    assert not lost or (found is not None and set(found[1]) == {repr(key) for key in lost})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("LIMIT = 1", "LIMIT = 2", ["value-changed"]),
        ("LIMIT = 1", "LIMIT = '1'", ["type-changed"]),
        ("LIMIT = 'a'", "LIMIT = None", ["type-changed"]),
        ("LIMIT = True", "LIMIT = 1", []),
        ("limit = 1", "limit = 2", []),
        ("limit: Final = 1", "limit: Final = 2", ["value-changed"]),
        ("limit = 1", "limit: Final = 2", []),
        ("LIMIT = 2", "LIMIT = 1 + 1", []),
        ("LIMIT = f()", "LIMIT = g()", []),
        ("VERSION = '1'", "VERSION = '2'", []),
        ("COPYRIGHT = '2020'", "COPYRIGHT = '2021'", []),
        ("_LIMIT = 1", "_LIMIT = 2", []),
        ("KINDS = ['a', 'b']", "KINDS = ('b', 'a', 'c')", []),
        ("KINDS = ['a', 'b']", "KINDS = ['a']", ["value-changed"]),
        ("TABLE = {'a': [1]}", "TABLE = {'a': [1, 2], 'b': 3}", []),
        ("LIMIT = 1\nLIMIT += 1", "LIMIT = 2\nLIMIT += 1", []),
        ("class C:\n    name = 'a'", "class C:\n    name = None", ["value-changed"]),
        ("class C:\n    description = 'a'", "class C:\n    description = 'b'", []),
        (DATACLASS.format(1), DATACLASS.format(2), []),
    ],
)  # fmt: skip
def test_which_constants_are_told_of(old: str, new: str, expected: list[str]) -> None:
    assert [event for event, _ in events(old, new)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "class E(enum.Enum):\n    A = enum.auto()\n    B = enum.auto()",
        "class E(enum.Enum):\n    A = 5\n    B = enum.auto()\n    C = 9\n    D = enum.auto()",
        "class E(enum.IntEnum):\n    A = enum.auto()\n    B = 3\n    C = enum.auto()",
        "class E(enum.Flag):\n    A = enum.auto()\n    B = 4\n    C = enum.auto()",
        "class E(enum.IntFlag):\n    A = 3\n    B = enum.auto()",
        "class E(enum.StrEnum):\n    RED = enum.auto()\n    BLUE = 'b'",
        'E = enum.Enum("E", "A B C")',
        'E = enum.Enum("E", ["A", "B"])',
    ],
)
def test_values_are_counted_as_python_counts_them(text: str) -> None:
    scope: dict[str, type[enum.Enum]] = {"enum": enum}  # type: ignore[dict-item]
    exec(text, scope)
    graph = graph_of(pkg=f"import enum\n{text}\n")
    cls = graph.at("pkg.E")
    assert isinstance(cls, Item)
    told = {name: ast.literal_eval(value) for name, (value, _) in values_of(graph, cls).items() if value is not None}
    assert told == {member.name: member.value for member in scope["E"].__members__.values()}


def test_an_enumeration_that_counts_in_its_own_way_is_left_alone() -> None:
    old = "import enum\nclass E(enum.Enum):\n    def _generate_next_value_(name, *rest): return name\n    A = enum.auto()\n    B = enum.auto()\n"
    assert events(old, old.replace("    A = enum.auto()\n", "")) == []


def test_a_module_that_says_which_version_it_is_may_say_another() -> None:
    old, new = "MINOR = 1\nLEVEL = 'a'\n", "MINOR = 2\nLEVEL = 'b'\n"
    found = changes_of({"pkg": old, "pkg__version": old}, {"pkg": new, "pkg__version": new}).changes
    assert [c.path for c in found if isinstance(c, ValueChanged)] == ["pkg.LEVEL", "pkg.MINOR"]


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [("['a', 'b', 'c']", "['c', 'd']", ("'a'", "'b'")), ("{'a': 1, 'b': 2, 'c': [1]}", "{'a': 2, 'b': 2, 'c': [1, 2]}", ("'a'",)), ("1", "2", ())],
)
def test_what_differs_of_a_collection_is_named(old: str, new: str, names: tuple[str, ...]) -> None:
    (change,) = changes_of({"pkg": f"LIMIT = {old}"}, {"pkg": f"LIMIT = {new}"}).changes
    assert isinstance(change, ValueChanged)
    assert (change.event, change.names) == ("value-changed", names)


def test_a_value_may_be_another_because_one_version_takes_it_from_a_base() -> None:
    base = "class Base:\n    status = 400\n    limit = 1\n"
    old, new = f"{base}class C(Base):\n    status = 401\n", f"{base}class C(Base):\n    limit = 1\n"
    assert events(old, new) == [("value-changed", "pkg.C.status")]
    assert events(new, old) == [("value-changed", "pkg.C.status")]


def test_a_value_that_both_versions_take_from_a_base_is_told_of_the_base() -> None:
    text = "class Base:\n    status = {}\nclass C(Base):\n    def m(self): {}\n"
    assert events(text.format(400, "pass"), text.format(401, "return 1")) == [("value-changed", "pkg.Base.status")]
