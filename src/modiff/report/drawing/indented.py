"""Where the boxes of a tree stand: below each other, further in the deeper they lie, in as many columns as fill a screen well. Needs no library."""

from __future__ import annotations

from collections import defaultdict

from modiff.report.drawing.picture import Arrow, Box, Picture
from modiff.report.drawing.places import GAP, HIGH, LINE, WIDE, Drawn, Layout, Placed, Point, lines_of, size_of

INDENT, BETWEEN, MOST_COLUMNS = 22.0, 5.0, 6
Rows = list[tuple[Box, int]]


def indented(picture: Picture) -> Layout:
    """The tree with places. Every arrow leads from a box to one that it holds."""
    boxes = {box.id: box for box in picture.boxes}
    below: dict[str, list[str]] = defaultdict(list)
    arrows = {arrow.target: arrow for arrow in picture.arrows}
    for arrow in picture.arrows:
        below[arrow.source].append(arrow.target)
    roots = [box for box in picture.boxes if box.id not in arrows]
    alone: list[Rows] = [[(box, 0)] for box in roots if not below[box.id]]
    layout = Layout(0, 0, (), ())
    for root in roots:
        if below[root.id]:
            parts = [_rows(each, boxes, below, 0) for each in _ordered(below[root.id], boxes)]
            layout = _below(layout, _group(root, parts, arrows))
    return _below(layout, _group(None, alone, arrows)) if alone else layout


def _ordered(names: list[str], boxes: dict[str, Box]) -> list[str]:
    """In the order of their names; what is unchanged comes last."""
    return sorted(names, key=lambda name: (boxes[name].kind == "rest", name))


def _rows(name: str, boxes: dict[str, Box], below: dict[str, list[str]], depth: int) -> Rows:
    rows = [(boxes[name], depth)]
    for part in _ordered(below[name], boxes):
        rows += _rows(part, boxes, below, depth + 1)
    return rows


def _group(root: Box | None, parts: list[Rows], arrows: dict[str, Arrow]) -> Layout:
    """A box, and what it holds in columns below it: as many as come nearest to the form of a screen. None: they hang below nothing."""
    tries = [_columns(root, parts, count, arrows) for count in range(1, min(MOST_COLUMNS, max(1, len(parts))) + 1)]
    return min(tries, key=lambda layout: max(layout.width / WIDE, layout.height / HIGH))


def _columns(root: Box | None, parts: list[Rows], count: int, arrows: dict[str, Arrow]) -> Layout:
    placed = [_placed(root, 0.0, 0.0)] if root is not None else []
    tall = LINE + 9 + BETWEEN
    each = sum(map(len, parts)) / count
    top, x = (placed[0].height + GAP, INDENT) if placed else (0.0, 0.0)
    widest, lowest = (placed[0].width, placed[0].height) if placed else (0.0, 0.0)
    drawn: list[Drawn] = []
    column, done, y, wide = 0, 0, top, 0.0
    for rows in parts:
        if done >= each * (column + 1) or (y > top and done + len(rows) / 2 > each * (column + 1)):
            column, x, y, wide = column + 1, x + wide + 2 * GAP, top, 0.0
        stack: list[Placed] = []
        for box, depth in rows:
            here = _placed(box, x + depth * INDENT, y)
            del stack[depth:]
            if stack:
                drawn.append(Drawn(arrows[box.id], _elbow(stack[-1], here), None))
            stack.append(here)
            placed.append(here)
            wide, y = max(wide, depth * INDENT + here.width), y + tall
        done += len(rows)
        widest, lowest = max(widest, x + wide), max(lowest, y - BETWEEN)
    return Layout(widest, lowest, tuple(placed), tuple(drawn))


def _placed(box: Box, x: float, y: float) -> Placed:
    lines = ("   ".join(lines_of(box)),)
    width, height = size_of(lines)
    return Placed(box, round(x + width / 2, 1), round(y + height / 2, 1), width, height, lines)


def _elbow(above: Placed, here: Placed) -> tuple[Point, ...]:
    """Down from the box above, then right; straight lines, written as curves."""
    x = above.x - above.width / 2 + INDENT / 2
    start, corner, end = (x, above.y + above.height / 2), (x, here.y), (here.x - here.width / 2, here.y)
    return (start, start, corner, corner, corner, end, end)


def _below(layout: Layout, other: Layout) -> Layout:
    if not layout.boxes:
        return other
    down = layout.height + 2 * GAP
    boxes = (Placed(p.box, p.x, p.y + down, p.width, p.height, p.lines) for p in other.boxes)
    arrows = (Drawn(d.arrow, tuple((x, y + down) for x, y in d.curve), d.tip) for d in other.arrows)
    return Layout(max(layout.width, other.width), down + other.height, (*layout.boxes, *boxes), (*layout.arrows, *arrows))
