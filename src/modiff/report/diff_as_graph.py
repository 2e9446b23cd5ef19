"""What changed between two versions, as a picture: SVG, a page to walk about in, DOT, or JSON Graph Format 2, as `style.picture` says."""

from __future__ import annotations

import json
from typing import Any

from modiff.model.findings import Report
from modiff.report import words
from modiff.report.drawing.changes import IN_IT, pictures
from modiff.report.drawing.dot import dot
from modiff.report.drawing.page import page
from modiff.report.drawing.picture import Picture
from modiff.report.drawing.svg import svg
from modiff.report.interface import Style
from modiff.report.selection import select

EVERYTHING = 1_000_000
"""More boxes than any picture has."""


def diff(report: Report, style: Style) -> str:
    """The picture. Raises MissingExtra for SVG and pages."""
    if style.picture == "html":
        return page(pictures(report, inside=True), words.headline(report, select(report.findings), hidden=""))
    if style.picture == "json":
        return json.dumps({"graph": _graph(pictures(report, EVERYTHING)[0])}, indent=1) + "\n"
    picture = pictures(report)[0]
    return dot(picture) if style.picture == "dot" else svg(picture)


def _graph(picture: Picture) -> dict[str, Any]:
    """All modules and classes that something is told of, and those above them, nothing collapsed."""
    words_of = {"+": "added", "-": "removed", "~": "changed", "": None}
    boxes = [box for box in picture.boxes if box.kind != "rest"]
    known = {box.id for box in boxes}
    nodes = {}
    for box in boxes:
        findings = [line for heading, lines in box.details if not heading.startswith(IN_IT) for line in lines]
        said = {"kind": box.kind, "change": words_of[box.sign], "findings": findings}
        nodes[box.id] = {"label": box.label, "metadata": {key: value for key, value in said.items() if value}}
    edges = [{"source": a.source, "target": a.target, "relation": "contains"} for a in picture.arrows if a.target in known]
    return {"type": "python-api-changes", "label": picture.title, "directed": True, "nodes": nodes, "edges": edges}
