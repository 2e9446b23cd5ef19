"""Keywords that a package itself gives to a method which takes any (`**kwargs`): whoever overrides it has to take those."""

from __future__ import annotations

from collections.abc import Collection

from modiff.graph import Graph
from modiff.link import bodies
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD
from modiff.model.items import Item
from modiff.uses.overriding import around
from modiff.uses.worlds import World


def given(world: World, item: Item, own: Collection[str], replaced: Collection[str]) -> str | None:
    """A keyword that callers in the package give to overrides of a method, at once or through a method that hands on what it is given; None: none is
    known. `own`: parameters of the override; `replaced`: methods that the client's class defines itself, which hand on nothing."""
    graph = world.graph_of(item)
    if item.owner is None:
        return None
    known = _given_to(graph, item.module)
    for method in [item, *(each for each in _handing_on(graph, item.owner, item.name) if each.name not in replaced)]:
        for keyword in sorted(known.get(method.name, frozenset()) - _named(graph, method) - _named(graph, item) - set(own)):
            return keyword
    return None


def _named(graph: Graph, method: Item) -> frozenset[str]:
    signature = graph.signature(method)
    parameters = signature.parameters if signature is not None else ()
    return frozenset(p.name for p in parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY))


def _handing_on(graph: Graph, owner: Item, name: str) -> list[Item]:
    """Other methods of the class that hand their `**kwargs` on to this one of the same object."""
    found = []
    for member in graph.members(owner).values():
        if member.item.kind == "method" and member.item.name != name:
            body = bodies.body(graph.view, member.item)
            if body is not None and any(forward.callee == f"self.{name}" and not forward.local for forward in body.forwards):
                found.append(member.item)
    return found


def _given_to(graph: Graph, module: str) -> dict[str, frozenset[str]]:
    """Keywords that functions around a module give to methods by way of mappings that they fill, by the names of the methods."""
    found: dict[str, frozenset[str]] = {}
    for body in bodies.all_in(graph.view, around(graph, module)):
        for method, keywords in body.gives:
            found[method] = found.get(method, frozenset()) | frozenset(keywords)
    return found
