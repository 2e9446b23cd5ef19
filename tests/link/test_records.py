"""Classes made by calls: `make_dataclass`, named tuples whose defaults are set afterwards. Compared with what Python makes of the same text."""

from __future__ import annotations

import inspect
from textwrap import dedent

import pytest

from tests.worlds import graph_of


def read(text: str, name: str = "C") -> str | None:
    graph = graph_of(pkg=text)
    found = graph.at(f"pkg.{name}")
    signature = graph.signature(found)  # type: ignore[arg-type]
    return None if signature is None else signature.shown


def run(text: str, name: str = "C") -> str:
    names: dict[str, object] = {}
    exec(dedent(text), names)
    signature = inspect.signature(names[name])  # type: ignore[arg-type]
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=inspect.Signature.empty)).replace("<factory>", "list()")


RECORD = "from dataclasses import dataclass, field, make_dataclass\n"
TUPLE = "from collections import namedtuple\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{RECORD}C = make_dataclass('C', ['x', ('y', int), ('z', int, 3)])",
        f"{RECORD}C = make_dataclass('C', [('x', int), ('z', int, field(default=1, kw_only=True))])",
        f"{RECORD}C = make_dataclass('C', [('x', int), ('h', list, field(default_factory=list)), ('n', int, field(init=False))])",
        f"{RECORD}C = make_dataclass('C', [('x', int), ('y', int)], kw_only=True, frozen=True)",
        f"{TUPLE}C = namedtuple('C', 'a b c')\nC.__new__.__defaults__ = (None,) * len(C._fields)",
        f"{TUPLE}C = namedtuple('C', 'a b c')\nC.__new__.__defaults__ = (1, 2)",
        f"{TUPLE}class C(namedtuple('C', 'a b')):\n    pass\nC.__new__.__defaults__ = (None,)",
    ],
)
def test_the_constructor_is_what_python_makes(text: str) -> None:
    assert read(text) == run(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{RECORD}C = make_dataclass('C', names())",
        f"{RECORD}C = make_dataclass('C', ['x'], bases=(Other,))",
        f"{RECORD}C = make_dataclass('C', ['x'], **options)",
        f"{TUPLE}C = namedtuple('C', 'a b')\nC.__new__.__defaults__ = made()",
    ],
)
def test_what_is_computed_is_not_guessed(text: str) -> None:
    assert read(text) is None


def test_defaults_under_a_condition_or_that_are_computed_are_left_alone() -> None:
    plain = f"{TUPLE}C = namedtuple('C', 'a b')\n"
    assert read(f"{plain}if OLD:\n    C.__new__.__defaults__ = (None,)") == "(a, b)"
    assert read(f"{plain}D.__new__.__defaults__ = (None,)") == "(a, b)"


def test_fields_and_the_namespace_are_members() -> None:
    graph = graph_of(pkg=f"{RECORD}C = make_dataclass('C', ['x', ('y', int, 3)], namespace={{'add': lambda self, n: n, 'k': 1}})")
    members = graph.own_members(graph.at("pkg.C"))  # type: ignore[arg-type]
    assert {name: item.kind for name, item in members.items()} == {"x": "attribute", "y": "attribute", "add": "method", "k": "attribute"}
    assert graph.signature(members["add"]).shown == "(n)"  # type: ignore[union-attr]
