"""The extractor's version: another one whenever the same bytes may give other facts."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from modiff.reading import version
from modiff.store import nothing, open_store

PACKAGE = Path(version.__file__).parents[1]


def _copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files as they lie in modiff, which this run takes for its own."""
    home = tmp_path / "modiff"
    for name in ("extract/a.py", "extract/b.py", "model/facts.py", "model/bodies.py", "model/findings.py", "reading/version.py"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("x = 1\n")
    monkeypatch.setattr(version, "__file__", str(home / "reading/version.py"))
    return home


@pytest.mark.parametrize("name", ["extract/a.py", "extract/b.py", "extract/new.py", "model/facts.py", "model/bodies.py"])
def test_every_file_that_facts_come_from_has_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    home = _copied(tmp_path, monkeypatch)
    before = version.extractor_version(nothing())
    (home / name).write_text("x = 2\n")
    assert version.extractor_version(nothing()) != before


def test_other_files_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = _copied(tmp_path, monkeypatch)
    before = version.extractor_version(nothing())
    (home / "model/findings.py").write_text("x = 2\n")
    os.utime(home / "extract/a.py", (1, 1))
    assert version.extractor_version(nothing()) == before


def test_the_version_is_remembered_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = _copied(tmp_path, monkeypatch)
    with open_store() as store:
        first = version.extractor_version(store)
    with open_store() as store:
        assert version.extractor_version(store) == first
        assert store.hits == 1
        (home / "extract/a.py").write_text("x = 22\n")
        assert version.extractor_version(store) not in (first, None)
        assert store.hits == 1


def test_extract_depends_on_nothing_of_ours_that_has_no_say() -> None:
    """Whoever lets it import another module has to name that one in `version.py`."""
    sources = [*(PACKAGE / "extract").rglob("*.py"), PACKAGE / "model/facts.py", PACKAGE / "model/bodies.py"]
    assert all(path.parent in (PACKAGE / "extract", PACKAGE / "model") for path in sources), "folders in extract/ are not looked into"
    imported = {name for path in sources for name in re.findall(r"^\s*(?:from|import) (modiff[\w.]*)", path.read_text(), re.MULTILINE)}
    allowed = {"modiff.model.facts", "modiff.model.bodies"}
    assert {name for name in imported if not (name.startswith("modiff.extract") or name in allowed)} == set()


def test_the_parser_and_its_grammar_have_a_say() -> None:
    names = {os.path.basename(path) for path, *_ in version._files()}
    assert {"facts.py", "bodies.py", "file.py"} <= names
    assert sum(name.endswith((".so", ".pyd")) for name in names) >= 2
