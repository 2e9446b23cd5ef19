"""What versions promise, scheme by scheme: the smallest version that may follow a release and carry a change of some severity.

Sources: Semantic Versioning 2.0.0 (and Cargo's reading of 0.x), PEP 440, calver.org, EffVer.
"""

from __future__ import annotations

from packaging.version import Version

from modiff.model.check import Scheme
from modiff.model.findings import Severity

_YEARS = range(1990, 2200)


def scheme_of(last: Version) -> Scheme:
    """The scheme that a version looks like, where nobody says which it is: years mean a calendar."""
    return Scheme.calver if last.major in _YEARS else Scheme.semver


def smallest(last: Version, severity: Severity, scheme: Scheme) -> Version:
    """The smallest version after `last` that may carry changes of this severity.

    After a pre-release (where there is nothing else to compare with) that is the next one: it promised nothing yet.
    """
    if last.is_prerelease:
        return _next_pre_release(last)
    return _numbered(last, _raised(last, _position(last, severity, scheme)))


def allows(last: Version, declared: Version, severity: Severity, scheme: Scheme) -> bool:
    """May a release under `declared` carry changes of this severity since `last`?

    A pre-release or development version may carry what its final one may. The same version as the last release's, not raised yet, and a post-release
    may carry what breaks and adds nothing.
    """
    if severity is Severity.patch and declared.release >= last.release:
        return True
    if declared.epoch > last.epoch:
        return True
    if last.is_prerelease:
        return declared > last
    needed = smallest(last, severity, scheme)
    return declared.epoch == needed.epoch and _padded(declared) >= _padded(needed)


def allowed_by(last: Version, declared: Version | None, scheme: Scheme) -> Severity:
    """The worst that the declared version may carry. None is taken for the next release that breaks nothing: its number is not made yet."""
    if declared is None:
        return Severity.minor
    return next((severity for severity in (Severity.major, Severity.minor) if allows(last, declared, severity, scheme)), Severity.patch)


def _position(last: Version, severity: Severity, scheme: Scheme) -> int:
    """Which number has to be raised, from 0."""
    if severity is Severity.patch:
        return max(len(last.release) - 1, 2)
    if scheme is Scheme.calver:
        return 1 if severity is Severity.major else max(len(last.release) - 1, 1)
    if scheme is Scheme.effver:
        return 1 if severity is Severity.major else 2
    if last.major == 0:
        return 1 if severity is Severity.major else 2
    return 0 if severity is Severity.major else 1


def _raised(last: Version, position: int) -> tuple[int, ...]:
    """The numbers with the one at the position one higher and those behind it 0; as many as there were, or are needed."""
    numbers = _padded(last, max(len(last.release), position + 1))
    return (*numbers[:position], numbers[position] + 1, *(0 for _ in numbers[position + 1 :]))


def _next_pre_release(last: Version) -> Version:
    if last.pre is None:  # a development release
        return Version(last.base_version)
    letter, number = last.pre
    return _numbered(last, last.release, f"{letter}{number + 1}")


def _numbered(last: Version, numbers: tuple[int, ...], suffix: str = "") -> Version:
    epoch = f"{last.epoch}!" if last.epoch else ""
    return Version(f"{epoch}{'.'.join(map(str, numbers))}{suffix}")


def _padded(version: Version, length: int = 6) -> tuple[int, ...]:
    return (*version.release, *(0,) * (length - len(version.release)))
