"""The two sides of a finding as text: what stood there and what stands there now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from modiff.model.findings import Place
from modiff.report.compare import Piece, compare, shorten
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.words import where

INDENT = "        "
LABEL = "old "


def one_side(label: str, place: Place, style: Style) -> Text:
    """What stood there, where nothing stands on the other side to compare it with."""
    value = "" if place.value is None else visible(place.value)
    room = style.width - len(INDENT) - len(LABEL) - len(where(place)) - 2
    if cell_len(value) > room > 20:
        value = value[: room - 1] + "…"
    gap = "  " if value else ""
    return Text.assemble(INDENT, (f"{label} ", "dim"), value, (gap + visible(where(place)), "dim"))


def comparison(old: Place, new: Place, style: Style) -> Iterator[Text]:
    """Old and new beside each other where both fit, else above each other, with what differs marked."""
    before, after = compare(visible(old.value or ""), visible(new.value or ""))
    column = (style.width - len(INDENT) - 2) // 2
    left = _Side("old", before, visible(where(old)), "red", style.color)
    right = _Side("new", after, visible(where(new)), "green", style.color)
    if max(left.width, right.width) <= column:
        beside = max(left.width_with_place, right.width_with_place) <= column
        marked, placed = left.differs or right.differs, bool(left.place or right.place) and not beside
        for a, b in zip(left.lines(column, marked, placed), right.lines(column, marked, placed), strict=True):
            yield Text(INDENT) + a + Text(" " * (column - a.cell_len + 2)) + b
        return
    room = style.width - len(INDENT)
    for side in (left, right):
        yield from (Text(INDENT) + line for line in side.lines(room, side.differs, bool(side.place) and side.width_with_place > room))


class _Side:
    """One side: its label, its value with what differs marked, and where it stands."""

    def __init__(self, label: str, pieces: Sequence[Piece], place: str, color: str, colored: bool) -> None:
        self.label, self.pieces, self.place, self.color = label, pieces, place, color
        self.differs = any(piece.differs for piece in pieces) and not colored
        self.width = len(LABEL) + sum(cell_len(piece.text) for piece in pieces)
        self.width_with_place = self.width + (2 + cell_len(place) if place else 0)

    def lines(self, room: int, marked: bool, placed: bool) -> Iterator[Text]:
        """In so many columns. `marked`: a line beneath says what differs, for want of colours; `placed`: the place has a line of its own."""
        shown = shorten(self.pieces, room - len(LABEL))
        value = Text.assemble(*((piece.text, f"bold {self.color}" if piece.differs else "") for piece in shown))
        first = Text.assemble((f"{self.label} ", "dim"), value)
        marks = "".join(("~" if piece.differs else " ") * cell_len(piece.text) for piece in shown).rstrip()
        one_line = first.cell_len <= room
        if self.place and not placed:
            first.append("  " + self.place, style="dim")
        yield first
        if marked and one_line:
            yield Text(" " * len(LABEL) + marks if marks else "")
        if placed:
            yield Text.assemble(" " * len(LABEL), (self.place, "dim"))
