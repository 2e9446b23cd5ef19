"""A report as SARIF 2.1.0 (OASIS), for code scanning: rules with their pages, results with places and fingerprints."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from modiff.model.findings import Action, Certainty, Finding, Report, Severity
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.places import prefixed, shown_place
from modiff.report.selection import is_addition
from modiff.rules import catalogue
from modiff.rules.interface import Rule
from modiff.version import __version__

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASELINE = {"introduced": "new", "base": "unchanged", "unreleased": "new", "accepted": "unchanged"}
_LEVELS = {Severity.major: "error", Severity.minor: "warning", Severity.patch: "note"}


def diff(report: Report, style: Style) -> str:
    """The log: one run, whose results are all findings but additions. Possible ones are of kind `review`, as nobody has settled them."""
    told = [finding for finding in report.findings if not is_addition(finding)]
    rules = {rule_id: index for index, rule_id in enumerate(sorted({finding.rule for finding in told}))}
    run = {
        "tool": {"driver": {"name": "modiff", "version": __version__, "rules": [_rule(catalogue.rule(rule_id)) for rule_id in rules]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the tree that was compared."}}},
        "results": [_result(finding, rules[finding.rule], report) for finding in told],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule[Any]) -> Json:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": f"{rule.title}."},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.group, *rule.breaks], "severity": rule.severity.name},
    }


def _result(finding: Finding, index: int, report: Report) -> Json:
    possible = finding.certainty is Certainty.possible
    place = shown_place(finding)
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "message": {"text": visible(finding.message) + "." + (f" Try: {visible(finding.hint)}" if finding.hint else "")},
        "partialFingerprints": {"modiff/v1": finding.fingerprint},
        "properties": {"path": finding.path, "part": finding.part, "severity": finding.severity.name, "certainty": finding.certainty.name},
    }
    result |= {"kind": "review", "level": "none"} if possible else {"kind": "fail", "level": _level(finding)}
    if place is not None and place.file is not None:
        result["locations"] = [_location(prefixed(report, place.file), place.line, finding.path)]
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
    return _LEVELS[finding.severity]


def _location(file: str, line: int | None, path: str) -> Json:
    physical: Json = {"artifactLocation": {"uri": quote(file.encode("utf-8", "surrogateescape")), "uriBaseId": "ROOT"}}
    if line is not None:
        physical["region"] = {"startLine": max(line, 1)}
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": path}]}
