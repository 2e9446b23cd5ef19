"""The command line as a process of its own: what it loads, and how it ends where only a process can tell."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MODIFF = [sys.executable, "-m", "modiff"]
SLOW = """
import sys
import time

from modiff import api
from modiff.cli import main

def wait(*_, **__):
    print("on", flush=True)
    time.sleep(40)

api.diff = wait
sys.exit(main())
"""
HEAVY = {"rich", "requests", "tree_sitter", "pypi_simple", "modiff.sources", "modiff.extract", "modiff.link"}


def run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MODIFF, *words], capture_output=True, text=True, cwd=cwd, timeout=50, check=False)


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """Two versions of a package that lost a function."""
    for version, text in (("old", "def f(a): ...\ndef g(): ...\n"), ("new", "def f(a): ...\n")):
        package = tmp_path / version / "shop"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(text)
    return tmp_path


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["diff", "--help"], ["rules"], ["explain", "parameter-removed"]])
def test_nothing_heavy_is_loaded_before_it_is_needed(words: list[str]) -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "modiff", *words], capture_output=True, text=True, timeout=50, check=True
    ).stderr
    modules = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
    assert "modiff.cli" in modules
    assert not HEAVY & modules


def test_the_version_needs_no_library_at_all() -> None:
    loaded = subprocess.run([sys.executable, "-X", "importtime", "-m", "modiff", "--version"], capture_output=True, text=True, timeout=50, check=True)
    assert "click" not in loaded.stderr
    assert "msgspec" not in loaded.stderr


def test_directories_are_compared(projects: Path) -> None:
    ended = run("diff", "./old/shop", "./new/shop", cwd=projects)
    assert ended.returncode == 1, ended.stderr
    assert "shop.g" in ended.stdout
    assert run("diff", "./old/shop", "./old/shop", cwd=projects).returncode == 0
    assert run("show", "./new/shop", cwd=projects).stdout.splitlines()[1:] == ["module     shop", "function   shop.f(a)"]


def test_a_pattern_that_matches_nothing_is_not_an_api_without_changes(projects: Path) -> None:
    ended = run("diff", "./old/shop", "./new/shop", "--only", "shop.gg", cwd=projects)
    assert ended.returncode == 2
    assert "--only shop.g" in ended.stderr


@pytest.mark.parametrize(
    "specs", [("./nowhere", "./old/shop"), ("./empty", "./old/shop"), ("./text.whl", "./old/shop"), ("functiondb:text.whl", "./old/shop")]
)
def test_bad_input_is_a_sentence_and_2(projects: Path, specs: tuple[str, str]) -> None:
    (projects / "empty").mkdir()
    (projects / "text.whl").write_text("no archive")
    ended = run("diff", *specs, cwd=projects)
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: ")
    assert "Traceback" not in ended.stderr
    assert "bug" not in ended.stderr
    assert ended.stdout == ""


def test_a_reader_that_goes_away_changes_nothing(projects: Path) -> None:
    words = [*MODIFF, "diff", "./old/shop", "./new/shop"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=projects) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_an_interrupt_leaves_nothing_behind(projects: Path) -> None:
    words = [sys.executable, "-c", SLOW, "diff", "a", "1", "2", "--output", "report.txt"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=projects)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert (said, errors.strip()) == ("", "interrupted")
    assert not (projects / "report.txt").exists()


def test_an_encoding_that_lacks_signs_does_not_end_the_run(projects: Path) -> None:
    words = [sys.executable, "-X", "utf8=0", "-m", "modiff", "diff", "./old/shop", "./new/shop"]
    ended = subprocess.run(
        words, capture_output=True, cwd=projects, env={"PYTHONIOENCODING": "ascii", "PATH": "", **_python_path()}, timeout=50, check=False
    )
    assert ended.returncode == 1
    assert b"\\u2192" in ended.stdout


def _python_path() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in ("PYTHONPATH", "HOME", "XDG_CACHE_HOME")}


@pytest.mark.parametrize("status", [0, 1, 2, 130])
def test_a_process_that_ends_at_once_has_said_all_and_left_in_order(status: int) -> None:
    """`script` does not wait for memory to be given back; what is in buffers, and who waits for the end, must not suffer from that."""
    program = (
        "import atexit, sys\nimport modiff.cli as cli\natexit.register(lambda: print('last word', file=sys.stderr))\n"
        f"def main():\n    sys.stdout.write('x' * 300_000)\n    sys.stderr.write('said')\n    return {status}\ncli.main = main\ncli.script()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stdout), done.stderr) == (status, 300_000, "saidlast word\n")
