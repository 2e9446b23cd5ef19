"""Releases compared and kept open, so that client code can be read with both; and single releases between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack

import msgspec

from modiff import api
from modiff.flows.client_code import in_file
from modiff.flows.reading import Reading
from modiff.graph import Graph
from modiff.model.findings import Report
from modiff.model.hits import Hit
from modiff.model.policy import Policy
from modiff.uses.deprecations import deprecated
from modiff.uses.events import Events
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client
from modiff.uses.readings import Reading as ClientReading
from modiff.uses.worlds import World


class Compared(msgspec.Struct, frozen=True, eq=False):
    """One upgrade, compared and still open."""

    name: str
    report: Report
    old: Graph
    new: Graph

    @property
    def packages(self) -> tuple[str, ...]:
        """Import names of either version."""
        return tuple(dict.fromkeys((*self.old.release.packages, *self.new.release.packages)))

    @property
    def before(self) -> str:
        """The old version, or what else names it."""
        return self.report.old.version or self.report.old.spec

    @property
    def after(self) -> str:
        """The new one likewise."""
        return self.report.new.version or self.report.new.spec


def compared(old: str, new: str, policy: Policy, reading: Reading, stack: ExitStack) -> Compared:
    """Both versions of one package, open until the stack is closed. Raises what `modiff.api.diff` does."""
    if reading.progress is not None:
        reading.progress(f"comparing {old} with {new}")
    pair = stack.enter_context(
        api.opened(old, new, policy, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress)
    )
    report = _here(pair).report()
    name = report.new.name or report.old.name or ", ".join(report.new.packages)
    return Compared(name, report, pair.old.graph, pair.new.graph)


def _here(pair: api.OpenedPair) -> api.OpenedPair:
    """The pair for the one environment in which the client is read. Which findings hold elsewhere only is dear to know, and explains nothing here."""
    main = pair.new.graph.view.environment
    return msgspec.structs.replace(pair, policy=msgspec.structs.replace(pair.policy, python_version=main.python, platform=main.platform))


class Readings:
    """A client read with versions of packages. What was read once with the old ones is not read again."""

    def __init__(self, client: Client, upgrades: Sequence[Compared]) -> None:
        self.client = client
        self.upgrades = upgrades
        self.findings = {package: Findings(each.name, each.report.findings) for each in upgrades for package in each.packages}
        self._before: Events | None = None

    @property
    def before(self) -> Events:
        """With all the old versions."""
        if self._before is None:
            self._before = self.with_graphs({package: each.old for each in self.upgrades for package in each.packages})
        return self._before

    def with_graphs(self, graphs: Mapping[str, Graph], client: Client | None = None) -> Events:
        """With these versions, by import name."""
        return ClientReading(World(graphs), client or self.client).read()

    @property
    def new_graphs(self) -> dict[str, Graph]:
        """All the new versions by import name."""
        return {package: each.new for each in self.upgrades for package in each.packages}

    def deprecated(self, now: Events) -> list[Hit]:
        """Uses of what the new versions deprecate."""
        lines = {module.file.path: module.file.lines for module in self.client.modules if module.file.lines}
        return [in_file(hit, lines) for hit in deprecated(now, self.findings)]

    def hits(self, now: Events, findings: Mapping[str, Findings] | None = None) -> list[Hit]:
        """What answers with the old versions and does not in `now`; lines are those of the files."""
        lines = {module.file.path: module.file.lines for module in self.client.modules if module.file.lines}
        return [in_file(hit, lines) for hit in judged(self.before, now, findings if findings is not None else self.findings)]


def packages_of(upgrades: Iterable[Compared]) -> set[str]:
    """All import names."""
    return {package for each in upgrades for package in each.packages}
