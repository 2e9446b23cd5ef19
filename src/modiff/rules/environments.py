"""Findings of several environments as one report: what is the same everywhere is said once, what is not says when it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from modiff.compare.comparison import compare_parts
from modiff.graph.environments import asked_by
from modiff.graph.graph import Graph
from modiff.graph.part import Part, parts
from modiff.link.differing import by_module, differing, tests_about
from modiff.link.environment import Environment
from modiff.link.environments import Cell, Supported, both, condition, groups, is_of_another_language
from modiff.link.touched import Name, Rest
from modiff.model.changes import Came, Changes, Gone
from modiff.model.findings import Certainty, Finding, Report, Severity
from modiff.model.policy import Policy
from modiff.rules.engine import in_order, judge


class Told(msgspec.Struct, frozen=True):
    """What is found in environments that the files do not tell apart."""

    cells: frozenset[Cell]
    findings: Sequence[Finding]


class _Seen(msgspec.Struct):
    """One finding, in the words of the first environment that shows it, and where it holds."""

    finding: Finding
    cells: set[Cell]


def judge_everywhere(changes: Changes, old: Graph, new: Graph, policy: Policy, supported: Supported) -> Report:
    """The findings of all supported environments, the worst first, each with the condition under which it holds. Never fails.

    `changes`: what differs between these graphs, in their own environment.
    Of other environments only the part is judged that they touch: what differs between judging this part here and there is what differs between here
    and there."""
    report = judge(changes, policy)
    alike = groups(old.view.environment, supported, [*asked_by(old), *asked_by(new)])
    told = [Told(alike[0].cells, report.findings)]
    differences = Differences(changes, old, new, policy)
    told += [Told(group.cells, differences.applied(group.environment, report.findings)) for group in alike[1:]]
    return merged(report, told, supported)


class Difference(msgspec.Struct, frozen=True):
    """What is found of some part of two versions in one environment, and not in another one."""

    looked_at: frozenset[str]
    """The paths of that part."""
    lost: Sequence[Finding]
    """Found in the first environment only."""
    gained: Sequence[Finding]
    """Found in the other one only."""
    common: Sequence[Finding]
    """Found in both, as the other one has it."""

    def applied_to(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings of the whole in the other environment, given those in the first."""
        lost = {key for finding in self.lost for key in _keys(finding)}
        kept = [f for f in findings if lost.isdisjoint(_keys(f)) or not self._covers(f)]
        there = {_named(finding): finding for finding in self.common}
        kept = [there.get(_named(finding), finding) for finding in kept]
        known = _told_in(kept)
        return [*kept, *(finding for finding in self.gained if not _is_told(finding, known))]

    def _covers(self, finding: Finding) -> bool:
        """Does the part hold every path that the finding is about? Else it holds for the others still."""
        return all(_is_below(path, self.looked_at) for path in (finding.path, *finding.also))


def _is_below(path: str, paths: Collection[str]) -> bool:
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return bool(path)


