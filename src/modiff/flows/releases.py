"""The releases between two versions: in which of them each line breaks, and which is the newest that breaks none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from packaging.version import InvalidVersion, Version

from modiff import api
from modiff.flows.comparing import Compared, Readings
from modiff.flows.reading import Reading
from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Step, Upgrade
from modiff.sources.index import releases_of
from modiff.store import open_store
from modiff.uses.judging import Findings

MOST = 12
"""Up to so many releases are read one by one. Of more, halving finds where each line broke, as what is broken mostly stays so."""

Use = tuple[str, int, int, str, str]


def looked_at_one_by_one(
    upgrades: Sequence[Upgrade], hits: Sequence[Hit], readings: Readings, reading: Reading, *, steps: bool, newest_safe: bool
) -> tuple[list[Upgrade], list[Hit]]:
    """The same upgrades and hits, with what the releases between say: `since` on hits, `steps` and `newest_safe` on upgrades that break something.

    Each upgrade is looked at while all others are made. Raises what asking the index for releases does.
    """
    told: list[Upgrade] = []
    known = list(hits)
    for upgrade, one in zip(upgrades, readings.upgrades, strict=True):
        mine = [hit for hit in known if hit.dependency == one.name]
        between = _between(one, reading) if mine else []
        if not between:
            told.append(msgspec.structs.replace(upgrade, newest_safe=upgrade.new if newest_safe and not _loud(mine) else None))
            continue
        walk = _Walk(one, between, mine, readings, reading)
        if steps:
            since = walk.since()
            known = [msgspec.structs.replace(hit, since=since.get(_use(hit))) if hit.dependency == one.name else hit for hit in known]
        safe = walk.newest_safe() if newest_safe else None
        told.append(msgspec.structs.replace(upgrade, steps=walk.steps() if steps else (), newest_safe=safe))
    return told, known


class _Walk:
    """The releases of one package after the old version, the new one last."""

    def __init__(self, one: Compared, between: list[str], hits: Sequence[Hit], readings: Readings, reading: Reading) -> None:
        self.one, self.releases, self.readings, self.reading = one, [*between, one.after], readings, reading
        self.findings = {package: Findings(one.name, ()) for package in one.packages}
        self.final = frozenset(_use(hit) for hit in hits)
        self.loud = frozenset(_use(hit) for hit in _loud(hits))
        self._broken: dict[int, frozenset[Use]] = {}
        self._loud: dict[int, frozenset[Use]] = {len(between): self.loud}

    def broken(self, index: int) -> frozenset[Use]:
        """What does not answer with this release."""
        if index == len(self.releases) - 1:
            return self.final
        if index not in self._broken:
            hits = self._read(self.releases[index])
            self._broken[index] = frozenset(_use(hit) for hit in hits)
            known = {_use(hit) for hit in hits} & self.final
            self._loud[index] = frozenset(use for use in (_use(hit) for hit in _loud(hits)) if use not in known or use in self.loud)
            self._loud[index] |= known & self.loud
        return self._broken[index]

    def _read(self, version: str) -> list[Hit]:
        reading = self.reading
        if reading.progress is not None:
            reading.progress(f"reading the code with {self.one.name} {version}")
        spec = f"{self.one.name}=={version}"
        with api.opened_one(spec, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress) as side:
            graphs = {**self.readings.new_graphs, **dict.fromkeys(self.one.packages, side.graph)}
            return self.readings.hits(self.readings.with_graphs(graphs), self.findings)

    def since(self) -> dict[Use, str]:
        """The first release from which on each line is broken up to the new version."""
        found: dict[Use, str] = {}
        if len(self.releases) - 1 <= MOST:
            for use in self.final:
                index = len(self.releases) - 1
                while index > 0 and use in self.broken(index - 1):
                    index -= 1
                found[use] = self.releases[index]
        else:
            self._halve(-1, len(self.releases) - 1, self.final, found)
        return found

    def _halve(self, fine: int, broken: int, uses: frozenset[Use], found: dict[Use, str]) -> None:
        """All `uses` answer at `fine` and do not at `broken`."""
        if not uses:
            return
        if broken - fine == 1:
            found.update(dict.fromkeys(uses, self.releases[broken]))
            return
        middle = (fine + broken) // 2
        there = uses & self.broken(middle)
        self._halve(fine, middle, there, found)
        self._halve(middle, broken, uses - there, found)

    def newest_safe(self) -> str:
        """The newest release with which no line breaks that must not; the old version where all break one."""
        if len(self.releases) - 1 <= MOST:
            for index in range(len(self.releases) - 1, -1, -1):
                if not self._breaks(index):
                    return self.releases[index]
            return self.one.before
        fine, broken = -1, len(self.releases) - 1
        if not self._breaks(broken):
            return self.releases[broken]
        while broken - fine > 1:
            middle = (fine + broken) // 2
            fine, broken = (fine, middle) if self._breaks(middle) else (middle, broken)
        return self.releases[fine] if fine >= 0 else self.one.before

    def _breaks(self, index: int) -> bool:
        self.broken(index)
        return bool(self._loud[index])

    def steps(self) -> tuple[Step, ...]:
        """Each release, and how many lines break with it."""
        lines = {index: {(file, line) for file, line, *_ in uses} for index, uses in self._loud.items()}
        return tuple(Step(name, len(lines[index]) if index in lines else None) for index, name in enumerate(self.releases))


def _between(one: Compared, reading: Reading) -> list[str]:
    """Final releases after the old version and before the new one that were not withdrawn, oldest first."""
    try:
        before, after = Version(one.before), Version(one.after)
    except InvalidVersion:
        return []
    with open_store(reading.cache) as store:
        known = releases_of(one.name, offline=reading.offline, store=store)
    final = [each.version for each in known if not each.yanked and not each.version.is_prerelease]
    return [str(version) for version in final if before < version < after]


def _use(hit: Hit) -> Use:
    return hit.file, hit.line, hit.column, hit.use, hit.path


def _loud(hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.certainty > Certainty.possible and not hit.guarded]
