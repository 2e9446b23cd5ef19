"""The part of a changelog that is about the API, in Markdown: removed, changed, deprecated and added, one line each."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.model.findings import Action, Certainty, Finding, Report
from modiff.report.inert import code, prose
from modiff.report.interface import Style
from modiff.report.marked import marked
from modiff.report.selection import is_addition

HEADINGS = ("Removed", "Changed", "Deprecated", "Added")
"""In the order of who has to act."""
_LOST = ("-removed", "-dropped")


def diff(report: Report, style: Style) -> str:
    """The section. What is only possible, what the policy allows, and API that no release has had is left out; what was accepted is in it, as users
    meet it too."""
    told = [finding for finding in _all(report) if _is_for_users(finding)]
    lines = ["### API changes", ""]
    for name in HEADINGS:
        found = sorted((finding for finding in told if _heading(finding) == name), key=lambda finding: (finding.path, finding.part or ""))
        if found:
            lines += [f"#### {name}", "", *(f"- {_sentence(finding)}" for finding in found), ""]
    return "\n".join(lines if told else [*lines, "None.", ""])


def _all(report: Report) -> Iterator[Finding]:
    yield from report.findings if report.groups is None else dict.fromkeys(finding for group in report.groups for finding in group.findings)


def _is_for_users(finding: Finding) -> bool:
    return finding.certainty is not Certainty.possible and finding.action is not Action.allow and finding.status != "unreleased"


def _heading(finding: Finding) -> str:
    if finding.group == "deprecation":
        return "Deprecated"
    if is_addition(finding):
        return "Added"
    whole = finding.part is None or finding.about == "distribution"
    return "Removed" if whole and finding.rule.endswith(_LOST) else "Changed"


def _sentence(finding: Finding) -> str:
    """What differs; where users can do something about it, what."""
    said = marked(finding.message)
    only = f" (only when {code(finding.when)})" if finding.when else ""
    hint = (finding.hint or "").rstrip(". ")
    return f"{said}{only}{f': {prose(hint)}' if hint and hint not in finding.message else ''}."
