"""One version as a page to walk about in: its modules, inheritance or re-exports, with a picture of everything that is collapsed in another."""

from __future__ import annotations

from modiff.model.api import Api
from modiff.model.graph import Graph
from modiff.report.drawing.collapsing import pictures
from modiff.report.drawing.page import page
from modiff.report.drawing.subjects import subject
from modiff.report.interface import Style


def show(api: Api, style: Style) -> str:
    """The page. Raises MissingExtra."""
    about = subject(Graph.of(api), style.drawn)
    headline = f"{len(about.things)} {about.unit[len(about.things) != 1]}, an arrow says “{about.verb}”"
    return page(pictures(about, inside=True), headline)
