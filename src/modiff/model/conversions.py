"""The graph of one version in the words of others: networkx, JSON Graph Format 2, GraphML, DOT."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from modiff.errors import MissingExtra

if TYPE_CHECKING:
    import networkx

    from modiff.model.graph import Graph
    from modiff.model.nodes import Edge, Node

Json = dict[str, Any]


def to_networkx(graph: Graph) -> networkx.MultiDiGraph[str]:
    """As `networkx.MultiDiGraph`. Raises MissingExtra."""
    library = _networkx()
    made = library.MultiDiGraph(**_told({"name": graph.name or "", "version": graph.version, "packages": graph.packages}))
    for node in graph.nodes:
        made.add_node(node.id, **node.attributes)
    for edge in graph.edges:
        made.add_edge(edge.source, edge.target, key=edge.kind if edge.name is None else f"{edge.kind} {edge.name}", **edge.attributes)
    return made


def to_graphml(graph: Graph) -> str:
    """As GraphML. Raises MissingExtra."""
    library = _networkx()
    made = library.MultiDiGraph(**_scalars(_told({"name": graph.name, "version": graph.version, "packages": graph.packages})))
    for node in graph.nodes:
        made.add_node(_xml(node.id), **_scalars(node.attributes))
    for edge in graph.edges:
        made.add_edge(_xml(edge.source), _xml(edge.target), **_scalars(edge.attributes))
    return "\n".join(library.generate_graphml(made)) + "\n"


def _networkx() -> Any:
    try:
        import networkx
    except ImportError as error:
        raise MissingExtra("This needs networkx, which is not installed.", ['pip install "modiff[graphs]"']) from error
    return networkx


def _scalars(attributes: Json) -> Json:
    """As values that GraphML knows."""
    return {name: _scalar(value) for name, value in attributes.items()}


def _scalar(value: Any) -> Any:
    if isinstance(value, (bool, int)):
        return value
    return _xml(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _xml(text: str) -> str:
    r"""Without signs that XML cannot hold: controls, lone surrogates and two others are written `\x1b`, `\ud800`."""
    if text.isprintable():
        return text
    return "".join(sign if _in_xml(ord(sign)) else sign.encode("unicode_escape").decode("ascii") for sign in text)


def _in_xml(code: int) -> bool:
    return code in (9, 10) or (code >= 32 and not 127 <= code < 160 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF))


def to_jgf(graph: Graph) -> Json:
    """As JSON Graph Format 2."""
    name, version = graph.name, graph.version
    return {
        "graph": {
            "id": f"{name or 'package'}=={version}" if version else name or "package",
            "type": "python-api",
            "label": f"public API of {' '.join(part for part in (name or ', '.join(graph.packages), version) if part)}",
            "directed": True,
            "metadata": _told({"name": name, "version": version, "packages": list(graph.packages)}),
            "nodes": {node.id: {"label": node.name, "metadata": _metadata(node)} for node in graph.nodes},
            "edges": [_edge(edge) for edge in graph.edges],
        }
    }


def _metadata(node: Node) -> Json:
    """What the format says of a node: not what follows from its id and its edges."""
    if node.kind == "external":
        return {"kind": "external"}
    if node.kind == "parameter":
        names = ["kind", "order", "parameter_kind", "default", "annotation"]
        return _told({name: getattr(node, name) for name in names})
    if node.why is None:
        return {"kind": node.kind, "public": False}
    names = [
        "kind", "path", "also", "canonical", "why", "when", "binding", "flags", "returns", "type_parameters", "annotation", "value",
        "inherited_from", "deprecated", "file", "line",
    ]  # fmt: skip
    said = {name: getattr(node, name) for name in names}
    said["canonical"] = node.canonical if node.canonical != node.id else None
    return _told({name: list(value) if isinstance(value, tuple) else value for name, value in said.items()})


def _edge(edge: Edge) -> Json:
    metadata = {name: value for name, value in edge.attributes.items() if name != "kind"}
    return {"source": edge.source, "target": edge.target, "relation": edge.kind, **({"metadata": metadata} if metadata else {})}


def _told(metadata: Json) -> Json:
    """Without what says nothing."""
    return {name: value for name, value in metadata.items() if value is not None and value not in ([], ())}


def to_dot(graph: Graph) -> str:
    """As DOT. The attributes keep their names; `name` is the label too."""
    lines = [f"digraph {quoted(' '.join(filter(None, (graph.name, graph.version))))} {{"]
    lines += [f"  {quoted(node.id)} [{_list({'label': node.name, **node.attributes})}];" for node in graph.nodes]
    lines += [f"  {quoted(edge.source)} -> {quoted(edge.target)} [{_list(edge.attributes)}];" for edge in graph.edges]
    return "\n".join([*lines, "}", ""])


def _list(attributes: Json) -> str:
    return ", ".join(f"{name}={quoted(_plain(value))}" for name, value in attributes.items())


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Iterable) else str(value).lower()


def quoted(text: str) -> str:
    r"""A quoted string of DOT that shows this text as it stands: no quote ends it, no escape (`\N`) or entity (`&lt;`) is replaced, no sign is
    invisible."""
    shown = text if text.isprintable() else "".join(_visible(sign) for sign in text)
    return '"' + shown.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + '"'


def _visible(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
