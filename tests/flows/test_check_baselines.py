"""Which release a project is measured by, which branch its change is for, and what is said where neither can be told."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from modiff.cli import main
from modiff.errors import BadUsage, MissingHistory, ModiffError, NoBaseline, NothingToRead, UnknownRef
from modiff.flows.check import check
from modiff.model.findings import Report
from modiff.model.policy import Gate, Policy
from modiff.project.pull_request import TARGETS
from tests.flows.repos import F, G, Repo, told
from tests.sources.index.shop import html_page, open_shop, sdist, wheel

NAME = "modiff-test-pkg"


def last(report: Report) -> str | None:
    """The release it was measured by."""
    assert report.check is not None
    return report.check.bump.last if report.check.bump is not None else None


def why(report: Report) -> str:
    assert report.check is not None
    return f"{report.check.baseline} | {report.check.base}"


def sell(folder: Path, *versions: str, text: str = F) -> None:
    """Puts releases of the test project on the index of the test."""
    files = {f"modiff_test_pkg-{v}-py3-none-any.whl": wheel("modiff_test_pkg", v, {"pkg/__init__.py": text}) for v in versions if v != "0.1"}
    files |= {f"modiff_test_pkg-{v}.tar.gz": sdist("modiff_test_pkg", v, {"pkg/__init__.py": text}) for v in versions if v == "0.1"}
    (folder / "index" / "files").mkdir(parents=True, exist_ok=True)
    (folder / "index" / "simple" / NAME).mkdir(parents=True, exist_ok=True)
    for name, payload in files.items():
        (folder / "index" / "files" / name).write_bytes(payload)
    (folder / "index" / "simple" / NAME / "index.html").write_bytes(html_page(files))


def clone(repo: Repo, to: Path, *options: str) -> Path:
    subprocess.run(["git", "clone", "-q", *options, repo.root.as_uri(), str(to)], check=True)
    return to


# --- the release


@pytest.mark.parametrize(
    ("tags", "version", "chosen"),
    [
        (["v1.0", "v1.1"], "1.2", "1.1"),
        (["v1.0", "v1.1", "v2.0"], "1.2", "1.1"),  # a branch for fixes of 1.x
        (["1.0", "release-1.1"], "1.2", "1.1"),
        (["v1.9", "v1.10"], "1.11", "1.10"),  # versions, not text
        (["v1.0", "v1.1rc1"], "1.1", "1.0"),  # finals go first
        (["v1.0rc1", "v1.0rc2"], "1.0", "1.0rc2"),  # unless there are none
        (["v1.0", "v1.0.post1"], "1.1", "1.0.post1"),
        (["v1!1.0", "v2020.1"], "1!1.1", "1!1.0"),  # an epoch is newer than any without
        (["v1.0", "v1.1.dev3", "v1.1a1"], "1.1b1", "1.0"),
        (["v1.0", "nightly", "v-next", "2.x", "stable-2"], "1.1", "1.0"),  # what names no release
        (["v1.0", f"{NAME}-1.5"], "2.0", "1.5"),  # tags with the project's own name go before the others
        (["v1.0+local.1"], "1.1", "1.0+local.1"),
    ],
)
def test_by_tags(tmp_path: Path, tags: list[str], version: str, chosen: str) -> None:
    repo = Repo(tmp_path / "repo")
    for tag in tags:
        repo.commit(F, "0.1", tag)
    repo.commit(F, version)
    assert last(repo.check()) == chosen


def test_tags_go_before_the_index(repo: Repo, tmp_path: Path) -> None:
    sell(tmp_path, "1.1.5")
    repo.commit(G, "1.1.6")
    assert last(repo.check()) == "1.1.0"


@pytest.mark.parametrize(
    ("sold", "version", "chosen"),
    [(["1.0", "1.1", "2.0"], "1.2", "1.1"), (["1.0", "1.1rc1"], "1.1", "1.0"), (["0.1"], "0.2", "0.1"), (["1.0a1"], "1.0", "1.0a1")],
)
def test_by_the_index_where_there_is_no_tag_or_no_repository(tmp_path: Path, sold: list[str], version: str, chosen: str) -> None:
    sell(tmp_path, *sold)
    repo = Repo(tmp_path / "repo")
    repo.commit(G, version)
    report = repo.check()
    assert (last(report), told(report)) == (chosen, [("pkg.f", "introduced")])
    assert "on the index" in why(report)
    shutil.rmtree(repo.root / ".git")
    assert last(repo.check()) == chosen


def test_without_the_program_git_the_index_is_asked(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sell(tmp_path, "1.0")
    repo.commit(G, "1.2.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (last(repo.check()), told(repo.check())) == ("1.0", [("pkg.f", "introduced")])


def test_the_first_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "0.1")
    (tmp_path / "index" / "simple").mkdir(parents=True)  # an index that does not know the project
    report = repo.check()
    assert report.check is not None
    assert (report.check.baseline, report.findings, report.objections) == (None, (), ())
    for words in ([], ["-q"], ["--strict"]):
        assert main(["check", str(repo.project), *words]) == 0
        assert "first release" in capsys.readouterr().out
    assert main(["check", str(repo.project), "--bump"]) == 0
    assert capsys.readouterr().out == "patch\n"


def test_a_version_older_than_every_release(tmp_path: Path) -> None:
    sell(tmp_path, "1.0", "1.1")
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "0.9")
    with pytest.raises(NoBaseline, match=r"0\.9 is older than every release on the index, the first of which is 1\.0") as caught:
        repo.check()
    assert "--against 1.0" in caught.value.hints


def test_a_version_older_than_the_release_it_is_held_against(repo: Repo) -> None:
    repo.commit(G, "1.0.5")
    report = repo.check(policy=Policy(gate=Gate(against="1.2.0")))
    assert any("1.0.5" in warning and "older than 1.2.0" in warning for warning in report.warnings)
    assert report.objections


@pytest.mark.parametrize(
    ("version", "tag", "warned"),
    [("1.1.5", "v1.2.1", True), ("1.2.1", "v1.2.1", False), ("1.3.0.dev1", "v1.2.1", False), ("1.1.5", "v1.2.1rc1", False)],
)
def test_a_version_older_than_a_release_that_it_grew_from(tmp_path: Path, version: str, tag: str, warned: bool) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "1.1.0", tag="v1.1.0")
    repo.commit(F, "1.2.1", tag=tag)
    repo.commit(F + G, version)
    wrong = f"the project's version {version} (the project's metadata) is older than 1.2.1, which it grew from (the tag {tag})"
    assert list(repo.check().warnings) == ([wrong] if warned else [])


def test_a_branch_for_fixes_of_an_older_release_is_as_it_should_be(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "1.1.0", tag="v1.1.0")
    repo.commit(G, "2.0.0", tag="v2.0.0")
    repo.git("checkout", "-q", "-b", "1.x", "v1.1.0")
    repo.commit(F + G, "1.1.1")
    report = repo.check()
    assert (last(report), report.warnings) == ("1.1.0", ())


def test_a_version_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "index" / "simple").mkdir(parents=True)
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "one.two")
    wrong = ("the version that this project is about to carry is not known: 'one.two' in pyproject.toml is no version",)
    assert repo.check().warnings == wrong  # as a first release
    repo.commit(F, "1.0", tag="v1.0")
    repo.commit(G, "one.two")
    report = repo.check()
    assert report.warnings == wrong
    assert report.objections  # a break, which no minor release may carry


@pytest.mark.parametrize("against", ["1.1.0", "v1.1.0", "v1.1.0~0", f"{NAME}==1.1.0", "git+REPO@v1.1.0"])
def test_against_a_version_a_tag_a_commit_or_a_spec(repo: Repo, tmp_path: Path, against: str) -> None:
    sell(tmp_path, "1.1.0")
    repo.commit(G, "1.3.0")
    report = repo.check(policy=Policy(gate=Gate(against=against.replace("REPO", str(repo.root)))))
    assert told(report) == [("pkg.f", "introduced")]
    assert "--against" in why(report)


def test_against_what_is_not_there(repo: Repo) -> None:
    with pytest.raises(ModiffError):
        repo.check(policy=Policy(gate=Gate(against="git+" + str(repo.root) + "@nowhere")))
    with pytest.raises(UnknownRef):
        repo.check(policy=Policy(gate=Gate(against=f"git+{repo.root}@v9")))


def test_a_version_that_is_made_from_tags(tmp_path: Path) -> None:
    """Only tags that HEAD grew from count then: a newer release of another branch is none of its past."""
    repo = Repo(tmp_path / "repo")
    repo.commit(F, tag="v1.0")
    repo.git("checkout", "-q", "-b", "next")
    repo.commit(G, tag="v2.0")
    repo.git("checkout", "-q", "main")
    repo.commit(G + "# of the main branch\n")
    settings = '[project]\nname = "modiff-test-pkg"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'
    (repo.project / "pyproject.toml").write_text(settings, "utf-8")
    report = repo.check()
    assert (last(report), told(report)) == ("1.0", [("pkg.f", "introduced")])
    assert report.check is not None
    assert report.check.bump is not None
    assert (report.check.bump.declared, report.check.bump.needed) == (None, "2.0")


# --- the branch


@pytest.mark.parametrize("variable", TARGETS)
def test_services_say_what_a_change_is_for(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str) -> None:
    repo.git("branch", "stable")
    repo.commit(G, "1.2.1")  # main has lost f, stable has not
    tree = clone(repo, tmp_path / "clone")
    subprocess.run(["git", "-C", str(tree), "checkout", "-q", "--detach"], check=True)
    assert told(check(tree)) == [("pkg.f", "introduced")]  # nobody says that it is a change: all counts
    monkeypatch.setenv(variable, "main")
    assert told(check(tree)) == [("pkg.f", "base")]
    monkeypatch.setenv(variable, "stable")
    report = check(tree)
    assert told(report) == [("pkg.f", "introduced")]
    assert TARGETS[variable] in why(report)
    assert "origin/stable" in why(report)


def test_a_branch_that_the_user_names(repo: Repo) -> None:
    repo.git("branch", "stable")
    repo.commit(G, "1.2.1")
    for base, status in (("main", "base"), ("stable", "introduced"), ("HEAD~1", "introduced"), ("v1.2.0", "introduced")):
        assert told(repo.check(policy=Policy(gate=Gate(base=base)))) == [("pkg.f", status)]
    with pytest.raises(BadUsage, match="'nowhere'"):
        repo.check(policy=Policy(gate=Gate(base="nowhere")))


def test_the_base_is_where_the_change_began_not_where_the_branch_is_now(repo: Repo) -> None:
    repo.git("checkout", "-q", "-b", "change")
    repo.git("checkout", "-q", "main")
    repo.commit(G, "1.2.1")
    repo.git("checkout", "-q", "change")
    repo.commit(F + G + "def h(): ...\n", "1.3.0")
    assert told(repo.check()) == []  # what main lost since is not lost here


def test_a_change_in_one_project_of_several(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "mono", "packages/one")
    repo.commit(F + G, "1.2.0", tag=f"{NAME}-1.2.0")
    repo.git("checkout", "-q", "-b", "change")
    (repo.root / "packages" / "two").mkdir()
    (repo.root / "packages" / "two" / "other.py").write_text("def lost(): ...\n", "utf-8")
    repo.commit(G, "1.2.1")
    report = check(repo.project / "pkg")  # from anywhere inside it
    assert told(report) == [("pkg.f", "introduced")]
    assert report.check is not None
    assert report.check.prefix == "packages/one/"


def test_a_project_that_the_base_branch_does_not_have_yet(tmp_path: Path) -> None:
    sell(tmp_path, "1.0")
    repo = Repo(tmp_path / "mono", "packages/one")
    (repo.root / "README.md").write_text("one project, soon\n", "utf-8")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-m", "first")
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(G, "1.0.1")
    assert told(repo.check()) == [("pkg.f", "introduced")]


# --- what cannot be told


def test_a_shallow_clone_with_its_tag_is_enough_without_a_base(repo: Repo, tmp_path: Path) -> None:
    tree = clone(repo, tmp_path / "clone", "--depth", "1")  # which fetches the tag of its commit
    (tree / "pkg" / "__init__.py").write_text(G, "utf-8")
    assert told(check(tree)) == [("pkg.f", "introduced")]


def test_a_shallow_clone_without_tags_says_what_it_needs(repo: Repo, tmp_path: Path) -> None:
    repo.commit(G, "1.2.1")
    tree = clone(repo, tmp_path / "clone", "--depth", "1", "--no-tags")
    (tmp_path / "index" / "simple").mkdir(parents=True)
    with pytest.raises(NoBaseline, match="shallow clone without tags") as caught:
        check(tree)
    assert caught.value.hints[0] == "git fetch --unshallow --tags"


def test_a_shallow_clone_that_lacks_the_base_says_what_it_needs(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(G, "1.2.1")
    tree = clone(repo, tmp_path / "clone", "--depth", "1")
    subprocess.run(["git", "-C", str(tree), "fetch", "-q", "--depth", "2", "origin", "tag", "v1.2.0", "--no-tags"], check=True)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    with pytest.raises(MissingHistory, match="does not hold the branch main") as caught:
        check(tree)
    assert any("fetch-depth: 0" in hint for hint in caught.value.hints)


def test_an_index_that_does_not_answer_is_no_first_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "0.1")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(NoBaseline):
        repo.check()
    for words in (["-q"], [], ["--bump"], ["--format", "json"]):
        assert main(["check", str(repo.project), *words]) == 2
    assert "first release" not in "".join(capsys.readouterr())
    assert main(["check", str(repo.project), "--offline"]) == 2


def test_offline_knows_what_an_earlier_run_kept_or_says_that_it_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(G, "1.0.1")
    with open_shop() as shop:
        shop.sell(NAME, {"modiff_test_pkg-1.0-py3-none-any.whl": wheel("modiff_test_pkg", "1.0", {"pkg/__init__.py": F})})
        monkeypatch.setenv("PIP_INDEX_URL", f"{shop.url}/simple")
        assert main(["check", str(repo.project), "--offline"]) == 2  # nothing is kept yet: this may or may not be the first release
        assert main(["check", str(repo.project)]) == 1
        asked = len(shop.asked)
        assert main(["check", str(repo.project), "--offline"]) == 1
        assert len(shop.asked) == asked


def test_nothing_that_is_public_cannot_be_checked(repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "pyproject.toml").write_text(f'[project]\nname = "{NAME}"\nversion = "1.0"\n', "utf-8")
    with pytest.raises(NothingToRead):
        check(tmp_path / "empty", Policy(gate=Gate(against=f"git+{repo.root}@v1.2.0")))
    for words in ([], ["-q"]):
        assert main(["check", str(tmp_path / "empty"), "--against", f"git+{repo.root}@v1.2.0", *words]) == 2
    assert "fine" not in capsys.readouterr().out


def test_all_mistakes_of_the_configuration_at_once(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = '[tool.modiff]\nschem = "semver"\nscheme = "romantic"\ncatalogue = "new"\n'
    wrong += '[tool.modiff.runway]\nweeks = 3\n[tool.modiff.rules]\nfunction-lost = "deny"\n'
    settings = repo.project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8") + wrong, "utf-8")
    assert main(["check", str(repo.project)]) == 2
    said = capsys.readouterr().err
    assert [f"pyproject.toml:{line}:" in said for line in (5, 6, 7, 9, 11)] == [True] * 5
    assert "did you mean 'scheme'?" in said


def test_mistakes_of_the_accepted_breaks_too(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit(G, "1.2.1")
    (repo.project / "modiff-accepted.toml").write_text('[[accepted]]\nrule = "function-lost"\npath = "pkg.f"\n\n[[accepted]]\nwhat = 1\n', "utf-8")
    assert main(["check", str(repo.project), "-q"]) == 2
    said = capsys.readouterr().err
    assert "modiff-accepted.toml:1:" in said
    assert "modiff-accepted.toml:5:" in said


@pytest.mark.skipif(os.name == "nt", reason="directories have no such permissions there")
def test_an_output_that_cannot_be_written(repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in (tmp_path / "nowhere" / "report.html", tmp_path):
        assert main(["check", str(repo.project), "--output", str(file)]) == 2
    assert capsys.readouterr().err.count("Cannot write to") == 2


def test_a_package_in_which_all_is_private_cannot_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = Repo(tmp_path / "repo")
    for version, tag in (("1.0", "v1.0"), ("1.1", None)):
        (repo.project / "_pkg").mkdir(exist_ok=True)
        (repo.project / "_pkg" / "__init__.py").write_text(F, "utf-8")
        (repo.project / "pyproject.toml").write_text(f'[project]\nname = "{NAME}"\nversion = "{version}"\n', "utf-8")
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x")
        if tag:
            repo.git("tag", tag)
    assert main(["check", str(repo.project), "-q"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "No public name was found" in said.err
    assert main(["check", str(repo.project), "-q", "--surface", "everything"]) == 0


def test_the_listing_has_one_form_and_can_be_only_shown(repo: Repo) -> None:
    listing = str(repo.project / "api.txt")
    assert main(["check", str(repo.project), "--api-file", listing, "--update"]) == 0
    repo.write(G)
    assert main(["check", str(repo.project), "--api-file", listing, "--format", "json"]) == 2
    assert main(["check", str(repo.project), "--api-file", listing]) == 1
    assert main(["check", str(repo.project), "--api-file", listing, "--exit-zero"]) == 0


def test_what_an_older_build_left_in_the_tree_has_no_say(repo: Repo) -> None:
    left = repo.project / "modiff_test_pkg.egg-info"
    left.mkdir()
    (left / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 0.1\nRequires-Python: >=3.99\n", "utf-8")
    (left / "requires.txt").write_text("old-dependency\n", "utf-8")
    settings = repo.project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8") + 'requires-python = ">=3.8"\ndependencies = []\n', "utf-8")
    repo.git("commit", "-qam", "x")
    repo.git("tag", "-f", "v1.2.0")
    repo.write(F + G, "1.2.1")
    settings.write_text(settings.read_text("utf-8") + 'requires-python = ">=3.8"\ndependencies = []\n', "utf-8")
    report = repo.check()
    assert (report.new.version, [finding.rule for finding in report.findings]) == ("1.2.1", [])
