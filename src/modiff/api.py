"""The pipeline in plain sight, and the public Python API: the one module that knows every stage.

    import modiff
    report = modiff.diff("tensorflow==2.7.0", "tensorflow==2.6.2")
    print(report.verdict.name, len(report.findings))

What a user can mend (an unknown version, a broken archive, an index that does not answer) is raised as a `ModiffError`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from difflib import get_close_matches

import msgspec

from modiff import link, reading, sources
from modiff.compare import compare
from modiff.compare.supported import main_environment, supported
from modiff.errors import NothingToRead
from modiff.graph import Graph
from modiff.graph.environments import entries_everywhere
from modiff.graph.imports import imports_within
from modiff.graph.outline import Depth, LazyOutlines, depth_for
from modiff.link import Environment
from modiff.model.api import Api
from modiff.model.changes import Changes
from modiff.model.findings import Report, Side, Summary
from modiff.model.items import ApiItem
from modiff.model.policy import Policy, Surface
from modiff.model.release import Release
from modiff.plugins import with_others
from modiff.reading import Library
from modiff.reading.ahead import Ahead
from modiff.reading.excerpts import excerpts as around_places
from modiff.report.arrangement import arranged, wanted_by
from modiff.report.compspec import compspec
from modiff.report.functiondb import functiondb
from modiff.report.notes import notes
from modiff.rules.environments import judge_everywhere
from modiff.sources import Progress
from modiff.store import open_store

DEFAULT = Policy()


def diff(
    old: str,
    new: str,
    policy: Policy = DEFAULT,
    *,
    jobs: int | None = None,
    offline: bool = False,
    cache: bool = True,
    excerpts: bool = False,
    items: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Compares two versions of a package and judges what changed.

    `old`, `new`: specs, as on the command line (`requests==2.31.0`, `dist/x.whl`, `./checkout`, `git+.@v1.0`).
    `policy`: what to look at and what to object to; by default the conventional surface, and every finding.
    `jobs`: processes that may read at once; None: as many as there are cores. More than one start only where it pays. It never changes the report.
    `offline`: True: ask no package index, and make do with what is here. `cache`: False: neither take from this user's cache nor add to it; the
    report is the same. `excerpts`: True: the report holds lines of source around each place. `items`: True: it holds the whole API of both versions.
    `progress`: is told what is being done; None: nobody is.

    The report's findings stand in stable order, the worst first. Raises a `ModiffError` for what a user can mend.
    """
    with opened(old, new, policy, jobs=jobs, offline=offline, cache=cache, progress=progress) as sides:
        return sides.report(excerpts=excerpts, items=items)


def show(
    spec: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, cache: bool = True, progress: Progress | None = None
) -> Api:
    """The API of one version, on the policy's surface. Parameters and errors are those of `diff`."""
    with opened_one(spec, policy, jobs=jobs, offline=offline, cache=cache, progress=progress) as side:
        return side.api()


class Opened(msgspec.Struct, frozen=True, eq=False):
    """One release, ready to be asked."""

    policy: Policy
    release: Release
    library: Library
    graph: Graph
    seconds: dict[str, float]
    """Spent so far, by stage."""

    def api(self) -> Api:
        """All items on the policy's surface."""
        with _timed(self.seconds, "read"):
            reading.read_together([self.library])
        with _timed(self.seconds, "link"):
            items, gaps = tuple(self.items()), tuple(self.graph.gaps("new"))
        if not items:
            _check_patterns(self.policy, self.graph)
        release = self.release
        imported = imports_within(self.graph, self.policy)
        return Api(release.name, release.version, release.packages, items, gaps, release.warnings, self.notes, imported)

    def items(self) -> Iterator[ApiItem]:
        """The same, one by one, without a look whether there are any."""
        yield from entries_everywhere(self.graph, self.policy, supported(self.policy, [self.release.metadata], self.graph.view.environment))

    @property
    def notes(self) -> tuple[str, ...]:
        """What it cost so far."""
        return notes((self.release,), self.library.shelf.parsed, self.library.shelf.shared, self.seconds, self.library.shelf.recalled)

    @property
    def database(self) -> Iterator[str]:
        """A function database of the release, as text in pieces; the policy plays no part."""
        return functiondb(self.release.version, self.outlines("positional"))

    def outlines(self, depth: Depth, ahead: Ahead | None = None) -> LazyOutlines:
        """What a function database of this depth holds of each module. `ahead`: reads them; None: they are read when they are asked for."""
        return LazyOutlines(self.graph.modules(), self.graph.facts, depth, ahead.read if ahead is not None else None)


