"""A picture as DOT, for tools of one's own: the boxes and arrows that the SVG shows, with sizes and places left to the tool."""

from __future__ import annotations

from modiff.model.conversions import quoted
from modiff.report.drawing.picture import Arrow, Box, Picture
from modiff.report.drawing.places import lines_of

_COLORS = {"+": "#11693a", "-": "#b3261e", "~": "#8a5a00"}


def dot(picture: Picture) -> str:
    """The picture as one directed graph. Every text is quoted, names of strangers can be nothing else."""
    lines = [
        f"digraph {quoted(picture.title)} {{",
        '  graph [rankdir=LR, fontname="monospace", labelloc=t, ' + f"label={quoted(picture.title)}];",
        '  node [shape=box, fontname="monospace", fontsize=11];',
        "  edge [arrowsize=0.7];",
        *(f"  {quoted(box.id)} [{_box(box)}];" for box in picture.boxes),
        *(f"  {quoted(arrow.source)} -> {quoted(arrow.target)}{_arrow(arrow)};" for arrow in picture.arrows),
        *(f"  // {remark}" for remark in picture.remarks),
        "}",
    ]
    return "\n".join([*lines, ""])


def _box(box: Box) -> str:
    said = [f"label={_label(box)}"]
    if box.sign:
        color = _COLORS[box.sign]
        said += [f'color="{color}"', f'fontcolor="{color}"']
    style = [*(["dashed"] if not box.public or box.sign == "-" else []), *(["rounded"] if box.kind == "external" else [])]
    if style:
        said.append(f'style="{",".join(style)}"')
    if box.holds:
        said.append("peripheries=2")
    if box.kind == "rest":
        said.append("shape=plaintext")
    return ", ".join(said)


def _label(box: Box) -> str:
    """Its lines, with the line end between them that only DOT knows."""
    return '"' + r"\n".join(quoted(line)[1:-1] for line in lines_of(box)) + '"'


def _arrow(arrow: Arrow) -> str:
    said = []
    if arrow.count > 1:
        said.append(f'label="{arrow.count}", fontsize=9')
    if arrow.circle:
        said.append('color="#b3261e"')
    if arrow.headless:
        said.append("dir=none")
    return f" [{', '.join(said)}]" if said else ""
