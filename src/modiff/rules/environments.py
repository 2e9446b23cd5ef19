"""Findings of several environments as one report: what is the same everywhere is said once, what is not says when it holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from modiff.graph.environments import asked_by
from modiff.graph.graph import Graph
from modiff.link.environments import Cell, Supported, both, condition, groups
from modiff.model.changes import Changes
from modiff.model.findings import Certainty, Finding, Report, Severity
from modiff.model.policy import Policy
from modiff.rules.elsewhere import Differences
from modiff.rules.engine import in_order, judge


class Told(msgspec.Struct, frozen=True):
    """What is found in environments that the files do not tell apart."""

    cells: frozenset[Cell]
    findings: Sequence[Finding]


def judge_everywhere(changes: Changes, old: Graph, new: Graph, policy: Policy, supported: Supported) -> Report:
    """The findings of all supported environments, the worst first, each with the condition under which it holds. Never fails.

    `changes`: what differs between these graphs, in their own environment."""
    report = judge(changes, policy)
    alike = groups(old.view.environment, supported, [*asked_by(old), *asked_by(new)])
    told = [Told(alike[0].cells, report.findings)]
    differences = Differences(changes, report.findings, old, new, policy)
    told += [Told(group.cells, differences.applied(group.environment)) for group in alike[1:]]
    return merged(report, told, supported)


def merged(report: Report, told: Iterable[Told], supported: Supported) -> Report:
    """The report on the main environment with the findings of all, each with the condition under which it holds.

    `told`: the main environment first; its words win. Two findings are one if they have one fingerprint, or say the same of one thing that is
    reached by another path, and are as severe and as certain. Paths of one finding that it holds for in different environments are told apart."""
    together: dict[int, Told] = {}
    for group in told:
        known = together.get(id(group.findings))
        together[id(group.findings)] = group if known is None else Told(known.cells | group.cells, known.findings)
    seen = _Register(list(together.values()))
    findings = sorted(_with_conditions(seen.findings(), supported), key=in_order)
    return msgspec.structs.replace(report, findings=tuple(findings))


def same_finding(finding: Finding) -> tuple[object, ...]:
    """What a finding says whatever path leads to its subject."""
    places = (finding.old.value if finding.old else None, finding.new.value if finding.new else None)
    return (finding.rule, finding.severity, finding.certainty, finding.part, finding.when, finding.canonical or finding.path, *places)


def _named(finding: Finding) -> tuple[str, Severity, Certainty]:
    return finding.fingerprint, finding.severity, finding.certainty


def _at(finding: Finding, path: str) -> tuple[object, ...]:
    return finding.rule, finding.severity, finding.certainty, finding.part, finding.when, path


class _Seen:
    """One finding, in the words of the first environment that shows it, and where it holds."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        self.cells: set[Cell] = set()
        """Where it is found, by whatever path."""
        self.at: dict[str, set[Cell]] = {}
        """Where it is told of each path."""
        self.words: dict[str, Finding] = {}
        """The first finding that names the path before all others."""

    def add(self, finding: Finding, cells: frozenset[Cell]) -> None:
        """It is found in these cells, too, perhaps by other paths."""
        self.cells |= cells
        self.words.setdefault(finding.path, finding)
        for path in (finding.path, *finding.also):
            self.at.setdefault(path, set()).update(cells)


