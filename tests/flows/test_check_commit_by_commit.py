"""Ten commits in which a break is added, accepted, reverted and released: what is said at each, on the main branch and in a pull request to it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from modiff.cli import main
from modiff.errors import NoBaseline
from modiff.flows.check import check
from modiff.model.policy import Gate, Policy
from tests.flows.repos import F, G, Repo, told

H = "def h(): ...\n"
Verdict = tuple[list[tuple[str, str | None]], str | None, bool]
"""(breaks and their status, the version that is needed, is it fine?)"""


class Commit(NamedTuple):
    """What a commit leaves, and what is then said of the main branch."""

    text: str
    version: str
    tag: str | None
    found: list[tuple[str, str | None]]
    needed: str | None
    fine: bool
    accept: bool = False
    """Is the break that is there accepted first?"""


LIFE = [
    Commit(F, "1.0.0", "v1.0.0", [], None, True),  # the first release
    Commit(F + G, "1.1.0.dev0", None, [], "1.1.0", True),  # g is new
    Commit(F + G, "1.1.0", "v1.1.0", [], "1.1.0", True),
    Commit(G, "1.1.1", None, [("pkg.f", "introduced")], "2.0.0", False),  # f is lost
    Commit(G, "1.1.1", None, [("pkg.f", "accepted")], "1.1.1", True, accept=True),
    Commit(F + G, "1.1.1", None, [], "1.1.1", True),  # and is back: what was accepted is stale
    Commit(F, "1.1.1", None, [("pkg.g", "introduced")], "2.0.0", False),  # g is lost
    Commit(F, "2.0.0", None, [("pkg.g", "introduced")], "2.0.0", True),  # which its version may carry
    Commit(F, "2.0.0", "v2.0.0", [("pkg.g", "introduced")], "2.0.0", True),  # measured by the release before it
    Commit(F + H, "2.0.1.dev0", None, [], "2.1.0", True),
]


def verdict(project: Path) -> Verdict:
    report = check(project)
    assert report.check is not None
    bump = report.check.bump
    return told(report), bump.needed if bump is not None else None, not report.objections


def life(repo: Repo) -> Iterator[tuple[int, Verdict]]:
    """Lives it, and stops at each commit to say what must be found there."""
    for number, commit in enumerate(LIFE):
        repo.commit(commit.text, commit.version, commit.tag)
        accept(repo, commit)
        yield number, (commit.found, commit.needed, commit.fine)


def accept(repo: Repo, commit: Commit) -> None:
    if commit.accept:
        assert main(["accept", "function-removed", "pkg.f", "--because", "nobody calls it", "--project", str(repo.project)]) == 0
        repo.commit(commit.text, commit.version)


def test_on_the_main_branch(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for number, expected in life(repo):
        assert verdict(repo.project) == expected, number
        stale = repo.check().check
        assert stale is not None
        assert bool(stale.stale) is (number > 4), number
    assert len(LIFE) == 10


def test_in_a_subdirectory_of_a_repository_of_several(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", "packages/one")
    (repo.root / "packages" / "two").mkdir()
    (repo.root / "packages" / "two" / "pyproject.toml").write_text('[project]\nname = "two"\nversion = "7"\n', "utf-8")
    for number, expected in life(repo):
        (repo.root / "packages" / "two" / "two.py").write_text(f"def f{number}(): ...\n", "utf-8")  # which breaks at each commit
        assert verdict(repo.project) == expected, number


def test_in_a_worktree(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for number, expected in life(repo):
        repo.git("worktree", "add", "-q", "--detach", str(tmp_path / f"tree-{number}"), "HEAD")
        assert verdict(tmp_path / f"tree-{number}") == expected, number


def test_before_it_is_committed(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for number, commit in enumerate(LIFE):
        repo.write(commit.text, commit.version)
        if not commit.accept:
            assert verdict(repo.project) == (commit.found, commit.needed, commit.fine), number
        repo.commit(commit.text, commit.version, commit.tag)
        accept(repo, commit)


def test_a_shallow_clone_says_what_it_needs_and_is_right_once_it_has_that(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for number, expected in life(repo):
        tree = tmp_path / f"clone-{number}"
        subprocess.run(["git", "clone", "-q", "--depth", "1", "--no-tags", repo.root.as_uri(), str(tree)], check=True)
        if number == 0:  # the only commit there is: nothing is cut off
            continue
        with pytest.raises(NoBaseline, match="shallow clone without tags") as caught:
            check(tree)
        subprocess.run(caught.value.hints[0].split(), cwd=tree, check=True)
        assert verdict(tree) == expected, number


IN_A_CHANGE = [
    ([("pkg.f", "introduced")], False),
    ([("pkg.f", "introduced"), ("pkg.g", "unreleased")], False),
    ([("pkg.f", "introduced"), ("pkg.g", "introduced")], False),
    ([("pkg.f", "base"), ("pkg.g", "introduced")], False),
    ([("pkg.f", "accepted"), ("pkg.g", "introduced")], False),
    ([("pkg.f", "accepted"), ("pkg.g", "introduced")], False),  # what was accepted is so until a release is out
    ([("pkg.f", "accepted"), ("pkg.g", "base")], True),
    ([("pkg.f", "accepted"), ("pkg.g", "base")], True),
    ([("pkg.f", "introduced")], False),  # 2.0.0 is out, and has f
    ([("pkg.f", "introduced"), ("pkg.h", "unreleased")], False),
]
"""Of a change that drops every function, made from each of these commits: breaks and their status, and is it fine?"""


@pytest.mark.parametrize("dirty", [False, True], ids=["committed", "dirty"])
def test_in_a_pull_request_to_it(tmp_path: Path, dirty: bool) -> None:
    repo = Repo(tmp_path / "repo")
    for number, (commit, expected) in enumerate(zip(LIFE, IN_A_CHANGE, strict=True)):
        repo.commit(commit.text, commit.version, commit.tag)
        accept(repo, commit)
        repo.git("checkout", "-q", "-b", f"change-{number}")
        (repo.write if dirty else repo.commit)("", commit.version)
        report = repo.check()
        assert (told(report), not report.objections) == expected, number
        repo.git("checkout", "-q", "-f", "main")


def test_a_branch_that_changes_nothing_answers_for_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F + G, "1.1.0", "v1.1.0")
    repo.commit(G, "1.1.1")
    repo.git("checkout", "-q", "-b", "change")
    assert told(repo.check()) == [("pkg.f", "base")]
    (repo.project / "README.md").write_text("# Better words\n", "utf-8")
    assert told(repo.check()) == [("pkg.f", "base")]
    (repo.project / "pkg" / "more.py").write_text(H, "utf-8")
    assert [(f.path, f.status) for f in repo.check().findings] == [("pkg.f", "base"), ("pkg.more", "introduced")]


def test_strict_counts_what_the_base_branch_brought(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(F + G, "1.1.0", "v1.1.0")
    repo.commit(G, "1.1.1")
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(G + H, "1.1.1")
    assert main(["check", str(repo.project), "-q"]) == 0
    assert main(["check", str(repo.project), "-q", "--strict"]) == 1


def test_the_bump_is_that_of_everything_since_the_release(tmp_path: Path) -> None:
    """A pull request may be fine while the next release needs a larger number than the project has: both are said."""
    repo = Repo(tmp_path / "repo")
    repo.commit(F + G, "1.1.0", "v1.1.0")
    repo.commit(G, "1.1.1")
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(G + H, "1.1.1")
    report = repo.check(policy=Policy(gate=Gate()))
    assert not report.objections
    assert report.check is not None
    assert report.check.bump is not None
    assert (report.check.bump.needed, report.check.bump.allowed) == ("2.0.0", False)
