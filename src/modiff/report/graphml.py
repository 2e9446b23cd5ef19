"""One version as a graph in GraphML (http://graphml.graphdrawing.org): all nodes and edges of `modiff.Graph`, with their attributes."""

from __future__ import annotations

from modiff.model.api import Api
from modiff.model.graph import Graph
from modiff.report.interface import Style


def show(api: Api, style: Style) -> str:
    """The graph of one version as text. Raises MissingExtra."""
    return Graph.of(api).to_graphml()
