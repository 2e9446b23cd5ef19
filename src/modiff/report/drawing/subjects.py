"""What can be drawn of one version: its modules and their imports, its classes and what they derive from, what modules offer of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from modiff.model.graph import Graph
from modiff.model.nodes import Node
from modiff.report.drawing.picture import Link, Subject, Thing
from modiff.report.interface import Drawn


def subject(graph: Graph, drawn: Drawn) -> Subject:
    """What such a picture is about."""
    return _SUBJECTS[drawn](graph)


def _title(graph: Graph, what: str) -> str:
    name = " ".join(part for part in (graph.name or ", ".join(graph.packages), graph.version) if part)
    return f"{name}: {what}"


def _modules(graph: Graph) -> Subject:
    modules = graph.nodes_of("module")
    links = tuple(Link(edge.source, edge.target) for edge in graph.edges_of("imports"))
    things = tuple(_module(module, graph) for module in modules)
    return Subject(_title(graph, "modules and their imports"), "imports", "imported by", ("module", "modules"), things, links, True, True)


def _module(module: Node, graph: Graph) -> Thing:
    held = Counter(member.kind for member in graph.members_of(module) if member.public)
    said = ", ".join(f"{count} {_PLURALS[kind] if count > 1 else kind}" for kind, count in sorted(held.items()))
    return Thing(module.id, "module", module.public, f"{module.id}: {said}" if said else module.id)


_PLURALS = {
    "class": "classes", "function": "functions", "attribute": "attributes", "module": "modules", "property": "properties", "method": "methods",
    "parameter": "parameters", "external": "names of other distributions",
}  # fmt: skip


def _inheritance(graph: Graph) -> Subject:
    related = graph.edge_subgraph("inherits")
    alone = sum(1 for node in graph.nodes_of("class") if node not in related)
    things = tuple(Thing(n.id, n.kind, n.public or n.kind == "external", f"{n.id}{n.signature or ''}") for n in related.nodes)
    links = tuple(Link(edge.source, edge.target) for edge in related.edges)
    remarks = (f"{alone} class{'' if alone == 1 else 'es'} without bases or heirs {'is' if alone == 1 else 'are'} not drawn.",) if alone else ()
    others = frozenset(node.id.partition(".")[0] for node in related.nodes_of("external"))
    return Subject(_title(graph, "inheritance"), "inherits from", "base of", ("class", "classes"), things, links, remarks=remarks, last=others)


def _exports(graph: Graph) -> Subject:
    links = []
    for edge in graph.edges_of("exports"):
        home = graph[edge.target].module
        if home is not None and home != edge.source and home in graph:
            links.append(Link(edge.source, home, edge.name or ""))
    ends = {end for link in links for end in (link.source, link.target)}
    things = tuple(_module(module, graph) for module in graph.nodes_of("module") if module.id in ends)
    rest = len(graph.nodes_of("module")) - len(things)
    some = f"{rest} module{'' if rest == 1 else 's'}"
    remarks = (f"{some} that {'offers' if rest == 1 else 'offer'} nothing of others, and nobody else's offers, not drawn.",) if rest else ()
    return Subject(
        _title(graph, "re-exports"), "offers names of", "offered by", ("module", "modules"), things, tuple(dict.fromkeys(links)), remarks=remarks
    )


_SUBJECTS: dict[Drawn, Callable[[Graph], Subject]] = {"modules": _modules, "inheritance": _inheritance, "exports": _exports}
