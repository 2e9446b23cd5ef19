"""Where boxes and arrows stand: Graphviz's `dot`, through pygraphviz, in this process.

Graphviz is given sizes and numbers, never a text: nothing of a stranger's is read by it, it needs no fonts, and the same picture has the same places
on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from modiff.errors import MissingExtra
from modiff.report.drawing.picture import Arrow, Box, Picture
from modiff.report.drawing.places import GAP, HIGH, WIDE, Drawn, Layout, Placed, Point, lines_of, size_of


def joined_up(picture: Picture) -> Layout:
    """Boxes in ranks, arrows between them; boxes without arrows in rows below. Raises MissingExtra where pygraphviz is not installed."""
    graphviz = _graphviz()
    ends = {end for arrow in picture.arrows for end in (arrow.source, arrow.target)}
    joined = [box for box in picture.boxes if box.id in ends]
    alone = [box for box in picture.boxes if box.id not in ends]
    best = Layout(0, 0, (), ())
    if joined:
        tries = [_by_dot(graphviz, joined, picture.arrows, direction) for direction in ("LR", "TB")]
        best = min(tries, key=lambda layout: max(layout.width / WIDE, layout.height / HIGH))
    return _with_rows(best, alone)


def _graphviz() -> Any:
    try:
        import pygraphviz
    except ImportError as error:
        hints = ['pip install "modiff[graphs]"', "--format dot, which needs nothing"]
        raise MissingExtra("Pictures need pygraphviz, which is not installed.", hints) from error
    return pygraphviz


def _by_dot(graphviz: Any, boxes: list[Box], arrows: Iterable[Arrow], direction: str) -> Layout:
    number = {box.id: index for index, box in enumerate(boxes)}
    sizes = [size_of(lines_of(box)) for box in boxes]
    drawn = list(arrows)
    text = [
        f"digraph {{ graph [rankdir={direction}, nodesep=0.16, ranksep=0.55, concentrate=false, mclimit=2];",
        'node [shape=box, fixedsize=true, label=""]; edge [arrowsize=0.7];',
        *(f"n{index} [width={width / 72:.3f}, height={height / 72:.3f}];" for index, (width, height) in enumerate(sizes)),
        *(f"n{number[a.source]} -> n{number[a.target]} [id={index}{', dir=none' if a.headless else ''}];" for index, a in enumerate(drawn)),
        "}",
    ]
    made = graphviz.AGraph(string="\n".join(text))
    try:
        found = json.loads(made.draw(format="json0", prog="dot"))
    finally:
        made.close()
    _, _, width, height = (float(part) for part in found["bb"].split(","))
    placed = []
    for each in found.get("objects", ()):
        index = int(each["name"][1:])
        x, y = _point(each["pos"], height)
        placed.append(Placed(boxes[index], x, y, *sizes[index], lines_of(boxes[index])))
    placed.sort(key=lambda each: (each.y, each.x))  # as one reads
    ways = sorted(((int(edge["id"]), _way(edge["pos"], height)) for edge in found.get("edges", ())), key=lambda way: way[0])
    return Layout(width, height, tuple(placed), tuple(Drawn(drawn[index], curve, tip) for index, (curve, tip) in ways))


def _way(text: str, height: float) -> tuple[tuple[Point, ...], Point | None]:
    """Graphviz's `e,x,y x,y x,y …`: the tip, where there is one, then the curve."""
    tip, curve = None, []
    for part in text.split(";")[0].split():
        if part.startswith(("e,", "s,")):
            tip = _point(part[2:], height)
        else:
            curve.append(_point(part, height))
    return tuple(curve), tip


def _point(text: str, height: float) -> Point:
    x, y = text.split(",")[:2]
    return round(float(x), 1), round(height - float(y), 1)


def _with_rows(layout: Layout, alone: list[Box]) -> Layout:
    """Boxes without arrows stand in rows below the rest, as wide as that is."""
    if not alone:
        return layout
    room = max(layout.width, WIDE * 0.7)
    x, y = 0.0, layout.height + (2 * GAP if layout.boxes else 0)
    placed, widest, row = list(layout.boxes), layout.width, 0.0
    for box in alone:
        lines = lines_of(box)
        width, height = size_of(lines)
        if x and x + width > room:
            x, y, row = 0.0, y + row + GAP, 0.0
        placed.append(Placed(box, round(x + width / 2, 1), round(y + height / 2, 1), width, height, lines))
        x, row = x + width + GAP, max(row, height)
        widest = max(widest, x - GAP)
    return Layout(widest, y + row, tuple(placed), layout.arrows)
