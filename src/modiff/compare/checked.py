"""Which modules tell type checkers to rely on them."""

from __future__ import annotations

from modiff.graph.graph import Graph


def is_typed(graph: Graph, module: str) -> bool:
    """Does this version tell type checkers to rely on a module? PEP 561: the marker covers all below it; a stub speaks for its module."""
    marked = graph.release.metadata.typed
    file = graph.view.modules.get(module)
    return any(module == name or module.startswith(f"{name}.") for name in marked) or (file is not None and file.stub is not None)
