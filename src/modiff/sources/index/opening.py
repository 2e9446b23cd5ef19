"""From names and versions to files that can be read: pages, releases, choice, then the file itself or the part of it that is needed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from modiff.model.release import Traffic
from modiff.sources.index.choose import choose, choose_one
from modiff.sources.index.download import checked_local, download
from modiff.sources.index.pages import IndexFile, Origin, normalised, version_in
from modiff.sources.index.projects import Place, Project, find_project, local_names, places
from modiff.sources.index.ranged import RangedWheel, Shared, open_ranged
from modiff.sources.index.settings import Settings, load
from modiff.sources.index.versions import FoundRelease, find_release
from modiff.sources.index.web import Progress, Web
from modiff.store import Store

if TYPE_CHECKING:
    from modiff.sources.specs import IndexSpec

SMALL = 3 * 2**20
"""Wheels up to this many bytes are downloaded whole: one request instead of three, which take longer than the bytes."""


class Fetched(msgspec.Struct, frozen=True):
    """One release of the index, ready to be read. Exactly one of `tree`, `payload` and `path` is there."""

    name: str
    """As the user typed it."""
    version: str
    """As its files spell it."""
    filename: str
    """The file that was chosen; its ending says whether it is a wheel."""
    filenames: tuple[str, ...]
    """All wheels and sdists of the release, sorted."""
    traffic: Traffic
    """What it cost so far; goes on counting while `tree` is read. Pages that both sides need count on the old one."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user. What is odd in RECORD is in `tree.warnings` after the first read."""
    tree: RangedWheel | None = None
    """A wheel that stays where it is."""
    payload: bytes | None = None
    """The whole file: an sdist, a small wheel, or one from a server that sends no parts. Its hash was checked."""
    path: Path | None = None
    """The file on this machine, where an index or find-links points to it. Its hash was checked."""
    requires_python: str | None = None
    """What the index says of it; None: nothing."""


class Opened(msgspec.Struct, frozen=True):
    """What was opened together, and the connections it needs."""

    releases: tuple[Fetched, ...]
    """In the order in which they were asked for."""
    web: Web
    """To be closed when no tree is read any more."""

    def close(self) -> None:
        """Lets go of trees and connections. May be called twice."""
        for release in self.releases:
            if release.tree is not None:
                release.tree.close()
        self.web.close()


def open_pair(
    old: IndexSpec,
    new: IndexSpec,
    *,
    settings: Settings | None = None,
    offline: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> Opened:
    """Both releases, files of one kind, and what they have in common fetched once.

    `settings`: None reads pip's. `offline`: only what lies on this machine. `progress`: see `web.Progress`. `store`: where pages and parts of files
    are found and kept; None: nowhere.
    UnknownPackage, UnknownVersion, NoUsableFile; IndexUnavailable, CertificateProblem; HashMismatch, BrokenArchive, HostileArchive, FileMissing;
    BadSpec, BadUsage.
    """
    return _open([old, new], None, settings, offline, progress, store)


def open_one(
    spec: IndexSpec,
    *,
    like: str | None = None,
    settings: Settings | None = None,
    offline: bool = False,
    progress: Progress | None = None,
    store: Store | None = None,
) -> Opened:
    """One release alone, else as `open_pair`.

    `like`: the name of a wheel or sdist that it will be compared with; a file of its kind is chosen if there is one.
    """
    return _open([spec], like, settings, offline, progress, store)


def _open(
    specs: Sequence[IndexSpec], like: str | None, settings: Settings | None, offline: bool, progress: Progress | None, store: Store | None
) -> Opened:
    settings = settings if settings is not None else load()
    where = places(settings)
    web = Web(settings, [place.origin for place in where], offline=offline, progress=progress, store=store)
    try:
        projects = _projects(web, where, specs)
        names = [normalised(spec.name) for spec in specs]
        found = [_release(projects[name], spec, where, offline) for name, spec in zip(names, specs, strict=True)]
        files = _chosen(found, like)
        costs = [projects[name].traffic if name not in names[:index] else Traffic() for index, name in enumerate(names)]
        return Opened(_fetch_all(web, specs, found, files, costs), web)
    except BaseException:
        web.close()
        raise


def _projects(web: Web, where: list[Place], specs: Sequence[IndexSpec]) -> dict[str, Project]:
    """By normalised name: a project that both sides name is looked up once."""
    return {name: find_project(web, where, spec.name) for name, spec in {normalised(spec.name): spec for spec in reversed(specs)}.items()}


def _release(project: Project, spec: IndexSpec, where: list[Place], offline: bool) -> FoundRelease:
    return find_release(project, spec.version, offline=offline, near=() if project.listed else local_names(where))


def _chosen(found: Sequence[FoundRelease], like: str | None) -> Sequence[IndexFile]:
    if len(found) == 2:
        return choose(found[0].files, found[1].files)
    other = _pretended(like) if like is not None else None
    return [choose([other], found[0].files)[1] if other is not None else choose_one(found[0].files)]


def _pretended(filename: str) -> IndexFile | None:
    """A file of which only the name is known, as one to choose by; None if the name is no wheel's and no sdist's."""
    wheel = filename.lower().endswith(".whl")
    project = normalised(filename.partition("-")[0] if wheel else filename.rpartition("-")[0])
    version = version_in(filename, project)
    return IndexFile(filename, "", version, wheel, Origin("")) if version is not None else None


def _fetch_all(
    web: Web, specs: Sequence[IndexSpec], found: Sequence[FoundRelease], files: Sequence[IndexFile], costs: Sequence[Traffic]
) -> tuple[Fetched, ...]:
    shared = Shared()

    def fetch(side: int) -> Fetched:
        return _fetch(web, specs[side].name, found[side], files[side], costs[side], shared)

    if len(files) == 1:
        return (fetch(0),)
    pool = ThreadPoolExecutor(2, thread_name_prefix="modiff-pair")  # not the pool of `web`, for these wait for it
    try:
        releases = tuple(pool.map(fetch, (0, 1)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # one side's failure, or Ctrl-C, need not wait for the other side
    one, other = releases[0].tree, releases[1].tree
    if one is not None and other is not None:
        shared.share(one.files, other.files)
    return releases


def _fetch(web: Web, name: str, release: FoundRelease, file: IndexFile, traffic: Traffic, shared: Shared) -> Fetched:
    """The file as far as it is needed now."""
    got: RangedWheel | bytes | None = None
    path = file.path
    if path is not None:
        checked_local(file, path)
    elif not file.wheel or (file.size is not None and file.size <= SMALL):
        got = download(web, file, traffic)
    else:
        got = open_ranged(web, file, traffic, shared)
    return Fetched(
        name,
        release.version,
        file.filename,
        tuple(sorted({each.filename for each in release.files})),
        traffic,
        release.warnings,
        tree=got if isinstance(got, RangedWheel) else None,
        payload=got if isinstance(got, bytes) else None,
        path=path,
        requires_python=file.requires_python,
    )
