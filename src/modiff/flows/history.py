"""The API of a package over its releases: of an index, where what files share is fetched and read once, or of an archive of function databases."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from typing import NamedTuple

import msgspec
from packaging.version import InvalidVersion, Version

from modiff import sources
from modiff.compare.history import Outlined, step, totals
from modiff.errors import BadUsage, IndexUnavailable, ModiffError, NothingToRead, UnknownVersion
from modiff.flows.reading import Reading
from modiff.graph.outline import Depth, Outline, outline
from modiff.graph.selection import Selection
from modiff.model.facts import Facts
from modiff.model.history import HistoricRelease, History, Step, Totals
from modiff.reading import Library, Shelf, read_together
from modiff.sources.functiondb_archive import Archive
from modiff.sources.specs import DatabaseSpec, IndexSpec, parse
from modiff.store import Store, open_store


class Wanted(msgspec.Struct, frozen=True):
    """Which releases, and what of them."""

    pre: bool = False
    """Pre-releases and development releases too?"""
    since: str | None = None
    """From this version on; None: from the first."""
    last: int | None = None
    """So many, the newest; None: all."""
    only: tuple[str, ...] = ()
    """Modules to look at, as dotted prefixes or globs; empty: all."""
    exclude: tuple[str, ...] = ()
    """Modules to leave out, likewise."""


DEFAULT = Wanted()


class _Listed(NamedTuple):
    version: Version
    uploaded: str | None


class _Source(NamedTuple):
    """Where releases come from."""

    name: str | None
    listed: Sequence[_Listed]
    """Oldest first."""
    facts: Callable[[Version], Mapping[str, Facts | None]]
    """Of one release, by module; None: the module cannot be read. What is the same in two releases is one object."""
    depth: Depth
    warnings: Callable[[], tuple[str, ...]]
    notes: Callable[[], tuple[str, ...]]


def history(spec: str, wanted: Wanted = DEFAULT, *, reading: Reading = Reading()) -> History:
    """What each release of a package gained and lost against the one before it.

    `spec`: the name of a package on the index, or `functiondb:PATH`. Counts are of definitions, whatever the surface, as in a report's summary.
    Yanked releases are left out. A release that cannot be read says why, and the next is compared with the one before it.
    Raises BadUsage, UnknownPackage, UnknownVersion (`since`), NothingToRead and what opening raises.
    """
    start = time.perf_counter()
    with ExitStack() as stack:
        source = _source(spec, reading, stack)
        chosen, before = _chosen(source, wanted, spec)
        releases = tuple(_walk(source, chosen, before, wanted, reading))
        if all(release.totals is None for release in releases):
            first = next((release.unread for release in releases if release.unread), None)
            raise NothingToRead(f"None of the releases of {spec} could be read. {first or ''}".rstrip(), ["`--pre` for pre-releases"])
        spent = f"{len(releases)} releases in {time.perf_counter() - start:.1f} s"
        return History(spec, source.name, releases, source.warnings(), (*source.notes(), spent))


def _source(spec: str, reading: Reading, stack: ExitStack) -> _Source:
    said = parse(spec, lambda path: os.path.lexists(os.path.expanduser(path)))
    if isinstance(said, DatabaseSpec) and said.version is None:
        archive = Archive(said.path)
        return _Source(
            None, [_Listed(version, None) for version in archive.labels], archive.facts, "positional", lambda: archive.warnings, lambda: ()
        )
    if isinstance(said, IndexSpec) and said.version is None:
        return _of_index(said.name, reading, stack)
    hints = ["modiff history NAME --since VERSION", "modiff history functiondb:DIR"]
    raise BadUsage(f"{spec} names no package with releases, but one version.", hints)


def _of_index(name: str, reading: Reading, stack: ExitStack) -> _Source:
    from modiff.sources.index import releases_of

    store = stack.enter_context(open_store(reading.cache))
    shelf = stack.enter_context(closing(Shelf(_jobs(reading), store)))
    listed = [_Listed(one.version, one.uploaded) for one in releases_of(name, offline=reading.offline, store=store) if not one.yanked]
    warnings: list[str] = []

    def facts(version: Version) -> Mapping[str, Facts | None]:
        return _facts_of(f"{name}=={version}", shelf, store, reading, warnings)

    def notes() -> tuple[str, ...]:
        return (f"{shelf.parsed:,} texts extracted, {shelf.recalled:,} known from other runs, {shelf.shared:,} times taken from another release",)

    return _Source(name, listed, facts, "full", lambda: tuple(warnings), notes)


def _facts_of(spec: str, shelf: Shelf, store: Store, reading: Reading, warnings: list[str]) -> Mapping[str, Facts | None]:
    if reading.progress is not None:
        reading.progress(f"reading {spec}")
    release = sources.open_one(spec, offline=reading.offline, store=store)
    try:
        library = Library(release, shelf)
        read_together([library])
        known = library.facts(release.modules)
        warnings += [f"{spec}: {text}" for text in release.warnings]
        return {module: known.get(module) for module in release.modules}
    finally:
        if release.tree is not None:
            release.tree.close()


def _chosen(source: _Source, wanted: Wanted, spec: str) -> tuple[Sequence[_Listed], _Listed | None]:
    """The releases to show, and the one before them."""
    listed = [one for one in source.listed if wanted.pre or not one.version.is_prerelease]
    if not listed:
        raise NothingToRead(f"{spec} has no {'' if wanted.pre else 'final '}releases.", [] if wanted.pre else ["--pre"])
    first = 0
    if wanted.since is not None:
        since = _version(wanted.since)
        first = next((index for index, one in enumerate(listed) if one.version >= since), len(listed))
        if first == len(listed):
            newest = listed[-1].version
            raise UnknownVersion(f"{spec} has no release since {wanted.since}; the newest is {newest}.", [f"--since {newest}"])
    if wanted.last is not None:
        first = max(first, len(listed) - wanted.last)
    return listed[first:], listed[first - 1] if first else None


def _version(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion as error:
        raise BadUsage(f"{text!r} is no version.", ["--since 1.20"]) from error


def _walk(source: _Source, chosen: Sequence[_Listed], before: _Listed | None, wanted: Wanted, reading: Reading) -> Iterator[HistoricRelease]:
    outliner = _Outliner(source.depth, Selection(wanted.only, wanted.exclude))
    known: tuple[str, Outlined] | None = None
    if before is not None:
        known, _, _ = _read(source, before, outliner)
    for one in chosen:
        if reading.progress is not None:
            reading.progress(f"reading {one.version}")
        found, counted, unread = _read(source, one, outliner)
        told: Step | None = step(known[0], known[1], found[1]) if known is not None and found is not None else None
        known = found if found is not None else known
        yield HistoricRelease(str(one.version), one.uploaded, not one.version.is_prerelease, counted, told, unread)


def _read(source: _Source, one: _Listed, outliner: _Outliner) -> tuple[tuple[str, Outlined] | None, Totals | None, str | None]:
    """The release's outlines, how much there is, or why it cannot be read. Raises IndexUnavailable: nothing that follows could be read."""
    try:
        modules, counted = outliner.outlines(source.facts(one.version))
    except IndexUnavailable:
        raise
    except ModiffError as error:
        return None, None, error.message
    return (str(one.version), modules), counted, None


class _Outliner:
    """Outlines of facts, each made once as long as releases hold on to it."""

    def __init__(self, depth: Depth, patterns: Selection) -> None:
        self._depth: Depth = depth
        self._patterns = patterns
        self._known: dict[int, tuple[Facts, Outline, Totals]] = {}

    def outlines(self, facts: Mapping[str, Facts | None]) -> tuple[Outlined, Totals]:
        """The modules that are looked at, and how much they hold."""
        known: dict[int, tuple[Facts, Outline, Totals]] = {}
        found: dict[str, Outline | None] = {}
        counts = Totals()
        for module, said in facts.items():
            if not self._patterns.wants((module,)):
                continue
            if said is None:
                found[module], counts = None, counts.plus(Totals(1))
                continue
            entry = self._known.get(id(said)) or self._made(said)
            known[id(said)] = entry
            found[module], counts = entry[1], counts.plus(entry[2])
        self._known = known
        return found, counts

    def _made(self, facts: Facts) -> tuple[Facts, Outline, Totals]:
        made = outline(facts, self._depth)
        return facts, made, totals(made)


def _jobs(reading: Reading) -> int:
    return reading.jobs if reading.jobs is not None else os.cpu_count() or 1
