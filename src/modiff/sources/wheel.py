"""A wheel on disk as a Release: the zip's directory gives names and digests, RECORD the hashes that members are held against when read."""

from __future__ import annotations

import os
from collections.abc import Sequence

from modiff.model.release import Metadata, Release, Traffic
from modiff.sources.assemble import wheel_release
from modiff.sources.metadata import first_said
from modiff.sources.record import Record, parse_record, record_path
from modiff.sources.specs import Spec
from modiff.sources.zips import ZipTree


def open_wheel(
    path: str, spec: Spec, *, data: bytes | None = None, said: Metadata = Metadata(), warnings: Sequence[str] = (), traffic: Traffic | None = None
) -> Release:
    """Reads the directory, METADATA and RECORD; the rest when asked. `data`: the file's bytes, if they were fetched already.

    `said`, `warnings` and `traffic`: what is known beforehand, of a wheel that came from an index.
    Raises FileMissing, BrokenArchive, HostileArchive, HashMismatch, NothingToRead.
    """
    filename = os.path.basename(path)
    tree = ZipTree(path, "a wheel", data)
    try:
        record = _record(tree, filename)
        tree.verify = lambda member, text: record.verify(member, text, filename)
        return wheel_release(
            tree, spec, path, said=first_said(said, said_by_wheel(filename)), warnings=(*warnings, *record.warnings), traffic=traffic
        )
    except BaseException:
        tree.close()
        raise


def said_by_wheel(filename: str) -> Metadata:
    """Name and version as a wheel's filename has them (PEP 427)."""
    parts = filename.split("-")
    return Metadata(name=parts[0], version=parts[1]) if len(parts) >= 5 else Metadata()


def _record(tree: ZipTree, archive: str) -> Record:
    path = record_path(tree.files)
    return parse_record(tree.read([path])[path] if path else None, tree.files, archive)
