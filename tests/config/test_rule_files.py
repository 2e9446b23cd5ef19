"""Files of rules are named by a list under `rules`, or by `rule-files` where `rules` is the table of actions; what is not there has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from modiff.config import load
from modiff.model.findings import Action
from tests.config.test_config import mistakes, written


@pytest.fixture
def team(tmp_path: Path) -> Path:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "thing_sung.py").write_text("")
    return tmp_path


def test_a_list_under_rules_names_files_folders_and_modules(team: Path) -> None:
    policy = load(written(team, '[tool.modiff]\nrules = ["team", "team/thing_sung.py", "json.decoder"]\n'))
    assert policy.rule_files == (str(team / "team"), str(team / "team/thing_sung.py"), "json.decoder")
    assert policy.actions == {}


def test_a_table_under_rules_says_what_is_done_and_rule_files_stays(team: Path) -> None:
    policy = load(written(team, '[tool.modiff]\nrule-files = "team"\n[tool.modiff.rules]\nclass-removed = "warn"\n'))
    assert policy.rule_files == (str(team / "team"),)
    assert policy.actions == {"class-removed": Action.warn}


def test_both_lists_are_one(team: Path) -> None:
    policy = load(written(team, "[tool.modiff]\nrules = ['team']\nrule-files = ['json.decoder']\n[tool.modiff.groups]\ntypes = 'allow'\n"))
    assert policy.rule_files == (str(team / "team"), "json.decoder")
    assert policy.actions == {"types": Action.allow}


WRONG = {
    'rules = ["teem"]\n': (2, "there is no module teem, which should hold a rule; did you mean 'team'?"),
    'rules = [\n  "team",\n  "team/thing_snug.py",\n]\n': (
        4,
        "there is no file team/thing_snug.py, which should hold a rule; did you mean 'team/thing_sung.py'?",
    ),
    'rules = ["jsn.decoder"]\n': (2, "there is no module jsn.decoder, which should hold a rule; did you mean 'json'?"),
    'rule-files = "../zzzzzzz/"\n': (2, "there is no file ../zzzzzzz/, which should hold a rule"),
    'rules = ["class-removed"]\n': (
        2,
        "'class-removed' is a rule of modiff's and no file: what is done about it stands in the table [tool.modiff.rules]",
    ),
    "rules = 'team'\n": (2, "'rules' must be a table of actions, or a list of files, folders and modules that hold rules, not text"),
    "rules = ['team', 3]\n": (2, "'rules' must be a table of actions, or a list of files, folders and modules that hold rules, not a list"),
    "rule-fils = ['team']\n": (2, "there is no key 'rule-fils'; did you mean 'rule-files'?"),
    "rule = ['team']\n": (2, "there is no key 'rule'; did you mean 'rules'?"),
}


@pytest.mark.parametrize("said", WRONG)
def test_what_is_not_there_is_told_with_its_line_and_the_nearest_name(team: Path, said: str) -> None:
    assert mistakes(team, f"[tool.modiff]\n{said}") == [WRONG[said]]


@pytest.mark.parametrize(
    "text",
    [
        "[tool.modiff]\nrules = ['team']\n[tool.modiff.rules]\nclass-removed = 'warn'\n",
        "[tool.modiff.rules]\nclass-removed = 'warn'\n[tool.modiff]\nrules = ['team']\n",
        "[tool.modiff]\nrules = ['team']\nrules.class-removed = 'warn'\n",
        "[tool.modiff]\nrules.class-removed = 'warn'\nrules = ['team']\n",
    ],
)
def test_who_wants_both_under_one_name_is_told_of_the_other(team: Path, text: str) -> None:
    ((line, what),) = mistakes(team, text)
    assert line in (2, 3, 4)
    assert what.endswith("; beside a table of actions the list of files is called 'rule-files'")


def test_other_keys_that_stand_twice_are_not_mistaken_for_it(team: Path) -> None:
    ((_, what),) = mistakes(team, "[tool.modiff]\nrules = ['team']\nonly = 'a'\nonly = 'b'\n")
    assert "rule-files" not in what
