"""A report for people, on a terminal or in a log: what breaks first, under its module or class, the verdict last."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from modiff.model.check import Check
from modiff.model.findings import Finding, GroupReport, Report, Summary
from modiff.report import gate, words
from modiff.report.entry import Entry, brief, entries
from modiff.report.folding import folded
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.selection import Selection, by_home, select

Lines = Iterator[Text]

TOGETHER = 2
"""Lines of an entry that needs no blank line around it."""
SHOWN_WITH_V = " (shown with -v)"
_FEW_PLACES = 5
"""So many places of one kind of gap are listed before -vv asks for all."""


def diff(report: Report, style: Style) -> str:
    """The report as text of `style.width` columns. Without colours it is plain text, and the same everywhere."""
    lines = _verdict(report, brief=True) if style.verbose < 0 else _report(report, style)
    return _printed(lines, style)


def _report(report: Report, style: Style) -> Lines:
    chosen = select(report.findings)
    yield Text.assemble((visible(words.title(report)), "bold"), ": ", words.headline(report, chosen, hidden="" if style.verbose else " hidden"))
    if report.groups is None:
        yield from _sections(chosen, style)
    else:
        yield from _groups(report.groups, style)
    yield from _only_counted(report, chosen, style)
    yield from _table(report.summary)
    yield from _verdict(report)


def _groups(groups: Iterable[GroupReport], style: Style) -> Lines:
    silent = 0
    for group in groups:
        if not group.findings:
            silent += 1
            continue
        yield Text()
        yield Text.assemble(("━━ ", "dim"), (visible(group.group), "bold"), ": ", words.tally(select(group.findings), hidden=""))
        yield from _sections(select(group.findings), style, group.group)
    if silent:
        yield Text()
        yield Text(f"{words.count(silent, 'other group')} without a finding", style="dim")


def _sections(chosen: Selection, style: Style, group: str | None = None) -> Lines:
    """What was found, by what it asks of a reader. `group`: under whose name it already stands."""
    short = style.verbose <= 0
    yield from _section("Breaking", "bold red", chosen.breaking, style, group)
    yield from _section("Minor", "bold yellow", chosen.minor, style, group, short=short)
    yield from _section("Worth knowing", "bold cyan", chosen.patch, style, group, short=short)
    for name, found in by_home(chosen.distribution):
        yield from _section("Distribution", "bold blue", found, style, group or name)
    yield from _section("Only in unreleased API", "bold yellow", chosen.unreleased, style, group, short=short)
    yield from _section("Already on the base branch", "bold yellow", chosen.before, style, group, short=short)
    yield from _section("Accepted", "bold green", chosen.accepted, style, group, short=True)
    if style.verbose > 0:
        yield from _section("Possible: reading could not settle these", "bold magenta", chosen.possible, style, group)
        yield from _section("Allowed", "bold", chosen.allowed, style, group)
        yield from _section("Added", "bold green", chosen.additions, style, group, short=True)


def _section(name: str, color: str, findings: list[Finding], style: Style, group: str | None, *, short: bool = False) -> Lines:
    if not findings:
        return
    yield Text()
    yield Text.assemble((name, color), (f" ({len(findings):,})", "dim"))
    homes = by_home(folded(findings) if style.verbose <= 0 else findings)
    for home, found in homes:
        yield Text()
        if group is None or (home != group and len(homes) > 1):
            yield Text.assemble("  ", (visible(home), "bold underline"))
        yield from _apart(list(brief(found, style) if short else entries(found, style)))


def _apart(blocks: list[Entry]) -> Lines:
    """Short entries stand together, a long one apart from its neighbours."""
    for before, block in zip([[], *blocks], blocks, strict=False):
        if before and max(len(before), len(block)) > TOGETHER:
            yield Text()
        yield from block


def _only_counted(report: Report, chosen: Selection, style: Style) -> Lines:
    """What is there and was not shown: nobody shall think that there is no more."""
    counted = []
    if style.verbose <= 0:
        if chosen.possible:
            counted.append(f"{words.count(len(chosen.possible), 'finding')} only possible, for reading could not settle more{SHOWN_WITH_V}")
        if chosen.additions:
            counted.append(f"{words.count(len(chosen.additions), 'addition')}: {words.what_came(chosen.additions)}{SHOWN_WITH_V}")
        if report.gaps:
            counted.append(f"{words.count(len(report.gaps), 'gap')} where reading met its limit{SHOWN_WITH_V}")
    if counted:
        yield Text()
        yield from (Text(line, style="dim") for line in counted)
    if style.verbose > 0 and report.gaps:
        yield from _gaps(report, all_places=style.verbose > 1)


def _gaps(report: Report, *, all_places: bool) -> Lines:
    """With -v the first places of each reason, with -vv all of them."""
    yield Text()
    yield Text.assemble(("Gaps: where reading met its limit", "bold"), (f" ({len(report.gaps):,})", "dim"))
    for reason, places in words.reasons(report):
        yield Text()
        yield Text("  " + visible(reason))
        shown = list(places)
        few = shown if all_places or len(shown) <= _FEW_PLACES + 1 else shown[:_FEW_PLACES]
        yield from (Text("    " + visible(place), style="dim") for place in few)
        if len(few) < len(shown):
            yield Text(f"    and {len(shown) - len(few):,} more (shown with -vv)", style="dim")


def _table(summary: Summary) -> Lines:
    rows = words.rows(summary)
    if not rows:
        return
    yield Text()
    yield Text(f"{'everything read':<20}{'removed':>9}{'added':>9}", style="dim")
    for level, removed, added, remark in rows:
        yield Text(f"{level:<20}{removed:>9}{added:>9}{'   ' + remark if remark else ''}")
    if summary.signatures_changed:
        yield Text(f"{'signatures changed':<20}{summary.signatures_changed:>9,}")


def _verdict(report: Report, *, brief: bool = False) -> Lines:
    """How it ended; `brief`: nothing but that."""
    yield Text()
    if stopped := words.stopped(report):
        yield Text(visible(stopped), style="bold")
    if report.check is not None:
        yield from _gate(report, report.check, brief)
        return
    severity, _, rest = words.verdict(report).partition(":")
    yield Text.assemble((severity, {"major": "bold red", "minor": "bold yellow", "patch": "bold green"}[severity]), ":", rest)


def _gate(report: Report, check: Check, brief: bool) -> Lines:
    """The end of a check: what is stale, what was compared (neither where it is to be brief), which version is needed, how it ended."""
    if not brief:
        yield from (Text(visible(line), style="yellow") for line in gate.stale(check))
        yield from (Text(visible(line), style="dim") for line in gate.compared(check))
    if needed := gate.bump(report, brief=brief):
        yield Text(visible(needed), style="bold")
    word, _, rest = gate.verdict(report).partition(":")
    yield Text.assemble((word, "bold red" if word == "objections" else "bold green"), ":", visible(rest))


def _printed(lines: Iterable[Text], style: Style) -> str:
    """Text of the lines, each wrapped at the width but for code, continued lines indented as their first, no white space at the end."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=style.width,
        force_terminal=style.color,
        color_system="standard" if style.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},  # what colours there are is for the style to say
    )
    for line in lines:
        for part in _wrapped(line, console, style.width):
            part.rstrip()
            if style.color:
                console.print(part, soft_wrap=True)
            else:
                out.write(part.plain + "\n")
    return out.getvalue().lstrip("\n")


def _wrapped(line: Text, console: Console, width: int) -> list[Text]:
    plain = line.plain
    if line.cell_len <= width or line.no_wrap:
        return [line]
    indent = min(len(plain) - len(plain.lstrip(" ")), width // 2)
    body = line[indent:]
    return [Text(" " * indent) + part for part in body.wrap(console, width - indent)]
