"""Which extractor this is: a word that differs whenever the same bytes may give other facts."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator

from modiff.store import Store
from modiff.store.store import Kind

_PARTS = (("extract", ""), ("model", "facts.py"), ("model", "bodies.py"))
"""Folders and files of modiff that facts come from and are made of."""
_GRAMMAR = ("tree_sitter", "tree_sitter_python")
"""Packages that parse."""


def extractor_version(store: Store) -> str:
    """The digest of all that has a say in what facts are: the sources of `extract`, the classes of facts, the parser and its grammar, and Python.

    Reading the sources takes longer than many a run with facts at hand, so `store` keeps the digest under the files' sizes and times.
    """
    files = sorted(_files())
    seen = hashlib.blake2b(repr((sys.version_info[:3], files)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    known = store.get(Kind.contents, f"extractor:{seen}")
    if known is not None:
        return known.decode("ascii", "replace")
    digest = hashlib.blake2b(repr(sys.version_info[:2]).encode(), digest_size=12)
    for path, *_ in files:
        with open(path, "rb") as file:
            digest.update(os.path.basename(path).encode("utf-8", "surrogatepass") + b"\0" + hashlib.sha256(file.read()).digest())
    store.put(Kind.contents, f"extractor:{seen}", digest.hexdigest().encode())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, int, int, int]]:
    """(path, size, modified, changed) of each file that counts; times in nanoseconds."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder, only in _PARTS:
        yield from _in(os.path.join(home, folder), (only,) if only else ())
    for package in _GRAMMAR:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec is not None else ():
            yield from _in(place, (".so", ".pyd", "__init__.py"))


def _in(folder: str, endings: tuple[str, ...]) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file() and (not endings or entry.name.endswith(endings)):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns
