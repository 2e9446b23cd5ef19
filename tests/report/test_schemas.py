"""Every object that is printed as JSON is what its published schema says, to the last field; so are settings that editors may complete."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modiff.cli import main
from modiff.config.gate import GATE
from modiff.config.settings import KEYS
from modiff.report import Style, diff_format, impact_format, show_format
from modiff.report.as_json import error
from scripts import schemas
from tests.report.shared import API, CHECKED, FIRST_RELEASE, GROUPED, IMPACT, REPORT, SAME

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schemas"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def closed(value: Any) -> Any:
    """The schema with every object closed: what it does not name is a mistake."""
    if isinstance(value, dict):
        inside = {key: closed(inner) for key, inner in value.items()}
        return {**inside, "additionalProperties": inside.get("additionalProperties", False)} if "properties" in value else inside
    return [closed(inner) for inner in value] if isinstance(value, list) else value


def complaints(name: str, text: str) -> list[str]:
    found = Draft202012Validator(closed(schema(name))).iter_errors(json.loads(text))
    return [f"{'/'.join(map(str, each.path))}: {each.message}" for each in found]


def test_the_folder_is_what_the_script_makes() -> None:
    assert schemas.differences() == [], "run `make docs`"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_each_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("report", [REPORT, SAME, GROUPED])
def test_a_comparison(report: Any) -> None:
    assert complaints("diff", diff_format("json")(report, Style())) == []


@pytest.mark.parametrize("report", [CHECKED, FIRST_RELEASE])
def test_a_check(report: Any) -> None:
    assert complaints("check", diff_format("json")(report, Style())) == []


def test_an_api() -> None:
    assert complaints("api", show_format("json")(API, Style())) == []


def test_lines_of_client_code() -> None:
    assert complaints("impact", impact_format("json")(IMPACT, Style())) == []


def test_a_failure() -> None:
    assert complaints("error", error("unknown-version", "There is no such release.", ["modiff diff a b"])) == []


def test_a_field_that_is_missing_is_noticed() -> None:
    told = json.loads(diff_format("json")(CHECKED, Style()))
    del told["findings"][0]["status"], told["bump"]["needed"]
    told["verdict"] = "huge"
    told["more"] = 1
    assert len(complaints("check", json.dumps(told))) == 4 - 1  # the status may be missing, as plain comparisons have none
    assert complaints("diff", json.dumps({**told, "groups": []})) != []


def test_what_commands_print(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("old", "def f(a): ...\ndef g(): ...\nclass C:\n    x: int = 1\n"), ("new", "def f(a, b): ...\nclass C: ...\n")):
        (tmp_path / name / "pkg").mkdir(parents=True)
        (tmp_path / name / "pkg" / "__init__.py").write_text(text, "utf-8")
        (tmp_path / name / "pyproject.toml").write_text('[project]\nname = "modiff-test-pkg"\nversion = "1.0"\n', "utf-8")
    (tmp_path / "client.py").write_text("import pkg\npkg.g()\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    main(["show", "./new", "--format", "functiondb", "--output", "f.json"])
    calls = {
        "diff": ["diff", "./old", "./new"],
        "check": ["check", "new", "--against", "./old"],
        "api": ["show", "./new"],
        "impact": ["impact", "./old", "./new", "--in", "client.py"],
        "error": ["diff", "./old", "./nowhere"],
        "history": ["history", "functiondb:f.json"],
        "rules": ["rules"],
        "config": ["check", "new", "--show-config"],
    }
    for name, words in calls.items():
        main([*words, "--format", "json"])
        assert complaints(name, capsys.readouterr().out) == [], words


def test_every_setting_is_described() -> None:
    described = schema("tool.modiff")["properties"].keys()
    assert described == {*KEYS, *GATE, "rules", "groups"}


@pytest.mark.parametrize(
    ("table", "right"),
    [
        ('surface = "declared"\nonly = "pkg"\nexclude = ["a", "b.*"]\npython-version = "3.12"\nplatform = "linux"', True),
        ('scheme = "effver"\nagainst = "1.0"\nbase = "main"\naccepted = "a.toml"\ncatalogue = "0.1.0"\nrunway = {releases = 2}', True),
        ('[groups]\ntypes = "allow"\n[rules]\nfunction-removed = "warn"\nteam-rule = "deny"', True),
        ('surface = "all"', False),
        ("python-version = 3.12", False),
        ("runway = {weeks = 2}", False),
        ('[groups]\nbeauty = "allow"', False),
        ('[rules]\nfunction-removed = "no"', False),
        ("surfaces = 1", False),
    ],
)
def test_settings(table: str, right: bool) -> None:
    assert Draft202012Validator(schema("tool.modiff")).is_valid(tomllib.loads(table)) is right
