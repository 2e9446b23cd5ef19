"""A picture as SVG: by itself, with its title, legend and remarks; or a part of a page, which brings its own colours."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from xml.sax.saxutils import quoteattr

from modiff.report.drawing.colors import of_file
from modiff.report.drawing.layout import laid_out
from modiff.report.drawing.picture import Picture
from modiff.report.drawing.places import COLUMN, FONT, LINE, Drawn, Layout, Placed, Point
from modiff.report.inert import tag, visible
from modiff.version import __version__

MARGIN = 16.0
HEAD = 7.0


def svg(picture: Picture) -> str:
    """A file of its own, that looks right on light and dark grounds. Raises MissingExtra."""
    layout = laid_out(picture)
    notes = [*(f"{_SIGNS[sign]} {text}" for sign, text in picture.legend), *picture.remarks]
    top = MARGIN + 24.0
    wanted = max((len(line) for line in (picture.title, *notes)), default=0) * COLUMN
    width = max(layout.width, min(wanted, 900.0)) + 2 * MARGIN
    lines = [part for note in notes for part in _wrapped(note, int((width - 2 * MARGIN) / COLUMN))]
    height = top + layout.height + MARGIN + len(lines) * LINE + (MARGIN if lines else 0)
    below = top + layout.height + 2 * MARGIN
    title = visible(picture.title)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="modiff" role="img" aria-label={quoteattr(title)} '
            f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">',
            f"<!-- Made by modiff {__version__} -->",
            f"<style>{of_file()}</style>",
            '<rect class="paper" width="100%" height="100%"/>',
            f'<text class="title" x="{MARGIN:g}" y="{MARGIN + 10:g}">{tag(title)}</text>',
            f'<g transform="translate({MARGIN:g} {top:g})">',
            *_drawn(layout, ""),
            "</g>",
            *(f'<text class="remark" x="{MARGIN:g}" y="{below + n * LINE:g}">{tag(line)}</text>' for n, line in enumerate(lines)),
            "</svg>",
            "",
        ]
    )


_SIGNS = {
    "package": "▣ double border:", "private": "▢ pale:", "external": "◯ rounded:", "circle": "→ red:",
    "added": "+ green:", "removed": "− red, dashed:", "changed": "~ amber:", "rest": "▢ pale:",
}  # fmt: skip
"""How the legend says it in words; a page shows it in colours too."""


def part(picture: Picture, layout: Layout, prefix: str) -> str:
    """For a page: without title and colours. `prefix`: makes ids the page's only ones."""
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    return "\n".join(
        [
            f'<svg class="modiff" role="group" aria-label={quoteattr(visible(picture.title))} viewBox="0 0 {width:g} {height:g}" '
            f'data-width="{width:g}" data-height="{height:g}">',
            f'<g transform="translate({MARGIN:g} {MARGIN:g})">',
            *_drawn(layout, prefix),
            "</g></svg>",
        ]
    )


def _drawn(layout: Layout, prefix: str) -> Iterator[str]:
    number = {each.box.id: index for index, each in enumerate(layout.boxes)}
    for each in layout.arrows:
        yield _arrow(each, number)
    for index, placed in enumerate(layout.boxes):
        yield _box(placed, index, prefix)


def _box(placed: Placed, index: int, prefix: str) -> str:
    box = placed.box
    said = ["box", box.kind, _WORDS[box.sign], "" if box.public else "private", "opens" if box.opens else ""]
    x, y = placed.x - placed.width / 2, placed.y - placed.height / 2
    radius = placed.height / 2 if box.kind == "external" else 3
    middle = placed.y - (len(placed.lines) - 1) * LINE / 2 + FONT * 0.35
    focus = f' id="{prefix}{index}" tabindex="-1" role="button" aria-label={quoteattr(" ".join(placed.lines))}' if prefix else ""
    return "".join(
        [
            f'<g class="{" ".join(filter(None, said))}"{focus}>',
            f"<title>{tag(box.tooltip or box.id)}</title>",
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{placed.width:g}" height="{placed.height:g}" rx="{radius:g}"/>',
            f'<rect class="inner" x="{x + 2.5:.1f}" y="{y + 2.5:.1f}" width="{placed.width - 5:g}" height="{placed.height - 5:g}" rx="1.5"/>'
            if box.holds
            else "",
            *(f'<text{_NOTE if n else ""} x="{placed.x:.1f}" y="{middle + n * LINE:.1f}">{tag(line)}</text>' for n, line in enumerate(placed.lines)),
            "</g>",
        ]
    )


_NOTE = ' class="note"'
_WORDS = {"": "", "+": "added", "-": "removed", "~": "changed"}


def _arrow(drawn: Drawn, number: dict[str, int]) -> str:
    arrow, curve = drawn.arrow, drawn.curve
    start, rest = curve[0], " ".join(f"{x:g},{y:g}" for x, y in curve[1:])
    weight = "" if arrow.count < 5 else " many" if arrow.count < 25 else " most"
    head = _head(curve[-1], drawn.tip) if drawn.tip is not None else ""
    return (
        f'<g class="arrow{weight}{" circle" if arrow.circle else ""}" data-from="{number[arrow.source]}" data-to="{number[arrow.target]}">'
        f'<title>{tag(arrow.tooltip)}</title><path d="M{start[0]:g},{start[1]:g}C{rest}"/>{head}</g>'
    )


def _head(end: Point, tip: Point) -> str:
    length = hypot(tip[0] - end[0], tip[1] - end[1]) or 1.0
    dx, dy = (tip[0] - end[0]) / length, (tip[1] - end[1]) / length
    back = (tip[0] - dx * HEAD, tip[1] - dy * HEAD)
    sides = [(back[0] - dy * HEAD * 0.38, back[1] + dx * HEAD * 0.38), (back[0] + dy * HEAD * 0.38, back[1] - dx * HEAD * 0.38)]
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *sides))}"/>'


def _wrapped(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in visible(text).split():
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    yield line
