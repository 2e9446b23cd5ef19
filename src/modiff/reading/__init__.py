"""From releases to facts: reading fetches the files that linking asks for, round by round, and extracts each distinct content once.

In: a `Release` (or a `Pair`, whose two libraries share what is equal). Out: a `Library`, which answers `facts(modules)`. This is the one
stage that knows both bytes and facts. Facts of earlier runs come out of the `Store` (`kept.py`, for the extractor that `version.py` names);
those of this run are found by this process and, where there is much to read, workers beside it (`crew.py`, `worker.py`).
"""

from __future__ import annotations

from modiff.model.release import Pair, Release
from modiff.reading.library import Library, Shelf, read_together
from modiff.store import Store

__all__ = ["Library", "Shelf", "read", "read_pair", "read_together"]


def read(release: Release, *, jobs: int = 1, store: Store | None = None) -> Library:
    """A library over one release. `jobs`: processes that may extract at once, more than one where it pays. Nothing is read before it is asked for;
    who is done closes the library's shelf. `store`: where facts of other runs are found and kept; None: nowhere."""
    return Library(release, Shelf(jobs, store))


def read_pair(pair: Pair, *, jobs: int = 1, store: Store | None = None) -> tuple[Library, Library]:
    """Libraries over both releases of a pair, on one shelf: what is equal on both sides is fetched and extracted once."""
    shelf = Shelf(jobs, store)
    return Library(pair.old, shelf), Library(pair.new, shelf)