class OpenedPair(msgspec.Struct, frozen=True, eq=False):
    """Two releases, ready to be compared."""

    policy: Policy
    old: Opened
    new: Opened
    seconds: dict[str, float]

    def report(self, *, excerpts: bool = False, items: bool = False) -> Report:
        """What changed between them, judged. `excerpts`: with lines of source around each place. `items`: with the whole API of both."""
        report = self.judged(excerpts=excerpts)[0]
        return msgspec.structs.replace(report, items={"old": tuple(self.old.items()), "new": tuple(self.new.items())}) if items else report

    def judged(self, *, excerpts: bool = False) -> tuple[Report, Changes]:
        """The same, and the changes that were judged."""
        with _timed(self.seconds, "read"):
            reading.read_together([self.old.library, self.new.library])
        with _timed(self.seconds, "compare"):
            changes = compare(self.old.graph, self.new.graph, self.policy)
        with _timed(self.seconds, "judge"):
            said = [side.release.metadata for side in (self.old, self.new)]
            places = supported(self.policy, said, self.old.graph.view.environment)
            judged_by = with_others(self.policy)
            report = judge_everywhere(changes, self.old.graph, self.new.graph, judged_by.policy, places)
        if not report.findings:
            _check_patterns(self.policy, self.old.graph, self.new.graph)
        old, new, shelf = self.old.release, self.new.release, self.old.library.shelf
        depth = depth_for(old.unknown | new.unknown)
        report = arranged(report, self.policy, self.old.outlines(depth), self.new.outlines(depth), self.equal)
        told = notes((old, new), shelf.parsed, shelf.shared, self.seconds, shelf.recalled)
        shown = around_places(report.findings, old.tree, new.tree) if excerpts else {}
        whole = msgspec.structs.replace(
            report, warnings=(*judged_by.warnings, *report.warnings, *old.warnings, *new.warnings), notes=(*report.notes, *told), excerpts=shown
        )
        return whole, changes

    def unjudged(self) -> Report:
        """A report without findings, for who prints what needs none: the two sides, and all warnings and notes up to here. It reads nothing."""
        supported(self.policy, [side.release.metadata for side in (self.old, self.new)], self.old.graph.view.environment)  # raises what a diff would
        old, new, shelf = self.old.release, self.new.release, self.old.library.shelf
        sides = [Side(release.spec, release.name, release.version, release.packages) for release in (old, new)]
        warnings = (*with_others(self.policy).warnings, *old.warnings, *new.warnings)
        told = notes((old, new), shelf.parsed, shelf.shared, self.seconds, shelf.recalled)
        return Report(sides[0], sides[1], Summary(), (), warnings=warnings, notes=told)

    @property
    def compspec(self) -> Iterator[str]:
        """The comparison as the original example printed it, as text in pieces."""
        policy = self.policy
        ahead = self._ahead()
        old, new = (side.outlines("positional", ahead) for side in (self.old, self.new))
        return compspec(old, new, policy.by, policy.levels, policy.stop_at_first_break, self.equal, wanted_by(policy))

    def _ahead(self) -> Ahead:
        """Reads the modules of both sides that may be told of, in the order in which they are."""
        policy, every = self.policy, sorted({*self.old.graph.modules(), *self.new.graph.modules()})
        told = every if policy.levels or policy.by == "package" else [module for module in every if module not in self.equal]
        return Ahead([self.old.library, self.new.library], told, all_at_once=policy.levels or not policy.stop_at_first_break)

    @property
    def equal(self) -> frozenset[str]:
        """Modules known to be the same on both sides."""
        return self.old.release.equal & self.new.release.equal


