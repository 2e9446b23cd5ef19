"""Does any installed package speak of a group of entry points? Most often none does, and to ask `importlib.metadata` takes ten times as long."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder

_DIRECTORIES = (".dist-info", ".egg-info")
_FILE = "entry_points.txt"


def mentioned(group: str) -> bool:
    """Do the words stand in a file of entry points (specification "Entry points") in a directory of `sys.path`? True also where packages may be
    installed otherwise: in archives, or by finders of others."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    return any(_in(path, group.encode()) for path in map(os.path.abspath, sys.path))


def _in(path: str, words: bytes) -> bool:
    if not os.path.isdir(path) or path.endswith(".egg"):
        return os.path.exists(path)
    return any(words in text for text in _entry_points(path))


def _entry_points(path: str) -> Iterator[bytes]:
    try:
        names = [name for name in os.listdir(path) if name.endswith(_DIRECTORIES)]
    except OSError:
        return
    for name in names:
        try:
            with open(os.path.join(path, name, _FILE), "rb") as file:
                yield file.read()
        except OSError:
            continue  # it has none
