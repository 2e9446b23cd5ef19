"""Which releases of a project there are, without opening any."""

from __future__ import annotations

import msgspec
from packaging.version import Version

from modiff.sources.index.projects import find_project, local_names, places
from modiff.sources.index.settings import Settings, load
from modiff.sources.index.versions import parsed, unknown_package
from modiff.sources.index.web import Web
from modiff.store import Store


class ListedRelease(msgspec.Struct, frozen=True):
    """One release that has a wheel or an sdist."""

    version: Version
    yanked: bool
    """Were all its files withdrawn (PEP 592)?"""
    uploaded: str | None
    """When its first file was uploaded, ISO 8601; None: the index does not say."""
    wheels: bool
    """Has it a wheel?"""


def releases_of(name: str, *, settings: Settings | None = None, offline: bool = False, store: Store | None = None) -> tuple[ListedRelease, ...]:
    """The releases of the project whose versions PEP 440 knows, oldest version first.

    `settings`: None reads pip's. `offline`: only what lies on this machine. `store`: where pages are found and kept; None: nowhere. Raises
    UnknownPackage; IndexUnavailable if any place did not answer, for what it holds is not known; BadSpec for what can be no name.
    """
    settings = settings if settings is not None else load()
    where = places(settings)
    web = Web(settings, [place.origin for place in where], offline=offline, store=store)
    try:
        project = find_project(web, where, name)
    finally:
        web.close()
    if project.failures:
        raise project.failures[0]
    if not project.listed:
        raise unknown_package(name, local_names(where))
    found: dict[Version, ListedRelease] = {}
    for file in project.files:
        version = parsed(file.version)
        if version is None:
            continue
        known = found.get(version)
        dates = [date for date in (known.uploaded if known else None, file.uploaded) if date]
        found[version] = ListedRelease(
            version, file.yanked and (known is None or known.yanked), min(dates, default=None), file.wheel or (known is not None and known.wheels)
        )
    return tuple(found[version] for version in sorted(found))
