"""Classes after linking: members, the order of bases, constructors."""

from __future__ import annotations

from textwrap import dedent
from types import new_class
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from modiff.graph import Graph
from modiff.link.classes import merge
from modiff.model.items import Item
from tests.worlds import graph_of


def class_at(graph: Graph, path: str) -> Item:
    """The class that must be there."""
    item = graph.at(path)
    assert isinstance(item, Item)
    assert item.kind == "class"
    return item


def shown(graph: Graph, path: str) -> str | None:
    """What a callable takes, as text."""
    item = graph.at(path)
    assert isinstance(item, Item)
    signature = graph.signature(item)
    return None if signature is None else signature.shown


@given(st.lists(st.lists(st.integers(0, 6), max_size=3, unique=True), min_size=1, max_size=7))
def test_the_order_of_bases_is_pythons(parents: list[list[int]]) -> None:
    made: list[type] = []
    orders: list[list[Any]] = []
    for number, above in enumerate(parents):
        above = [a for a in above if a < number]
        try:
            real = new_class(f"C{number}", tuple(made[a] for a in above))
        except TypeError:
            real = None
        merged = merge([*[list(orders[a]) for a in above], cast(Any, list(above))])
        assert (merged is None) == (real is None)
        if real is None or merged is None:
            return
        made.append(real)
        orders.append([number, *merged])
        assert [f"C{n}" for n in orders[-1]] == [c.__name__ for c in real.__mro__[:-1]]


def test_members_are_inherited_and_know_their_owner() -> None:
    graph = graph_of(pkg="from .a import A\nclass B(A):\n    def g(self): pass", pkg__a="class A:\n    def f(self): self.x = 1")
    members = graph.members(class_at(graph, "pkg.B"))
    assert {name: m.owner.path for name, m in members.items()} == {"f": "pkg.a.A", "x": "pkg.a.A", "g": "pkg.B"}
    assert "instance" in members["x"].item.flags


def test_kinds_of_members() -> None:
    graph = graph_of(
        pkg="""
        class C:
            @property
            def p(self): pass
            @p.setter
            def p(self, value): pass
            @staticmethod
            def s(a): pass
            @classmethod
            def c(cls, a): pass
            def m(self, a): pass
            n = m
            f = lambda self, a: a
            q = property(m)
            class D: pass
            x = 1
        """
    )
    members = {name: member.item for name, member in graph.members(class_at(graph, "pkg.C")).items()}
    assert {name: item.kind for name, item in members.items()} == {
        "p": "property", "s": "method", "c": "method", "m": "method", "n": "method", "f": "method", "q": "property", "D": "class", "x": "attribute",
    }  # fmt: skip
    assert members["n"] is members["m"]
    assert [("settable" in members[name].flags) for name in "pq"] == [True, False]
    assert [shown(graph, f"pkg.C.{n}") for n in "scmf"] == ["(a)"] * 4


def test_constructors() -> None:
    graph = graph_of(
        pkg="""
        import collections, enum
        from dataclasses import dataclass, field
        from typing import NamedTuple, ClassVar
        class Plain: pass
        class Init:
            def __init__(self, a, *, b=1): pass
        class Heir(Init): pass
        class New:
            def __new__(cls, a): pass
        class NewAndInit(Init):
            def __new__(cls, *args, **kwargs): pass
        class Error(ValueError): pass
        class Unknown(somewhere.Base): pass
        @dataclass
        class Data:
            x: int
            y: int = 0
            z: list = field(default_factory=list)
            hidden: int = field(init=False)
            c: ClassVar[int] = 1
        @dataclass(kw_only=True)
        class Sub(Data):
            k: int
        class Point(NamedTuple):
            x: int
            y: int = 0
        Old = collections.namedtuple("Old", "a b", defaults=[1])
        class E(enum.Enum):
            A = 1
        """
    )
    assert {n: shown(graph, f"pkg.{n}") for n in "Plain Init Heir New NewAndInit Error Unknown Data Sub Point Old E".split()} == {
        "Plain": "()", "Init": "(a, *, b=1)", "Heir": "(a, *, b=1)", "New": "(a)", "NewAndInit": "(a, *, b=1)", "Error": "(*args)", "Unknown": None,
        "Data": "(x, y=0, z=list())", "Sub": "(x, y=0, z=list(), *, k)", "Point": "(x, y=0)", "Old": "(a, b=1)", "E": None,
    }  # fmt: skip


def test_a_base_that_is_an_alias_of_a_class_with_arguments() -> None:
    text = """
        from collections.abc import Mapping
        from typing import TypeVar, Any
        T = TypeVar("T")
        class Box: ...
        Graph = Mapping[str, Any]
        Boxed = Box[int]
        table = {"a": Box}
        Picked = table["a"]
        class A(Graph): ...
        class B(Boxed): ...
        class C(Picked): ...
    """
    graph = graph_of(pkg=dedent(text))
    bases = {name: [getattr(b, "path", None) for b in graph.bases(class_at(graph, f"pkg.{name}"))] for name in "ABC"}
    assert bases == {"A": ["collections.abc.Mapping"], "B": ["pkg.Box"], "C": [None]}
