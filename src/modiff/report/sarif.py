"""A report as SARIF 2.1.0 (OASIS), for code scanning: rules with their pages, results with places and fingerprints."""

from __future__ import annotations

from modiff.errors import UnknownRule
from modiff.model.findings import Action, Certainty, Finding, Report, Severity
from modiff.report import sarif_log
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.places import prefixed, shown_place
from modiff.report.sarif_log import LEVELS, Json, log, rule_of_catalogue
from modiff.report.selection import is_addition
from modiff.report.words import advice
from modiff.rules import catalogue

_BASELINE = {"introduced": "new", "base": "unchanged", "unreleased": "new", "accepted": "unchanged"}


def diff(report: Report, style: Style) -> str:
    """The log: one run, whose results are all findings but additions. Possible ones are of kind `review`, as nobody has settled them."""
    told = [finding for finding in report.findings if not is_addition(finding)]
    rules = {rule_id: index for index, rule_id in enumerate(sorted({finding.rule for finding in told}))}
    results = [_result(finding, rules[finding.rule], report) for finding in told]
    return log(map(_described, rules), results, "The root of the tree that was compared.")


def _described(rule_id: str) -> Json:
    """A rule that the catalogue does not hold (it came with a report of elsewhere) bears its id alone."""
    try:
        return rule_of_catalogue(catalogue.rule(rule_id))
    except UnknownRule:
        return {"id": visible(rule_id)}


def _result(finding: Finding, index: int, report: Report) -> Json:
    possible = finding.certainty is Certainty.possible
    place = shown_place(finding)
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "message": {"text": visible(finding.message) + "." + (f" Try: {visible(hint)}" if (hint := advice(finding)) else "")},
        "partialFingerprints": {"modiff/v1": finding.fingerprint},
        "properties": {"path": finding.path, "part": finding.part, "severity": finding.severity.name, "certainty": finding.certainty.name},
    }
    result |= {"kind": "review", "level": "none"} if possible else {"kind": "fail", "level": _level(finding)}
    if place is not None and place.file is not None:
        region = {"startLine": max(place.line, 1)} if place.line is not None else None
        result["locations"] = [sarif_log.place(prefixed(report, place.file), region, finding.path)]
    else:
        result["locations"] = [{"logicalLocations": [{"fullyQualifiedName": finding.path}]}]
    if finding.status is not None:
        result["baselineState"] = _BASELINE[finding.status]
        if finding.status == "accepted":
            result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _level(finding: Finding) -> str:
    if finding.action is Action.allow:
        return "note"
    if finding.severity is Severity.major and finding.action is Action.warn:
        return "warning"
    return LEVELS[finding.severity]
