"""What a question gets: rows under names."""

from __future__ import annotations

import msgspec

Value = str | int | float | bool | None | list["Value"]


class Rows(msgspec.Struct, frozen=True):
    """What was asked for under one name."""

    name: str
    """Of a predicate, with its arity (`removed/2`); `sql` for a query."""
    columns: tuple[str, ...]
    """Names of columns; of a predicate numbers from 1, as it has no others."""
    rows: tuple[tuple[Value, ...], ...]
    """Sorted, for predicates; in the order that the query gives, for SQL."""


class Answer(msgspec.Struct, frozen=True):
    """What logic programs answer."""

    shown: tuple[Rows, ...]
    """By predicate, sorted by name; predicates that are shown and hold of nothing have no rows."""
    optimum: tuple[int, ...] | None = None
    """The cost of the answer where something was minimised; None: nothing was."""
    unique: bool = True
    """False: there are other answers, and this is the first."""
    warnings: tuple[str, ...] = ()
