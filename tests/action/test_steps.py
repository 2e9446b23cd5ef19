"""The steps of the GitHub Action, run as a runner would run them, against a service that is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modiff.version import __version__
from tests.flows.conftest import _no_service, repo  # noqa: F401 (fixtures)
from tests.flows.repos import F, G, Repo

ACTION = Path(__file__).resolve().parents[2] / "action"
GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$CALLS"
case "$*" in *--paginate*) printf '%s' "$KNOWN" ;; *) exit "$ANSWER" ;; esac
"""

pytestmark = [pytest.mark.skipif(shutil.which("bash") is None, reason="the steps are written for bash"), pytest.mark.timeout(120)]


class Runner:
    """What a runner gives its steps."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder, self.project = folder, project
        self.environment = {
            **os.environ,
            "RUNNER_TEMP": str(folder),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_REPOSITORY": "x/y",
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        }
        (folder / "modiff").write_text(f'#!/usr/bin/env bash\nexec "{sys.executable}" -m modiff "$@"\n', "utf-8")
        (folder / "modiff").chmod(0o755)

    def step(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", str(ACTION / f"{name}.sh")]
        return subprocess.run(command, cwd=self.project, env={**self.environment, **more}, capture_output=True, text=True, timeout=110, check=False)

    @property
    def outputs(self) -> dict[str, str]:
        lines = (self.folder / "output").read_text("utf-8").splitlines()
        return {key: value for key, _, value in (line.partition("=") for line in lines)}

    def text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def runner(tmp_path: Path, repo: Repo) -> Runner:  # noqa: F811
    (tmp_path / "runner").mkdir()
    return Runner(tmp_path / "runner", repo.project)


def test_objections_are_annotated_summed_up_and_left_to_the_last_step(runner: Runner, repo: Repo) -> None:  # noqa: F811
    repo.commit(G, "1.2.1")
    done = runner.step("check", MODIFF_SARIF="true")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::error file=pkg/__init__.py,line=1,title=function-removed%3A pkg.f::")
    assert runner.text("summary").startswith("### modiff-test-pkg 1.2.0 → 1.2.1")
    assert runner.outputs["status"] == "1"
    assert runner.outputs["bump"] == "major"
    assert Path(runner.outputs["sarif"]).is_file()
    assert runner.text("modiff.md") == runner.text("summary")


def test_options_are_passed_on(runner: Runner, repo: Repo) -> None:  # noqa: F811
    repo.commit(G, "1.2.1")
    runner.step("check", MODIFF_ARGUMENTS="--against 1.1.0 --allow function-removed")
    assert runner.outputs["status"] == "0"
    assert "1.1.0 → 1.2.1" in runner.text("summary")


def test_what_could_not_be_checked_is_said_and_is_2(runner: Runner) -> None:
    done = runner.step("check", MODIFF_PROJECT="nowhere")
    assert (done.returncode, runner.outputs["status"], runner.outputs["bump"]) == (0, "2", "")
    assert "There is no directory nowhere" in runner.text("summary")
    assert "There is no directory nowhere" in done.stderr


@pytest.mark.parametrize(
    ("known", "expected"), [("", "--method POST repos/x/y/issues/7/comments"), ("55\n", "--method PATCH repos/x/y/issues/comments/55")]
)
def test_one_comment_is_kept_up_to_date(runner: Runner, known: str, expected: str) -> None:
    (runner.folder / "gh").write_text(GH, "utf-8")
    (runner.folder / "gh").chmod(0o755)
    (runner.folder / "modiff.md").write_text("### fine\n", "utf-8")
    calls = runner.folder / "calls"
    done = runner.step("comment", MODIFF_PULL_REQUEST="7", KNOWN=known, ANSWER="0", CALLS=str(calls))
    assert done.returncode == 0
    assert expected in calls.read_text("utf-8").splitlines()[-1]
    assert runner.text("modiff-comment.md") == "<!-- modiff check -->\n### fine\n"


def test_a_token_that_may_not_comment_is_a_warning(runner: Runner) -> None:
    (runner.folder / "gh").write_text(GH, "utf-8")
    (runner.folder / "gh").chmod(0o755)
    (runner.folder / "modiff.md").write_text("### fine\n", "utf-8")
    done = runner.step("comment", MODIFF_PULL_REQUEST="7", KNOWN="", ANSWER="1", CALLS=str(runner.folder / "calls"))
    assert (done.returncode, done.stdout.partition("::The report")[0]) == (0, "::warning title=modiff")


def test_a_shallow_checkout_is_completed(runner: Runner, repo: Repo, tmp_path: Path) -> None:  # noqa: F811
    repo.git("checkout", "-q", "-b", "change")
    repo.commit(F, "1.2.1")
    tree = tmp_path / "tree"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "--no-tags", "--branch", "change", repo.root.as_uri(), str(tree)], check=True)
    runner.project = tree
    more = {"GITHUB_BASE_REF": "main"}
    assert runner.step("check", **more).returncode == 0
    assert runner.outputs["status"] == "2"
    assert runner.step("history", **more).returncode == 0
    runner.step("check", **more)
    assert runner.outputs["status"] == "1"
    assert "on top of origin/main" in runner.text("summary")


@pytest.mark.network
def test_it_is_installed_apart_from_the_project_and_found_by_the_steps_that_follow(runner: Runner) -> None:
    here = {"GITHUB_PATH": str(runner.folder / "path"), "GITHUB_ACTION_PATH": str(ACTION.parent)}
    done = runner.step("install", **here, MODIFF_PYTHON=sys.executable, MODIFF_VERSION="")
    assert (done.returncode, done.stdout) == (0, f"modiff {__version__}\n"), done.stderr
    (folder,) = runner.text("path").splitlines()
    assert [path.name for path in Path(folder).iterdir()] == ["modiff"]  # and nothing else of its environment
    (runner.folder / "modiff").unlink()
    done = runner.step("check", PATH=f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert (done.returncode, runner.outputs["status"]) == (0, "0"), done.stderr
