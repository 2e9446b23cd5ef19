"""What `modiff cache` tells and does: how much is kept, of which kinds; removing all of it, or what was not used for longest."""

from __future__ import annotations

import contextlib
import os
import re

import msgspec

from modiff.store import database
from modiff.store.database import Broken, Database, OutOfReach

_OURS = re.compile(r"store-\d+\.sqlite(-wal|-shm|-journal)?")


class Info(msgspec.Struct, frozen=True):
    """What there is."""

    directory: str
    limit: int
    """Bytes that it may take."""
    size: int
    """Bytes of its files on disk."""
    kinds: dict[str, tuple[int, int]]
    """Entries, and bytes of what they hold, by kind, sorted; a kind without entries is left out."""
    trouble: str | None = None
    """Why it could not be looked into; None: it could."""

    @property
    def entries(self) -> int:
        """Of all kinds together."""
        return sum(count for count, _ in self.kinds.values())


class Removed(msgspec.Struct, frozen=True):
    """What was done."""

    entries: int
    freed: int
    """Bytes on disk."""
    left: Info


def info(folder: str, limit: int) -> Info:
    """What the store in this folder holds. It is not made where there is none."""
    kinds: dict[str, tuple[int, int]] = {}
    trouble = None
    if os.path.exists(os.path.join(folder, database.FILE)):
        try:
            with contextlib.closing(Database(folder)) as opened:
                kinds = {kind: (count, size) for kind, count, size in opened.counts()}
        except (Broken, OutOfReach) as error:
            trouble = str(error)
    return Info(folder, limit, _size(folder), kinds, trouble)


def clear(folder: str, limit: int) -> Removed:
    """Removes everything: the files, or, while others use them, what is in them."""
    before = info(folder, limit)
    if os.path.isdir(folder) and not _remove_all(folder):
        with contextlib.suppress(Broken, OutOfReach), contextlib.closing(Database(folder)) as opened:
            opened.clear()
            opened.compact()
    return _removed(before, info(folder, limit))


def prune(folder: str, limit: int, target: int) -> Removed:
    """Removes what was not used for longest until no more than `target` bytes are taken, and gives the disk back what is free."""
    before = info(folder, limit)
    if before.trouble is not None:
        database.remove(folder)
    elif before.size:
        with contextlib.suppress(Broken, OutOfReach), contextlib.closing(Database(folder)) as opened:
            opened.shrink(target)
            opened.compact()
    return _removed(before, info(folder, limit))


def _removed(before: Info, after: Info) -> Removed:
    return Removed(max(before.entries - after.entries, 0), max(before.size - after.size, 0), after)


def _remove_all(folder: str) -> bool:
    """Removes the files of this version of the store and of others. False: somebody uses one of them."""
    schemas = {int(name.partition("-")[2].partition(".")[0]) for name in _files(folder)}
    done = [database.remove(folder, schema) for schema in sorted(schemas)]  # all are tried, whatever becomes of the first
    return all(done)


def _size(folder: str) -> int:
    size = 0
    for name in _files(folder):
        with contextlib.suppress(OSError):
            size += os.path.getsize(os.path.join(folder, name))
    return size


def _files(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if _OURS.fullmatch(name)]
    except OSError:
        return []
