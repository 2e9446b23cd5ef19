"""Where the store lies, and how large it may grow."""

from __future__ import annotations

import os
import re

DIRECTORY = "MODIFF_CACHE_DIR"
"""Environment variable that names the folder."""
SIZE = "MODIFF_CACHE_SIZE"
"""Environment variable that bounds the store: a number of bytes, or one with a unit (`500MB`, `2 GB`)."""
LIMIT = 2**30
"""Bytes that the store may take unless told otherwise. Facts and parts of two TensorFlow releases take about 25 MB."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_UNITS = {"": 0, "k": 10, "m": 20, "g": 30, "t": 40}


def directory() -> str:
    """The folder of the store, which may not exist yet: `MODIFF_CACHE_DIR`, else the platform's place for this user's caches."""
    given = os.environ.get(DIRECTORY)
    if given:
        return os.path.abspath(os.path.expanduser(given))
    import platformdirs

    return platformdirs.user_cache_dir("modiff", appauthor=False)


def limit() -> int:
    """Bytes that the store may take: `MODIFF_CACHE_SIZE` if that can be read, else a gigabyte."""
    given = size_from(os.environ.get(SIZE, ""))
    return LIMIT if given is None else given


def size_from(text: str) -> int | None:
    """Bytes from a number with or without a unit, units being powers of 1024; None: it is none."""
    match = _SIZE.fullmatch(text.strip())
    return int(float(match[1]) * 2 ** _UNITS[match[2].lower()]) if match else None
