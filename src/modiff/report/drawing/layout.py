"""A picture gets its places: a tree by indentation, anything else from Graphviz."""

from __future__ import annotations

from modiff.report.drawing.by_graphviz import joined_up
from modiff.report.drawing.indented import indented
from modiff.report.drawing.picture import Picture
from modiff.report.drawing.places import Layout


def laid_out(picture: Picture) -> Layout:
    """The picture with places. Raises MissingExtra where it is no tree and pygraphviz is not installed."""
    return indented(picture) if picture.tree else joined_up(picture)