class Differences:
    """What other environments change in what is found between two versions: told once for all in which the same comes out differently."""

    def __init__(self, changes: Changes, old: Graph, new: Graph, policy: Policy) -> None:
        self._changes, self._sides, self._policy = changes, (old, new), policy
        self._rests = Rest(old.view), Rest(new.view)
        self._main = old.view.environment
        self._here: dict[frozenset[str], Sequence[Finding]] = {}
        """What is found of some paths in the main environment."""
        self._found: Sequence[Finding] | None = None
        """The same of all paths; None: not asked for yet."""
        self._known: dict[tuple[object, ...], Difference] = {}

    def applied(self, environment: Environment, findings: Sequence[Finding]) -> Sequence[Finding]:
        """The findings in this environment, given those in the main one."""
        if is_of_another_language(environment, self._main):
            return self._difference_of_wholes(environment).applied_to(findings)
        if not any(rest.roots(environment) for rest in self._rests):
            return findings
        here, there = zip(*(parts(graph, environment, rest) for graph, rest in zip(self._sides, self._rests, strict=True)), strict=True)
        seen = [differing(rest, part.view, environment) for rest, part in zip(self._rests, there, strict=True)]
        paths = self._paths(there, seen)
        if not paths:
            return findings
        decided = zip(there, self._rests, seen, strict=True)
        key = paths, *(self._outcomes(environment, part, rest, names, paths) for part, rest, names in decided)
        if key not in self._known:
            self._known[key] = self._difference(here, there, paths)
        return self._known[key].applied_to(findings)

    def _paths(self, there: Sequence[Part], seen: Sequence[Iterable[Name]]) -> frozenset[str]:
        """The promised paths that may be about something else in an environment, given the names that may be."""
        surface = self._policy.surface
        through = set[str]().union(*(part.paths_through(by_module(names), surface) for part, names in zip(there, seen, strict=True)))
        through = {path for path in through if not all(part.leads_outside(path, surface) for part in there)}
        paths = {path for path in through if any(part.promises(path, surface) for part in there)}
        return frozenset(paths | _told_beside(self._changes, through))

    def _outcomes(self, environment: Environment, part: Part, rest: Rest, names: Iterable[Name], paths: frozenset[str]) -> object:
        """How it comes out what decides about these names, but for those on which neither another name nor any of the paths rests."""
        surface = self._policy.surface
        counting = (name for name in names if rest.resting(*name) or not paths.isdisjoint(part.paths_through({name[0]: {name[1]}}, surface)))
        tests = tests_about(rest.view, by_module(counting))
        return frozenset((test, environment.settles(test)) for test in tests)

    def _difference(self, here: Sequence[Part], there: Sequence[Part], paths: frozenset[str]) -> Difference:
        for part in (*here, *there):
            part.look_at(paths)
        if paths not in self._here:
            self._here[paths] = judged(here, self._policy)
        return _between(self._here[paths], judged(there, self._policy), paths)

    def _difference_of_wholes(self, environment: Environment) -> Difference:
        """In Python 2 imports mean something else: everything is looked at."""
        wholes = [Graph(graph.view.elsewhere(environment)) for graph in self._sides]
        if self._found is None:
            self._found = judged(self._sides, self._policy)
        paths = {path for graph in (*self._sides, *wholes) for path in graph.public_paths(self._policy.surface)}
        return _between(self._found, judged(wholes, self._policy), frozenset(paths))


def _told_beside(changes: Changes, touched: set[str]) -> set[str]:
    """Paths of changes whose telling may hang on touched ones: what is lost may have moved to such a path, or be told as renamed to its neighbour."""
    names = {path.rpartition(".")[2] for path in touched}
    places = {path.rpartition(".")[0] for path in touched}
    found: set[str] = set()
    for change in changes.changes:
        if isinstance(change, Gone | Came):
            place, _, name = change.path.rpartition(".")
            if name in names or place in places:
                found |= {change.path, *change.also}
                if isinstance(change, Gone) and change.moved_to is not None:
                    found.add(change.moved_to)
    return found


def judged(parts: Sequence[Graph], policy: Policy) -> Sequence[Finding]:
    """The findings about a part of an old and a new version."""
    return judge(compare_parts(parts[0], parts[1], policy), policy).findings


def _between(here: Sequence[Finding], there: Sequence[Finding], paths: frozenset[str]) -> Difference:
    known_here, known_there = _told_in(here), _told_in(there)
    lost = [f for f in here if not _is_told(f, known_there)]
    gained = [f for f in there if not _is_told(f, known_here)]
    return Difference(paths, lost, gained, [f for f in there if _is_told(f, known_here)])


def _keys(finding: Finding) -> tuple[tuple[object, ...], ...]:
    """What makes it the same as another one."""
    return _named(finding), same_finding(finding), _at(finding, finding.path)


