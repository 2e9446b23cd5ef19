"""Outlines from the shorthand of function databases, for tests of what is counted and told of them."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from modiff.graph.outline import ClassOutline, FunctionOutline, Outline
from modiff.model.facts import POSITIONAL_OR_KEYWORD, Parameter

Module = Mapping[str, object]
"""`{"f": ["a", "b"], "C": {"m": ["self"]}}`, or "f(a, b)" in short."""


def function(names: list[str]) -> FunctionOutline:
    return FunctionOutline(tuple(Parameter(name, POSITIONAL_OR_KEYWORD) for name in names))


def module(held: Module) -> Outline:
    items: dict[str, FunctionOutline | ClassOutline] = {}
    for name, value in held.items():
        if isinstance(value, dict):
            items[name] = ClassOutline({method: function(names) for method, names in value.items()})
        else:
            assert isinstance(value, list)
            items[name] = function(value)
    return Outline(items)


def modules(database: Mapping[str, Module | None]) -> dict[str, Outline | None]:
    return {name: None if held is None else module(held) for name, held in database.items()}


_LISTS = st.lists(st.sampled_from("abcde"), unique=True, max_size=4)
_CLASSES = st.dictionaries(st.sampled_from(["m", "n", "o"]), _LISTS, max_size=3)
_MODULES = st.dictionaries(st.sampled_from(["f", "g", "h", "C", "D"]), _LISTS | _CLASSES, max_size=4)
DATABASES = st.dictionaries(st.sampled_from(["p", "p.a", "p.b", "p.b.c", "q"]), _MODULES, max_size=4)
"""Small databases whose names meet often."""
