"""The tables of docs/accuracy.md: what the scorer of `truth/` counted for each tool, pair by pair, with and without what is disputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

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
    """As the truth stands."""
    seconds: float
    """CPU time, of all its processes: wall time says more about who else is at work on the machine."""
    remark: str = ""
    """What went wrong, if anything did."""
    settled: Tally = field(default_factory=Tally)
    """The same without the lines of `truth_more/disputed.jsonl`."""


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


# --- tables


def table(sets: Mapping[str, Rows], tools: Sequence[str], disputed: Sequence[Mapping[str, Any]], causes: Mapping[str, str]) -> str:
    """The whole of it as Markdown: shares over all pairs, what is disputed and why, and a table for each set of pairs."""
    parts = [summary(sets, tools), why(disputed, causes)]
    for title, rows in sets.items():
        lines = [heading(tools), *(row(pair, runs, tools) for pair, runs in rows.items()), total(rows, tools)]
        parts.append("\n".join([f"### {title}", "", *lines]))
    return "\n\n".join(parts)


def summary(sets: Mapping[str, Rows], tools: Sequence[str]) -> str:
    """Shares of each tool over each set, as the truth stands and without what is disputed: two lines a tool and set."""
    columns = ("pairs", "tool", "counted", "breaks found", "mean over pairs", "false names", "false calls", "noise")
    lines = [f"| {' | '.join(columns)} |", "|---|---|---|--:|--:|--:|--:|--:|"]
    together = {"Together": {pair: runs for rows in sets.values() for pair, runs in rows.items()}} if len(sets) > 1 else {}
    for title, rows in {**sets, **together}.items():
        for tool in tools:
            for name, counted in (("as the truth stands", "tally"), ("without the disputed", "settled")):
                each = [getattr(runs[tool], counted) for runs in rows.values()]
                lines.append(f"| {title}, {len(rows)} | {tool} | {name} | {' | '.join(shares(each))} |")
    return "\n".join(lines)


def shares(each: Sequence[Tally]) -> tuple[str, ...]:
    """Of one tool on several pairs."""
    tally = added(each)
    names = tally.gone + tally.false_names + tally.noise
    means = [share(t.found, t.breaks) for t in each if t.breaks]
    return (
        f"{tally.found} of {tally.breaks} ({share(tally.found, tally.breaks):.1%})",
        f"{share(sum(means), len(means)):.1%}",
        f"{tally.false_names} of {names} ({share(tally.false_names, names):.1%})",
        f"{tally.false_calls} of {tally.calls} ({share(tally.false_calls, tally.calls):.1%})",
        f"{tally.noise} ({share(tally.noise, names):.1%})",
    )


def why(disputed: Sequence[Mapping[str, Any]], causes: Mapping[str, str]) -> str:
    """What is disputed, by cause."""
    lines = ["| cause | lines | pairs | what was asked |", "|---|--:|---|---|"]
    for cause, meaning in causes.items():
        pairs = Counter(line["pair"].rsplit("-", 2)[0] for line in disputed if line["cause"] == cause)
        if pairs:
            most = ", ".join(f"{name} {count}" for name, count in pairs.most_common(4))
            lines.append(f"| {cause} | {pairs.total()} | {most}{' …' if len(pairs) > 4 else ''} | {meaning} |")
    return "\n".join(lines)


def heading(tools: Sequence[str]) -> str:
    """Columns: for each tool what it found, what is false, and its time."""
    cells = ["pair", "breaks", *(f"{tool} {what}" for tool in tools for what in ("found", "false names", "false calls", "noise", "CPU s"))]
    return f"| {' | '.join(cells)} |\n|---|{'--:|' * (len(cells) - 1)}"


def row(pair: str, runs: Mapping[str, Run], tools: Sequence[str]) -> str:
    """One pair."""
    first = next(iter(runs.values()))
    return f"| {pair} | {both(first.tally.breaks, first.settled.breaks)} | {' | '.join(cells_of(runs[tool]) for tool in tools)} |"


def cells_of(run: Run) -> str:
    """A tool's five columns."""
    counts = ("found", "false_names", "false_calls", "noise")
    cells = [both(getattr(run.tally, what), getattr(run.settled, what)) for what in counts]
    return f"{' | '.join(cells)} | {run.seconds:.1f}{' (gave up)' if run.remark else ''}"


def both(stands: int, settled: int) -> str:
    """As the truth stands, and without what is disputed where that differs."""
    return str(stands) if stands == settled else f"{stands} → {settled}"


def total(rows: Rows, tools: Sequence[str]) -> str:
    """The sums of one set."""
    return row("**together**", {tool: summed([runs[tool] for runs in rows.values()]) for tool in tools}, tools)


def summed(runs: Sequence[Run]) -> Run:
    """One tool on several pairs."""
    return Run(added(r.tally for r in runs), sum(r.seconds for r in runs), settled=added(r.settled for r in runs))


def added(each: Iterable[Tally]) -> Tally:
    return sum(each, Tally())


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