def _is_told(finding: Finding, known: set[tuple[object, ...]]) -> bool:
    """Do findings that tell this (`_told_in`) tell all of this one?"""
    return _named(finding) in known or same_finding(finding) in known or all(_at(finding, path) in known for path in (finding.path, *finding.also))


def _told_in(findings: Iterable[Finding]) -> set[tuple[object, ...]]:
    """What these findings tell, also in passing: one that names other paths tells what it says of those."""
    return {key for finding in findings for key in (*_keys(finding), *(_at(finding, path) for path in finding.also))}


def _at(finding: Finding, path: str) -> tuple[object, ...]:
    return finding.rule, finding.severity, finding.certainty, finding.part, finding.when, path


def merged(report: Report, told: Iterable[Told], supported: Supported) -> Report:
    """The report on the main environment with the findings of all, each with the condition under which it holds.

    `told`: the main environment first; its words win. Two findings are one if they have one fingerprint, or say the same of one thing that is
    reached by another path, and are as severe and as certain."""
    seen = _Register()
    for group in told:
        seen.add(group)
    findings = sorted(_with_conditions(seen.all, supported), key=in_order)
    return msgspec.structs.replace(report, findings=tuple(findings))


def same_finding(finding: Finding) -> tuple[object, ...]:
    """What a finding says whatever path leads to its subject."""
    places = (finding.old.value if finding.old else None, finding.new.value if finding.new else None)
    return (finding.rule, finding.severity, finding.certainty, finding.part, finding.when, finding.canonical or finding.path, *places)


def _named(finding: Finding) -> tuple[str, Severity, Certainty]:
    return finding.fingerprint, finding.severity, finding.certainty


class _Register:
    """Findings by what makes them the same. Those of one group are different findings, whatever they have in common."""

    def __init__(self) -> None:
        self.all: list[_Seen] = []
        self._by_name: dict[tuple[object, ...], list[_Seen]] = {}
        self._by_subject: dict[tuple[object, ...], list[_Seen]] = {}
        self._by_path: dict[tuple[object, ...], list[_Seen]] = {}

    def add(self, group: Told) -> None:
        """Notes what one group of environments shows."""
        rest = [finding for finding in group.findings if not self._is_known(self._by_name.get(_named(finding), ()), group.cells)]
        for finding in rest:
            if not self._is_known(self._by_subject.get(same_finding(finding), ()), group.cells):
                self._note(_Seen(finding, set(group.cells)))
        for finding in group.findings:
            for path in finding.also:
                self._is_known(self._by_path.get(_at(finding, path), ()), group.cells)

    @staticmethod
    def _is_known(alike: Iterable[_Seen], cells: frozenset[Cell]) -> bool:
        """Has one of these been seen, and not yet here? Then it holds here too."""
        for seen in alike:
            if not cells <= seen.cells:
                seen.cells |= cells
                return True
        return False

    def _note(self, seen: _Seen) -> None:
        self.all.append(seen)
        self._by_name.setdefault(_named(seen.finding), []).append(seen)
        self._by_subject.setdefault(same_finding(seen.finding), []).append(seen)
        self._by_path.setdefault(_at(seen.finding, seen.finding.path), []).append(seen)


def _with_conditions(all_seen: Iterable[_Seen], supported: Supported) -> Iterator[Finding]:
    """A client is left out where it would have to run in certain environments; a fingerprint stays unique."""
    taken: set[str] = set()
    for seen in all_seen:
        finding, where = seen.finding, condition(seen.cells, supported)
        if where is not None:
            finding = msgspec.structs.replace(finding, when=both(where, finding.when), client=None)
        if finding.fingerprint in taken:
            told = f"{finding.fingerprint}\0{finding.when}\0{finding.severity}\0{finding.certainty}"
            finding = msgspec.structs.replace(finding, fingerprint=hashlib.sha256(told.encode()).hexdigest()[:16])
        taken.add(finding.fingerprint)
        yield finding
