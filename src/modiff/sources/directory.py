"""A directory as a Release: an import package, a project, a `site-packages`, or just a folder with Python in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from modiff.errors import BadUsage, FileMissing, NothingToRead
from modiff.model.facts import Gap
from modiff.model.release import File, Release
from modiff.sources.archive import MEMBER_LIMIT
from modiff.sources.assemble import package_release, project_release, site_release
from modiff.sources.layouts import package_root
from modiff.sources.marks import is_python, mark_of_file
from modiff.sources.nearby import names_in, near_paths
from modiff.sources.specs import Spec

FILE_LIMIT = 500_000
"""Files of one directory; more means that somebody named his home by mistake."""
_PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", "PKG-INFO")
_SITES = ("site-packages", "dist-packages")
_NOT_PYTHON = frozenset(("__pycache__", "node_modules"))
_BUILD_OUTPUT = ("build", "dist")


def open_directory(path: str, spec: Spec) -> Release:
    """What the directory is, is told by what lies in it. Raises FileMissing, NothingToRead, BadUsage."""
    path = os.path.expanduser(path)
    _check(path)
    listed = frozenset(names_in(path))
    project = not listed.isdisjoint(_PROJECT_MARKS)
    tree = DirectoryTree(path, project=project)
    called = os.path.basename(os.path.abspath(path))
    real = called if package_root(called) else os.path.basename(os.path.realpath(path))
    if not project and not spec.subdirectory and not listed.isdisjoint(("__init__.py", "__init__.pyi")):
        release = package_release(tree, spec, path, real)
    elif not project and (real in _SITES or any(name.endswith(".dist-info") for name in listed)):
        release = site_release(tree, spec, path)
    else:
        release = project_release(tree, spec, path)
    release.warnings += tree.warnings
    return without_unreadable(release, tree)


def without_unreadable(release: Release, tree: DirectoryTree) -> Release:
    """The release, with a gap in place of each module file that this user may not read, or that is too large to."""
    gaps, modules = list(release.gaps), dict(release.modules)
    for name, module in release.modules.items():
        for field, path in (("source", module.source), ("stub", module.stub)):
            if path is not None and (reason := tree.unreadable(path)):
                modules[name] = msgspec.structs.replace(modules[name], **{field: None})
                gaps.append((name, Gap(f"{path} cannot be read: {reason}", None)))
    release.modules, release.gaps = modules, tuple(gaps)
    return release


class DirectoryTree:
    """The files under a directory, but for hidden folders, caches, virtual environments and build output. No digests: they would cost reading;
    Python files have marks."""

    near = True
    """Many small rounds of reading cost no more than one."""

    def __init__(self, path: str, *, project: bool = False, only: Iterable[str] | None = None) -> None:
        """Lists the directory, or takes the files `only` as its list. `project`: `build` and `dist` at its top are output."""
        self._path = path
        skipped = _BUILD_OUTPUT if project else ()
        unlisted: list[str] = []
        found = dict(_walk(path, skipped, unlisted)) if only is None else dict(_listed(path, only))
        self.warnings = tuple(f"{folder} cannot be listed, so what lies in it is not seen" for folder in sorted(unlisted))
        """Sentences about folders that this user may not list."""
        self._files = {name: found[name] for name in sorted(found)}

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path under the directory, sorted."""
        return self._files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes as they are now. KeyError for an unknown path; FileMissing for one that went away or may not be read."""
        return {path: self._bytes(self._files[path]) for path in paths}

    def close(self) -> None:
        """Nothing is held open."""

    def unreadable(self, path: str) -> str | None:
        """Why a file cannot be read; None: it can."""
        if self._files[path].size > MEMBER_LIMIT:
            return f"it is larger than {MEMBER_LIMIT // 2**20} MB"
        return None if os.access(os.path.join(self._path, path), os.R_OK) else "permission denied"

    def _bytes(self, file: File) -> bytes:
        full = os.path.join(self._path, file.path)
        try:
            with open(full, "rb") as stream:
                return stream.read(MEMBER_LIMIT)
        except OSError as error:
            raise FileMissing(f"{full} could not be read: {(error.strerror or str(error)).lower()}") from error


def _check(path: str) -> None:
    """Is it a directory that may be listed?"""
    try:
        mode = os.stat(path).st_mode
    except PermissionError as error:
        raise NothingToRead(f"{path} cannot be read: permission denied") from error
    except NotADirectoryError:
        mode = 0
    except OSError as error:
        raise FileMissing(f"there is no directory {path}", near_paths(path)) from error
    if not stat.S_ISDIR(mode):
        raise NothingToRead(f"{path} is a file, not a directory", ["give a wheel, an sdist, or the directory that holds the package"])
    if not os.access(path, os.R_OK | os.X_OK):
        raise NothingToRead(f"{path} cannot be read: permission denied")


def _file(name: str, full: str, status: os.stat_result) -> File:
    return File(name, status.st_size, mark=mark_of_file(full, status) if is_python(name) else None)


def _listed(path: str, only: Iterable[str]) -> Iterator[tuple[str, File]]:
    """The given files as far as they exist."""
    for name in only:
        full = os.path.join(path, name)
        try:
            status = os.stat(full)
        except OSError:
            continue
        if stat.S_ISREG(status.st_mode):
            yield name, _file(name, full, status)


def _walk(path: str, skipped: tuple[str, ...], unlisted: list[str]) -> Iterator[tuple[str, File]]:
    """Every regular file. A link to a directory counts as a copy of it; in the copy no further links are followed, so it ends."""
    waiting = [("", False)]
    count = 0
    while waiting:
        folder, linked = waiting.pop()
        for entry in _entries(os.path.join(path, folder), unlisted):
            name = f"{folder}{entry.name}"
            try:
                if entry.is_dir():
                    link = entry.is_symlink()
                    if not _skip(entry, folder, skipped) and not (link and (linked or _leads_above(entry.path, path))):
                        waiting.append((f"{name}/", linked or link))
                elif entry.is_file():
                    count += 1
                    yield name, _file(name, entry.path, entry.stat())
            except OSError:
                continue  # went away meanwhile, or a link in a circle
        if count > FILE_LIMIT:
            raise BadUsage(f"{path} holds more than {FILE_LIMIT:,} files", ["name the directory of one package or project"])


def _leads_above(full: str, path: str) -> bool:
    """Does a link lead to a directory above the tree, so that the tree would hold itself?"""
    target, home = os.path.realpath(full), os.path.realpath(path)
    return home == target or home.startswith(target.rstrip(os.sep) + os.sep)


def _entries(full: str, unlisted: list[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(full) as entries:
            return sorted(entries, key=lambda entry: entry.name, reverse=True)
    except OSError:
        unlisted.append(full)
        return []


def _skip(entry: os.DirEntry[str], folder: str, skipped: tuple[str, ...]) -> bool:
    """Is this a folder without a project's own Python?"""
    if entry.name.startswith(".") or entry.name in _NOT_PYTHON or (not folder and entry.name in skipped):
        return True
    return os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))
