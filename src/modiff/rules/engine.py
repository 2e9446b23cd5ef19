"""Judges changes by the rules of the catalogue: each change has one rule, or is known to concern nobody."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from modiff.model.changes import Change, Changes, DistributionChanged, Gone, KeywordLost, ParameterChanged, place_of
from modiff.model.facts import Class
from modiff.model.findings import Certainty, Finding, Place, Report
from modiff.model.items import Item, Signature
from modiff.model.policy import Policy
from modiff.rules.actions import action_for
from modiff.rules.beside import Others
from modiff.rules.catalogue import others, rules
from modiff.rules.implied import Implied, implied_in
from modiff.rules.interface import Rule
from modiff.rules.quiet import reason_for_silence
from modiff.rules.wording import listed, said_by_decorator, sentence_of, substitute


def judge(changes: Changes, policy: Policy) -> Report:
    """The findings of these changes, the worst first, with what the policy says about each. Never fails."""
    findings, unknown, heard = [], set[str](), []
    beside = Others(others(policy.others))
    implied = implied_in(changes.changes)
    for change in changes.changes:
        if implied.drops(change):
            continue
        heard.append(change)
        found = _rule_for(change)
        if found is not None:
            findings.append(_finding(found, change, policy, implied))
        elif reason_for_silence(change) is None:
            unknown.add(type(change).__name__)
    findings += beside.findings(heard, lambda rule, change: _finding(rule, change, policy, implied))
    findings.sort(key=in_order)
    warnings = (f"No rule knows what to say of some changes ({listed(sorted(unknown))}): please report this",) if unknown else ()
    return Report(changes.old, changes.new, changes.summary, tuple(findings), changes.gaps, warnings=(*warnings, *beside.warnings))


def fingerprint(rule: str, path: str, part: str | None, values: Iterable[str]) -> str:
    """A short word for one finding, the same as long as the finding is: 16 hexadecimal digits of a SHA-256 over what identifies it."""
    text = "\0".join((rule, path, part or "", *values))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _rules_by_class() -> dict[type[Change], tuple[Rule[Any], ...]]:
    found: dict[type[Change], tuple[Rule[Any], ...]] = {}
    for rule in rules():
        found[rule.watches] = (*found.get(rule.watches, ()), rule)
    return found


def _rule_for(change: Change) -> Rule[Any] | None:
    return next((rule for rule in _rules_by_class().get(type(change), ()) if rule.applies(change)), None)


def _finding(rule: Rule[Any], change: Change, policy: Policy, implied: Implied) -> Finding:
    remark = implied.remark(change)
    part, doubt = rule.part(change), rule.doubt(change)
    lesser = rule.lesser(change)
    severity = rule.severity if lesser is None else lesser
    doubts = [text for text in (change.doubt, doubt) if text]
    decided = said_by_decorator(change) if isinstance(change, ParameterChanged) else ""
    return Finding(
        rule=rule.id,
        severity=severity,
        certainty=Certainty.possible if doubt else change.certainty,
        about="distribution" if isinstance(change, DistributionChanged) else "api",
        group=rule.group,
        breaks=rule.breaks if remark is None else tuple(dict.fromkeys((*rule.breaks, implied.also_breaks.get(id(change), "call")))),
        path=change.path,
        part=part,
        also=change.also,
        canonical=_canonical(change),
        when=change.when,
        deprecated=_said(change),
        message=sentence_of(rule.sentence(change) + (remark or "") + decided, doubts),
        hint=rule.hint(change) or _advice(change),
        old=_place(change, rule, "old"),
        new=_place(change, rule, "new"),
        client=None if decided else implied.client(change) or rule.client(change),  # `signature` shows what `wraps` has it show
        fingerprint=fingerprint(rule.id, change.path, part, (change.when or "", *rule.identity(change))),
        action=action_for(rule, policy, severity).action,
        replacement=_replacement(change),
    )


def _said(change: Change) -> str | None:
    """What the old version said of its deprecation; a member of a deprecated class is deprecated with it."""
    from modiff.compare.deprecations import is_about_one_way  # the catalogue is shown without all that compares

    item = change.old
    if isinstance(change, ParameterChanged | KeywordLost) and change.announced is not None:
        return change.announced
    if item is None:
        return change.announced if isinstance(change, Gone) else None
    while item is not None and item.deprecated is None:
        item = item.owner
    said = item.deprecated if item is not None else None
    # What is said of one way of calling concerns a finding about that parameter, and no other.
    part = getattr(change, "part", None)
    is_said = not is_about_one_way(said) or (isinstance(part, str) and said is not None and re.search(rf"\b{re.escape(part)}\b", said) is not None)
    return said if is_said else None


def _replacement(change: Change) -> str | None:
    """A path or parameter that stands for what is gone."""
    if isinstance(change, Gone):
        return change.moved_to or (f"{change.path.rpartition('.')[0]}.{change.renamed_to}" if change.renamed_to is not None else None)
    if isinstance(change, ParameterChanged) and change.event == "renamed" and change.after is not None:
        return change.after.name
    return None


def _advice(change: Change) -> str | None:
    """What the old version said to give instead of a parameter."""
    return substitute(change.announced) if isinstance(change, ParameterChanged | KeywordLost) else None


def _place(change: Change, rule: Rule[Any], side: str) -> Place | None:
    show = getattr(rule, side)
    if show is None:
        return None
    if isinstance(change, DistributionChanged):  # which stands in no line
        value = show(change)
        return Place(value) if value is not None else None
    item: Item | None = getattr(change, side)
    place = place_of(item, show(change))
    if place is not None and item is not None and isinstance(change, ParameterChanged):
        signature = change.old_signature if side == "old" else change.new_signature
        return Place(place.value, place.file, _line_of_constructor(item, signature) or place.line)
    return place


def _line_of_constructor(item: Item, signature: Signature) -> int | None:
    """Where a class writes its own constructor; None where it inherits it, or it is made from fields."""
    if not isinstance(item.definition, Class) or signature.owner != item.path:
        return None
    lines = [member.line for member in item.definition.members if member.name == signature.source]
    return lines[-1] if lines else None


def _canonical(change: Change) -> str | None:
    """Where it is defined, if that is not where users reach it."""
    item = change.old or change.new
    if item is None:
        return None
    path = item.path
    if isinstance(change, ParameterChanged) and change.callable == "constructor" and item.kind == "class":
        path += ".__init__"
    return path if path != change.path else None


def in_order(finding: Finding) -> tuple[int, str, str, str, str]:
    """Sorts findings: the worst first, then by path."""
    return (-finding.severity, finding.path, finding.part or "", finding.rule, finding.fingerprint)
