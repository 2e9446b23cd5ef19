"""What a project settles about breaks: accepted ones, announced ones, rules that only warn, rules that came later."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from modiff.cli import main
from modiff.model.findings import Report
from tests.flows.repos import Repo, told

TWO = "def f(a, b, c): ...\ndef g(x): ...\n"
NONE = "def f(a): ...\ndef g(): ...\n"
WARNED = "import warnings\ndef f():\n    warnings.warn('use g', DeprecationWarning)\ndef g(): ...\n"


@pytest.fixture
def lossy(tmp_path: Path) -> Repo:
    """A project that lost two parameters of a function and one of another."""
    repo = Repo(tmp_path / "repo")
    repo.commit(TWO, "1.0.0", tag="v1.0.0")
    repo.commit(NONE, "1.0.1")
    return repo


def settle(repo: Repo, text: str) -> None:
    """Puts settings into the project's pyproject.toml."""
    file = repo.project / "pyproject.toml"
    file.write_text(file.read_text("utf-8").partition("\n[tool")[0] + f"\n{text}", "utf-8")


def accept(repo: Repo, *words: str) -> int:
    return main(["accept", *words, "--project", str(repo.project)])


def needed(report: Report) -> tuple[str, bool]:
    assert report.check is not None
    assert report.check.bump is not None
    return report.check.bump.needed, not report.objections


# --- accepted


def test_all_findings_of_a_rule_at_a_path_or_one_part_of_it(lossy: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    lost = {(f.path, f.part): f.rule for f in lossy.check().findings}
    assert lost == dict.fromkeys([("pkg.f", "b"), ("pkg.f", "c"), ("pkg.g", "x")], "parameter-removed")
    assert accept(lossy, "parameter-removed", "pkg.f", "--part", "c", "--because", "never read") == 0
    assert {(f.path, f.part): f.status for f in lossy.check().findings}["pkg.f", "b"] == "introduced"
    assert accept(lossy, "parameter-removed", "pkg.f", "--because", "never read either") == 0
    said = capsys.readouterr().out.splitlines()
    assert said == ["accepted: parameter-removed pkg.f (c)", "accepted: parameter-removed pkg.f (b)", "already accepted: parameter-removed pkg.f (c)"]
    assert [f.path for f in lossy.check().objections] == ["pkg.g"]
    assert (lossy.project / "modiff-accepted.toml").read_text("utf-8").count("[[accepted]]") == 2


def test_what_people_wrote_into_the_file_stays(lossy: Repo) -> None:
    file = lossy.project / "modiff-accepted.toml"
    mine = '# ours, and why\n\n[[accepted]]  # by hand\nrule = "parameter-removed"\npath = "pkg.f"  # both\nbecause = """\nlong\nstory"""\n'
    file.write_text(mine, "utf-8")
    assert [f.path for f in lossy.check().objections] == ["pkg.g"]  # without fingerprint and part: all of the rule there
    assert accept(lossy, "parameter-removed", "pkg.g", "--because", 'a "quoted" \\ reason # ü') == 0
    assert file.read_text("utf-8").startswith(mine)
    assert not lossy.check().objections
    assert 'because = "a \\"quoted\\" \\\\ reason # ü"' in file.read_text("utf-8")


def test_a_finding_that_changed_is_another(lossy: Repo) -> None:
    assert accept(lossy, "parameter-removed", "pkg.g", "--because", "x") == 0
    lossy.commit("def f(a, b, c): ...\ndef g(y): ...\n", "1.0.1")
    report = lossy.check()
    assert [f.rule for f in report.objections] == ["parameter-renamed"]
    assert report.check is not None
    assert "parameter-renamed" in report.check.stale[0].why


def test_an_entry_expires_with_the_release_it_belongs_to(lossy: Repo) -> None:
    for rule in ("pkg.f", "pkg.g"):
        accept(lossy, "parameter-removed", rule, "--because", "x")
    lossy.commit(NONE, "1.0.1", tag="v1.0.1")
    lossy.commit(NONE, "1.0.2")
    report = lossy.check()
    assert report.check is not None
    assert [entry.why for entry in report.check.stale] == ["it belongs to a release that is out: 1.0.1 is newer than 1.0.0"] * 3
    assert not report.objections


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["function-lost", "pkg.f", "--because", "x"], "There is no rule 'function-lost'"),
        (["parameter-removed", "pkg.f", "--because", " "], "--because needs a reason"),
        (["parameter-removed", "pkg.f"], "--because"),
        (["parameter-removed", "pkg.f", "--part", "z", "--because", "x"], "about z"),
    ],
)
def test_what_cannot_be_accepted(lossy: Repo, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert accept(lossy, *words) == 2
    assert said in capsys.readouterr().err
    assert not (lossy.project / "modiff-accepted.toml").exists()


# --- announced


@pytest.mark.parametrize(("months", "status"), [(5, "accepted"), (7, "introduced")])
def test_a_runway_of_months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, months: int, status: str) -> None:
    repo = Repo(tmp_path / "repo")
    long_ago = (datetime.now(UTC) - timedelta(days=6 * 30.44 + 3)).isoformat()
    monkeypatch.setenv("GIT_COMMITTER_DATE", long_ago)
    repo.commit(WARNED, "1.0.0", tag="v1.0.0")
    monkeypatch.delenv("GIT_COMMITTER_DATE")
    repo.commit(WARNED + "def h(): ...\n", "1.1.0", tag="v1.1.0")
    repo.commit("def g(): ...\ndef h(): ...\n", "1.2.0")
    settle(repo, f"[tool.modiff.runway]\nmonths = {months}\n")
    assert told(repo.check()) == [("pkg.f", status)]


