"""Function databases in every shape and with every quirk that the archives have."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.api import diff
from modiff.errors import BadSpec, BrokenArchive, BrokenDatabase, FileMissing, HostileArchive, NothingToRead, UnknownVersion
from modiff.graph.outline import Outline, outline
from modiff.model.facts import POSITIONAL_OR_KEYWORD, Class, Function
from modiff.model.findings import Certainty
from modiff.model.release import Release
from modiff.report.functiondb import entry, functiondb
from modiff.sources.equal import equal_modules
from modiff.sources.functiondb import open_database

ONE = {"pkg": {}, "pkg.mod": {"f": ["a", "b"], "C": {"__init__": ["self", "x"], "m": ["self"]}, "g": []}}


def write(path: Path, content: Any) -> str:
    path.write_text(json.dumps(content))
    return str(path)


def opened(path: str | Path, version: str | None = None) -> Release:
    return open_database(str(path), version, f"functiondb:{path}")


def held(release: Release) -> dict[str, Any]:
    """The release as a database again: what it holds, in its order."""
    assert release.prepared is not None
    return {module: json.loads(json.dumps(entry(outline(facts)))) for module, facts in release.prepared.items()}


def test_plain_file_of_one_version(tmp_path: Path) -> None:
    release = opened(write(tmp_path / "functiondb-1.0.json", {"1.0": ONE}))
    assert (release.version, release.name, release.packages, release.tree, release.warnings) == ("1.0", None, ("pkg",), None, ())
    assert held(release) == ONE
    assert {name: file.package for name, file in release.modules.items()} == {"pkg": True, "pkg.mod": False}
    assert all(file.source is None for file in release.modules.values())


def test_what_it_cannot_say_is_unknown_not_absent(tmp_path: Path) -> None:
    release = opened(write(tmp_path / "db.json", {"1.0": ONE}))
    assert release.unknown == {"defaults", "kinds", "exports", "bases", "attributes", "annotations", "decorators"}


def test_what_may_be_inherited_or_imported_is_likely_gone_not_certainly(tmp_path: Path) -> None:
    old = {"pkg": {"f": ["x"], "g": ["x"], "C": {"m": ["self"], "n": ["self"]}}, "pkg.sub": {"h": []}}
    new = {"pkg": {"g": [], "C": {"n": ["self"]}}}
    report = diff(f"functiondb:{write(tmp_path / 'a.json', {'1': old})}", f"functiondb:{write(tmp_path / 'b.json', {'2': new})}", cache=False)
    assert {finding.path: finding.certainty for finding in report.findings} == {
        "pkg.C.m": Certainty.likely,
        "pkg.f": Certainty.likely,
        "pkg.g": Certainty.likely,
        "pkg.sub": Certainty.certain,
    }


def test_the_order_of_the_file_is_kept_as_lines(tmp_path: Path) -> None:
    release = opened(write(tmp_path / "db.json", {"1.0": ONE}))
    assert release.prepared is not None
    bindings = release.prepared["pkg.mod"].bindings
    assert [(b.name, b.line, b.end_line) for b in bindings] == [("f", 1, 1), ("C", 2, 4), ("g", 5, 5)]
    function, cls = bindings[0].definition, bindings[1].definition
    assert isinstance(function, Function)
    assert [(p.name, p.kind) for p in function.parameters] == [("a", POSITIONAL_OR_KEYWORD), ("b", POSITIONAL_OR_KEYWORD)]
    assert isinstance(cls, Class)
    assert [(b.name, b.line) for b in cls.members] == [("__init__", 3), ("m", 4)]


def test_keys_may_stand_in_any_order(tmp_path: Path) -> None:
    release = opened(write(tmp_path / "db.json", {"1.0": {"z.b": {}, "a": {}, "z": {}}}))
    assert list(release.modules) == ["a", "z", "z.b"]
    assert release.packages == ("a", "z")
    assert release.warnings == ()


# --- shapes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory whose index names one file that is there and one that is not, and leaves out two."""
    for version in ("1.0", "1.1", "v2.0"):
        write(tmp_path / f"functiondb-{version}.json", {version: {"pkg": {"f": [version]}}})
    write(tmp_path / "index.json", {"data": {"json": {"urls": ["functiondb-1.0.json", "functiondb-0.9.json"]}}})
    return tmp_path


def test_a_directory_is_what_its_files_are_not_what_its_index_says(folder: Path) -> None:
    release = opened(folder, "1.1")
    assert held(release) == {"pkg": {"f": ["1.1"]}}
    missing, extra = release.warnings
    assert missing == f"{folder}/index.json names files that are not there (1): functiondb-0.9.json"
    assert extra.startswith(f"{folder}/index.json leaves out files that are there, and were looked at all the same (2): functiondb-1.1.json, ")


