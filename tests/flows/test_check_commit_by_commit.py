"""Ten commits in which a break is added, accepted, reverted and released: what is said at each, on the main branch and in a pull request to it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from modiff.cli import main
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


def verdict(repo: Repo) -> Verdict:
    report = repo.check()
    assert report.check is not None
    bump = report.check.bump
    return told(report), bump.needed if bump is not None else None, not report.objections


def test_on_the_main_branch(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    for number, commit in enumerate(LIFE):
        repo.commit(commit.text, commit.version, commit.tag)
        if commit.accept:
            assert main(["accept", "function-removed", "pkg.f", "--because", "nobody calls it", "--project", str(repo.project)]) == 0
            repo.commit(commit.text, commit.version)
        assert verdict(repo) == (commit.found, commit.needed, commit.fine), number
        stale = repo.check().check
        assert stale is not None
        assert bool(stale.stale) is (number > 4), number
    assert len(LIFE) == 10


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
        if commit.accept:
            assert main(["accept", "function-removed", "pkg.f", "--because", "nobody calls it", "--project", str(repo.project)]) == 0
            repo.commit(commit.text, commit.version)
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
