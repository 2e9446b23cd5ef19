"""The rules there are: found by their files, cheap to load, each with a page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from modiff.errors import UnknownRule
from modiff.rules import catalogue
from modiff.rules.catalogue import AnyRule

RULES = pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda r: r.id)


def test_there_are_rules_in_every_family() -> None:
    assert {rule.family for rule in catalogue.rules()} == set(catalogue.FAMILIES)
    assert len(catalogue.rules()) > 40


@RULES
def test_the_file_names_the_rule(rule: AnyRule) -> None:
    assert catalogue.rule(rule.id) is rule
    assert rule.module.endswith(rule.id.replace("-", "_"))


@RULES
def test_a_page_begins_with_a_title_and_says_what_breaks(rule: AnyRule) -> None:
    lines = rule.page.splitlines()
    assert lines[0].startswith("# ")
    assert rule.title == lines[0].removeprefix("# ")
    assert len(lines[2].split()) > 3


@RULES
def test_what_is_major_breaks_something_and_what_is_not_breaks_nothing(rule: AnyRule) -> None:
    assert bool(rule.breaks) == (rule.severity.name == "major")


@RULES
def test_ids_say_what_happened_in_the_words_of_the_contract(rule: AnyRule) -> None:
    if rule.family == "names":
        assert rule.id.rpartition("-")[2] in ("removed", "moved", "renamed", "added")
    if rule.family == "parameters":
        assert rule.id.startswith("parameter-")


def test_an_unknown_rule_is_told_of_its_neighbours() -> None:
    with pytest.raises(UnknownRule) as caught:
        catalogue.rule("function-remove")
    assert "function-removed" in caught.value.hints[0]


def test_loading_all_rules_is_quick_and_naming_them_loads_none() -> None:
    code = (
        "import sys, time, modiff.model.changes, modiff.rules.interface, modiff.rules.clients, modiff.rules.wording;"
        "from modiff.rules import catalogue; catalogue.ids();"
        "assert not any('function_removed' in m for m in sys.modules), 'naming loads';"
        "start = time.perf_counter(); catalogue.rules(); print(time.perf_counter() - start)"
    )
    best = min(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(3))
    assert best < 0.15
