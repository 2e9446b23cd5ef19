"""Which release a name, or a name and a version, means: as pip decides it (PEP 440, PEP 592)."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from functools import cache

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.errors import ModiffError, NoUsableFile, UnknownPackage, UnknownVersion
from modiff.sources.index.pages import IndexFile, normalised
from modiff.sources.index.projects import Project

NEAR = 4
"""How many neighbours of an unknown version are named."""


class FoundRelease(msgspec.Struct, frozen=True):
    """One release of a project."""

    version: str
    """As its files spell it."""
    files: tuple[IndexFile, ...]
    """What may be read: never empty."""
    warnings: tuple[str, ...] = ()
    """That it was withdrawn; that an index did not answer."""


def find_release(project: Project, version: str | None, *, offline: bool, near: Collection[str] = ()) -> FoundRelease:
    """The release that `version` names (None: the newest final one; pre-releases where there is nothing else).

    `near`: normalised names that exist, for hints. IndexUnavailable if a place that might know better did not answer: for a version that others have,
    and when offline, that is a warning instead. UnknownPackage, UnknownVersion, NoUsableFile.
    """
    releases = _by_version(project.files)
    found = _named(releases, version) if version is not None else _newest(releases, project)
    if found is None or (version is None and project.failures and not offline):
        if project.failures:
            raise project.failures[0]
        raise _unknown(project, releases, version, near)
    said = tuple(f"{failure.message}; what the other places have was taken" for failure in project.failures)
    usable = tuple(file for file in releases[found] if not file.yanked)
    if usable:
        return FoundRelease(usable[0].version, usable, said)
    written = releases[found][0].version
    return FoundRelease(written, releases[found], (*said, f"{project.name} {written} was yanked: its authors withdrew it"))


def _by_version(files: Iterable[IndexFile]) -> dict[Version | str, tuple[IndexFile, ...]]:
    """Files by version; by its text where that is none of PEP 440, as in sdists of old."""
    releases: dict[Version | str, tuple[IndexFile, ...]] = {}
    for file in files:
        key = parsed(file.version) or file.version
        releases[key] = (*releases.get(key, ()), file)
    return releases


@cache
def parsed(version: str) -> Version | None:
    """The version, or None if PEP 440 does not know such."""
    try:
        return Version(version)
    except InvalidVersion:
        return None


def _named(releases: Mapping[Version | str, tuple[IndexFile, ...]], version: str) -> Version | str | None:
    """Equal as PEP 440 says: 1.0 is 1.0.0. Without a local label any label will do, none at all being best."""
    wanted = parsed(version)
    if wanted is None or wanted in releases:
        return wanted or (version if version in releases else None)
    locals_ = [each for each in releases if isinstance(each, Version) and each.local and Version(each.public) == wanted]
    return max(locals_, default=None)


def _newest(releases: Mapping[Version | str, tuple[IndexFile, ...]], project: Project) -> Version | None:
    offered = [version for version, files in releases.items() if isinstance(version, Version) and not all(file.yanked for file in files)]
    if not offered and releases and not project.failures:
        last = max((version for version in releases if isinstance(version, Version)), default=next(iter(releases)))
        raise UnknownVersion(f"every release of {project.name} was withdrawn, or has an unreadable version", [f"{project.name}=={last}"])
    return max([version for version in offered if not version.is_prerelease] or offered, default=None)


def _unknown(project: Project, releases: Mapping[Version | str, tuple[IndexFile, ...]], version: str | None, near: Collection[str]) -> ModiffError:
    if releases and version is not None:
        offered = [each for each, files in releases.items() if not all(file.yanked for file in files)] or list(releases)
        return UnknownVersion(f"{project.name} has no release {version}", [f"{project.name}=={each}" for each in nearest(version, offered)])
    if project.listed:
        return NoUsableFile(f"{project.name} is on the index, but has no wheel and no sdist there")
    return unknown_package(project.name, near)


def unknown_package(name: str, near: Collection[str]) -> UnknownPackage:
    """The error for a name that no place knows; `near`: normalised names that exist, for hints."""
    close = difflib.get_close_matches(normalised(name), sorted(near), n=3, cutoff=0.75)
    hints = [*close, "check the spelling: the index has no such project", f"a directory is named with a separator: ./{name}"]
    return UnknownPackage(f"there is no package {name} on any configured index", hints)


def nearest(version: str, releases: Iterable[Version | str]) -> list[str]:
    """The releases most like a version that does not exist, best first; for a word that is no version those spelled alike, else the newest.

    Pre-releases only if a pre-release was asked for, or there is nothing else.
    """
    wanted = parsed(version)
    known = list(releases)
    final = [each for each in known if isinstance(each, Version) and not each.is_prerelease]
    ordered = sorted(final if final and not (wanted and wanted.is_prerelease) else (each for each in known if isinstance(each, Version)))
    if wanted is None:
        return difflib.get_close_matches(version, map(str, known), n=NEAR, cutoff=0.6) or [str(each) for each in ordered[: -NEAR - 1 : -1]]
    older = [each for each in ordered if each < wanted][::-1]
    newer = [each for each in ordered if each > wanted]
    alike = [(_distance(wanted, each), index, each) for side in (older[:NEAR], newer[:NEAR]) for index, each in enumerate(side)]
    return [str(each) for _, _, each in sorted(alike)[:NEAR]]


def _distance(one: Version, other: Version) -> int:
    """0 for versions that agree in all leading numbers, more the earlier they part."""
    longest = max(len(one.release), len(other.release))
    padded = [(*version.release, *(0,) * (longest - len(version.release))) for version in (one, other)]
    return longest - next((index for index, (a, b) in enumerate(zip(*padded, strict=True)) if a != b), longest)
