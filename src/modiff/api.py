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
from contextlib import contextmanager
from difflib import get_close_matches

import msgspec

from modiff import link, reading, sources
from modiff.compare import compare
from modiff.compare.pythons import newest_common
from modiff.errors import NothingToRead
from modiff.graph import Graph
from modiff.graph.outline import Depth, LazyOutlines, depth_for
from modiff.link import Environment
from modiff.model.api import Api
from modiff.model.findings import Report
from modiff.model.policy import Policy, Surface
from modiff.model.release import Release
from modiff.reading import Library
from modiff.report.arrangement import arranged, wanted_by
from modiff.report.compspec import compspec
from modiff.report.functiondb import functiondb
from modiff.report.notes import notes
from modiff.rules import judge
from modiff.sources import Progress

DEFAULT = Policy()


def diff(old: str, new: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, progress: Progress | None = None) -> Report:
    """Compares two versions of a package and judges what changed.

    `old`, `new`: specs, as on the command line (`requests==2.31.0`, `dist/x.whl`, `./checkout`, `git+.@v1.0`).
    `policy`: what to look at and what to object to; by default the conventional surface, and every finding.
    `jobs`: processes that may read at once, for later: one reads now, whatever is given. It never changes the report.
    `offline`: True: ask no package index. `progress`: is told what is being done; None: nobody is.

    The report's findings stand in stable order, the worst first. Raises a `ModiffError` for what a user can mend.
    """
    with opened(old, new, policy, jobs=jobs, offline=offline, progress=progress) as sides:
        return sides.report()


def show(spec: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, progress: Progress | None = None) -> Api:
    """The API of one version, on the policy's surface. Parameters and errors are those of `diff`."""
    with opened_one(spec, policy, jobs=jobs, offline=offline, progress=progress) as side:
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
        with _timed(self.seconds, "read and link"):
            items, gaps = tuple(self.graph.entries(self.policy)), tuple(self.graph.gaps("new"))
        if not items:
            _check_patterns(self.policy, self.graph)
        release = self.release
        return Api(release.name, release.version, release.packages, items, gaps, release.warnings, self.notes)

    @property
    def notes(self) -> tuple[str, ...]:
        """What it cost so far."""
        return notes((self.release,), self.library.shelf.parsed, self.library.shelf.shared, self.seconds)

    @property
    def database(self) -> Iterator[str]:
        """A function database of the release, as text in pieces; the policy plays no part."""
        return functiondb(self.release.version, self.outlines("positional"))

    def outlines(self, depth: Depth) -> LazyOutlines:
        """What a function database of this depth holds of each module."""
        return LazyOutlines(self.graph.modules(), self.graph.facts, depth)


class OpenedPair(msgspec.Struct, frozen=True, eq=False):
    """Two releases, ready to be compared."""

    policy: Policy
    old: Opened
    new: Opened
    seconds: dict[str, float]

    def report(self) -> Report:
        """What changed between them, judged."""
        with _timed(self.seconds, "read and compare"):
            changes = compare(self.old.graph, self.new.graph, self.policy)
        with _timed(self.seconds, "judge"):
            report = judge(changes, self.policy)
        if not report.findings:
            _check_patterns(self.policy, self.old.graph, self.new.graph)
        old, new, shelf = self.old.release, self.new.release, self.old.library.shelf
        depth = depth_for(old.unknown | new.unknown)
        report = arranged(report, self.policy, self.old.outlines(depth), self.new.outlines(depth), self.equal)
        told = notes((old, new), shelf.parsed, shelf.shared, self.seconds)
        return msgspec.structs.replace(report, warnings=(*report.warnings, *old.warnings, *new.warnings), notes=(*report.notes, *told))

    @property
    def compspec(self) -> Iterator[str]:
        """The comparison as the original example printed it, as text in pieces."""
        policy = self.policy
        sides = self.old.outlines("positional"), self.new.outlines("positional")
        return compspec(*sides, policy.by, policy.levels, policy.stop_at_first_break, self.equal, wanted_by(policy))

    @property
    def equal(self) -> frozenset[str]:
        """Modules known to be the same on both sides."""
        return self.old.release.equal & self.new.release.equal


@contextmanager
def opened(
    old: str, new: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, progress: Progress | None = None
) -> Iterator[OpenedPair]:
    """Two releases, for formats that need more than a report; closed at the end of the block, after which nothing more can be read."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "open"):
        pair = sources.open(old, new, progress=progress, offline=offline)
    try:
        libraries = reading.read_pair(pair, jobs=_jobs(jobs))
        environment = _environment(policy, pair.old, pair.new)
        sides = [_linked(release, library, environment, policy, seconds) for release, library in zip((pair.old, pair.new), libraries, strict=True)]
        yield OpenedPair(policy, sides[0], sides[1], seconds)
    finally:
        _close(pair.old, pair.new)


@contextmanager
def opened_one(
    spec: str, policy: Policy = DEFAULT, *, jobs: int | None = None, offline: bool = False, progress: Progress | None = None
) -> Iterator[Opened]:
    """One release, as `opened`."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "open"):
        release = sources.open_one(spec, progress=progress, offline=offline)
    try:
        yield _linked(release, reading.read(release, jobs=_jobs(jobs)), _environment(policy, release), policy, seconds)
    finally:
        _close(release)


def _linked(release: Release, library: Library, environment: Environment, policy: Policy, seconds: dict[str, float]) -> Opened:
    _check(release)
    return Opened(policy, release, library, Graph(link.view(release, library, environment)), seconds)


def _environment(policy: Policy, *releases: Release) -> Environment:
    """The interpreter that the policy judges for, and what it counts in. What it leaves open is link's default, or the newest Python before it
    on which
    all these releases run."""
    python = policy.python_version or newest_common(Environment().python, [(r.metadata.requires_python, r.metadata.classified) for r in releases])
    given = {"python": python, "platform": policy.platform, "tests": policy.tests, "vendored": policy.vendored}
    return msgspec.structs.replace(Environment(), **{field: value for field, value in given.items() if value is not None})


def _check(release: Release) -> None:
    """Nothing read is never "no differences"."""
    if release.prepared is None and not any(module.source or module.stub for module in release.modules.values()):
        compiled = sum(module.compiled for module in release.modules.values())
        only = f": it holds nothing but {compiled} compiled module{'' if compiled == 1 else 's'} without stubs" if compiled else ""
        raise NothingToRead(
            f"There is no Python to read in {release.spec}{only}.", ["name a release, wheel or directory that holds .py or .pyi files"]
        )


def _check_patterns(policy: Policy, *graphs: Graph) -> None:
    """A pattern that matches nothing must not look like an API that did not change."""
    if not policy.only or any(True for graph in graphs for _ in graph.entries(policy)):
        return
    everything = msgspec.structs.replace(policy, only=(), exclude=())
    known = {path for graph in graphs for entry in graph.entries(everything) for path in (entry.path, *entry.also)}
    near = dict.fromkeys(name for pattern in policy.only for name in get_close_matches(pattern, known, 3))
    hints = [
        *(f"--only {name}" for name in near),
        *([] if policy.surface is Surface.everything else ["--surface everything, if it is a private name"]),
    ]
    raise NothingToRead(f"No name of {' or '.join(graph.release.spec for graph in graphs)} matches --only {' --only '.join(policy.only)}.", hints)


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
