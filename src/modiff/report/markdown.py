"""A report as a comment on a pull request: the verdict and what breaks in sight, the rest folded. Names and messages of packages stay inert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modiff.model.check import Check
from modiff.model.findings import Finding, Report, Summary
from modiff.report import gate, words
from modiff.report.inert import block, code, prose, tag
from modiff.report.interface import Style
from modiff.report.marked import marked
from modiff.report.selection import Selection, by_home, select

Lines = Iterator[str]
_SIGNS = {"major": "🔴", "minor": "🟡", "patch": "🟢"}


PLACES = 5
"""Of a gap, shown where room is short."""
FITS = 60_000
"""Characters that forges take in one comment (GitHub: 65,536), with room for what a bot puts around it."""


def diff(report: Report, style: Style) -> str:
    """The report as GitHub-flavoured Markdown, for any forge that folds `<details>`. What does not fit a comment is counted instead of shown."""
    text = ""
    for room in (Room(None, True), Room(None, False), Room(200, False), Room(50, False), Room(10, False)):
        text = "\n".join(_report(report, room)).rstrip("\n") + "\n"
        if len(text) <= FITS:
            break
    return text


class Room(NamedTuple):
    """How much may be said."""

    most: int | None
    """Entries of a list; None: all."""
    details: bool


def _report(report: Report, room: Room) -> Lines:
    chosen = select(report.findings)
    yield f"### {prose(words.title(report))}: {words.headline(report, chosen, hidden='')}"
    yield ""
    if report.check is None:
        yield f"{_SIGNS[report.verdict.name]} **{prose(words.verdict(report))}**"
    else:
        yield from _gate(report, report.check)
    yield ""
    if stopped := words.stopped(report):
        yield from (prose(stopped), "")
    if report.groups is None:
        yield from _sections(chosen, room)
    else:
        for group in report.groups[: room.most]:
            yield from (f"#### {code(group.group)}", "")
            yield from _sections(select(group.findings), room)
        yield from _more(len(report.groups), room)
    yield from _gaps(report, room)
    yield from _table(report.summary)


def _gate(report: Report, check: Check) -> Lines:
    """The verdict of a check, which version is needed, and what was compared."""
    said = gate.verdict(report)
    yield f"{_SIGNS['major' if said.startswith('objections') else 'patch']} **{prose(said)}**"
    yield ""
    if needed := gate.bump(report):
        yield from (f"**{prose(needed)}**", "")
    yield f"<sub>{prose('; '.join(gate.compared(check)))}</sub>"
    if check.stale:
        yield from ("", *(f"- ⚠️ {prose(line)}" for line in gate.stale(check)))


def _sections(chosen: Selection, room: Room) -> Lines:
    yield from _open("Breaking", chosen.breaking, room)
    yield from _folded("Minor", chosen.minor, room)
    yield from _folded("Worth knowing", chosen.patch, room)
    yield from _folded("Distribution", chosen.distribution, room)
    yield from _folded("Only in unreleased API", chosen.unreleased, room)
    yield from _folded("Already on the base branch", chosen.before, room)
    yield from _folded("Accepted", chosen.accepted, room)
    yield from _folded("Only possible: reading could not settle these", chosen.possible, room)
    yield from _folded("Allowed", chosen.allowed, room)
    yield from _folded("Added", chosen.additions, room)


def _open(name: str, findings: list[Finding], room: Room) -> Lines:
    """A list of sentences, each with its details folded beneath."""
    if not findings:
        return
    yield from (f"**{name}**", "")
    for home, found in by_home(findings[: room.most]):
        yield f"- {code(home)}"
        for finding in found:
            yield f"  - {_sentence(finding)}"
            if room.details:
                yield from _details(finding, "    ")
    yield from _more(len(findings), room)
    yield ""


def _folded(name: str, findings: list[Finding], room: Room) -> Lines:
    if not findings:
        return
    yield from (f"<details><summary>{name} ({len(findings):,})</summary>", "")
    yield from (f"- {_sentence(finding)}" for finding in findings[: room.most])
    yield from _more(len(findings), room)
    yield from ("", "</details>", "")


def _more(number: int, room: Room) -> Lines:
    """How many entries of a list are not shown."""
    if room.most is not None and number > room.most:
        yield f"- … and {number - room.most:,} more, which do not fit a comment"


def _sentence(finding: Finding) -> str:
    uncertain = words.doubt(finding)
    severity = finding.severity.name if finding.about == "distribution" else ""  # of which all severities stand together
    remarks = "".join(f" {word}" for word in (severity, uncertain) if word)
    return f"{marked(finding.message)} <sub><code>{tag(finding.rule)}</code>{remarks}</sub>"


def _details(finding: Finding, indent: str) -> Lines:
    """Old and new, what softens it and what to do, folded under the sentence."""
    lines = [*_values(finding), *_remarks(finding), *_client(finding)]
    if lines:
        yield from ("", f"{indent}<details><summary>details</summary>", "")
        yield from (indent + line if line else "" for line in lines)
        yield from (f"{indent}</details>", "")


def _values(finding: Finding) -> Lines:
    shown = [(sign, place) for sign, place in (("-", finding.old), ("+", finding.new)) if place is not None]
    values = [f"{sign} {place.value}" for sign, place in shown if place.value is not None]
    if values:
        yield from block(values, "diff")
        yield ""
    places = [f"{'old' if sign == '-' else 'new'}: {code(words.where(place))}" for sign, place in shown if words.where(place)]
    if places:
        yield from (" · ".join(places), "")


def _remarks(finding: Finding) -> Lines:
    for label, text in (("Only when", finding.when), ("Also", ", ".join(finding.also))):
        if text:
            yield from (f"{label}: {code(text)}", "")
    if finding.deprecated is not None:
        yield from (f"Was deprecated: {prose(finding.deprecated)}" if finding.deprecated else "Already deprecated in the old version", "")
    if hint := words.advice(finding, finding.deprecated):
        yield from (f"Try: {prose(hint)}", "")


def _client(finding: Finding) -> Lines:
    if finding.client:
        yield from ("Works with the old version only:", "")
        yield from (*block(finding.client.splitlines(), "python"), "")


def _gaps(report: Report, room: Room) -> Lines:
    if not report.gaps:
        return
    yield from (f"<details><summary>Where reading met its limit ({len(report.gaps):,})</summary>", "")
    reasons = words.reasons(report)
    for reason, places in reasons[: room.most]:
        more = "" if len(places) <= PLACES or room.details else f" and {len(places) - PLACES:,} more"
        yield f"- {prose(reason)}: {', '.join(code(place) for place in (places if not more else places[:PLACES]))}{more}"
    yield from _more(len(reasons), room)
    yield from ("", "</details>", "")


def _table(summary: Summary) -> Lines:
    rows = words.rows(summary)
    if not rows:
        return
    yield from ("<details><summary>Counts of everything read, private names too</summary>", "", "| | removed | added | |", "|---|---:|---:|---|")
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    if summary.signatures_changed:
        yield f"| signatures changed | {summary.signatures_changed:,} | | |"
    yield from ("", "</details>", "")
