"""Where a package overrides a method that leaves the work to heirs, and where it is looked for."""

from __future__ import annotations

from modiff.graph import Graph
from modiff.link import bodies
from modiff.model.items import Item

_MOST = 60
"""Modules that are looked through."""


def left_to_heirs(graph: Graph, item: Item) -> bool:
    """Does a method only say that heirs have to define it?"""
    body = bodies.body_alone(graph.view, item) if item.kind == "method" else None
    return body is not None and not body.returns and ("NotImplementedError" in body.raises or "abstract" in item.flags)


def overriding(graph: Graph, item: Item) -> list[tuple[Item, Item]]:
    """(method, class) of what overrides it around its module."""
    found = []
    for module in around(graph, item.module):
        for name in graph.view.names(module):
            cls = graph.view.resolve(module, name)
            if isinstance(cls, Item) and cls.kind == "class" and cls.module == module and cls != item.owner and item.owner in graph.ancestors(cls):
                own = graph.own_members(cls).get(item.name)
                if own is not None and own.kind == "method" and not left_to_heirs(graph, own):
                    found.append((own, cls))
    return found


def around(graph: Graph, module: str) -> list[str]:
    """The whole package where it is small, else what lies in the same folder, else the module alone."""
    for top in (module.partition(".")[0], module.rpartition(".")[0]):
        inside = [each for each in graph.modules() if top and (each == top or each.startswith(f"{top}."))]
        if 0 < len(inside) <= _MOST:
            return inside
    return [module]
