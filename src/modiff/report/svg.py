"""One version as a picture, in SVG: modules, inheritance or re-exports, as `style.drawn` says; collapsed where it could not be read otherwise."""

from __future__ import annotations

from modiff.model.api import Api
from modiff.model.graph import Graph
from modiff.report.drawing.collapsing import pictures
from modiff.report.drawing.subjects import subject
from modiff.report.drawing.svg import svg
from modiff.report.interface import Style


def show(api: Api, style: Style) -> str:
    """The picture. Raises MissingExtra."""
    return svg(pictures(subject(Graph.of(api), style.drawn))[0])
