"""Rules of others: found, named, judged by beside ours; what is wrong with one is said in a sentence, and never stops ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from modiff.cli import main
from modiff.config import load
from modiff.errors import BrokenRule, FileMissing, ModiffError
from modiff.model.findings import Action, Severity
from modiff.model.policy import Policy
from modiff.plugins import with_others
from modiff.plugins.judged import report
from modiff.rules import catalogue

RULE = '''"""# Thing shouted

Callers hear it.
"""

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules.interface import Rule

RULE = Rule(module=__name__, watches=ParameterChanged, severity=Severity.minor, breaks=(),
            sentence=lambda change: f"{change.path} is loud", part=lambda change: change.part)
'''
OLD = {"pkg/__init__.py": "def f(a, b): ...\n"}
NEW = {"pkg/__init__.py": "def f(a): ...\n"}
Writer = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    def writer(text: str = RULE, name: str = "thing_shouted.py") -> str:
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        return str(file)

    return writer


def test_a_rule_of_a_file_speaks_beside_ours(write: Writer) -> None:
    policy = with_others(Policy(rule_files=(write(),))).policy
    told = report(OLD, NEW, policy)
    assert [(found.rule, found.severity, found.part) for found in told.findings] == [
        ("parameter-removed", Severity.major, "b"),
        ("thing-shouted", Severity.minor, "b"),
    ]
    assert told.warnings == ()
    assert [found.rule for found in report(OLD, NEW).findings] == ["parameter-removed"], "known is not asked for"


def test_it_is_found_by_its_id_and_is_none_of_ours(write: Writer) -> None:
    with_others(Policy(rule_files=(write(),)))
    assert catalogue.rule("thing-shouted").title == "Thing shouted"
    assert catalogue.rule("thing-shouted").family == "others"
    assert "thing-shouted" in catalogue.known()
    assert "thing-shouted" not in catalogue.ids()


def test_a_file_that_is_written_anew_is_loaded_anew(write: Writer) -> None:
    with_others(Policy(rule_files=(write(),)))
    with_others(Policy(rule_files=(write(RULE.replace("Thing shouted", "Thing whispered")),)))
    assert catalogue.rule("thing-shouted").title == "Thing whispered"


def test_a_folder_and_a_module_may_be_named(write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(name="team_of_rules/__init__.py", text="")
    write(name="team_of_rules/thing_sung.py")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in (str(tmp_path / "team_of_rules"), "team_of_rules", "team_of_rules.thing_sung"):
        assert [rule.id for rule in catalogue.others(with_others(Policy(rule_files=(name,))).policy.others)] == ["thing-sung"]


WRONG = {
    "x = ": r"thing_shouted\.py:1 cannot be loaded: it is no Python: invalid syntax",
    "\nraise KeyError('no')": r"thing_shouted\.py:2 cannot be loaded: loading it raised KeyError: 'no'",
    "import sys; sys.exit()": r"loading it raised SystemExit",
    "import nothing_of_this_name": r"raised ModuleNotFoundError: No module named 'nothing_of_this_name'",
    "": r"it has no object RULE",
    "RULE = 3": r"its RULE is no Rule, but of type int",
    RULE.replace("__name__", "'modiff.rules.names.x_y'"): r"not made with module=__name__",
    RULE.replace("ParameterChanged,", "int,"): r"does not watch a class of modiff\.model\.changes",
    RULE.replace("Severity.minor", "'minor'"): r"no Severity, but 'minor'",
    RULE.replace("breaks=()", "breaks=('heart',)"): r"nothing that can break is called 'heart'; there are call, ",
    RULE.replace("breaks=()", "breaks=(), group='a'"): r"there is no group 'a'; there are api, ",
    RULE.replace("breaks=()", "breaks=(), hint='use g'"): r"hint of its RULE is no function",
    RULE.replace('"""# Thing shouted', '"""Thing shouted'): r"does not begin with a title",
    RULE.partition('"""\n\n')[2]: r"it has no docstring",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_file_is_said_in_one_sentence(write: Writer, text: str) -> None:
    file = write(text)
    with pytest.raises(BrokenRule) as caught:
        with_others(Policy(rule_files=(file,)))
    assert re.search(WRONG[text], caught.value.message)
    assert caught.value.message.count("\n") == 0


