"""Releases compared and kept open, so that client code can be read with both; and single releases between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from functools import cached_property

import msgspec

from modiff import api
from modiff.flows import beside
from modiff.flows.beside import Beside
from modiff.flows.client_code import in_file
from modiff.flows.reading import Reading
from modiff.graph import Graph
from modiff.model.clients import ClientFile
from modiff.model.findings import Report
from modiff.model.hits import Hit
from modiff.model.policy import Policy
from modiff.uses.deprecations import deprecated
from modiff.uses.events import Events
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client
from modiff.uses.readings import Reading as ClientReading
from modiff.uses.worlds import World


class Compared:
    """One upgrade, still open, and compared by the time that somebody asks what differs."""

    def __init__(self, pair: api.OpenedPair, asked: tuple[str, str, Policy], other: Beside | None) -> None:
        """`asked`: the specs and the policy with which it was opened. `other`: a process that compares meanwhile; None: it is done here, when it is
        asked for."""
        self.pair, self.asked, self._beside = pair, asked, other
        self.old: Graph = pair.old.graph
        self.new: Graph = pair.new.graph
        self.name = self.new.release.name or self.old.release.name or ", ".join(self.new.release.packages)

    @cached_property
    def report(self) -> Report:
        """What differs, judged. Raises what `modiff.api.diff` does."""
        said = self._beside.answer(beside.Compared) if self._beside is not None else None
        if said is None:
            return self.pair.report()
        self.pair.seconds.update({stage: said.seconds[stage] for stage in ("compare", "judge") if stage in said.seconds})
        return msgspec.structs.replace(said.report, notes=(*said.report.notes, *self.pair.unjudged().notes))

    @property
    def is_under_way(self) -> bool:
        """Does another process still compare it, as far as anybody asked?"""
        return self._beside is not None and "report" not in vars(self)

    @property
    def packages(self) -> tuple[str, ...]:
        """Import names of either version."""
        return tuple(dict.fromkeys((*self.old.release.packages, *self.new.release.packages)))

    @property
    def before(self) -> str:
        """The old version, or what else names it."""
        return self.old.release.version or self.old.release.spec

    @property
    def after(self) -> str:
        """The new one likewise."""
        return self.new.release.version or self.new.release.spec


def compared(old: str, new: str, policy: Policy, reading: Reading, stack: ExitStack, elsewhere: Callable[[api.OpenedPair], bool]) -> Compared:
    """Both versions of one package, open until the stack is closed. Raises what `modiff.api.diff` does.

    `elsewhere`: does it pay to compare these in a process beside this one? Then it goes on until the report is asked for; else it ends here."""
    if reading.progress is not None:
        reading.progress(f"comparing {_in_short(old)} with {_in_short(new)}")
    pair = stack.enter_context(
        api.opened(old, new, policy, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress)
    )
    here, asked = _here(pair), (old, new, policy)
    if elsewhere(pair):
        beside.ready_for_others(pair)
        other = _started(beside.ToCompare(*asked, here.policy), stack)
        if other is not None:
            return Compared(here, asked, other)
    found = Compared(here, asked, None)
    found.report  # noqa: B018  what is wrong with it is told here
    return found


def _started(question: beside.ToCompare | beside.ToRead, stack: ExitStack) -> Beside | None:
    """A process that answers, until the stack is closed; None: none can be started."""
    with suppress(OSError):
        return stack.enter_context(closing(Beside(question)))
    return None


def _in_short(spec: str) -> str:
    """As it fits on a line: of a path its end."""
    return spec.rstrip("/").rpartition("/")[2] or spec


def _here(pair: api.OpenedPair) -> api.OpenedPair:
    """The pair for the one environment in which the client is read. Which findings hold elsewhere only is dear to know, and explains nothing here."""
    main = pair.new.graph.view.environment
    return msgspec.structs.replace(pair, policy=msgspec.structs.replace(pair.policy, python_version=main.python, platform=main.platform))


class Readings:
    """A client read with versions of packages. What was read once with the old ones is not read again."""

    def __init__(self, client: Client, upgrades: Sequence[Compared], other: Beside | None = None) -> None:
        """`other`: a process that reads it with the new versions meanwhile (`reading_beside`); None: that is done here, when it is asked for."""
        self.client = client
        self.upgrades = upgrades
        self._beside = other
        self._before: Events | None = None

    @cached_property
    def findings(self) -> dict[str, Findings]:
        """By import name."""
        return {package: Findings(each.name, each.report.findings) for each in self.upgrades for package in each.packages}

    @property
    def before(self) -> Events:
        """With all the old versions."""
        if self._before is None:
            self._before = self.with_graphs({package: each.old for each in self.upgrades for package in each.packages})
        return self._before

    @cached_property
    def now(self) -> Events:
        """With all the new versions."""
        if self._beside is None:
            return self.with_graphs(self.new_graphs)
        _, met = self.before, self._beside.answer(beside.Met)  # in this order: the other process reads meanwhile
        return met.events() if met is not None else self.with_graphs(self.new_graphs)

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


def reading_beside(upgrades: Sequence[Compared], files: Sequence[ClientFile], stack: ExitStack) -> Beside | None:
    """A process that reads these files with the new versions, where that pays; None: it does not."""
    if not upgrades or not beside.reading_pays([each.pair for each in upgrades], files):
        return None
    for each in upgrades:
        beside.ready_for_others(each.pair)
    pairs = tuple(each.asked[:2] for each in upgrades)
    return _started(beside.ToRead(pairs, upgrades[0].asked[2], tuple(files)), stack)


def packages_of(upgrades: Iterable[Compared]) -> set[str]:
    """All import names."""
    return {package for each in upgrades for package in each.packages}
