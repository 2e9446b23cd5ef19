"""Findings that somebody accepted, with a reason: which they are, and which entries excuse nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from packaging.version import Version

from modiff.model.check import StaleEntry
from modiff.model.findings import Finding


class Entry(msgspec.Struct, frozen=True):
    """One accepted break, as `modiff-accepted.toml` has it."""

    rule: str
    path: str
    because: str
    """Why it is meant."""
    fingerprint: str | None = None
    """Of the finding as it was accepted; None: any finding of this rule at this path."""
    part: str | None = None
    """The parameter or other part concerned; None: the finding has none, or any is meant."""
    since: str | None = None
    """The release that it is measured by: once a newer one is out, the break is released, and the entry has expired. None: it never expires."""
    line: int | None = None
    """Where it stands."""

    def excuses(self, finding: Finding) -> bool:
        """Is this the finding that was accepted?"""
        if self.rule != finding.rule or self.path not in (finding.path, *finding.also):
            return False
        return self.fingerprint in (None, finding.fingerprint) and self.part in (None, finding.part)

    def has_expired(self, last: Version | None) -> bool:
        """Is a release out that is newer than the one it was measured by?"""
        return last is not None and self.since is not None and Version(self.since) < last


class Accepted(msgspec.Struct, frozen=True):
    """What the entries do about some findings."""

    fingerprints: frozenset[str]
    """Of the findings that are excused."""
    stale: tuple[StaleEntry, ...]
    """Entries that excuse nothing, in the order of the file."""


def matched(entries: Sequence[Entry], findings: Sequence[Finding], last: Version | None) -> Accepted:
    """Which of the findings are accepted; `last`: the release that they are measured by, None: it has no version."""
    excused: set[str] = set()
    stale: list[StaleEntry] = []
    for entry in entries:
        here = [finding for finding in findings if entry.excuses(finding)]
        if entry.has_expired(last):
            stale.append(StaleEntry(entry.rule, entry.path, f"it belongs to a release that is out: {last} is newer than {entry.since}", entry.line))
        elif here:
            excused.update(finding.fingerprint for finding in here)
        else:
            stale.append(StaleEntry(entry.rule, entry.path, _why_not(entry, findings), entry.line))
    return Accepted(frozenset(excused), tuple(stale))


def _why_not(entry: Entry, findings: Iterable[Finding]) -> str:
    near = [finding for finding in findings if entry.path in (finding.path, *finding.also)]
    if any(finding.rule == entry.rule for finding in near):
        return "the finding has changed since it was accepted"
    if near:
        return f"there is no such finding, but {' and '.join(sorted({finding.rule for finding in near}))} at this path"
    return "there is no such finding (any more)"
