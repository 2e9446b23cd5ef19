"""What a run does not tell it does not read: files that are read, and their bytes, are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from modiff.cli import main
from modiff.reading import Library
from modiff.reading.ahead import Ahead
from modiff.sources.zips import ZipTree
from tests.sources.packed import wheel

Captured = pytest.CaptureFixture[str]
MODULES = 40
BREAK = 7
"""The module that loses something. A later one does, too."""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two wheels. Directories are read to find out what is equal; RECORD says it of wheels."""
    for version in ("old", "new"):
        files = {"shop/__init__.py": ""}
        for number in range(MODULES):
            gone = version == "new" and number in (BREAK, BREAK + 20)
            files[f"shop/m{number:02}.py"] = f"# {version}\ndef f{number}(a{'' if gone else ', b'}): ...\n"
        if version == "new":
            del files[f"shop/m{MODULES - 1}.py"]
        (tmp_path / version).mkdir()
        wheel(tmp_path / version, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Count:
    """What is read from the archives, old and new alike."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.bytes = 0


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Counts from here on."""
    count, plain = Count(), ZipTree.read

    def counting(self: ZipTree, wanted: Iterable[str]) -> Mapping[str, bytes]:
        found = plain(self, wanted)
        python = {path: text for path, text in found.items() if path.endswith(".py")}
        count.names += [path.rpartition("/")[2] for path in python]
        count.bytes += sum(map(len, python.values()))
        return found

    monkeypatch.setattr(ZipTree, "read", counting)
    return count


def run(*words: str) -> int:
    return main(["diff", *map(str, sorted(Path().glob("*/*.whl"), reverse=True)), "--no-cache", "--jobs", "1", *words])


@pytest.mark.parametrize("form", [["--by", "module"], []])
def test_the_examples_form_reads_up_to_the_first_break(made: Path, read: Count, capsys: Captured, form: list[str]) -> None:
    words = [*form, "--stop-at-first-break", "--format", "compspec"]
    assert run(*words, "--exit-zero") == 0
    lazily = capsys.readouterr().out
    assert sorted(read.names) == sorted(2 * [f"m{number:02}.py" for number in range(BREAK + 1)])
    assert "stopping" in lazily
    few = read.bytes
    run(*words)  # where the exit status says whether anything was objected to, all is read
    assert capsys.readouterr().out == lazily
    assert set(read.names) == {f"m{number:02}.py" for number in range(MODULES)} | {"__init__.py"}
    assert few < read.bytes / 4


def test_level_by_level_the_first_level_needs_only_names_of_modules(made: Path, read: Count, capsys: Captured) -> None:
    assert run("--levels", "--stop-at-first-break", "--format", "compspec", "--exit-zero") == 0
    assert f"shop.m{MODULES - 1}" in capsys.readouterr().out
    assert not read.names


def test_rounds_grow_where_each_costs_requests(made: Path) -> None:
    rounds: list[list[str]] = []

    class Far:
        release = SimpleNamespace(tree=SimpleNamespace(near=False))

        def facts(self, modules: list[str]) -> None:
            rounds.append(modules)

    ahead = Ahead([cast(Library, Far())], "abcdefgh", all_at_once=False)
    for module in "abcd":
        ahead.read(module)
    assert rounds == [["a"], ["b", "c"], ["d", "e", "f", "g"]]


def test_a_pattern_that_matches_nothing_is_still_an_error(made: Path, capsys: Captured) -> None:
    assert run("--by", "module", "--stop-at-first-break", "--format", "compspec", "--exit-zero", "--only", "shop.nothing") == 2


def test_text_reads_all_for_what_a_module_lost_may_stand_elsewhere(made: Path, read: Count, capsys: Captured) -> None:
    run("--by", "module", "--stop-at-first-break", "--exit-zero")
    assert len(set(read.names)) == MODULES + 1
