"""The JSON forms against the contract, and back again."""

from __future__ import annotations

import json
from typing import Any, get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from modiff.model.findings import Action, Breaks, Certainty, Finding, Group, Place, Report, Severity
from modiff.report import Style, diff_format, show_format
from modiff.report.as_json import error
from tests.report.shared import API, GROUPED, NEW, OLD, PARAMETER_REMOVED, REPORT, SUMMARY


def diffed(report: Report) -> dict[str, Any]:
    found = json.loads(diff_format("json")(report, Style()))
    assert isinstance(found, dict)
    return found


def test_the_object_of_the_contract() -> None:
    shown = diffed(msgspec.structs.replace(REPORT, findings=(PARAMETER_REMOVED,)))
    assert shown == {
        "schema": "modiff/diff/1",
        "old": {"spec": "shop==1.4", "name": "shop", "version": "1.4", "packages": ["shop"]},
        "new": {"spec": "shop==2.0", "name": "shop", "version": "2.0", "packages": ["shop"]},
        "verdict": "major",
        "summary": {
            "module": {"removed": 1, "added": 0},
            "function": {"removed": 1, "added": 1},
            "class": {"removed": 0, "added": 0},
            "method": {"removed": 0, "added": 0},
            "parameter": {"removed": 1, "added": 1, "renamed": 0, "moved": 2},
            "signatures_changed": 2,
        },
        "findings": [
            {
                "rule": "parameter-removed",
                "severity": "major",
                "certainty": "certain",
                "about": "api",
                "group": "api",
                "breaks": ["call"],
                "path": "shop.order",
                "part": "express",
                "also": ["shop.api.order"],
                "canonical": "shop.api.order",
                "when": None,
                "deprecated": None,
                "message": "shop.order() no longer takes `express`",
                "hint": "leave it out: every order is express now",
                "old": {"value": "(item, count=1, express=False)", "file": "shop/api.py", "line": 12},
                "new": {"value": "(item, count=1)", "file": "shop/api.py", "line": 14},
                "client": "import shop\nshop.order('tea', express=True)",
                "fingerprint": "parameter-removed:shop.order",
            }
        ],
        "gaps": [
            {"side": "new", "path": "shop", "reason": "names are made at run time by globals().update(...)", "file": "shop/__init__.py", "line": 9}
        ],
    }


def test_keys_stand_in_the_order_of_the_contract() -> None:
    shown = diffed(REPORT)
    assert list(shown) == ["schema", "old", "new", "verdict", "summary", "findings", "gaps"]
    assert list(shown["findings"][0]) == [field for field in Finding.__struct_fields__ if field not in ("action", "replacement", "status")]


def test_groups_stand_in_place_of_findings() -> None:
    shown = diffed(GROUPED)
    assert list(shown) == ["schema", "old", "new", "verdict", "summary", "groups", "stopped", "gaps"]
    assert [(group["group"], len(group["findings"]), list(group)) for group in shown["groups"]] == [("shop.api", 2, ["group", "summary", "findings"])]
    assert shown["stopped"] == "module shop.api"


def test_what_a_run_costs_is_not_told() -> None:
    assert "fetched" not in diff_format("json")(REPORT, Style(verbose=2))


def test_an_item_as_the_contract_has_it() -> None:
    shown = json.loads(show_format("json")(API, Style()))
    assert {key: value for key, value in shown.items() if key != "items"} == {
        "schema": "modiff/api/1",
        "name": "shop",
        "version": "2.0",
        "packages": ["shop"],
        "gaps": [{"path": "shop", "reason": "names are made at run time", "file": "shop/__init__.py", "line": 9}],
    }
    assert shown["items"][3] == {
        "path": "shop.order",
        "also": ["shop.api.order"],
        "canonical": "shop.order",
        "kind": "function",
        "public": True,
        "why": "defined here",
        "when": "sys.version_info >= (3,)",
        "binding": None,
        "flags": [],
        "signature": {
            "parameters": [
                {"name": "item", "kind": "POSITIONAL_ONLY", "default": None, "annotation": "str"},
                {"name": "count", "kind": "POSITIONAL_OR_KEYWORD", "default": "1", "annotation": "int"},
                {"name": "gift", "kind": "KEYWORD_ONLY", "default": "False", "annotation": None},
                {"name": "rest", "kind": "VAR_KEYWORD", "default": None, "annotation": "object"},
            ],
            "returns": "Order | None",
        },
        "type_parameters": [],
        "annotation": None,
        "value": None,
        "bases": [],
        "inherited_from": None,
        "deprecated": None,
        "file": "shop/api.py",
        "line": 1,
    }
    assert shown["items"][0]["signature"] is None


def test_an_error_as_the_contract_has_it() -> None:
    assert json.loads(error("unknown-version", "No 9.", ["shop==2.0"])) == {
        "schema": "modiff/error/1",
        "error": "unknown-version",
        "message": "No 9.",
        "try": ["shop==2.0"],
    }


TEXT = st.text(max_size=10)
MAYBE = st.none() | TEXT
PLACES = st.none() | st.builds(Place, value=MAYBE, file=MAYBE, line=st.none() | st.integers(1))
FINDINGS = st.builds(
    Finding,
    rule=TEXT,
    severity=st.sampled_from(Severity),
    certainty=st.sampled_from(Certainty),
    about=st.sampled_from(["api", "distribution"]),
    group=st.sampled_from(get_args(Group)),
    breaks=st.lists(st.sampled_from(get_args(Breaks))).map(tuple),
    path=TEXT,
    part=MAYBE,
    also=st.lists(TEXT, max_size=2).map(tuple),
    canonical=MAYBE,
    when=MAYBE,
    deprecated=MAYBE,
    message=TEXT,
    hint=MAYBE,
    old=PLACES,
    new=PLACES,
    client=MAYBE,
    fingerprint=TEXT,
    action=st.just(Action.deny),
)


@given(st.lists(FINDINGS, max_size=3))
def test_findings_come_back_as_they_were(findings: list[Finding]) -> None:
    text = diff_format("json")(Report(OLD, NEW, SUMMARY, tuple(findings)), Style())
    assert text.isascii()
    shown = json.loads(text)["findings"]
    for entry in shown:
        entry["severity"] = Severity[entry["severity"]].value
        entry["certainty"] = Certainty[entry["certainty"]].value
    assert msgspec.convert(shown, list[Finding]) == findings
