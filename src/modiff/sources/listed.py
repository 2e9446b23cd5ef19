"""A wheel whose list of files was read by an earlier run: known by the file's place, size and times, and opened only if more is asked for.

Reading the directory and RECORD of a wheel of eight thousand files takes a tenth of a second, longer than to recall the facts of all its modules.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from modiff.errors import BrokenArchive
from modiff.model.release import File, Tree
from modiff.sources.marks import mark_of_file
from modiff.store import Store
from modiff.store.store import Kind

_CODE = ("archive", "assemble", "listed", "marks", "record", "zips")
"""Modules beside this one that have a say in what a listing is."""


class Listing(msgspec.Struct, frozen=True, array_like=True):
    """What opening a wheel found."""

    files: list[File]
    """All, sorted by path."""
    warnings: tuple[str, ...]
    """What is odd in RECORD."""
    texts: dict[str, bytes]
    """What opening reads of every wheel: METADATA and the like."""


class ListedWheel:
    """The tree of a wheel that was listed before."""

    near = True
    """Many small rounds of reading cost no more than one."""

    def __init__(self, listing: Listing, path: str, open_now: Callable[[], Tree]) -> None:
        """`open_now` opens the wheel itself; called at most once."""
        self.files: Mapping[str, File] = {file.path: file for file in listing.files}
        self._texts, self._path, self._open_now = listing.texts, path, open_now
        self._tree: Tree | None = None

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these members. KeyError for an unknown path; raises as the wheel's own tree does, and BrokenArchive if it was replaced."""
        return {path: self._texts[path] if path in self._texts else self._read(path) for path in paths}

    def close(self) -> None:
        """Closes the file, if it was opened."""
        if self._tree is not None:
            self._tree.close()

    def _read(self, path: str) -> bytes:
        file = self.files[path]
        if self._tree is None:
            self._tree = self._open_now()
        now = self._tree.files.get(path)
        if now is None or now.digest != file.digest:
            raise BrokenArchive(f"{self._path} was replaced while it was read", ["try again"])
        return self._tree.read([path])[path]


def listing_key(path: str) -> str | None:
    """Under what a wheel on this machine is listed; None: it is not there, or changed just now."""
    try:
        mark = mark_of_file(path, os.stat(path))
        return f"{_code()}\n{mark}" if mark is not None else None
    except OSError:
        return None


@cache
def _code() -> str:
    """A word for the code that lists wheels: another modiff may list the same wheel otherwise."""
    folder = os.path.dirname(os.path.abspath(__file__))
    found = [os.stat(os.path.join(folder, f"{name}.py")) for name in _CODE]
    return " ".join(f"{status.st_size}:{status.st_mtime_ns}" for status in found)


def recalled(store: Store, key: str) -> Listing | None:
    """The listing that an earlier run has kept."""
    data = store.get(Kind.archives, key)
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=Listing)
    except (msgspec.DecodeError, ValueError):
        store.drop(Kind.archives, key)
        return None


def keep(store: Store, key: str, tree: Tree, warnings: tuple[str, ...], texts: Iterable[str]) -> None:
    """Keeps the listing of a wheel, with the text of these members."""
    store.put(Kind.archives, key, msgspec.msgpack.encode(Listing(list(tree.files.values()), warnings, dict(tree.read(texts)))))