def test_the_directory_may_be_named_by_its_index_or_by_the_package_above(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert held(opened(folder / "index.json", "1.0")) == {"pkg": {"f": ["1.0"]}}
    above = tmp_path_factory.mktemp("package")
    folder.rename(above / "functiondb")
    assert held(opened(above, "1.0")) == {"pkg": {"f": ["1.0"]}}


def test_a_tag_and_the_version_it_tags_are_one(folder: Path) -> None:
    assert held(opened(folder, "2.0")) == {"pkg": {"f": ["v2.0"]}}


def test_other_broken_files_do_not_matter_but_are_told(folder: Path) -> None:
    (folder / "functiondb-1.0.json").write_text("{")
    (folder / "functiondb-results.json").write_text('{"1.1"')
    release = opened(folder, "1.1")
    assert any("functiondb-results.json is no function database: line 1, column 7" in warning for warning in release.warnings)
    with pytest.raises(BrokenDatabase, match=r"functiondb-1\.0\.json"):
        opened(folder, "1.0")


def test_a_broken_index_is_told(folder: Path) -> None:
    (folder / "index.json").write_text("no")
    assert opened(folder, "1.0").warnings == (f"{folder}/index.json is no JSON; the files themselves were asked which versions there are",)


def test_a_file_that_calls_itself_otherwise_is_read_by_its_name(folder: Path) -> None:
    write(folder / "functiondb-3.0.json", {"3": {"pkg": {}}})
    release = opened(folder, "3.0")
    assert (release.version, held(release)) == ("3.0", {"pkg": {}})
    assert any("is named after version 3.0 and calls itself 3" in warning for warning in release.warnings)


def test_many_versions_in_one_file(tmp_path: Path) -> None:
    path = write(tmp_path / "functiondb-results.json", {"1.0": ONE, "2.0": {"pkg": {}}})
    assert held(opened(path, "2.0")) == {"pkg": {}}
    with pytest.raises(BadSpec, match=r"holds 2 versions, and none was named: 1\.0, 2\.0") as caught:
        opened(path)
    assert caught.value.hints == (f"functiondb:{path}@1.0", f"functiondb:{path}@2.0")


@pytest.mark.parametrize("index", [None, {"data": {"zip": {"url": "functiondb-results.json"}}}])
def test_zip_of_many_versions(tmp_path: Path, index: object) -> None:
    path = tmp_path / "functiondb-results.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("functiondb-results.json", json.dumps({"1.0": ONE, "2.0": {"pkg": {}}}))
        if index is not None:
            archive.writestr("index.json", json.dumps(index))
    assert held(opened(path, "1.0")) == ONE
    assert held(opened(tmp_path, "2.0")) == {"pkg": {}}
    assert opened(path, "1.0").warnings == ()


def test_zip_of_one_file_a_version(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for version in ("1.0", "2.0"):
            archive.writestr(f"pypi/pkg/functiondb/functiondb-{version}.json", json.dumps({version: {"pkg": {"f": [version]}}}))
    assert held(opened(path, "2.0")) == {"pkg": {"f": ["2.0"]}}


def test_a_zip_of_several_packages_is_told(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for package in ("one", "two"):
            archive.writestr(f"{package}/functiondb-1.0.json", json.dumps({"1.0": {package: {}}}))
    with pytest.raises(BrokenDatabase, match=r"two files of one name: one/functiondb-1\.0\.json and two/functiondb-1\.0\.json"):
        opened(path)


# --- quirks


def test_module_names_with_a_dot_before_them(tmp_path: Path) -> None:
    path = write(tmp_path / "db.json", {"1": {".mod": {"mod.f": ["a"], "mod.C": {"m": ["self"]}}}})
    release = opened(path)
    assert held(release) == {"mod": {"f": ["a"], "C": {"m": ["self"]}}}
    assert release.warnings == (
        f"{path}: module names that begin with a dot, read without it (1): .mod",
        f"{path}: items named with their module, read without it (2): mod.f, mod.C",
    )


@pytest.mark.parametrize("key", ["pkg.mod.f", "mod.f", "f"])
def test_items_named_with_their_module(tmp_path: Path, key: str) -> None:
    assert held(opened(write(tmp_path / "db.json", {"1": {"pkg.mod": {key: ["a"]}}}))) == {"pkg.mod": {"f": ["a"]}}


def test_items_named_with_their_class_are_its_members(tmp_path: Path) -> None:
    path = write(tmp_path / "db.json", {"1": {"mod": {"mod.C": {"a": ["self"]}, "C.b": ["self"], "D.c": ["self", "x"]}}})
    release = opened(path)
    assert held(release) == {"mod": {"C": {"a": ["self"], "b": ["self"]}, "D": {"c": ["self", "x"]}}}
    assert release.warnings[-1] == f"{path}: items named with a class, read as its members (2): C.b, D.c"


@pytest.mark.parametrize("name", ["C", "mod.C"])
def test_members_that_are_named_before_their_class_are_not_lost(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "db.json", {"1": {"mod": {"C.b": ["self"], name: {"a": ["self"]}}}})
    assert held(opened(path)) == {"mod": {"C": {"b": ["self"], "a": ["self"]}}}


def test_a_module_both_with_and_without_its_dot(tmp_path: Path) -> None:
    path = write(tmp_path / "db.json", {"1": {".m": {"old": []}, "m": {"f": []}, ".": {"x": []}}})
    release = opened(path)
    assert held(release) == {"m": {"f": []}}
    assert any("the same names without the dot are there too (1): .m" in warning for warning in release.warnings)
    assert f"{path}: modules without a name, left out (1)" in release.warnings


def test_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "db.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"1.0": ONE}).encode())
    assert held(opened(path)) == ONE


# --- failures


def test_an_unknown_version_names_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path / "db.json", {version: {"pkg": {}} for version in ("0.9", "1.10", "1.2", "1.3rc1", "1.3", "2.0")})
    with pytest.raises(UnknownVersion, match=r"does not hold version 1\.2\.1; the nearest are 0\.9, 1\.2, 1\.3rc1, 1\.3$") as caught:
        opened(path, "1.2.1")
    assert f"functiondb:{path}@1.2" in caught.value.hints
    assert f"functiondb:{path}@2.0" not in caught.value.hints


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """The recursion limit that Python starts with: libraries that other tests use raise it."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"1.0": {"pkg": {"f": ["a",]}}}', r"line 1, column 2"),
        ('{"1.0":\n {"pkg"', r"line 2, column 8: Expecting ':' delimiter"),
        ("[]", "it should hold an object of versions"),
        ("", "line 1, column 1: Expecting value"),
        ('{"1.0": []}', "at 1.0 there should be an object of modules, not a list"),
        ('{"1.0": {"pkg": ["f"]}}', "at 1.0 → pkg there should be an object of functions and classes, not a list"),
        ('{"1.0": {"pkg": {"f": 3}}}', "at 1.0 → pkg → f there should be a list of parameters or an object of methods, not a number"),
        ('{"1.0": {"pkg": {"f": ["a", null]}}}', "at 1.0 → pkg → f → 1 there should be the name of a parameter, not nothing"),
        ('{"1.0": {"pkg": {"f": ["a", ["b"]]}}}', "at 1.0 → pkg → f → 1 there should be the name of a parameter, not a list"),
        ('{"1.0": {"pkg": {"C": {"m": "self"}}}}', "at 1.0 → pkg → C → m there should be a list of parameters"),
        ('{"pkg.mod": {"f": ["a"]}}', "at pkg.mod → f there should be an object of functions and classes, not a list"),
        ("[" * 100_000, "is no function database"),
        ('{"1.0": {"pkg": ' + '{"a": ' * 990 + "[]" + "}" * 992, "is nested too deeply"),
        ('{"1.0": {"pkg": ' + '{"a": ' * 100_000, "is no function database"),
    ],
)
def test_a_broken_database_names_file_and_place(tmp_path: Path, text: str, said: str, usual_depth: None) -> None:
    path = tmp_path / "db.json"
    path.write_text(text)
    with pytest.raises(BrokenDatabase) as caught:
        opened(path)
    assert caught.value.message.startswith(str(path))
    assert said in caught.value.message.replace("\\", "")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        opened(tmp_path / "none.json")
    with pytest.raises(NothingToRead):
        opened(tmp_path)
    with pytest.raises(NothingToRead):
        opened(write(tmp_path / "db.json", {}))


def test_no_zip_at_all(tmp_path: Path) -> None:
    path = tmp_path / "results.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(BrokenArchive):
        opened(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(NothingToRead):
        opened(path)


def test_a_zip_that_unpacks_absurdly_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "results.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("functiondb-results.json", " " * 4_000_000)
    with pytest.raises(HostileArchive):
        opened(path)


# --- and back


def test_equal_modules_are_those_that_say_the_same_in_the_same_order(tmp_path: Path) -> None:
    old = opened(write(tmp_path / "a.json", {"1": {"a": {"f": ["x"], "g": []}, "b": {"f": ["x"]}, "c": {"f": [], "g": []}, "d": {}}}))
    new = opened(write(tmp_path / "b.json", {"2": {"a": {"f": ["x"], "g": []}, "b": {"f": ["y"]}, "c": {"g": [], "f": []}, "e": {}}}))
    assert equal_modules(old, new, lambda _: True) == {"a"}
    assert old.prepared is not None
    assert new.prepared is not None
    assert old.prepared["a"] is new.prepared["a"]


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="."), min_size=1, max_size=4)
FUNCTIONS = st.lists(NAMES, max_size=3, unique=True)
MODULES = st.dictionaries(NAMES, FUNCTIONS | st.dictionaries(NAMES, FUNCTIONS, max_size=3), max_size=4)
DATABASES = st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map(".".join), MODULES, max_size=4)


@given(DATABASES)
def test_what_is_written_is_what_was_read(tmp_path_factory: pytest.TempPathFactory, database: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("db")
    release = opened(write(folder / "one.json", {"1.0": database}))
    assert release.prepared is not None
    modules: dict[str, Outline | None] = {name: outline(facts) for name, facts in release.prepared.items()}
    text = "".join(functiondb(release.version, modules))
    assert json.dumps(json.loads(text)) == json.dumps({"1.0": dict(sorted(database.items()))})
    (folder / "two.json").write_text(text)
    assert opened(folder / "two.json").prepared == release.prepared
