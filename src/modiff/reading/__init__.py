"""From releases to facts: reading fetches the files that linking asks for, round by round, and extracts each distinct content once.

In: a `Release` (or a `Pair`, whose two libraries share what is equal). Out: a `Library`, which answers `facts(modules)`. This is the one
stage that knows both bytes and facts; caches and processes belong here.
"""

from __future__ import annotations

from modiff.model.release import Pair, Release
from modiff.reading.library import Library, Shelf

__all__ = ["Library", "Shelf", "read", "read_pair"]


def read(release: Release, *, jobs: int = 1) -> Library:
    """A library over one release. `jobs`: processes that may extract at once; for later, one does now. Nothing is read before it is asked for."""
    return Library(release, Shelf(jobs))


def read_pair(pair: Pair, *, jobs: int = 1) -> tuple[Library, Library]:
    """Libraries over both releases of a pair, on one shelf: what is equal on both sides is fetched and extracted once."""
    shelf = Shelf(jobs)
    return Library(pair.old, shelf), Library(pair.new, shelf)
