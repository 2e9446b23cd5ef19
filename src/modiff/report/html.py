"""A report as one HTML file that needs no network: verdict, filters, search, old and new with what differs marked, lines of source.

What is found travels as JSON inside the page, and the page's own script (`page/report.js`) shows it as it is scrolled to and opened: five thousand
findings open and filter at once. Nothing of it is ever taken for markup.
"""

from __future__ import annotations

from collections.abc import Iterator

from modiff.model.findings import Finding, Place, Report
from modiff.report import gate, words
from modiff.report.compare import compare
from modiff.report.folding import with_few_values
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.page.whole import Json, page
from modiff.report.selection import home, is_addition, select


def diff(report: Report, style: Style) -> str:
    """The page. Without a script it says the verdict and that a script is needed for the rest."""
    return page(
        title=words.title(report),
        headline=words.headline(report, select(report.findings), hidden=""),
        severity=report.verdict.name if report.check is None else ("major" if report.objections else "patch"),
        verdict=gate.verdict(report) if report.check is not None else words.verdict(report),
        remarks=_remarks(report),
        rows=words.rows(report.summary),
        data={"findings": [_finding(finding, report) for finding in _all(report)], "gaps": _gaps(report)},
    )


def _all(report: Report) -> list[Finding]:
    if report.groups is None:
        return list(report.findings)
    return list(dict.fromkeys(finding for group in report.groups for finding in group.findings))


def _remarks(report: Report) -> Iterator[str]:
    if stopped := words.stopped(report):
        yield stopped
    if report.check is not None:
        if needed := gate.bump(report):
            yield needed
        yield from gate.compared(report.check)
        yield from gate.stale(report.check)


def _gaps(report: Report) -> list[Json]:
    return [{"reason": visible(reason), "places": [visible(place) for place in places]} for reason, places in words.reasons(report)]


def _finding(finding: Finding, report: Report) -> Json:
    """What the page shows of a finding; what is empty is left out."""
    old, new = _pieces(finding)
    shows_code = not finding.rule.startswith("module-")  # the first lines of a module are its license
    said = {
        "id": finding.fingerprint,
        "rule": finding.rule,
        "severity": finding.severity.name,
        "certainty": finding.certainty.name,
        "status": finding.status,
        "action": str(finding.action),
        "about": finding.about,
        "addition": is_addition(finding),
        "home": visible(home(finding)),
        "message": [[visible(text.strip("`") if is_code else text), is_code] for text, is_code in words.spans(with_few_values(finding.message))],
        "when": finding.when and visible(finding.when),
        "deprecated": None if finding.deprecated is None else visible(finding.deprecated) or "in the old version",
        "hint": finding.hint and visible(finding.hint),
        "also": [visible(path) for path in finding.also],
        "breaks": list(finding.breaks),
        "client": [visible(line) for line in (finding.client or "").splitlines()],
        "old": _side(finding.old, old, "old", report, shows_code),
        "new": _side(finding.new, new, "new", report, shows_code),
    }
    return {key: value for key, value in said.items() if value not in (None, [], False)}


def _pieces(finding: Finding) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both values cut where they differ: (text, does it differ)."""
    old, new = (visible(place.value) if place is not None and place.value is not None else None for place in (finding.old, finding.new))
    if old is None or new is None:
        return [(old, False)] if old is not None else [], [(new, False)] if new is not None else []
    before, after = compare(old, new)
    return [(piece.text, piece.differs) for piece in before], [(piece.text, piece.differs) for piece in after]


def _side(place: Place | None, pieces: list[tuple[str, bool]], side: str, report: Report, shows_code: bool) -> Json | None:
    if place is None:
        return None
    excerpt = report.excerpts.get((side, place.file or "", place.line or 0)) if shows_code else None
    shown: Json = {"value": pieces, "where": visible(words.where(place))}
    if excerpt is not None:
        shown["first"], shown["at"], shown["lines"] = excerpt.first, place.line, [visible(line.expandtabs(4)) for line in excerpt.lines]
    return {key: value for key, value in shown.items() if value}
