"""What programs and queries answer: as a table for people, as data, as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from modiff.report.inert import visible
from modiff.report.words import count

_WIDEST = 90
"""Of a column but the last, in a table."""


class Rows(Protocol):
    """Rows under one name, as `modiff.queries.answers` has them."""

    @property
    def name(self) -> str:
        """What they are rows of."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of columns."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """Values, one sequence a row."""


def as_text(shown: Iterable[Rows]) -> str:
    """A heading for each name with the number of rows, and the rows in columns below it."""
    return "".join(f"{line}\n" for rows in shown for line in _table(rows))


def as_data(shown: Iterable[Rows]) -> dict[str, list[list[Any]]]:
    """Rows by name, for JSON."""
    return {rows.name: [list(row) for row in rows.rows] for rows in shown}


def as_objects(rows: Rows) -> str:
    """A JSON array with an object for each row."""
    return json.dumps([dict(zip(rows.columns, row, strict=True)) for row in rows.rows], indent=2, ensure_ascii=False, default=str) + "\n"


def as_csv(rows: Rows) -> str:
    """A line of names, and a line for each row (RFC 4180, with line feeds)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return out.getvalue()


def bare_table(rows: Rows) -> str:
    """Names of columns, a line, and the rows."""
    cells = [list(rows.columns), *([_cell(value) for value in row] for row in rows.rows)]
    widths = _widths(cells)
    lines = [_line(cells[0], widths), "  ".join("─" * width for width in widths), *(_line(row, widths) for row in cells[1:])]
    return "".join(f"{line}\n" for line in [*lines, "", count(len(rows.rows), "row")])


def _table(rows: Rows) -> Iterator[str]:
    yield f"{rows.name}: {count(len(rows.rows), 'row')}"
    cells = [[_cell(value) for value in row] for row in rows.rows]
    widths = _widths(cells)
    yield from (f"  {_line(row, widths)}" for row in cells)
    yield ""


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    return [min(_WIDEST, max(map(len, column))) for column in zip(*cells, strict=True)] if cells else []


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cell(value: Any) -> str:
    if value is None:
        return "·"
    return visible(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)).replace("\n", " ")
