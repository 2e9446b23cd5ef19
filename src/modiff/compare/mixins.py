"""Classes that are meant to stand beside others among the bases of an heir: what they hand on to `super()` reaches those."""

from __future__ import annotations

from modiff.graph.graph import Graph
from modiff.link.targets import Outside
from modiff.model.items import Item

_NOBODY = "\0"
"""A keyword that nobody means."""


def has_no_base(graph: Graph, cls: Item) -> bool:
    """Does it derive from nothing but `object`, so that in an heir any class may come next?"""
    return all(isinstance(a, Outside) and a.path == "builtins.object" for a in graph.ancestors(cls) if a is not cls)


def constructs_others_too(graph: Graph, cls: Item) -> bool:
    """Is it such a class, and does its constructor hand on keywords which `object` would refuse? By itself it takes none of them."""
    if not has_no_base(graph, cls):
        return False
    fate = graph.keyword_fate(cls, _NOBODY)
    return fate.verdict == "rejected" and refuses_as_last(fate.by)


def refuses_as_last(by: str | None) -> bool:
    """Is it `object` that refuses a keyword, as nobody before it took it?"""
    return by is not None and by.startswith("object.")