def test_names_that_clash_are_told_with_both_places(write: Writer, tmp_path: Path) -> None:
    with pytest.raises(BrokenRule, match=r"parameter-removed in .* has the name of one of modiff's own"):
        with_others(Policy(rule_files=(write(name="parameter_removed.py"),)))
    with pytest.raises(BrokenRule, match=r"Two rules are called thing-shouted: one in .*thing_shouted\.py, and one in .*b/thing_shouted\.py"):
        with_others(Policy(rule_files=(write(), write(name="b/thing_shouted.py"))))
    with pytest.raises(BrokenRule, match="takes two words or more"):
        with_others(Policy(rule_files=(write(name="shouted.py"),)))


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    for name, error in ((str(tmp_path / "no.py"), FileMissing), ("no_such_team.rules", BrokenRule), (str(tmp_path), BrokenRule)):
        with pytest.raises(error):
            with_others(Policy(rule_files=(name,)))


THROWING = {
    "sentence=lambda change: 1 / 0": "ZeroDivisionError: division by zero",
    "sentence=lambda change: None": "ValidationError: Expected `str`, got `null` - at `$.sentence`",
    "sentence=lambda change: exit()": "SystemExit",
    "hint=lambda change: 3, sentence=str": "ValidationError: Expected `str | null`, got `int` - at `$.hint`",
    "applies=lambda change: change.nothing, sentence=str": "AttributeError: 'ParameterChanged' object has no attribute 'nothing'",
    "identity=lambda change: 3, sentence=str": "ValidationError: Expected `array`, got `int` - at `$.identity`",
}


@pytest.mark.parametrize("code", THROWING)
def test_a_rule_that_throws_stops_no_other(write: Writer, code: str) -> None:
    text = re.sub(r"sentence=.*is loud\"", code, RULE)
    assert code in text
    told = report(OLD, NEW, with_others(Policy(rule_files=(write(text), write(name="b/other_voice.py")))).policy)
    assert [found.rule for found in told.findings] == ["parameter-removed", "other-voice"]
    (warning,) = told.warnings
    assert warning.startswith(f"The rule thing-shouted, which is not one of modiff's, failed: {THROWING[code]}")
    assert "at pkg.f" in warning


def test_failures_of_one_rule_are_one_warning(write: Writer) -> None:
    old = {"pkg/__init__.py": "".join(f"def f{n}(a, b): ...\n" for n in range(5))}
    new = {"pkg/__init__.py": "".join(f"def f{n}(a): ...\n" for n in range(5))}
    policy = with_others(Policy(rule_files=(write(RULE.replace("is loud", "{1/0}")),))).policy
    told = report(old, new, policy)
    assert len(told.findings) == 5
    (warning,) = told.warnings
    assert "failed 5 times, first: ZeroDivisionError: division by zero at pkg.f0" in warning


def test_the_configuration_names_files_from_its_own_folder(write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(RULE.replace("Thing", "Configured"), name="team/thing_configured.py")
    (tmp_path / "pyproject.toml").write_text('[tool.modiff]\nrule-files = ["team"]\n[tool.modiff.rules]\nthing-configured = "deny"\n')
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    policy = load()
    assert policy.rule_files == (str(tmp_path / "team"),)
    assert policy.actions == {"thing-configured": Action.deny}
    told = report(OLD, NEW, with_others(policy).policy)
    assert [found.rule for found in told.objections] == ["parameter-removed", "thing-configured"]


@pytest.mark.parametrize("said", ["3", "[1]", '[""]', "{}"])
def test_the_configuration_says_what_is_no_list_of_files(tmp_path: Path, said: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.modiff]\nrule-files = {said}\n")
    with pytest.raises(ModiffError, match="'rule-files' must be a file, folder or module, or a list of these"):
        load(tmp_path)


def test_the_configuration_shows_files_of_rules_and_what_is_done_about_them(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(name="team/thing_shown.py")
    (tmp_path / "pyproject.toml").write_text('[tool.modiff]\nrules = ["team/thing_shown.py"]\n[tool.modiff.groups]\napi = "warn"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--show-config", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["settings"]["rule-files"] == [str(Path("team/thing_shown.py"))]
    assert shown["settings"]["installed-rules"] is True
    assert {"rule": "thing-shown", "group": "api", "severity": "minor", "action": "warn", "why": "its group api"} in shown["rules"]
    assert main(["check", "--show-config"]) == 0
    assert re.search(r"^rule-files +team.thing_shown\.py$", capsys.readouterr().out, re.MULTILINE)
