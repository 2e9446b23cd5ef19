"""The JSON objects of the contract: `modiff/diff/1` and `modiff/api/1`. Keys stand in the contract's order; enums are words.

Everything outside ASCII is escaped: the text is the same whatever the encoding of a terminal or pipe, and nothing in it can drive one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from modiff.model.api import Api
from modiff.model.check import Check
from modiff.model.facts import KIND_NAMES
from modiff.model.findings import Finding, LevelCount, Place, Report, ReportedGap, Side, Summary
from modiff.model.items import ApiItem, Signature
from modiff.report.interface import Style

Json = dict[str, Any]


def diff(report: Report, style: Style) -> str:
    """The object `modiff/diff/1`. With groups these stand in place of the findings; `stopped` is there only where something was stopped."""
    body: Json = {"findings": _findings(report.findings)}
    if report.groups is not None:
        body = {"groups": [{"group": g.group, "summary": _summary(g.summary), "findings": _findings(g.findings)} for g in report.groups]}
    if report.stopped is not None:
        body["stopped"] = report.stopped
    return _text(
        {
            "schema": "modiff/diff/1" if report.check is None else "modiff/check/1",
            "old": _side(report.old),
            "new": _side(report.new),
            "verdict": report.verdict.name,
            "summary": _summary(report.summary),
            **body,
            "gaps": [{"side": gap.side, **_gap(gap)} for gap in report.gaps],
            **(_check(report.check) if report.check is not None else {}),
        }
    )


def _check(check: Check) -> Json:
    bump = check.bump
    asked = (
        {"declared": bump.declared, "needed": bump.needed, "scheme": bump.scheme, "allowed": bump.allowed, "word": bump.word, "last": bump.last}
        if bump
        else None
    )
    stale = [{"rule": entry.rule, "path": entry.path, "why": entry.why, "line": entry.line} for entry in check.stale]
    return {"bump": asked, "baseline": check.baseline, "base": check.base, "strict": check.strict, "stale": stale}


def show(api: Api, style: Style) -> str:
    """The object `modiff/api/1`."""
    return _text(
        {
            "schema": "modiff/api/1",
            "name": api.name,
            "version": api.version,
            "packages": list(api.packages),
            "items": [_item(item) for item in api.items],
            "gaps": [_gap(gap) for gap in api.gaps],
        }
    )


def error(code: str, message: str, hints: Iterable[str]) -> str:
    """The object `modiff/error/1`."""
    return _text({"schema": "modiff/error/1", "error": code, "message": message, "try": list(hints)})


def _text(value: Json) -> str:
    return json.dumps(value, indent=2) + "\n"


def _side(side: Side) -> Json:
    return {"spec": side.spec, "name": side.name, "version": side.version, "packages": list(side.packages)}


def _gap(gap: ReportedGap) -> Json:
    return {"path": gap.path, "reason": gap.reason, "file": gap.file, "line": gap.line}


def _summary(summary: Summary) -> Json:
    def level(count: LevelCount) -> Json:
        return {"removed": count.removed, "added": count.added}

    parameter = summary.parameter
    return {
        "module": level(summary.module),
        "function": level(summary.function),
        "class": level(summary.class_),
        "method": level(summary.method),
        "parameter": {"removed": parameter.removed, "added": parameter.added, "renamed": parameter.renamed, "moved": parameter.moved},
        "signatures_changed": summary.signatures_changed,
    }


def _findings(findings: Iterable[Finding]) -> list[Json]:
    return [_finding(finding) for finding in findings]


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.name,
        "certainty": finding.certainty.name,
        "about": finding.about,
        "group": finding.group,
        "breaks": list(finding.breaks),
        "path": finding.path,
        "part": finding.part,
        "also": list(finding.also),
        "canonical": finding.canonical,
        "when": finding.when,
        "deprecated": finding.deprecated,
        "message": finding.message,
        "hint": finding.hint,
        "old": _place(finding.old),
        "new": _place(finding.new),
        "client": finding.client,
        "fingerprint": finding.fingerprint,
        **({"status": finding.status} if finding.status is not None else {}),
    }


def _place(place: Place | None) -> Json | None:
    return None if place is None else {"value": place.value, "file": place.file, "line": place.line}


def _item(item: ApiItem) -> Json:
    return {
        "path": item.path,
        "also": list(item.also),
        "canonical": item.canonical,
        "kind": item.kind,
        "public": item.public,
        "why": item.why,
        "when": item.when,
        "binding": item.binding,
        "flags": list(item.flags),
        "signature": _signature(item.signature),
        "type_parameters": list(item.type_parameters),
        "annotation": item.annotation,
        "value": item.value,
        "bases": list(item.bases),
        "inherited_from": item.inherited_from,
        "deprecated": item.deprecated,
        "file": item.file,
        "line": item.line,
    }


def _signature(signature: Signature | None) -> Json | None:
    if signature is None:
        return None
    parameters = [{"name": p.name, "kind": KIND_NAMES[p.kind], "default": p.default, "annotation": p.annotation} for p in signature.parameters]
    return {"parameters": parameters, "returns": signature.returns}
