"""Packages that the new lock file does not have any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from modiff.flows.gone import gone, with_gone
from modiff.flows.reading import Reading
from modiff.model.findings import Certainty
from modiff.model.hits import Impact
from modiff.model.locks import Lock, Pin
from modiff.project.locks import read_lock
from tests.flows.shelves import Shelf


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf(tmp_path, monkeypatch)
    made.sells("PyYAML", {"1.0": {"yaml/__init__.py": "", "yaml/nodes.py": ""}})
    made.sells("faster_yaml", {"1.0": {"yaml/__init__.py": ""}})
    made.sells("cloud_store", {"1.0": {"cloud/store/__init__.py": ""}})
    made.sells("cloud_core", {"1.0": {"cloud/core/__init__.py": ""}})
    return made


def found(shelf: Shelf, old: str, new: str) -> Impact:
    before, now = (read_lock(name) for name in shelf.locks(old, new))
    return with_gone(Impact((), ()), before, now, ["app"], Reading())


def test_imports_of_what_is_gone_are_told(shelf: Shelf) -> None:
    shelf.code(main="import os\nimport yaml.nodes\ndef f():\n    from yaml import load\n")
    said = found(shelf, "pyyaml==1.0\nother==1\n", "other==1\n")
    assert [(hit.line, hit.path, hit.dependency, hit.certainty, hit.guarded) for hit in said.hits] == [
        (2, "yaml.nodes", "PyYAML", Certainty.likely, False),
        (4, "yaml", "PyYAML", Certainty.likely, False),
    ]
    assert [(each.name, each.old, each.where) for each in said.gone] == [("PyYAML", "1.0", "new.txt")]
    assert said.excerpts == {("app/main.py", 2): "import yaml.nodes", ("app/main.py", 4): "    from yaml import load"}


@pytest.mark.parametrize(
    "code",
    ["import other\n", "from .yaml import x\n", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import yaml\n", "text = 'import yaml'\n"],
)
def test_what_imports_nothing_of_it_is_quiet(shelf: Shelf, code: str) -> None:
    shelf.code(main=code)
    assert found(shelf, "pyyaml==1.0\nother==1\n", "other==1\n") == Impact((), ())


def test_an_import_that_a_try_catches_is_no_objection(shelf: Shelf) -> None:
    shelf.code(main="try:\n    import yaml\nexcept ImportError:\n    yaml = None\n")
    said = found(shelf, "pyyaml==1.0\nother==1\n", "other==1\n")
    assert [hit.guarded for hit in said.hits] == [True]
    assert said.objections == ()


def test_what_another_package_brings_is_not_gone(shelf: Shelf) -> None:
    shelf.code(main="import yaml\n")
    assert found(shelf, "pyyaml==1.0\n", "faster-yaml==1.0\n").hits == ()


def test_of_a_namespace_only_the_part_that_is_gone_counts(shelf: Shelf) -> None:
    shelf.code(main="from cloud import store\nfrom cloud import core\nimport cloud\n")
    said = found(shelf, "cloud-store==1.0\ncloud-core==1.0\n", "cloud-core==1.0\n")
    assert [(hit.line, hit.path) for hit in said.hits] == [(1, "cloud.store")]


def test_a_module_of_the_clients_own_is_none_of_a_package(shelf: Shelf) -> None:
    shelf.code(main="import yaml\n", yaml="x = 1\n")
    assert found(shelf, "pyyaml==1.0\nother==1\n", "other==1\n").hits == ()


def test_what_the_new_lock_names_without_a_version_is_not_gone() -> None:
    old = Lock("old.txt", "requirements.txt", {name: Pin(name, "1", 1) for name in ("a", "b", "types-a", "c")})
    new = Lock("new.txt", "requirements.txt", {"c": Pin("c", "1", 1)}, ("A>=2 is left out: it names no single version",))
    assert [pin.name for pin in gone(old, new)] == ["b"]
