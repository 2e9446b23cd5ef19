"""One version as a picture, in DOT: what `svg` draws, for Graphviz and others to lay out. It needs no library."""

from __future__ import annotations

from modiff.model.api import Api
from modiff.model.graph import Graph
from modiff.report.drawing.collapsing import pictures
from modiff.report.drawing.dot import dot
from modiff.report.drawing.subjects import subject
from modiff.report.interface import Style


def show(api: Api, style: Style) -> str:
    """The picture as text."""
    return dot(pictures(subject(Graph.of(api), style.drawn))[0])
