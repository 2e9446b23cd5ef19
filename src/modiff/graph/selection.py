"""Which paths of a version are looked at."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

import msgspec


class Selection(msgspec.Struct, frozen=True):
    """Which paths are looked at: `--only` and `--exclude`, dotted prefixes or globs."""

    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def wants(self, paths: Iterable[str]) -> bool:
        """Is an item that these paths reach looked at?"""
        if not self.only and not self.exclude:
            return True
        known = tuple(paths)
        if any(_matches(path, pattern) for path in known for pattern in self.exclude):
            return False
        return not self.only or any(_matches(path, pattern) for path in known for pattern in self.only)


def _matches(path: str, pattern: str) -> bool:
    if any(c in pattern for c in "*?["):
        return fnmatch.fnmatchcase(path, pattern) or fnmatch.fnmatchcase(path, f"{pattern}.*")
    return path == pattern or path.startswith(f"{pattern}.")
