"""A wheel on disk as a Release: the zip's directory gives names and digests, RECORD the hashes that members are held against when read."""

from __future__ import annotations

import os
from collections.abc import Sequence

from modiff.model.release import Metadata, Release, Traffic, Tree
from modiff.sources.assemble import about_wheel, wheel_release
from modiff.sources.listed import ListedWheel, keep, listing_key, recalled
from modiff.sources.metadata import first_said
from modiff.sources.record import Record, parse_record, record_path
from modiff.sources.specs import Spec
from modiff.sources.zips import ZipTree
from modiff.store import Store


def open_wheel(
    path: str,
    spec: Spec,
    *,
    data: bytes | None = None,
    said: Metadata = Metadata(),
    warnings: Sequence[str] = (),
    traffic: Traffic | None = None,
    store: Store | None = None,
) -> Release:
    """Reads the directory, METADATA and RECORD; the rest when asked. `data`: the file's bytes, if they were fetched already.

    `said`, `warnings` and `traffic`: what is known beforehand, of a wheel that came from an index. `store`: where the list of its files is kept.
    Raises FileMissing, BrokenArchive, HostileArchive, HashMismatch, NothingToRead.
    """
    filename = os.path.basename(path)
    key = listing_key(path) if store is not None and store.keeps and data is None else None
    listing = recalled(store, key) if store is not None and key is not None else None
    tree: Tree
    if listing is not None:
        tree, odd = ListedWheel(listing, path, lambda: _opened(path, None)[0]), listing.warnings
    else:
        tree, odd = _opened(path, data)
    try:
        said = first_said(said, said_by_wheel(filename))
        release = wheel_release(tree, spec, path, said=said, warnings=(*warnings, *odd), traffic=traffic)
        if store is not None and key is not None and listing is None:
            keep(store, key, tree, odd, [name for name in tree.files if about_wheel(name)])
        return release
    except BaseException:
        tree.close()
        raise


def _opened(path: str, data: bytes | None) -> tuple[ZipTree, tuple[str, ...]]:
    """The wheel's tree, and what is odd in its RECORD."""
    tree = ZipTree(path, "a wheel", data)
    try:
        filename = os.path.basename(path)
        record = _record(tree, filename)
    except BaseException:
        tree.close()
        raise
    tree.claim(record)
    tree.verify = lambda member, text: record.verify(member, text, filename)
    return tree, record.warnings


def said_by_wheel(filename: str) -> Metadata:
    """Name and version as a wheel's filename has them (PEP 427)."""
    parts = filename.split("-")
    return Metadata(name=parts[0], version=parts[1]) if len(parts) >= 5 else Metadata()


def _record(tree: ZipTree, archive: str) -> Record:
    path = record_path(tree.files)
    return parse_record(tree.read([path])[path] if path else None, tree.files, archive)