class _Register:
    """Findings by what makes them the same. Those of one group are different findings, whatever they have in common."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._all: list[_Seen] = []
        self._by_name: dict[tuple[object, ...], list[_Seen]] = {}
        self._by_subject: dict[tuple[object, ...], list[_Seen]] = {}
        self._by_path: dict[tuple[object, ...], list[_Seen]] = {}
        for group in told:
            self._add(group)
        for group in told:
            self._add_in_passing(group)

    def findings(self) -> Iterator[tuple[Finding, set[Cell]]]:
        """Each with the cells in which it holds for all its paths."""
        for seen in self._all:
            first = seen.finding.path
            alike = sorted(path for path, cells in seen.at.items() if cells == seen.at[first] and path != first)
            yield msgspec.structs.replace(seen.finding, also=tuple(alike)), seen.at[first]
        apart: dict[tuple[int, frozenset[Cell]], tuple[_Seen, list[str]]] = {}
        for seen, path, cells in self._told_in_passing_alone():
            apart.setdefault((id(seen), frozenset(cells)), (seen, []))[1].append(path)
        for (_, where), (seen, paths) in apart.items():
            first = next((path for path in paths if path in seen.words), paths[0])
            said = seen.words.get(first) or _retold(seen.finding, first)
            yield msgspec.structs.replace(said, also=tuple(sorted(path for path in paths if path != first))), set(where)

    def _told_in_passing_alone(self) -> Iterable[tuple[_Seen, str, set[Cell]]]:
        """Paths that findings tell of elsewhere than of their own path, and that no finding is about, each once and with all cells."""
        found: dict[tuple[object, ...], tuple[_Seen, str, set[Cell]]] = {}
        for seen in self._all:
            for path, cells in seen.at.items():
                if cells != seen.at[seen.finding.path] and not self._is_told_by_itself(seen, path):
                    found.setdefault(_at(seen.finding, path), (seen, path, set()))[2].update(cells)
        return found.values()

    def _is_told_by_itself(self, seen: _Seen, path: str) -> bool:
        """Does another finding say it of this path, wherever this one does?"""
        others = self._by_path.get(_at(seen.finding, path), ())
        return any(other is not seen and seen.at[path] <= other.at[path] for other in others)

    def _add(self, group: Told) -> None:
        rest = [finding for finding in group.findings if not self._is_known(self._by_name.get(_named(finding), ()), finding, group.cells)]
        for finding in rest:
            if not self._is_known(self._by_subject.get(same_finding(finding), ()), finding, group.cells):
                self._note(finding, group.cells)

    def _add_in_passing(self, group: Told) -> None:
        """What a finding says of other paths holds for findings about those."""
        for finding in group.findings:
            for path in finding.also:
                for seen in self._by_path.get(_at(finding, path), ()):
                    seen.at[path] |= group.cells

    @staticmethod
    def _is_known(alike: Iterable[_Seen], finding: Finding, cells: frozenset[Cell]) -> bool:
        """Has one of these been seen, and not yet here? Then it holds here too."""
        for seen in alike:
            if not cells <= seen.cells:
                seen.add(finding, cells)
                return True
        return False

    def _note(self, finding: Finding, cells: frozenset[Cell]) -> None:
        seen = _Seen(finding)
        seen.add(finding, cells)
        self._all.append(seen)
        self._by_name.setdefault(_named(finding), []).append(seen)
        self._by_subject.setdefault(same_finding(finding), []).append(seen)
        self._by_path.setdefault(_at(finding, finding.path), []).append(seen)


def _retold(finding: Finding, path: str) -> Finding:
    """The finding for another of its paths."""
    fingerprint = hashlib.sha256(f"{finding.fingerprint}\0{path}".encode()).hexdigest()[:16]
    message = re.sub(rf"(?<![\w.]){re.escape(finding.path)}(?!\w)", path, finding.message)
    canonical = finding.canonical or finding.path
    return msgspec.structs.replace(
        finding, path=path, message=message, canonical=canonical if canonical != path else None, client=None, fingerprint=fingerprint
    )


def _with_conditions(found: Iterable[tuple[Finding, set[Cell]]], supported: Supported) -> Iterator[Finding]:
    """A client is left out where it would have to run in certain environments; a fingerprint stays unique."""
    taken: set[str] = set()
    for finding, cells in found:
        where = condition(cells, supported)
        if where is not None:
            finding = msgspec.structs.replace(finding, when=both(where, finding.when), client=None)
        if finding.fingerprint in taken:
            told = f"{finding.fingerprint}\0{finding.when}\0{finding.severity}\0{finding.certainty}"
            finding = msgspec.structs.replace(finding, fingerprint=hashlib.sha256(told.encode()).hexdigest()[:16])
        taken.add(finding.fingerprint)
        yield finding
