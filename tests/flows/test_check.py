"""`modiff check` over the life of a small project: a break is added, accepted, reverted and released."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from modiff.cli import main
from modiff.errors import FileMissing, MissingHistory, NoProject
from modiff.flows.check import check
from modiff.model.policy import Gate, Policy
from tests.flows.repos import F, G, Repo, told


def test_a_release_is_right_as_it_stands(repo: Repo) -> None:
    report = repo.check()
    assert not report.objections
    assert report.check is not None
    assert report.check.bump is not None
    assert (report.check.bump.last, report.check.bump.needed, report.check.bump.allowed) == ("1.1.0", "1.2.0", True)


def test_on_the_main_branch_all_since_the_release_is_introduced(repo: Repo) -> None:
    repo.commit(G, "1.2.1")
    report = repo.check()
    assert told(report) == [("pkg.f", "introduced")]
    assert report.check is not None
    assert report.check.bump is not None
    assert (report.check.bump.needed, report.check.bump.allowed, report.check.bump.last) == ("2.0.0", False, "1.2.0")
    assert len(report.objections) == 1


@pytest.mark.parametrize("version", ["2.0.0", "2.0.0.dev1", "3.0"])
def test_a_version_that_says_so_may_break(repo: Repo, version: str) -> None:
    repo.commit(G, version)
    report = repo.check()
    assert told(report) == [("pkg.f", "introduced")]
    assert not report.objections


def test_additions_need_a_minor_bump_and_are_no_objection(repo: Repo) -> None:
    repo.commit(F + G + "def h(): ...\n", "1.2.1")
    report = repo.check()
    assert report.check is not None
    assert report.check.bump is not None
    assert (report.check.bump.needed, report.check.bump.allowed) == ("1.3.0", False)
    assert not report.objections


def test_a_pull_request_answers_for_what_it_introduces(repo: Repo) -> None:
    repo.commit(G, "1.3.0")  # main loses f
    repo.git("checkout", "-q", "-b", "change")
    assert told(repo.check()) == [("pkg.f", "base")]
    assert not repo.check().objections
    assert len(repo.check(strict=True).objections) == 1
    repo.commit("def g(x): ...\n", "1.3.0")
    report = repo.check()
    assert told(report) == [("pkg.f", "base"), ("pkg.g", "introduced")]
    assert [finding.path for finding in report.objections] == ["pkg.g"]


def test_what_no_release_has_had_may_change(repo: Repo) -> None:
    repo.commit(F + G + "def fresh(a): ...\n", "1.3.0")
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(F + G + "def fresh(a, b): ...\n", "1.3.0")
    report = repo.check()
    assert told(report) == [("pkg.fresh", "unreleased")]
    assert not report.objections


def test_a_dirty_tree_counts(repo: Repo) -> None:
    repo.write(G, "1.2.1")
    assert told(repo.check()) == [("pkg.f", "introduced")]


def test_a_break_that_is_reverted_is_none(repo: Repo) -> None:
    repo.commit(G, "1.2.1")
    repo.commit(F + G, "1.2.1")
    assert told(repo.check()) == []


def test_a_break_that_is_released_is_over(repo: Repo) -> None:
    repo.commit(G, "2.0.0", tag="v2.0.0")
    assert told(repo.check()) == [("pkg.f", "introduced")]  # on the tag itself: measured by the release before
    repo.commit(G, "2.0.1")
    report = repo.check()
    assert told(report) == []
    assert report.check is not None
    assert report.check.bump is not None
    assert report.check.bump.last == "2.0.0"


def test_accepted_until_the_release_is_out(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(G, "1.3.0")
    assert main(["accept", "function-removed", "pkg.f", "--because", "nobody calls it", "--project", str(repo.project)]) == 0
    assert told(repo.check()) == [("pkg.f", "accepted")]
    assert not repo.check().objections
    repo.commit(G, "1.3.0", tag="v1.3.0")
    repo.commit(G, "1.3.1")
    report = repo.check()
    assert report.check is not None
    assert [(entry.rule, entry.path) for entry in report.check.stale] == [("function-removed", "pkg.f")]
    assert "1.3.0 is newer than 1.2.0" in report.check.stale[0].why
    repo.commit(F + G, "1.3.1")
    capsys.readouterr()
    assert main(["check", str(repo.project)]) == 0
    assert "stale" in capsys.readouterr().out


def test_accepting_what_is_not_there_names_what_is(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(G, "1.3.0")
    assert main(["accept", "function-removed", "pkg.ff", "--because", "x", "--project", str(repo.project)]) == 2
    said = capsys.readouterr().err
    assert "There is no finding function-removed at pkg.ff" in said
    assert "modiff accept function-removed pkg.f " in said
    assert not (repo.project / "modiff-accepted.toml").exists()


def test_announced_removals_are_excused_after_the_runway(repo: Repo) -> None:
    warned = "import warnings\ndef f(a, b=1):\n    warnings.warn('use g', DeprecationWarning)\n" + G
    repo.commit(warned, "1.3.0", tag="v1.3.0")
    repo.commit(G, "1.4.0")
    settings = repo.project / "pyproject.toml"
    for releases, status in ((1, "accepted"), (2, "introduced")):
        settings.write_text(settings.read_text("utf-8").partition("[tool")[0] + f"[tool.modiff.runway]\nreleases = {releases}\n", "utf-8")
        assert told(repo.check()) == [("pkg.f", status)]


def test_a_project_in_a_subdirectory_with_tags_of_its_own(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "mono", "packages/one")
    repo.commit(F + G, tag="modiff-test-pkg-1.2.0")
    repo.git("tag", "other-9.0.0")
    repo.commit(G, "1.2.1")
    report = repo.check()
    assert told(report) == [("pkg.f", "introduced")]
    assert report.check is not None
    assert report.check.bump is not None
    assert report.check.bump.last == "1.2.0"


def test_in_a_worktree(repo: Repo, tmp_path: Path) -> None:
    repo.commit(G, "1.2.1")
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "HEAD")
    assert told(check(tmp_path / "tree")) == [("pkg.f", "introduced")]


def test_a_shallow_clone_says_what_it_needs(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(G, "1.2.1")
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repo.root}", str(tmp_path / "clone")], check=True)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    with pytest.raises(MissingHistory) as caught:
        check(tmp_path / "clone", Policy(gate=Gate(against=str(repo.root) + "/")))
    assert any("fetch" in hint for hint in caught.value.hints)


def test_no_project(tmp_path: Path) -> None:
    with pytest.raises(NoProject):
        check(tmp_path)
    with pytest.raises(FileMissing):
        check(tmp_path / "nowhere")


def test_the_committed_listing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    listing = repo.project / "api.txt"
    command = ["check", str(repo.project), "--api-file", str(listing)]
    assert main(command) == 2
    assert main([*command, "--update"]) == 0
    assert main(command) == 0
    capsys.readouterr()
    repo.write(G)
    assert main(command) == 1
    assert "-function   pkg.f(a, b=1)" in capsys.readouterr().out
    assert main([*command, "--update"]) == 0
    assert main(command) == 0


def test_only_the_bump(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(G, "1.2.1")
    assert main(["check", str(repo.project), "--bump"]) == 1
    assert capsys.readouterr().out == "major\n"


def test_what_is_in_force(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    with (repo.project / "pyproject.toml").open("a") as file:
        file.write('[tool.modiff]\nscheme = "effver"\n[tool.modiff.rules]\nfunction-removed = "warn"\n')
    assert main(["check", str(repo.project), "--show-config"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split() == ["scheme", "effver"] for line in lines)
    assert any(line.split()[:2] == ["warn", "function-removed"] and line.endswith("its own entry") for line in lines)
