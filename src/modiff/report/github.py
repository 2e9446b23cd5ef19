"""A report as workflow commands of GitHub Actions: an annotation on the line for each thing that a reviewer should see."""

from __future__ import annotations

from modiff.model.findings import Action, Certainty, Finding, Report, Severity
from modiff.report import gate, words
from modiff.report.interface import Style
from modiff.report.places import prefixed, shown_place
from modiff.report.selection import is_addition
from modiff.report.workflow import command

_LEVELS = {Severity.major: "error", Severity.minor: "warning", Severity.patch: "notice"}


def diff(report: Report, style: Style) -> str:
    """One `::error`, `::warning` or `::notice` a line, the worst first, and the verdict as a notice. Possible findings and additions are left out."""
    objections = set(report.objections)
    lines = [_command(finding, finding in objections, report) for finding in report.findings if _is_for_reviewers(finding)]
    verdict = gate.verdict(report) if report.check is not None else words.verdict(report)
    return "\n".join([*lines, command("notice", {"title": "modiff"}, verdict)]) + "\n"


def _is_for_reviewers(finding: Finding) -> bool:
    return (
        finding.certainty > Certainty.possible
        and finding.action is not Action.allow
        and finding.status not in ("base", "accepted")
        and not is_addition(finding)
    )


def _command(finding: Finding, objected: bool, report: Report) -> str:
    level = "error" if objected else "warning" if finding.severity is Severity.major else _LEVELS[finding.severity]
    place = shown_place(finding)
    properties = {"title": f"{finding.rule}: {finding.path}"}
    if place is not None and place.file is not None:
        properties = {"file": prefixed(report, place.file), **({"line": str(place.line)} if place.line else {}), **properties}
    text = finding.message + (f". Try: {hint}" if (hint := words.advice(finding)) else "")
    return command(level, properties, text)
