"""What classes ask of subclasses and allow with instances: found where Python would mind, told once, of the class that causes it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff.model.changes import AccessorGone, ClassChanged

from ..worlds import changes_of

ABC = "from abc import ABC, ABCMeta, abstractmethod\n"


def events(old: str, new: str) -> list[tuple[str, str, str | None]]:
    """Event, path and part of every change of a class."""
    found = changes_of({"pkg": dedent(old)}, {"pkg": dedent(new)}).changes
    return [(c.event, c.path, c.part) for c in found if isinstance(c, ClassChanged)]


def test_what_a_base_causes_is_told_of_the_base_alone() -> None:
    old = "class B:\n    def __hash__(self): return 1\n    def __eq__(self, o): return True\nclass C(B): pass\nclass D(C): pass\n"
    assert events(old, old.replace("    def __hash__(self): return 1\n", "")) == [("hash-removed", "pkg.B", None)]


def test_what_a_base_causes_is_shown_where_the_base_stands() -> None:
    base, heir = "class Old(type): pass\nclass New(type): pass\nclass B(metaclass=Old): pass\n", "from pkg import B\nclass C(B): x = 1\n"
    new = {"pkg": base.replace("=Old", "=New"), "pkg__heir": heir.replace("1", "2")}
    (change,) = (c for c in changes_of({"pkg": base, "pkg__heir": heir}, new).changes if isinstance(c, ClassChanged))
    assert (change.path, change.old and change.old.path, change.new and change.new.path) == ("pkg.B", "pkg.B", "pkg.B")


def test_what_a_private_base_causes_is_told_once_with_all_its_heirs() -> None:
    old = "class _B:\n    pass\nclass C(_B): pass\nclass D(_B): pass\n"
    new = old.replace("pass", "def __eq__(self, o): return True", 1)
    (change,) = (c for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, ClassChanged))
    assert (change.event, change.path, change.also) == ("hash-removed", "pkg.C", ("pkg.D",))


@pytest.mark.parametrize(
    ("bases", "expected"),
    [("", []), ("(ABC)", ["became-abstract"]), ("(metaclass=ABCMeta)", ["became-abstract"]), ("(elsewhere.Unknown)", []), ("(dict)", [])],
)
def test_an_abstract_method_counts_where_a_metaclass_minds(bases: str, expected: list[str]) -> None:
    old = f"import elsewhere\n{ABC}class C{bases}:\n    def m(self): ...\n"
    assert [event for event, _, _ in events(old, old.replace("    def m", "    @abstractmethod\n    def m"))] == expected


def test_a_mark_that_a_foreign_descriptor_hides_asks_nothing() -> None:
    old = f"{ABC}from functools import cached_property\nclass C(ABC):\n    pass\n"
    new = old.replace("    pass\n", "    @cached_property\n    @abstractmethod\n    def m(self): ...\n")
    assert events(old, new) == []


def test_a_class_that_becomes_abstract_does_not_also_tell_of_its_metaclass() -> None:
    old = "class C:\n    def m(self): ...\n"
    assert events(old, f"{ABC}class C(ABC):\n    @abstractmethod\n    def m(self): ...\n") == [("became-abstract", "pkg.C", None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("class C:\n    x = 1\n", "class C:\n    __slots__ = ()\n    x = 1\n"),  # nothing to keep: a class that others mix in
        ("class C(Exception):\n    pass\n", "class C(Exception):\n    __slots__ = ('a',)\n"),  # exceptions have a __dict__
        ("import e\nclass C(e.B):\n    pass\n", "import e\nclass C(e.B):\n    __slots__ = ('a',)\n"),  # not known
        ("class C:\n    __slots__ = ('a', '__dict__')\n", "class C:\n    __slots__ = ('__dict__',)\n    a = 1\n"),
        ("class C(dict):\n    pass\n", "class C(dict):\n    pass\n    x = 1\n"),
    ],
)
def test_instances_that_take_any_attribute_still_do(old: str, new: str) -> None:
    assert [event for event, _, _ in events(old, new)] == []


def test_attrs_old_decorator_ordered_and_its_new_one_does_not() -> None:
    old, new = "import attr\n@attr.s\nclass C:\n    x = attr.ib()\n", "import attr\n@attr.define(slots=False)\nclass C:\n    x = attr.field()\n"
    assert events(old, new) == [("ordering-removed", "pkg.C", None)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("@dataclass\nclass C:\n    x: int\n", "class C:\n    def __init__(self, x): self.x = x\n", ["equality-removed"]),
        ("@dataclass(frozen=True)\nclass C:\n    x: int\n", "@dataclass\nclass C:\n    x: int\n", ["hash-removed"]),
        ("@dataclass\nclass C:\n    x: int\n", "@dataclass(eq=False)\nclass C:\n    x: int\n", ["equality-removed"]),
        ("@dataclass\nclass C:\n    x: int\n", "@dataclass(slots=True)\nclass C:\n    x: int\n", ["slots-added"]),
        ("@dataclass\nclass C:\n    x: int\n", "@dataclass(frozen=True)\nclass C:\n    x: int\n", ["became-frozen"]),
    ],
)
def test_options_of_dataclasses(old: str, new: str, expected: list[str]) -> None:
    head = "from dataclasses import dataclass\n"
    assert [event for event, _, _ in events(head + old, head + new)] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("class C[T]: pass", "class C[T, U]: pass", ["type-parameters-changed"]),
        ("class C[T]: pass", "class C[S]: pass", []),
        ("class C[T]: pass", "class C: pass", ["subscript-removed"]),
        ("class C(dict): pass", "class C(list): pass", []),
        ("class C:\n    def __class_getitem__(cls, k): return cls", "class C: pass", ["subscript-removed"]),
        ("class C[T]: pass", "import e\nclass C(e.B): pass", []),
    ],
)
def test_subscripts(old: str, new: str, expected: list[str]) -> None:
    assert [event for event, _, _ in events(old, new)] == expected


def test_a_property_of_another_make_may_let_itself_be_overwritten() -> None:
    old = "class C:\n    @property\n    def x(self): return 1\n    @x.setter\n    def x(self, v): ...\n"
    plain = "class C:\n    @property\n    def x(self): return 2\n"
    other = "from e import someproperty\nclass C:\n    @someproperty\n    def x(self): return 2\n"
    told = [[c.accessor for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, AccessorGone)] for new in (plain, other)]
    assert told == [["setter"], []]


MADE = 'from dataclasses import dataclass, make_dataclass\nC = make_dataclass("C", ["x", "y"]{})\n'
WRITTEN = "from dataclasses import dataclass, make_dataclass\n@dataclass{}\nclass C:\n    x: object\n    y: object\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (MADE.format(""), WRITTEN.format(""), []),
        (MADE.format(", order=True"), WRITTEN.format("(order=True)"), []),
        (MADE.format(", order=True"), WRITTEN.format(""), ["ordering-removed"]),
        (MADE.format(", eq=False"), WRITTEN.format(""), ["hash-removed"]),
        (MADE.format(", frozen=True"), WRITTEN.format("(frozen=True)"), []),
        (MADE.format(", **more"), WRITTEN.format(""), []),
    ],
)
def test_data_classes_made_by_a_call(old: str, new: str, expected: list[str]) -> None:
    assert [event for event, _, _ in events(old, new)] == expected
