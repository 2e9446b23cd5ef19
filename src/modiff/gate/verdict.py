"""One report out of three: what changed since the release, with a word on each finding about where it came from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from packaging.version import Version

from modiff.gate.acceptance import Entry, matched
from modiff.gate.bump import bump, word_for
from modiff.gate.schemes import allowed_by
from modiff.model.check import Check, Scheme, Status
from modiff.model.findings import Certainty, Finding, Report, Severity


class Versions(msgspec.Struct, frozen=True):
    """The numbers that a verdict is about."""

    last: Version | None
    """The release compared with; None: it has no version that PEP 440 knows, so that nothing can be said of bumps."""
    declared: Version | None
    """The project's; None: not known."""
    scheme: Scheme


def verdict(
    since_release: Report,
    versions: Versions,
    *,
    base: Report | None = None,
    since_base: Report | None = None,
    entries: Sequence[Entry] = (),
    announced: frozenset[str] = frozenset(),
    strict: bool = False,
    named: tuple[str | None, str | None] = (None, None),
    prefix: str = "",
) -> Report:
    """The report since the release, each finding with its status, followed by what this change does to API that no release has had.

    `base`: what the base branch had changed since the release; `since_base`: what this change does to it; both None: there is no base, and all counts
    as introduced. `entries`: accepted breaks. `announced`: fingerprints of removals whose deprecation has run long enough. `strict`: breaks
    that are on the base branch count too. `named`: how the release and the base are to be called. `prefix`: where in its repository the project lies.
    """
    accepted = matched(entries, since_release.findings, versions.last)
    excused = accepted.fingerprints | announced
    inherited = frozenset(finding.fingerprint for finding in base.findings) if base is not None else frozenset[str]()
    known = frozenset(finding.fingerprint for finding in since_release.findings)

    def status(finding: Finding) -> Status:
        if finding.fingerprint in excused:
            return "accepted"
        return "base" if finding.fingerprint in inherited else "introduced"

    judged = [msgspec.structs.replace(finding, status=status(finding)) for finding in since_release.findings]
    fresh = [finding for finding in since_base.findings if finding.fingerprint not in known | inherited] if since_base is not None else []
    fresh = [msgspec.structs.replace(finding, status="unreleased") for finding in fresh if _is_loud(finding)]
    asked = (
        bump(versions.last, versions.declared, versions.scheme, [finding for finding in judged if finding.status != "accepted"])
        if versions.last is not None
        else None
    )
    allows = allowed_by(versions.last, versions.declared, versions.scheme) if versions.last is not None else Severity.patch
    check = Check(asked, strict, word_for(allows), named[0], named[1], accepted.stale, prefix)
    return msgspec.structs.replace(since_release, findings=(*judged, *fresh), check=check)


def _is_loud(finding: Finding) -> bool:
    return finding.severity is Severity.major and finding.certainty > Certainty.possible
