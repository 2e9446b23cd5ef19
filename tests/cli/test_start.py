"""Nothing heavy is imported before a command needs it: seen from what a process has imported when it is done."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PARSER = {"tree_sitter", "tree_sitter_python", "modiff.extract", "modiff.link", "modiff.compare"}
NETWORK = {"requests", "pypi_simple", "urllib3", "ssl"}
DRAWING = {"rich"}
PROGRAM = """
import sys, contextlib, io
from modiff.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    status = main(sys.argv[1:])
print(status, *sys.modules)
"""


def _imported_by(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    status, *modules = done.stdout.split()
    assert status in ("0", "1"), done.stdout
    return set(modules)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two releases of a small package."""
    folder = tmp_path_factory.mktemp("wheels")
    paths = []
    for version, text in (("1.0", "def f(a, b): ...\n"), ("2.0", "def f(a): ...\n")):
        path = Path(folder, f"small-{version}-py3-none-any.whl")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("small.py", text)
            archive.writestr(f"small-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n")
            archive.writestr(f"small-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\n")
        paths.append(str(path))
    return paths


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["diff", "--help"], ["explain", "class-removed"], ["rules"]])
def test_what_compares_nothing_imports_no_parser_and_no_client(words: list[str]) -> None:
    assert not (PARSER - {"modiff.compare", "modiff.link"} | NETWORK) & _imported_by(*words)


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["diff", "--help"]])
def test_help_imports_no_stage(words: list[str]) -> None:
    assert not (PARSER | NETWORK | DRAWING) & _imported_by(*words)


def test_wheels_on_disk_are_compared_without_a_client_and_json_without_a_terminal(wheels: list[str]) -> None:
    found = _imported_by("diff", *wheels, "--format", "json", "--no-cache", "--exit-zero")
    assert "modiff.compare" in found
    assert not (NETWORK | DRAWING | {"packaging.requirements", "multiprocessing", "asyncio"}) & found


def test_a_project_called_like_something_that_modiff_needs_does_not_stand_in_for_it(tmp_path: Path) -> None:
    (tmp_path / "msgspec").mkdir()
    (tmp_path / "msgspec" / "__init__.py").write_text("raise SystemExit('the one in the working directory')\n")
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("def f(): ...\n")
    done = subprocess.run([sys.executable, "-m", "modiff", "show", "."], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "f()" in done.stdout
