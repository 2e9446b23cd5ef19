"""`modiff cache`, `--no-cache` and `--offline`: what is kept between runs, told and bounded."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from modiff.cli import main
from modiff.store.database import FILE, Database
from tests.sources.packed import wheel

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """Two wheels that differ in one of ten modules."""
    same = {f"demo/m{number}.py": f"x = {number}\n" for number in range(9)}
    paths = [wheel(tmp_path, {**same, "demo/__init__.py": f"v = {v}\n"}, filename=f"demo-{v}.0-py3-none-any.whl") for v in (1, 2)]
    return [str(path) for path in paths]


def _json(capsys: Captured, *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["cache", *words, "--format", "json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["schema"] == "modiff/cache/1"
    assert said["directory"] == os.environ["MODIFF_CACHE_DIR"]
    return said


def test_what_a_run_kept_is_told_and_cleared(pair: list[str], capsys: Captured) -> None:
    assert _json(capsys, "info")["entries"] == 0
    assert not os.path.exists(os.environ["MODIFF_CACHE_DIR"])
    assert main(["diff", *pair]) == 0
    told = _json(capsys, "info")
    assert told["kinds"]["facts"]["entries"] == 11
    assert 0 < told["size"] < told["limit"] == 2**30
    assert told["entries"] == sum(kind["entries"] for kind in told["kinds"].values())
    cleared = _json(capsys, "clear")
    assert (cleared["removed"], cleared["freed"], cleared["size"], cleared["kinds"]) == (told["entries"], told["size"], 0, {})
    assert _json(capsys, "clear")["removed"] == 0


def test_text_says_the_same(pair: list[str], capsys: Captured) -> None:
    assert main(["diff", *pair]) == 0
    capsys.readouterr()
    assert main(["cache", "info"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == os.environ["MODIFF_CACHE_DIR"]
    assert lines[1].endswith(" MB of at most 1,024.0 MB")
    assert [line.split()[:2] for line in lines if "facts" in line] == [["facts", "11"]]
    assert main(["cache", "clear"]) == 0
    assert capsys.readouterr().out.startswith("removed ")


def test_prune_leaves_no_more_than_it_is_told_to(pair: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["diff", *pair]) == 0
    before = _json(capsys, "info")
    assert _json(capsys, "prune")["removed"] == 0
    assert _json(capsys, "prune", "--to", "1GB")["removed"] == 0
    after = _json(capsys, "prune", "--to", "0")
    assert (after["removed"], after["entries"]) == (before["entries"], 0)
    assert main(["diff", *pair]) == 0
    monkeypatch.setenv("MODIFF_CACHE_SIZE", "1KB")
    assert _json(capsys, "info")["limit"] == 1024
    assert _json(capsys, "prune")["removed"] > 0


def test_clearing_while_another_uses_it_empties_it(pair: list[str], capsys: Captured) -> None:
    assert main(["diff", *pair]) == 0
    other = Database(os.environ["MODIFF_CACHE_DIR"])
    try:
        assert _json(capsys, "clear")["entries"] == 0
        assert other.counts() == []
    finally:
        other.close()


@pytest.mark.parametrize("command", ["info", "clear", "prune"])
def test_a_broken_cache_is_no_error(pair: list[str], capsys: Captured, command: str) -> None:
    assert main(["diff", *pair]) == 0
    file = Path(os.environ["MODIFF_CACHE_DIR"]) / FILE
    file.write_bytes(b"rubbish" * 9999)
    said = _json(capsys, command)
    assert ("trouble" in said) is (command == "info")
    assert main(["cache", command]) == 0
    assert file.exists() is (command == "info")


@pytest.mark.parametrize("words", [["cache"], ["cache", "prune", "--to", "much"], ["cache", "nothing"], ["cache", "info", "--format", "html"]])
def test_what_cannot_be_meant_is_2(words: list[str], capsys: Captured) -> None:
    assert main(words) == 2
    assert "error: " in capsys.readouterr().err


def test_no_cache_neither_reads_nor_writes(pair: list[str], capsys: Captured) -> None:
    assert main(["diff", *pair, "--no-cache", "-v"]) == 0
    assert not os.path.exists(os.environ["MODIFF_CACHE_DIR"])
    assert main(["diff", *pair]) == 0
    capsys.readouterr()
    assert main(["diff", *pair, "--no-cache", "-v"]) == 0
    assert "11 files parsed" in capsys.readouterr().err
    assert main(["show", pair[0], "-v"]) == 0
    assert "0 files parsed, 10 known from earlier runs" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_output_is_the_same_cold_and_warm(pair: list[str], capsys: Captured, form: str) -> None:
    said = []
    for more in (["--no-cache"], [], []):
        assert main(["diff", *pair, "--format", form, *more]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] == said[2] != ""


def test_offline_without_anything_kept_is_2_and_says_so(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    assert main(["diff", "demo==1.0", "demo==2.0", "--offline", "--format", "json"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out)["error"] == "index-unavailable"
    assert "offline is switched on" in said.err
    assert "try: go once without --offline" in said.err
