"""Removals that were announced for long enough: what earlier releases said of them is read until the runway is covered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from packaging.version import Version

from modiff.errors import ModiffError
from modiff.flows.reading import Reading
from modiff.model.findings import Finding, Report, Severity
from modiff.model.items import ApiItem
from modiff.model.policy import Policy, Runway, Surface
from modiff.project import Project

_MONTH = 30.44
"""Days, on average."""


class Past(msgspec.Struct, frozen=True):
    """One release of the project, to be read."""

    spec: str
    date: datetime | None
    """When it came out; None: nobody says."""


def announced(here: Project, report: Report, runway: Runway, last: Version | None, reading: Reading) -> frozenset[str]:
    """Fingerprints of the removals whose deprecation has covered the runway by `last`, the newest release.

    Releases that cannot be read say nothing. Only removals of what was deprecated in the last release are looked for, newest release first.
    """
    waiting = [finding for finding in report.findings if _is_announced_loss(finding)]
    if last is None or not waiting or not (runway.releases or runway.months):
        return frozenset()
    done: set[str] = set()
    for count, past in enumerate(_past(here, last, reading.offline), 1):
        said = {path: item.deprecated for item in _items(past, reading) for path in (item.path, *item.also)} if count > 1 else {}
        waiting = [finding for finding in waiting if count == 1 or any(said.get(path) is not None for path in (finding.path, *finding.also))]
        if not waiting:
            break
        if (runway.releases and count >= runway.releases) or (runway.months and _months_since(past.date) >= runway.months):
            done |= {finding.fingerprint for finding in waiting}
            break
    return frozenset(done)


def _is_announced_loss(finding: Finding) -> bool:
    return finding.deprecated is not None and finding.part is None and finding.severity is Severity.major and finding.rule.endswith("-removed")


def _past(here: Project, last: Version, offline: bool) -> Iterator[Past]:
    """Final releases up to the last one, newest first: by tags, or else from the index."""
    tags = here.repository.tags(here.name) if here.repository is not None else []
    known = [tag for tag in tags if tag.version <= last and not tag.version.is_prerelease]
    if known:
        yield from (Past(here.at(tag.name), _date(tag.date)) for tag in reversed(known))
        return
    if here.name is None:
        return
    from modiff.sources.index import releases_of

    for release in reversed(releases_of(here.name, offline=offline)):
        if release.version <= last and not release.version.is_prerelease and not release.yanked:
            yield Past(f"{here.name}=={release.version}", _date(release.uploaded))


def _items(past: Past, reading: Reading) -> tuple[ApiItem, ...]:
    try:
        return reading.shown(past.spec, Policy(surface=Surface.everything)).items
    except ModiffError:
        return ()


def _date(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def _months_since(date: datetime | None) -> float:
    return (datetime.now(UTC) - date).days / _MONTH if date is not None else 0.0
