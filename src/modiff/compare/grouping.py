"""Subgraphs: a report told group by group (`--by package|module|function`) or level by level (`--levels`), stopped where asked at the first loss.

A group is a part of the code, named by where things are defined: a finding about `pkg.f` that lives in `pkg._impl` belongs to the module
`pkg._impl`. By function, the module is an attribute of the function: one that turns up in another module, alone of its name there, has moved and is
not lost. Groups come in order of their names and hold what differs; a group in which nothing differs is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from modiff.compare.summary import NOTHING, by_function, by_module, changed_candidates, total
from modiff.graph.outline import Outlines
from modiff.model.findings import Action, Certainty, Finding, GroupReport, Report, Severity, Summary

By = Literal["package", "module", "function"]
Level = Literal["module", "function", "method", "parameter"]
LEVELS: tuple[Level, ...] = ("module", "function", "method", "parameter")
"""From the root; `function` includes classes and a module's attributes, `method` a class's attributes and bases."""


def groups(old: Outlines, new: Outlines, by: By, equal: Collection[str] = frozenset()) -> Iterator[str]:
    """Names of the groups that may differ, in order. By package or module no module is read for it; by function, one after the other."""
    if by == "function":
        yield from (group for group, _ in by_function(old, new, equal))
        return
    package_of = _packages({*old, *new})
    seen = None
    for group in sorted(package_of(m) if by == "package" else m for m in changed_candidates(old, new, equal)):
        if group != seen:
            yield group
        seen = group


def grouped(
    report: Report,
    by: By,
    old: Outlines,
    new: Outlines,
    equal: Collection[str] = frozenset(),
    stop: bool = False,
    wanted: Callable[[str], bool] = lambda group: True,
) -> Report:
    """The report with a group for every package, module or function that differs; the counts of all groups add up to those of the whole.

    Findings about the distribution form a group of its name, followed by `(distribution)` where a module is called so, too. `stop`: told only up to
    the first group with a loss, which `stopped` names; findings and counts of the report are then those of the groups told. `wanted(name)`: is a
    group of this name told that has no findings, only counts?
    """
    homes = Homes(old, new)
    moves = moved(old, new, equal) if by == "function" else {}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(_group_of(finding, by, homes), []).append(finding)

    def is_loss(finding: Finding) -> bool:
        return _breaks(finding) and not (by == "function" and _is_move(finding, homes, moves))

    counts = _counts(by, old, new, equal, homes)
    names = {*(name for name in counts if wanted(name)), *found}
    parts = ((name, counts.get(name, NOTHING), found.get(name, ())) for name in sorted(names))
    return _told(report, parts, stop, is_loss)


def levelled(report: Report, old: Outlines, new: Outlines, stop: bool = False, deepest: Level = "parameter") -> Report:
    """The report with a group for each level from the root to the deepest, whether or not anything differs there.

    What is said of the distribution stands on the first level. `stop` as in `grouped`. The counts are the report's own, taken apart.
    """
    homes = Homes(old, new)
    levels = LEVELS[: LEVELS.index(deepest) + 1]
    found: dict[Level, list[Finding]] = {level: [] for level in levels}
    for finding in report.findings:
        if (level := homes.level(finding)) in found:
            found[level].append(finding)
    counts = _by_level(report.summary)
    return _told(report, ((level, counts[level], found[level]) for level in levels), stop, _breaks)


def down_to(report: Report, deepest: Level, old: Outlines, new: Outlines) -> Report:
    """The report without what lies deeper than this level (`--level`)."""
    homes = Homes(old, new)
    wanted = LEVELS[: LEVELS.index(deepest) + 1]
    counts = _by_level(report.summary)
    findings = tuple(finding for finding in report.findings if homes.level(finding) in wanted)
    return msgspec.structs.replace(report, findings=findings, summary=total(counts[level] for level in wanted))


def moved(old: Outlines, new: Outlines, equal: Collection[str] = frozenset()) -> dict[str, str]:
    """Functions and classes that are gone from one module and new in another, paired by name where only one of that name and kind left and one came.

    Paths in the old version to paths in the new one.
    """
    left, came = _unpaired(old, new, equal), _unpaired(new, old, equal)
    return {paths[0]: came[key][0] for key, paths in left.items() if len(paths) == 1 and len(came.get(key, ())) == 1}


class Homes:
    """Where findings belong, by the modules of both versions."""

    def __init__(self, old: Outlines, new: Outlines) -> None:
        self._old, self._new = old, new

    @cached_property
    def package(self) -> Callable[[str], str]:
        """The package that a module lies in; a package lies in itself, and so does a single module."""
        return _packages({*self._old, *self._new})

    def split(self, finding: Finding) -> tuple[str, tuple[str, ...]]:
        """The module that defines what the finding is about, and the names below it (none for the module itself)."""
        path = finding.path if finding.canonical is None or self._lost_only_a_path(finding) else finding.canonical
        about_module = finding.rule.startswith("module-")
        parts = path.split(".")
        for length in range(len(parts) if about_module else max(len(parts) - 1, 1), 0, -1):
            module = ".".join(parts[:length])
            if module in self._old or module in self._new:
                return module, tuple(parts[length:])
        return path, ()

    def has_module(self, name: str) -> bool:
        """Has either version a module of this name?"""
        return name in self._old or name in self._new

    def level(self, finding: Finding) -> Level:
        """How deep what it is about lies."""
        if finding.about == "distribution":
            return "module"
        if finding.rule.startswith("parameter-"):
            return "parameter"
        _, names = self.split(finding)
        return LEVELS[min(len(names), 2)]

    def _lost_only_a_path(self, finding: Finding) -> bool:
        """Is the thing still where it is defined, and only a way to it gone? Then the finding belongs to where that way was."""
        if finding.canonical is None or not finding.rule.endswith(("-removed", "-moved")):
            return False
        module, _, name = finding.canonical.rpartition(".")
        held = self._new.get(module)
        return held is not None and name in held.items and not finding.part


def _group_of(finding: Finding, by: By, homes: Homes) -> str:
    if finding.about == "distribution":
        return f"{finding.path} (distribution)" if homes.has_module(finding.path) else finding.path
    module, names = homes.split(finding)
    if by == "package":
        return homes.package(module)
    return ".".join((module, *names[:1])) if by == "function" else module


def _counts(by: By, old: Outlines, new: Outlines, equal: Collection[str], homes: Homes) -> dict[str, Summary]:
    """The counts of each group that has any."""
    if by == "function":
        return dict(by_function(old, new, equal))
    if by == "module":
        return dict(by_module(old, new, equal))
    sums: dict[str, list[Summary]] = {}
    for module, summary in by_module(old, new, equal):
        sums.setdefault(homes.package(module), []).append(summary)
    return {package: total(summaries) for package, summaries in sums.items()}


Told = Iterable[tuple[str, Summary, Sequence[Finding]]]
"""Groups in the order in which they are told: name, counts, findings."""


def _told(report: Report, parts: Told, stop: bool, is_loss: Callable[[Finding], bool]) -> Report:
    """The report as groups; with `stop` up to the first that has a loss, and then as if there were no more."""
    told: list[GroupReport] = []
    for name, summary, findings in parts:
        told.append(GroupReport(name, summary, tuple(findings)))
        if stop and any(is_loss(finding) for finding in findings):
            seen = {id(finding) for group in told for finding in group.findings}
            kept = tuple(finding for finding in report.findings if id(finding) in seen)
            counted = total(group.summary for group in told)
            return msgspec.structs.replace(report, groups=tuple(told), stopped=name, findings=kept, summary=counted)
    return msgspec.structs.replace(report, groups=tuple(told))


def _breaks(finding: Finding) -> bool:
    """A loss: certain or likely, major, and not allowed by the user."""
    return finding.severity is Severity.major and finding.certainty > Certainty.possible and finding.action is not Action.allow


def _is_move(finding: Finding, homes: Homes, moves: Mapping[str, str]) -> bool:
    """Is all that it says that a function or class is in another module now?"""
    if finding.rule.endswith("-moved"):
        return True
    module, names = homes.split(finding)
    return finding.rule.endswith("-removed") and len(names) == 1 and finding.part is None and f"{module}.{names[0]}" in moves


def _by_level(summary: Summary) -> dict[Level, Summary]:
    """The counts of the whole, taken apart."""
    return {
        "module": Summary(module=summary.module),
        "function": Summary(function=summary.function, class_=summary.class_),
        "method": Summary(method=summary.method),
        "parameter": Summary(parameter=summary.parameter, signatures_changed=summary.signatures_changed),
    }


def _packages(modules: Collection[str]) -> Callable[[str], str]:
    """The package of a module, itself if it is one."""
    parents = {module.rpartition(".")[0] for module in modules}
    return lambda module: module if module in parents else module.rpartition(".")[0] or module


def _unpaired(these: Outlines, others: Outlines, equal: Collection[str]) -> dict[tuple[str, type], list[str]]:
    """Paths of functions and classes that the other side does not have at the same path, by name and kind."""
    found: dict[tuple[str, type], list[str]] = {}
    for module in changed_candidates(these, {}, equal):
        held = these[module]
        other = others.get(module)
        if held is None or (module in others and other is None):
            continue  # a side that cannot be read may well have it
        there = other.items if other is not None else {}
        for name, item in held.items.items():
            if type(there.get(name)) is not type(item):
                found.setdefault((name, type(item)), []).append(f"{module}.{name}")
    return found
