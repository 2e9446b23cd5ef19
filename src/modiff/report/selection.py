"""What of a report a reader is shown first, and what is only counted: shared by the formats that are made for people."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from modiff.model.findings import Action, Certainty, Finding, Severity


class Selection(NamedTuple):
    """Findings by what a reader does with them, in the report's order; each stands in one list."""

    breaking: list[Finding]
    """Major, and certain or likely."""
    minor: list[Finding]
    """Certain or likely, not breaking, and more than an addition: a deprecation, a tightened type."""
    patch: list[Finding]
    """Certain or likely, worth knowing: another default or value."""
    additions: list[Finding]
    """What came and breaks nobody."""
    possible: list[Finding]
    """What a gap stands in the way of."""
    allowed: list[Finding]
    """What the user's policy allows."""
    distribution: list[Finding]
    """Certain or likely, and about what the distribution says of itself or ships: a matter for installers, whatever its severity."""
    before: list[Finding]
    """Of a check: already on the base branch, additions apart."""
    unreleased: list[Finding]
    """Of a check: about an API that no release has had."""
    accepted: list[Finding]
    """Of a check: known, and accepted with a reason, or announced for long enough."""


def select(findings: Iterable[Finding]) -> Selection:
    """Sorts findings into the lists of a `Selection`."""
    chosen = Selection([], [], [], [], [], [], [], [], [], [])
    for finding in findings:
        _list_for(finding, chosen).append(finding)
    return chosen


def _list_for(finding: Finding, chosen: Selection) -> list[Finding]:
    if finding.action is Action.allow:
        return chosen.allowed
    if finding.certainty is Certainty.possible:
        return chosen.possible
    if finding.status == "accepted":
        return chosen.accepted
    if finding.status == "unreleased":
        return chosen.unreleased
    if finding.status == "base" and not is_addition(finding):
        return chosen.before
    if finding.about == "distribution":
        return chosen.distribution
    if is_addition(finding):
        return chosen.additions
    return {Severity.major: chosen.breaking, Severity.minor: chosen.minor, Severity.patch: chosen.patch}[finding.severity]


def is_addition(finding: Finding) -> bool:
    """Does it say that something came, and is nobody worse off?"""
    return not finding.breaks and finding.old is None and finding.new is not None and finding.severity is not Severity.major


def home(finding: Finding) -> str:
    """Module or class under which a reader looks for it: the path without its last name.

    Modules stand together under their top-level package; what is about the distribution stands under its name.
    """
    if finding.about == "distribution":
        return finding.path
    if finding.rule.startswith("module-"):
        return finding.path.partition(".")[0]
    return finding.path.rpartition(".")[0] or finding.path


def by_home(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Findings under their module or class, sorted; the report's order is kept within each."""
    ordered = sorted(findings, key=home)
    return [(name, list(group)) for name, group in groupby(ordered, key=home)]
