"""The command line over the configuration: what is given wins, what is not is as the file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modiff import api
from modiff.cli import main
from modiff.model.findings import Action, Report
from modiff.model.policy import Policy, Surface
from tests.report.shared import SAME

Captured = pytest.CaptureFixture[str]

FILE = """\
[tool.modiff]
surface = "declared"
only = ["a"]
exclude = ["a.b"]
python-version = "3.10"
platform = "darwin"
[tool.modiff.groups]
types = "allow"
[tool.modiff.rules]
function-removed = "warn"
"""


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Policy]:
    """The policies that the pipeline was called with, in a project with a configuration."""
    (tmp_path / "pyproject.toml").write_text(FILE)
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    seen: list[Policy] = []

    def diff(old: str, new: str, policy: Policy, **options: object) -> Report:
        seen.append(policy)
        return SAME

    monkeypatch.setattr(api, "diff", diff)
    return seen


def run(*words: str) -> int:
    return main(["diff", "a==1", "a==2", *words])


def test_the_file_is_found_from_below(policies: list[Policy]) -> None:
    assert run() == 0
    (policy,) = policies
    assert (policy.surface, policy.only, policy.exclude) == (Surface.declared, ("a",), ("a.b",))
    assert (policy.python_version, policy.platform) == ((3, 10), "darwin")
    assert policy.actions == {"types": Action.allow, "function-removed": Action.warn}


def test_options_win(policies: list[Policy]) -> None:
    assert run("--surface", "conventional", "--only", "x,y", "--exclude", "z", "--python-version", "3.12", "--platform", "linux") == 0
    (policy,) = policies
    assert policy.surface is Surface.conventional
    assert (policy.only, policy.exclude, policy.python_version, policy.platform) == (("x", "y"), ("z",), (3, 12), "linux")


def test_another_file_can_be_named(policies: list[Policy], tmp_path: Path) -> None:
    (tmp_path / "loose.toml").write_text("[tool.modiff]\n")
    assert run("--config", "../loose.toml") == 0
    assert policies == [Policy()]


def test_actions_can_be_given(policies: list[Policy]) -> None:
    assert run("--allow", "metadata,values", "--deny", "types", "--warn", "class-removed") == 0
    expected = {"metadata": "allow", "values": "allow", "types": "deny", "class-removed": "warn", "function-removed": "warn"}
    assert policies[0].actions == expected


def test_a_group_on_the_command_line_wins_over_a_rule_in_the_file(policies: list[Policy]) -> None:
    assert run("--deny", "api") == 0
    assert policies[0].actions == {"types": Action.allow, "api": Action.deny}
    assert run("--deny", "api", "--allow", "function-removed") == 0
    assert policies[1].actions == {"types": Action.allow, "api": Action.deny, "function-removed": Action.allow}


def test_an_unknown_rule_is_told_of_its_neighbours(policies: list[Policy], capsys: Captured) -> None:
    assert run("--allow", "function-remved") == 2
    said = capsys.readouterr().err
    assert said.startswith("error: There is no rule and no group 'function-remved'.\ntry: function-removed\n")
    assert not policies


def test_one_rule_has_one_action(policies: list[Policy], capsys: Captured) -> None:
    assert run("--allow", "types", "--deny", "types") == 2
    assert capsys.readouterr().err == "error: types cannot have two actions: --allow and --deny.\ntry: --allow types\ntry: --deny types\n"


def test_mistakes_are_2_each_on_its_line(policies: list[Policy], tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.modiff]\nsurfce = 1\nplatform = 'linx'\n")
    assert run("--format", "json") == 2
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "error: ../pyproject.toml:2: there is no key 'surfce'; did you mean 'surface'?",
        "error: ../pyproject.toml:3: 'platform' cannot be 'linx'; did you mean 'linux'?",
    ]
    told = json.loads(said.out)
    assert told["error"] == "bad-config"
    assert all(line.removeprefix("error: ") in told["message"] for line in said.err.splitlines())
    assert not policies
