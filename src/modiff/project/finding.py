"""Finds the project that a directory belongs to, and what it says of itself."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from modiff.errors import FileMissing, NoProject
from modiff.model.release import Metadata
from modiff.project.repository import Repository
from modiff.project.version import Declared, declared_version, said_name
from modiff.sources.project_settings import read_settings, settings_paths

MARKS = ("pyproject.toml", "setup.py", "setup.cfg")
"""Files that make a directory a project."""


class Project(msgspec.Struct, frozen=True):
    """A project on disk."""

    root: Path
    """Where its pyproject.toml or setup.py lies."""
    name: str | None
    """The distribution's name; None: nothing says it."""
    declared: Declared
    """The version it is about to carry."""
    repository: Repository | None
    """None: it lies in none."""

    @property
    def shown(self) -> str:
        """The root as a user would name it from here."""
        try:
            near = os.path.relpath(self.root)
        except ValueError:  # another drive
            return str(self.root)
        return near if not near.startswith("../..") else str(self.root)

    @property
    def spec(self) -> str:
        """The working tree as a spec."""
        return f"{self.shown.rstrip('/')}/"

    def at(self, commit: str) -> str:
        """The project at a commit, as a spec."""
        return f"git+{self.shown}@{commit}"


def find(start: Path) -> Project:
    """The project in this directory, or the nearest above it that lies in the same repository. Raises FileMissing, NoProject."""
    start = start.expanduser()
    if not start.is_dir():
        missing = not start.exists()
        raise (FileMissing if missing else NoProject)(
            f"There is no directory {start}." if missing else f"{start} is a file, not a project's directory.", [f"modiff check {start.parent}"]
        )
    here = start.absolute()
    repository = Repository.around(here)
    top = Path(repository.top) if repository is not None else None
    root = next((folder for folder in (here, *here.parents) if _is_project(folder) and (top is None or folder == top or top in folder.parents)), None)
    if root is None:
        below = sorted({path.parent.name for mark in MARKS for path in here.glob(f"*/{mark}")})[:3]
        raise NoProject(
            f"{start} is no Python project: there is no {' or '.join(MARKS)} in it or above it.",
            [*(f"modiff check {start / name}" for name in below), "modiff diff OLD NEW, to compare any two versions"],
        )
    if repository is not None and root != here:
        repository = Repository.around(root)
    metadata = _metadata(root)
    name = metadata.name or said_name(root)
    return Project(root, name, declared_version(root, name, metadata.version), repository)


def _is_project(folder: Path) -> bool:
    return any((folder / mark).is_file() for mark in MARKS)


def _metadata(root: Path) -> Metadata:
    """What the project's files say; an egg-info or PKG-INFO that an older build left there has no say."""
    texts = {name: (root / name).read_bytes() for name in settings_paths(MARKS, "") if (root / name).is_file()}
    return read_settings(texts, "")[1]
