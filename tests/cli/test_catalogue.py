"""`modiff rules` and `modiff explain`: the catalogue as it is."""

from __future__ import annotations

import json

import pytest

from modiff.cli import main
from modiff.rules.catalogue import rules

Captured = pytest.CaptureFixture[str]


def test_the_listing_has_a_line_for_every_rule(capsys: Captured) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for rule in rules():
        (line,) = [line for line in lines if line.split()[:1] == [rule.id]]
        assert line.split()[1:3] == [rule.severity.name, rule.group]
        assert rule.title in line


def test_the_json_listing_is_complete_and_in_the_same_order(capsys: Captured) -> None:
    assert main(["rules", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "modiff/rules/1"
    assert [entry["id"] for entry in shown["rules"]] == [rule.id for rule in rules()]
    assert shown["rules"][0].keys() == {"id", "severity", "group", "breaks", "family", "title"}


def test_every_rule_is_explained(capsys: Captured) -> None:
    for rule in rules():
        assert main(["explain", rule.id]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"{rule.id}: {rule.severity.name}, ")
        assert shown.endswith(rule.page.strip() + "\n")


def test_an_unknown_rule_is_2_with_near_names(capsys: Captured) -> None:
    assert main(["explain", "functon-removed"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "function-removed" in said.err
