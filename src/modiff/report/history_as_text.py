"""A package over its releases as a table for people: what each release added, removed and changed, level by level."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.model.history import LEVELS, HistoricRelease, History, Step, Totals
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.words import count

_HEADS = ("release", "modules", "functions", "classes", "methods", "parameters", "losses")


def history(found: History, style: Style) -> str:
    """The table; with `-v` also the names of what was removed, quiet: the last line alone."""
    return "".join(f"{line}\n" for line in ([_closing(found)] if style.verbose < 0 else _lines(found, style)))


def _lines(found: History, style: Style) -> Iterator[str]:
    rows = [_HEADS, *(_row(one) for one in found.releases)]
    widths = [max(len(row[column]) for row in rows if len(row) == len(_HEADS)) for column in range(len(_HEADS))]
    for row, one in zip(rows, (None, *found.releases), strict=True):
        cells = [cell.ljust(widths[0]) if column == 0 else cell.rjust(widths[column]) for column, cell in enumerate(row)]
        yield "  ".join(cells).rstrip()
        if one is not None and one.step is not None and style.verbose > 0:
            yield from (f"    {level} {visible(path)} is gone" for level in LEVELS for path in one.step.names[level].removed)
    yield ""
    yield "+ added, − removed, ~ changed; of parameters those of callables that both releases have"
    read = [one for one in found.releases if one.totals is not None]
    for one in (read[:1] if len(read) == 1 else (read[0], read[-1])) if read else ():
        assert one.totals is not None
        yield f"{one.version} defines {_held(one.totals)}"
    yield _closing(found)


def _row(one: HistoricRelease) -> tuple[str, ...]:
    version = visible(one.version)
    if one.unread is not None:
        return version, f"not read: {visible(one.unread)}"
    if one.step is None:
        return version, *([""] * 5), "first"
    return version, *_changes(one.step), f"{one.step.losses:,}"


def _changes(step: Step) -> tuple[str, ...]:
    """The five cells of levels."""
    cells = [_cell(len(said.added), len(said.removed), len(said.changed)) for said in (step.names[level] for level in LEVELS)]
    parameter = step.summary.parameter
    return *cells, _cell(parameter.added, parameter.removed, 0)


def _cell(added: int, removed: int, changed: int) -> str:
    shown = [f"{sign}{number:,}" for sign, number in (("+", added), ("−", removed), ("~", changed)) if number]
    return " ".join(shown) or "·"


def _held(totals: Totals) -> str:
    numbers = (
        (totals.module, "module"), (totals.function, "function"), (totals.class_, "class"), (totals.method, "method"), (totals.parameter, "parameter")
    )  # fmt: skip
    said = [count(number, noun) for number, noun in numbers]
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _closing(found: History) -> str:
    steps = [one.step for one in found.releases if one.step is not None]
    lossy = sum(step.losses > 0 for step in steps)
    unread = sum(one.unread is not None for one in found.releases)
    told = f"{visible(found.name or found.spec)}: {count(len(found.releases), 'release')}"
    losses = sum(step.losses for step in steps)
    told += f", {lossy:,} of {len(steps):,} steps with losses, {losses:,} {'loss' if losses == 1 else 'losses'} in all"
    return told + (f"; {unread:,} could not be read" if unread else "")
