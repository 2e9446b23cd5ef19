"""Directories above a project: what lies in a project of its own is imported by the project's names, not by those of the folders around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from modiff.errors import NothingToRead
from modiff.sources import open_one


def lay(folder: Path, *paths: str) -> str:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("", encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("mark", ["pyproject.toml", "setup.py", "setup.cfg"])
def test_a_folder_with_a_project_in_it_is_no_namespace_package(tmp_path: Path, mark: str) -> None:
    above = lay(tmp_path / "above", f"sub/{mark}", "sub/src/pkg/__init__.py")
    with pytest.raises(NothingToRead) as failure:
        open_one(above)
    assert failure.value.hints == (f"{above}#subdirectory=sub",)
    assert open_one(f"{above}#subdirectory=sub").packages == ("pkg",)


def test_a_project_of_projects_names_them(tmp_path: Path) -> None:
    above = lay(
        tmp_path / "above", "pyproject.toml", *(f"packages/{name}/{path}" for name in "ab" for path in ("pyproject.toml", f"src/{name}/x.py"))
    )
    with pytest.raises(NothingToRead) as failure:
        open_one(above)
    assert failure.value.hints == (f"{above}#subdirectory=packages/a", f"{above}#subdirectory=packages/b")


def test_namespace_packages_stay(tmp_path: Path) -> None:
    assert sorted(open_one(lay(tmp_path / "above", "space/pkg/__init__.py", "space/pkg/x.py")).modules) == ["space", "space.pkg", "space.pkg.x"]
    beside = lay(tmp_path / "beside", "pkg/__init__.py", "examples/one/pyproject.toml", "examples/one/one/__init__.py")
    assert open_one(beside).packages == ("pkg",)


def test_a_package_that_holds_a_setup_file_stays_one(tmp_path: Path) -> None:
    """As those of numpy.distutils did."""
    folder = lay(tmp_path / "above", "pkg/__init__.py", "pkg/core/__init__.py", "pkg/core/setup.py")
    assert sorted(open_one(folder).modules) == ["pkg", "pkg.core", "pkg.core.setup"]
