"""A report told by package, module, function or level, and stopped at the first loss."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.compare.grouping import By, Homes, Level, down_to, grouped, groups, levelled, moved
from modiff.compare.summary import summarise, total
from modiff.graph.outline import Outlines
from modiff.model.findings import Action, Certainty, Finding, LevelCount, Report, Severity, Side, Summary
from tests.compare.outlines import DATABASES, modules
from tests.report.shared import finding

OLD = modules(
    {
        "pkg": {},
        "pkg.a": {"f": ["x"], "C": {"m": ["self", "x"], "gone": ["self"]}},
        "pkg.b": {"g": ["x"], "wanderer": ["x"]},
        "pkg.sub": {},
        "pkg.sub.c": {"h": []},
        "pkg.sub.old": {"k": []},
    }
)
NEW = modules({"pkg": {}, "pkg.a": {"f": ["x", "y"], "C": {"m": ["self"]}}, "pkg.b": {}, "pkg.sub": {}, "pkg.sub.c": {"h": [], "wanderer": ["x"]}})
ADDED = finding("parameter-added", "pkg.f", "", canonical="pkg.a.f", part="y", severity=Severity.minor, breaks=())
SHORTER = finding("parameter-removed", "pkg.a.C.m", "", part="x")
METHOD = finding("method-removed", "pkg.a.C.gone", "")
LOST = finding("function-removed", "pkg.b.g", "")
MOVED = finding("function-moved", "pkg.b.wanderer", "")
MODULE = finding("module-removed", "pkg.sub.old", "")
PYTHON = finding("python-dropped", "Pkg", "", about="distribution", group="metadata", part="python:3.8")
FINDINGS = (METHOD, LOST, MOVED, MODULE, SHORTER, PYTHON, ADDED)


def report(*findings: Finding, old: Outlines = OLD, new: Outlines = NEW) -> Report:
    return Report(Side("old", None, None, ()), Side("new", None, None, ()), summarise(old, new), findings)


def told(result: Report) -> dict[str, list[Finding]]:
    assert result.groups is not None
    return {group.group: list(group.findings) for group in result.groups}


def test_by_module_findings_stand_where_things_are_defined() -> None:
    assert told(grouped(report(*FINDINGS), "module", OLD, NEW)) == {
        "Pkg": [PYTHON],
        "pkg.a": [METHOD, SHORTER, ADDED],
        "pkg.b": [LOST, MOVED],
        "pkg.sub.c": [],
        "pkg.sub.old": [MODULE],
    }


@pytest.mark.parametrize("by", ["package", "module", "function"])
def test_what_concerns_a_distribution_that_is_called_like_a_module_is_not_filed_under_the_module(by: By) -> None:
    python = finding("python-dropped", "pkg", "", about="distribution", group="metadata", part="python:3.8")
    groups = told(grouped(report(python, MODULE), by, OLD, NEW))
    assert groups["pkg (distribution)"] == [python]
    assert python not in groups.get("pkg", [])


def test_by_package() -> None:
    assert told(grouped(report(*FINDINGS), "package", OLD, NEW)) == {
        "Pkg": [PYTHON],
        "pkg": [METHOD, LOST, MOVED, SHORTER, ADDED],
        "pkg.sub": [MODULE],
    }


def test_by_function_a_module_is_a_group_only_where_it_is_itself_concerned() -> None:
    assert told(grouped(report(*FINDINGS), "function", OLD, NEW)) == {
        "Pkg": [PYTHON],
        "pkg.a.C": [METHOD, SHORTER],
        "pkg.a.f": [ADDED],
        "pkg.b.g": [LOST],
        "pkg.b.wanderer": [MOVED],
        "pkg.sub.c.wanderer": [],
        "pkg.sub.old": [MODULE],
    }


@pytest.mark.parametrize("by", ["package", "module", "function"])
def test_counts_of_groups_add_up_and_no_finding_is_lost(by: By) -> None:
    result = grouped(report(*FINDINGS), by, OLD, NEW)
    assert result.groups is not None
    assert total(group.summary for group in result.groups) == result.summary == summarise(OLD, NEW)
    assert sorted(id(f) for group in result.groups for f in group.findings) == sorted(id(f) for f in FINDINGS)
    assert (result.stopped, result.findings) == (None, FINDINGS)


def test_unwanted_groups_are_told_only_for_their_findings() -> None:
    result = grouped(report(LOST), "module", OLD, NEW, wanted=lambda group: group == "pkg.a")
    assert list(told(result)) == ["pkg.a", "pkg.b"]


# --- stopping


def test_it_stops_at_the_first_group_with_a_loss_and_tells_no_more() -> None:
    result = grouped(report(LOST, MODULE, ADDED), "module", OLD, NEW, stop=True)
    assert result.stopped == "pkg.b"
    assert told(result) == {"pkg.a": [ADDED], "pkg.b": [LOST]}
    assert result.findings == (LOST, ADDED)
    assert result.summary.module == LevelCount(0, 0)
    assert result.summary.function == LevelCount(removed=2)


@pytest.mark.parametrize("harmless", [{"severity": Severity.minor}, {"certainty": Certainty.possible}, {"action": Action.allow}])
def test_it_does_not_stop_at_what_is_no_loss(harmless: dict[str, Any]) -> None:
    quiet = msgspec.structs.replace(LOST, **harmless)
    assert grouped(report(quiet, MODULE), "module", OLD, NEW, stop=True).stopped == "pkg.sub.old"
    assert grouped(report(quiet), "module", OLD, NEW, stop=True).stopped is None


def test_by_function_a_move_is_a_changed_attribute_and_no_loss() -> None:
    assert grouped(report(MOVED), "module", OLD, NEW, stop=True).stopped == "pkg.b"
    assert grouped(report(MOVED), "function", OLD, NEW, stop=True).stopped is None
    as_removal = finding("function-removed", "pkg.b.wanderer", "")
    assert grouped(report(as_removal), "function", OLD, NEW, stop=True).stopped is None
    assert grouped(report(LOST), "function", OLD, NEW, stop=True).stopped == "pkg.b.g"


# --- moves


def test_moved_pairs_what_is_alone_of_its_name() -> None:
    assert moved(OLD, NEW) == {"pkg.b.wanderer": "pkg.sub.c.wanderer"}


def test_what_could_be_one_of_two_did_not_move() -> None:
    old = modules({"a": {"f": []}, "b": {"f": []}, "c": {}})
    assert moved(old, modules({"a": {}, "b": {}, "c": {"f": []}})) == {}
    assert moved(modules({"a": {"f": []}, "b": {}}), modules({"a": {}, "b": {"f": {"m": []}}})) == {}
    assert moved(modules({"a": {"f": []}, "b": None}), modules({"a": None, "b": {"f": []}})) == {}


# --- levels


def test_by_level_each_finding_stands_once() -> None:
    result = levelled(report(*FINDINGS), OLD, NEW)
    assert told(result) == {"module": [MODULE, PYTHON], "function": [LOST, MOVED], "method": [METHOD], "parameter": [SHORTER, ADDED]}
    assert result.groups is not None
    assert [group.summary for group in result.groups] == [
        Summary(module=result.summary.module),
        Summary(function=result.summary.function, class_=result.summary.class_),
        Summary(method=result.summary.method),
        Summary(parameter=result.summary.parameter, signatures_changed=result.summary.signatures_changed),
    ]
    assert total(group.summary for group in result.groups) == result.summary


def test_by_level_it_stops_at_the_first_with_a_loss() -> None:
    result = levelled(report(METHOD, SHORTER, ADDED), OLD, NEW, stop=True)
    assert (result.stopped, list(told(result))) == ("method", ["module", "function", "method"])
    assert result.findings == (METHOD,)


@pytest.mark.parametrize(("level", "left"), [("module", (MODULE, PYTHON)), ("function", (LOST, MOVED, MODULE, PYTHON)), ("parameter", FINDINGS)])
def test_down_to_a_level(level: Level, left: tuple[Finding, ...]) -> None:
    result = down_to(report(*FINDINGS), level, OLD, NEW)
    assert result.findings == left
    assert result.summary.module == summarise(OLD, NEW).module
    assert (result.summary == summarise(OLD, NEW)) == (level == "parameter")


# --- where findings belong


def test_a_lost_way_to_something_that_stays_belongs_to_where_the_way_was() -> None:
    homes = Homes(OLD, NEW)
    still_there = finding("function-removed", "pkg.h", "", canonical="pkg.sub.c.h")
    assert homes.split(still_there) == ("pkg", ("h",))
    assert homes.split(finding("function-removed", "pkg.k", "", canonical="pkg.sub.old.k")) == ("pkg.sub.old", ("k",))


def test_a_name_like_a_module_is_a_name_unless_the_rule_is_about_modules() -> None:
    homes = Homes(OLD, NEW)
    assert homes.split(finding("function-removed", "pkg.b", "")) == ("pkg", ("b",))
    assert homes.split(finding("module-removed", "pkg.b", "")) == ("pkg.b", ())
    assert homes.split(finding("module-removed", "pkg", "")) == ("pkg", ())


# --- names of groups


def test_names_of_groups_that_may_differ() -> None:
    assert list(groups(OLD, NEW, "module", {"pkg", "pkg.sub"})) == ["pkg.a", "pkg.b", "pkg.sub.c", "pkg.sub.old"]
    assert list(groups(OLD, NEW, "package", {"pkg", "pkg.sub"})) == ["pkg", "pkg.sub"]
    assert list(groups(OLD, NEW, "function")) == [
        "pkg.a.f", "pkg.a.C", "pkg.b.g", "pkg.b.wanderer", "pkg.sub.c.wanderer", "pkg.sub.old",
    ]  # fmt: skip


@given(DATABASES, DATABASES, st.sampled_from(["package", "module", "function"]))
def test_any_grouping_adds_up(old: dict[str, Any], new: dict[str, Any], by: By) -> None:
    before, after = modules(old), modules(new)
    result = grouped(report(old=before, new=after), by, before, after)
    assert result.groups is not None
    assert total(group.summary for group in result.groups) == summarise(before, after)
    names = [group.group for group in result.groups]
    assert names == sorted(set(names))
    assert set(names) <= set(groups(before, after, by))
