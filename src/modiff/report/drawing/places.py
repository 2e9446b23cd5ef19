"""A picture with places: where each box stands and which way each arrow takes."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from rich.cells import cell_len

from modiff.report.drawing.picture import Arrow, Box
from modiff.report.inert import visible

FONT, COLUMN, LINE = 11.0, 6.65, 15.0
"""Points: of the monospaced font, of one of its columns, from line to line."""
LONGEST = 48
"""Columns of a label; longer ones are cut in the middle."""
WIDE, HIGH = 1280.0, 800.0
"""The screen that a picture is to fill well."""
GAP = 14.0

Point = tuple[float, float]


class Placed(msgspec.Struct, frozen=True):
    """A box with its place: middle, width and height, in points from the upper left corner."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


class Drawn(msgspec.Struct, frozen=True):
    """An arrow with its way."""

    arrow: Arrow
    curve: tuple[Point, ...]
    """A start and three points for each cubic Bézier curve."""
    tip: Point | None
    """Where the head points; None: there is no head."""


class Layout(msgspec.Struct, frozen=True):
    """A picture with places."""

    width: float
    height: float
    boxes: tuple[Placed, ...]
    arrows: tuple[Drawn, ...]


def lines_of(box: Box) -> tuple[str, ...]:
    """What stands in the box."""
    sign = {"": "", "-": "− "}.get(box.sign, f"{box.sign} ")
    return (sign + _short(visible(box.label)), *((_short(visible(box.note)),) if box.note else ()))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 2 + 1 :]}"


def size_of(lines: Iterable[str]) -> Point:
    """Width and height of a box with these lines."""
    known = list(lines)
    return round(max(map(cell_len, known)) * COLUMN + 18, 1), round(len(known) * LINE + 9, 1)
