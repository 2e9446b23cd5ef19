"""Which release is meant."""

from __future__ import annotations

import pytest

from modiff.errors import IndexUnavailable, NoUsableFile, UnknownPackage, UnknownVersion
from modiff.model.release import Traffic
from modiff.sources.index.pages import IndexFile, Origin
from modiff.sources.index.projects import Project
from modiff.sources.index.versions import find_release, nearest, parsed

HERE = Origin("https://index.example/")


def _project(*versions: str, yanked: tuple[str, ...] = (), failures: tuple[IndexUnavailable, ...] = (), listed: bool = True) -> Project:
    files = tuple(IndexFile(f"p-{v}.tar.gz", f"https://f.example/p-{v}.tar.gz", v, False, HERE, yanked=v in yanked) for v in versions)
    return Project("p", files, listed, failures, Traffic())


def _found(project: Project, version: str | None = None, offline: bool = False) -> str:
    return find_release(project, version, offline=offline).version


def test_the_newest_is_final_and_not_withdrawn() -> None:
    assert _found(_project("1.0", "1.10", "1.9", "2.0rc1")) == "1.10"
    assert _found(_project("1.0", "1.1", yanked=("1.1",))) == "1.0"
    assert _found(_project("1.0a1", "1.0b1")) == "1.0b1"
    assert _found(_project("1.0rc1", "0.9", "2004d", yanked=("0.9",))) == "1.0rc1"


def test_a_version_is_equal_as_pep_440_says() -> None:
    project = _project("1.0.0", "1.1rc1", "1!0.5", "2.0+cpu", "2.0+cu12", "2004d")
    assert _found(project, "1.0") == "1.0.0"
    assert _found(project, "1.1.rc1") == "1.1rc1"
    assert _found(project, "1!0.5.0") == "1!0.5"
    assert _found(project, "2") == "2.0+cu12"
    assert _found(project, "2.0+CPU") == "2.0+cpu"
    assert _found(project, "2004d") == "2004d"


def test_a_pinned_release_may_be_withdrawn_and_says_so() -> None:
    got = find_release(_project("1.0", "1.1", yanked=("1.1",)), "1.1", offline=False)
    assert got.version == "1.1"
    assert got.warnings == ("p 1.1 was yanked: its authors withdrew it",)
    with pytest.raises(UnknownVersion, match="withdrawn") as caught:
        _found(_project("1.0", yanked=("1.0",)))
    assert caught.value.hints == ("p==1.0",)


def test_unknown_versions_name_near_ones() -> None:
    project = _project("1.0", "2.6.1", "2.6.2", "2.6.3", "2.7.0rc1", "2.7.0", "2.7.1", "3.0", "3.1", yanked=("2.7.1",))
    with pytest.raises(UnknownVersion, match=r"p has no release 2\.7\.5") as caught:
        _found(project, "2.7.5")
    assert caught.value.hints[0] == "p==2.7.0"
    assert "p==2.7.1" not in caught.value.hints
    assert len(caught.value.hints) == 4


def test_nearest() -> None:
    known = [parsed(v) or v for v in ("1.0", "1.1", "1.2rc1", "1.2", "2.0", "10.0")]
    assert nearest("1.3", known)[0] == "1.2"
    assert set(nearest("1.2rc2", known)[:2]) == {"1.2", "1.2rc1"}
    assert nearest("99", known) == ["10.0", "2.0", "1.2", "1.1"]
    assert nearest("nonsense", known) == ["10.0", "2.0", "1.2", "1.1"]
    assert nearest("2004e", ["2004d", "1999"]) == ["2004d"]


def test_unknown_packages_name_near_ones() -> None:
    with pytest.raises(UnknownPackage, match="no package Reqests ") as caught:
        find_release(Project("Reqests", (), False, (), Traffic()), "1.0", offline=False, near=["requests", "numpy"])
    assert caught.value.hints[0] == "requests"
    assert "numpy" not in caught.value.hints


def test_a_project_without_anything_to_read() -> None:
    with pytest.raises(NoUsableFile):
        _found(_project(), "1.0")


def test_places_that_did_not_answer() -> None:
    down = (IndexUnavailable("the package index X cannot be reached: no answer in time"),)
    assert "cannot be reached" in find_release(_project("1.0", failures=down), "1.0", offline=False).warnings[0]
    assert _found(_project("1.0", failures=down), None, offline=True) == "1.0"
    known, unknown = _project("1.0", failures=down), _project(failures=down, listed=False)
    for project, version in ((known, None), (known, "2.0"), (unknown, "1.0")):
        with pytest.raises(IndexUnavailable, match="cannot be reached"):
            _found(project, version)
