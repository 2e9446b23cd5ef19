"""The smallest version that the findings since the last release may be released under."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import Version

from modiff.gate.schemes import allows, smallest
from modiff.model.check import Bump, BumpWord, Scheme
from modiff.model.findings import Finding, Severity


def bump(last: Version, declared: Version | None, scheme: Scheme, findings: Iterable[Finding]) -> Bump:
    """`last`: the release compared with; `declared`: the project's version, None if it is not known; `findings`: what changed since, but for accepted
    ones. What each of them asks for is said by `Finding.asks_for`."""
    severity = severity_of(findings)
    allowed = allows(last, declared, severity, scheme) if declared is not None else severity is not Severity.major
    return Bump(
        declared=str(declared) if declared is not None else None,
        needed=str(smallest(last, severity, scheme)),
        word=word_for(severity),
        scheme=str(scheme),
        allowed=allowed,
        last=str(last),
    )


def severity_of(findings: Iterable[Finding]) -> Severity:
    """The largest severity that anything asks for."""
    return max((finding.asks_for for finding in findings), default=Severity.patch)


def word_for(severity: Severity) -> BumpWord:
    """The part of a version that a change of this severity asks to be raised."""
    return "major" if severity is Severity.major else "minor" if severity is Severity.minor else "patch"
