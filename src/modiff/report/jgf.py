"""One version as a graph in JSON Graph Format, version 2 (https://jsongraphformat.info): one object `{"graph": {...}}`.

Nodes are keyed by an id: the dotted place of a module, class, function, method, property or attribute; `place(name)` for a parameter.
Edges are directed:

- `contains`: from a module to what it defines, a package to its modules, a class to its members, a callable to its parameters in order;
- `exports`: from a module to what it offers and another module defines, with the name it has there;
- `inherits`: from a class to a direct base. A base of another distribution is a node of the kind `external`.

A module that nobody is promised but that defines something that is, and a private base, has `"public": false` and nothing more. Other metadata is
left out where there is nothing to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from modiff.model.api import Api
from modiff.model.facts import KIND_NAMES, Parameter
from modiff.model.items import ApiItem, Kind
from modiff.report.interface import Style
from modiff.report.placing import Place, placed

Json = dict[str, Any]


def show(api: Api, style: Style) -> str:
    """The graph of one version as text."""
    graph = {
        "id": f"{api.name or 'package'}=={api.version}" if api.version else api.name or "package",
        "type": "python-api",
        "label": f"public API of {' '.join(part for part in (api.name or ', '.join(api.packages), api.version) if part)}",
        "directed": True,
        "metadata": _told({"name": api.name, "version": api.version, "packages": list(api.packages)}),
        **graph_of(api.items),
    }
    return json.dumps({"graph": graph}, indent=1) + "\n"


def graph_of(items: Iterable[ApiItem]) -> Json:
    """The members `nodes` and `edges` of a graph."""
    places = placed(items)
    nodes = {place.where: _node(place) for place in places}
    kinds = {place.where: place.kind for place in places}
    reached = {path: place.where for place in places if place.item is not None for path in (place.item.path, *place.item.also)}
    edges: list[Json] = []
    for place in places:
        if place.above is not None:
            edges.append(_edge(place.above, place.where, "contains"))
        if place.item is None:
            continue
        edges.extend(_exports(place.where, place.item, kinds))
        for order, base in enumerate(place.item.bases):
            target = base if base in nodes else reached.get(base, base)
            nodes.setdefault(target, _base(target, kinds))
            edges.append(_edge(place.where, target, "inherits", order=order))
        for order, parameter in enumerate(place.item.signature.parameters if place.item.signature else ()):
            node = f"{place.where}({parameter.name})"
            nodes[node] = _parameter(parameter, order)
            edges.append(_edge(place.where, node, "contains"))
    return {"nodes": nodes, "edges": edges}


def _node(place: Place) -> Json:
    item = place.item
    if item is None:
        return {"label": place.name, "metadata": {"kind": place.kind, "public": False}}
    told = {
        "kind": item.kind, "path": item.path, "also": list(item.also), "canonical": item.canonical if item.canonical != place.where else None,
        "why": item.why, "when": item.when, "binding": item.binding, "flags": list(item.flags),
        "returns": item.signature.returns if item.signature else None,
        "type_parameters": list(item.type_parameters), "annotation": item.annotation, "value": item.value, "inherited_from": item.inherited_from,
        "deprecated": item.deprecated, "file": item.file, "line": item.line,
    }  # fmt: skip
    return {"label": place.name, "metadata": _told(told)}


def _base(path: str, kinds: dict[str, Kind]) -> Json:
    """A base that is no item itself: private, or of another distribution."""
    private = any(where.partition(".")[0] == path.partition(".")[0] for where in kinds)
    return {"label": path.rpartition(".")[2], "metadata": {"kind": "class", "public": False} if private else {"kind": "external"}}


def _parameter(parameter: Parameter, order: int) -> Json:
    kind, default, annotation = KIND_NAMES[parameter.kind], parameter.default, parameter.annotation
    said = {"kind": "parameter", "order": order, "parameter_kind": kind, "default": default, "annotation": annotation}
    return {"label": parameter.name, "metadata": _told(said)}


def _exports(where: str, item: ApiItem, kinds: dict[str, Kind]) -> Iterator[Json]:
    """From every module through which it can be reached, but is not defined in. Members are offered by their class, not by modules."""
    for path in (item.path, *item.also):
        module, _, name = path.rpartition(".")
        if path != where and kinds.get(module) == "module":
            yield _edge(module, where, "exports", name=name)


def _edge(source: str, target: str, relation: str, **metadata: object) -> Json:
    return {"source": source, "target": target, "relation": relation, **({"metadata": metadata} if metadata else {})}


def _told(metadata: Json) -> Json:
    """Without what says nothing."""
    return {key: value for key, value in metadata.items() if value is not None and value != []}