@pytest.mark.parametrize(("releases", "status"), [(2, "accepted"), (3, "introduced")])
def test_a_runway_of_releases_counts_those_that_said_it(tmp_path: Path, releases: int, status: str) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit("def f(): ...\ndef g(): ...\n", "1.0.0", tag="v1.0.0")
    repo.commit(WARNED, "1.1.0rc1", tag="v1.1.0rc1")  # no final release
    repo.commit(WARNED, "1.1.0", tag="v1.1.0")
    repo.commit(WARNED + "def h(): ...\n", "1.2.0", tag="v1.2.0")
    repo.commit("def g(): ...\ndef h(): ...\n", "1.3.0")
    settle(repo, f"[tool.modiff.runway]\nreleases = {releases}\n")
    assert told(repo.check()) == [("pkg.f", status)]


def test_what_was_never_announced_has_no_runway(lossy: Repo) -> None:
    lossy.commit("def g(x): ...\n", "1.0.1")
    settle(lossy, "[tool.modiff.runway]\nreleases = 1\nmonths = 1\n")
    assert told(lossy.check()) == [("pkg.f", "introduced")]


# --- actions


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("", ("2.0.0", False)),
        ('[tool.modiff.groups]\napi = "warn"\n', ("1.1.0", True)),
        ('[tool.modiff.groups]\napi = "allow"\n', ("1.0.1", True)),
        ('[tool.modiff.groups]\napi = "warn"\n[tool.modiff.rules]\nparameter-removed = "deny"\n', ("2.0.0", False)),
        ('[tool.modiff]\nexclude = ["pkg.f", "pkg.g"]\n', ("1.0.1", True)),
        ('[tool.modiff]\nscheme = "effver"\n', ("1.1.0", False)),
        ('[tool.modiff]\ncatalogue = "0.0.1"\n', ("1.1.0", True)),  # all rules came later than that
    ],
)
def test_what_the_settings_make_of_it(lossy: Repo, settings: str, expected: tuple[str, bool]) -> None:
    settle(lossy, settings)
    assert needed(lossy.check()) == expected


def test_rules_about_the_distribution_can_be_left_to_a_minor_release(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for version, python, tag in (("1.0.0", "3.8", "v1.0.0"), ("1.1.0", "3.9", None)):
        repo.write("def f(): ...\n", version)
        settings = repo.project / "pyproject.toml"
        settings.write_text(settings.read_text("utf-8") + f'requires-python = ">={python}"\n', "utf-8")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x")
        if tag:
            repo.git("tag", tag)
    assert needed(repo.check()) == ("2.0.0", False)
    settle(repo, '[tool.modiff.groups]\nmetadata = "warn"\n')
    assert needed(repo.check()) == ("1.1.0", True)


def test_why_each_rule_is_on_or_off(lossy: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    settle(lossy, '[tool.modiff]\ncatalogue = "0.0.1"\n[tool.modiff.groups]\ntypes = "allow"\n[tool.modiff.rules]\nfunction-removed = "deny"\n')
    assert main(["check", str(lossy.project), "--show-config", "--format", "json"]) == 0
    rules = {entry["rule"]: (entry["action"], entry["why"]) for entry in json.loads(capsys.readouterr().out)["rules"]}
    assert rules["function-removed"] == ("deny", "its own entry")
    assert rules["return-type-changed"] == ("allow", "its group types")
    assert rules["class-removed"][0] == "warn"
    assert re.fullmatch(r"it came with modiff [\d.]+, after the catalogue 0\.0\.1", rules["class-removed"][1])
    assert rules["class-added"] == ("warn", "the default for what is minor")
