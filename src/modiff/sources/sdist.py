"""A source distribution on disk as a Release: a tar is read once from front to back, a zip by its directory."""

from __future__ import annotations

import os
from collections.abc import Sequence

from modiff.model.release import Metadata, Release, Traffic, Tree
from modiff.sources.archive import reading
from modiff.sources.assemble import project_release, said_by_filename, top_folder
from modiff.sources.metadata import first_said
from modiff.sources.project_settings import MARKS
from modiff.sources.record import Record
from modiff.sources.specs import Spec
from modiff.sources.tars import TarTree
from modiff.sources.zips import ZipTree

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")


def open_sdist(
    path: str, spec: Spec, *, data: bytes | None = None, said: Metadata = Metadata(), warnings: Sequence[str] = (), traffic: Traffic | None = None
) -> Release:
    """What the file is, is told by its first bytes, not by its name. `data`: the file's bytes, if they were fetched already.

    `said`, `warnings` and `traffic`: what is known beforehand, of an sdist that came from an index.
    Raises FileMissing, BrokenArchive, HostileArchive, NothingToRead.
    """
    tree: Tree
    if _start(path, data) in _ZIP_STARTS or path.lower().endswith(".zip"):
        tree = archive = ZipTree(path, "a zip", data)
        archive.claim(Record({}))
    else:
        tree = tar = TarTree(path, wanted_in_sdist, data)
        warnings = (*warnings, *tar.warnings)
    try:
        return project_release(
            tree,
            spec,
            path,
            inside=top_folder(tree.files),
            said=first_said(said, said_by_filename(os.path.basename(path))),
            warnings=warnings,
            traffic=traffic,
        )
    except BaseException:
        tree.close()
        raise


def _start(path: str, data: bytes | None) -> bytes:
    if data is not None:
        return data[:4]
    with reading(path, "a source distribution"), open(path, "rb") as file:
        return file.read(4)


def wanted_in_sdist(name: str) -> bool:
    """Is this a file that may have to be read: Python, a stub, or a project's settings?"""
    folder, _, file = name.rpartition("/")
    return name.endswith((".py", ".pyi")) or file in MARKS or (folder.endswith(".egg-info") and file.endswith(".txt"))