@contextmanager
def opened(
    old: str,
    new: str,
    policy: Policy = DEFAULT,
    *,
    jobs: int | None = None,
    offline: bool = False,
    cache: bool = True,
    progress: Progress | None = None,
) -> Iterator[OpenedPair]:
    """Two releases, for formats that need more than a report; closed at the end of the block, after which nothing more can be read."""
    seconds: dict[str, float] = {}
    with_others(policy)  # so that a rule that is broken is told before anything is fetched
    with open_store(cache) as store:
        with _timed(seconds, "open"):
            pair = sources.open(old, new, progress=progress, offline=offline, store=store)
        try:
            libraries = reading.read_pair(pair, jobs=_jobs(jobs), store=store)
            environment = main_environment(policy, [pair.old.metadata, pair.new.metadata])
            both = zip((pair.old, pair.new), libraries, strict=True)
            sides: list[Opened] = []
            for release, library in both:
                sides.append(_linked(release, library, environment, policy, seconds, beside=sides[0] if sides else None))
            with closing(libraries[0].shelf):
                yield OpenedPair(policy, sides[0], sides[1], seconds)
        finally:
            _close(pair.old, pair.new)


@contextmanager
def opened_one(
    spec: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, cache: bool = True, progress: Progress | None = None
) -> Iterator[Opened]:
    """One release, as `opened`."""
    seconds: dict[str, float] = {}
    with open_store(cache) as store:
        with _timed(seconds, "open"):
            release = sources.open_one(spec, progress=progress, offline=offline, store=store)
        try:
            library = reading.read(release, jobs=_jobs(jobs), store=store)
            with closing(library.shelf):
                yield _linked(release, library, main_environment(policy, [release.metadata]), policy, seconds)
        finally:
            _close(release)


def _linked(
    release: Release, library: Library, environment: Environment, policy: Policy, seconds: dict[str, float], beside: Opened | None = None
) -> Opened:
    _check(release)
    view = link.view(release, library, environment, beside.graph.view if beside is not None else None)
    return Opened(policy, release, library, Graph(view), seconds)


def _check(release: Release) -> None:
    """Nothing read is never "no differences"."""
    if release.prepared is None and not any(module.source or module.stub for module in release.modules.values()):
        compiled = sum(module.compiled for module in release.modules.values())
        only = f": it holds nothing but {compiled} compiled module{'' if compiled == 1 else 's'} without stubs" if compiled else ""
        raise NothingToRead(
            f"There is no Python to read in {release.spec}{only}.", ["name a release, wheel or directory that holds .py or .pyi files"]
        )


def _check_patterns(policy: Policy, *graphs: Graph) -> None:
    """What leaves nothing to look at must not look like an API that did not change."""
    if any(True for graph in graphs for _ in graph.entries(policy)):
        return
    specs = " or ".join(graph.release.spec for graph in graphs)
    if not policy.only:
        left_out = ["fewer patterns of --exclude"] if policy.exclude else []
        raise NothingToRead(f"No public name was found in {specs}.", [*left_out, "--surface everything"])
    everything = msgspec.structs.replace(policy, only=(), exclude=())
    known = {path for graph in graphs for entry in graph.entries(everything) for path in (entry.path, *entry.also)}
    near = dict.fromkeys(name for pattern in policy.only for name in get_close_matches(pattern, known, 3))
    hints = [
        *(f"--only {name}" for name in near),
        *([] if policy.surface is Surface.everything else ["--surface everything, if it is a private name"]),
    ]
    raise NothingToRead(f"No name of {specs} matches --only {' --only '.join(policy.only)}.", hints)


def _close(*releases: Release) -> None:
    for release in releases:
        if release.tree is not None:
            release.tree.close()


def _jobs(jobs: int | None) -> int:
    if jobs is not None:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Adds the time that the block takes to the stage's."""
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] = seconds.get(stage, 0.0) + time.perf_counter() - start
