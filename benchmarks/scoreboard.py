"""The table of docs/accuracy.md: what the scorer of `truth/` counted for each tool, pair by pair, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

START, END = "<!-- made by `make accuracy`: start -->", "<!-- made by `make accuracy`: end -->"


@dataclass(frozen=True)
class Tally:
    """One tool on one pair, or on several: the columns of the scorer, in its order."""

    breaks: int = 0
    """What the interpreter says broke."""
    found: int = 0
    """Of these, named by a finding."""
    reports: int = 0
    """Findings in all."""
    gone: int = 0
    """Findings that a public name is gone which is gone."""
    false_names: int = 0
    """Findings that a name is gone which still resolves."""
    calls: int = 0
    """Findings about calls."""
    false_calls: int = 0
    """Of these, about calls that the interpreter judged unbroken."""
    noise: int = 0
    """Findings that a name is gone which was never public."""
    open: int = 0
    """Findings that the interpreter can't judge."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Run:
    """One tool on one pair."""

    tally: Tally
    seconds: float
    """CPU time, of all its processes: wall time says more about who else is at work on the machine."""
    remark: str = ""
    """What went wrong, if anything did."""


Rows = Mapping[str, Mapping[str, Run]]
"""Pair → tool → run."""


def tallies(printed: str) -> dict[str, Tally]:
    """What the scorer printed, by pair; its heading, its details and its last line are not about a pair."""
    out = {}
    for line in printed.splitlines():
        words = line.removesuffix("not run").split()
        if len(words) == 10 and not line.startswith(" ") and all(w.isdigit() for w in words[1:]):
            out[words[0]] = Tally(*map(int, words[1:]))
    return out


def table(sets: Mapping[str, Rows], tools: Sequence[str]) -> str:
    """The whole of it as Markdown: a table for each set of pairs, and the shares over all of them."""
    parts = []
    for title, rows in sets.items():
        lines = [heading(tools), *(row(pair, runs, tools) for pair, runs in rows.items()), total(rows, tools)]
        parts.append("\n".join([f"### {title}", "", *lines]))
    return "\n\n".join([summary(sets, tools), *parts])


def heading(tools: Sequence[str]) -> str:
    """Columns: for each tool what it found, what is false, and its time."""
    cells = ["pair", "breaks", *(f"{tool} {what}" for tool in tools for what in ("found", "false names", "false calls", "noise", "CPU s"))]
    return f"| {' | '.join(cells)} |\n|---|{'--:|' * (len(cells) - 1)}"


def row(pair: str, runs: Mapping[str, Run], tools: Sequence[str]) -> str:
    """One pair."""
    breaks = next(iter(runs.values())).tally.breaks
    return f"| {pair} | {breaks} | {' | '.join(cells_of(runs[tool].tally, runs[tool].seconds, runs[tool].remark) for tool in tools)} |"


def cells_of(tally: Tally, seconds: float, remark: str = "") -> str:
    """A tool's five columns."""
    counts = (tally.found, tally.false_names, tally.false_calls, tally.noise)
    return f"{' | '.join(map(str, counts))} | {seconds:.1f}{' (gave up)' if remark else ''}"


def total(rows: Rows, tools: Sequence[str]) -> str:
    """The sums of one set."""
    sums = {tool: (summed(rows.values(), tool), sum(runs[tool].seconds for runs in rows.values())) for tool in tools}
    breaks = next(iter(sums.values()))[0].breaks
    return f"| **together** | {breaks} | {' | '.join(cells_of(*sums[tool]) for tool in tools)} |"


def summed(rows: Iterable[Mapping[str, Run]], tool: str) -> Tally:
    """Over several pairs."""
    return sum((runs[tool].tally for runs in rows), Tally())


def summary(sets: Mapping[str, Rows], tools: Sequence[str]) -> str:
    """Shares of each tool over each set: a line a tool and set."""
    columns = ("pairs", "tool", "breaks found", "mean over pairs", "false names", "false calls", "noise")
    lines = [f"| {' | '.join(columns)} |", "|---|---|--:|--:|--:|--:|--:|"]
    for title, rows in sets.items():
        for tool in tools:
            tally = summed(rows.values(), tool)
            names = tally.gone + tally.false_names + tally.noise
            each = [share(r[tool].tally.found, r[tool].tally.breaks) for r in rows.values() if r[tool].tally.breaks]
            cells = (
                f"{tally.found} of {tally.breaks} ({share(tally.found, tally.breaks):.1%})",
                f"{share(sum(each), len(each)):.1%}",
                f"{tally.false_names} of {names} ({share(tally.false_names, names):.1%})",
                f"{tally.false_calls} of {tally.calls} ({share(tally.false_calls, tally.calls):.1%})",
                f"{tally.noise} ({share(tally.noise, names):.1%})",
            )
            lines.append(f"| {title} | {tool} | {' | '.join(cells)} |")
    return "\n".join(lines)


def share(part: float, whole: float) -> float:
    """0 where there is nothing to share."""
    return part / whole if whole else 0.0


def write(page: Path, text: str) -> None:
    """Puts the text between the markers of the page; all else there is written by hand and stays."""
    before, start, rest = page.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise SystemExit(f"{page.name} lacks the lines {START!r} and {END!r}, between which the table goes.")
    page.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")
