"""What rules of others are held to: the example shipped holds, the scaffold fails until it is written, and each mistake has its complaint."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from modiff.cli.rules import rules
from modiff.errors import ModiffError
from modiff.model.policy import Policy
from modiff.plugins import with_others
from modiff.plugins.assertions import Outcome, assertions_on
from modiff.plugins.scaffold import start, watched
from modiff.rules import catalogue


def outcomes(file: Path, folder: Path) -> list[Outcome]:
    policy = with_others(Policy(rule_files=(str(file),), installed_rules=False)).policy
    return [outcome for rule in catalogue.others(policy.others) for outcome in assertions_on(rule, folder, policy)]


def complaints(file: Path, folder: Path) -> str:
    return "\n".join(line for outcome in outcomes(file, folder) for line in outcome.complaints)


@pytest.fixture
def example(root: Path) -> str:
    return (root / "examples/rules/timeout_default_changed.py").read_text()


def test_the_example_that_is_shipped_holds(root: Path, tmp_path: Path) -> None:
    found = outcomes(root / "examples/rules", tmp_path)
    assert [outcome for outcome in found if outcome.complaints] == []
    assert len(found) >= 10


def test_a_rule_that_was_just_started_fails_in_its_first_example_only(tmp_path: Path) -> None:
    assert start(tmp_path / "thing_begun.py", "ParameterChanged") == "thing-begun"
    failed = [outcome for outcome in outcomes(tmp_path / "thing_begun.py", tmp_path / "worlds") if outcome.complaints]
    assert {outcome.subject for outcome in failed} == {"thing-begun-1"}
    assert {outcome.assertion for outcome in failed} == {"all rules together say exactly this", "the same behind a re-export", "Python agrees"}


@pytest.mark.parametrize("watches", watched())
def test_a_rule_can_be_started_for_every_kind_of_change(tmp_path: Path, watches: str) -> None:
    start(tmp_path / "thing_begun.py", watches)
    assert with_others(Policy(rule_files=(str(tmp_path / "thing_begun.py"),))).policy.others


def test_a_rule_is_not_started_over_another(tmp_path: Path) -> None:
    start(tmp_path / "thing_begun.py", "Gone")
    for name in ("thing_begun.py", "parameter_removed.py", "begun.py", "Thing_Begun.py", "thing_begun.txt", "no/thing_begun.py"):
        with pytest.raises(ModiffError):
            start(tmp_path / name, "Gone")


MISTAKES = {
    ("is 5\n", "is 6\n"): "nobody asked for: timeout-default-changed: pkg.fetch waits otherwise: `timeout` was 30, is 5",
    ("waits otherwise: `timeout` was {", "waits: `timeout` was {"): "nothing says: timeout-default-changed: pkg.fetch waits otherwise",
    ("# says: pkg", "# breaks: pkg"): "nothing says: timeout-default-changed: pkg.fetch waits otherwise",
    (
        'fetch("a")\n```\n\nAnother',
        'fetch("a")  # raises TypeError\n```\n\nAnother',
    ): "does not fail with the new version, where it should raise TypeError",
    ('fetch("a")\n```\n\nAnother', 'fetch("a", 1, 2)\n```\n\nAnother'): "line 2 of the client fails already with the old version: TypeError",
    ("breaks=()", 'breaks=("call",)'): "severity and breaks do not agree",
    ("def fetch(url, timeout=5):", "def fetch(url, timeout=5:"): "nothing says",
    ('fetch("a")\n```\n\nAnother', 'fetch("a"\n```\n\nAnother'): "The clients of the examples could not be run",
    ("# old\n# says", "says\n# old\n# says"): "stands before the first file",
    ("# new\n# says", "# new\n\n# says"): "",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_has_its_complaint(example: str, tmp_path: Path, mistake: tuple[str, str]) -> None:
    file = tmp_path / "timeout_default_changed.py"
    file.write_text(example.replace(*mistake, 1))
    said = complaints(file, tmp_path / "worlds")
    if MISTAKES[mistake]:
        assert MISTAKES[mistake] in said
    else:
        assert said == ""


def test_the_commands_start_test_and_refuse(tmp_path: Path) -> None:
    file = str(tmp_path / "thing_commanded.py")
    run = CliRunner().invoke
    assert "is there, and holds thing-commanded" in run(rules, ["new", file]).output
    done = run(rules, ["test", file], standalone_mode=False)
    assert done.return_value == 1
    assert "FAILS  thing-commanded-1: Python agrees\n" in done.output
    assert done.output.endswith("7 hold, 3 fail\n")
    quiet = run(rules, ["test", "-q", file], standalone_mode=False)
    assert "holds" not in quiet.output
    refused = run(rules, ["new", file, "--watches", "ParameterChange"], standalone_mode=False)
    assert isinstance(refused.exception, ModiffError)
    assert "--watches ParameterChanged" in refused.exception.hints
