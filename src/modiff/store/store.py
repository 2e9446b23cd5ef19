"""What is asked of the store: bytes by kind and key. Everything that comes out was checked, and everything that goes in waits for company."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from modiff.store import place

if TYPE_CHECKING:
    from modiff.store.database import Database, Found, Row

T = TypeVar("T")

WAITING = 8 * 2**20
"""Bytes that wait to be written together at most."""
FRESH = 24 * 3600
"""Seconds for which a use counts as the last one, so that reading mostly writes nothing."""
LARGEST = 8
"""No value may take more than this part of the limit: it would push out everything else."""


class Kind(StrEnum):
    """What is kept. The words are what `modiff cache info` shows."""

    facts = "facts"
    """What files say, by the extractor's version and their content."""
    bodies = "bodies"
    """What functions do, by the same."""
    contents = "contents"
    """Words for content, by marks that stand for it: a blob of git, a file's place, size and times."""
    archives = "archives"
    """Lists of what is in archives on this machine, by their place, size and times."""
    pages = "pages"
    """Pages of indexes, by address."""
    parts = "parts"
    """Stretches of files on indexes, by address, hash and place in the file."""
    files = "files"
    """Whole files of indexes, by address and hash."""


_REPLACED = frozenset((Kind.pages, Kind.bodies, Kind.contents))
"""Kinds whose value under one key may change. Of the others what is there is as good as what comes."""


class Store:
    """Bytes by kind and key. May be used from several threads. Never raises for what befalls the file: what cannot be read is not there, what
    cannot be written is not kept."""

    def __init__(self, folder: str | None, limit: int = place.LIMIT) -> None:
        """`folder`: where it lies; None: it keeps nothing. `limit`: bytes it may take. Nothing is opened before the first question."""
        self.folder = folder
        self.limit = limit
        self.hits = 0
        """Answers given."""
        self.dropped = 0
        """Entries that were there and not to be trusted."""
        self._lock = threading.RLock()
        self._database: Database | None = None
        self._closed = folder is None
        self._broken = False
        self._waiting: dict[bytes, Row] = {}
        self._waiting_bytes = 0
        self._doomed: set[bytes] = set()
        self._touched: set[bytes] = set()

    @property
    def keeps(self) -> bool:
        """Does it keep anything? False for `nothing`, and after the file has failed."""
        return not self._closed

    def get(self, kind: Kind, key: str) -> bytes | None:
        """What is kept under a key; None: nothing that can be trusted."""
        return self.get_all(kind, (key,)).get(key)

    def get_all(self, kind: Kind, keys: Iterable[str]) -> dict[str, bytes]:
        """What is kept under these keys, those without anything left out. One question, however many keys."""
        if self._closed:
            return {}
        asked = {_key(kind, key): key for key in keys}
        with self._lock:
            found = {asked[key]: self._waiting[key][5] for key in asked if key in self._waiting}
            absent = [key for key in asked if key not in self._waiting]
            rows = self._with(lambda database: database.find(absent), list["Found"]()) if absent else []
            now = int(time.time())
            for key, used, digest, value in rows:
                if not isinstance(value, bytes) or digest != _digest(key, value):
                    self._doomed.add(key)
                    self.dropped += 1
                    continue
                found[asked[key]] = value
                if not isinstance(used, int) or abs(now - used) > FRESH:
                    self._touched.add(key)
            self.hits += len(found)
        return found

    def put(self, kind: Kind, key: str, value: bytes) -> None:
        """Keeps bytes under a key. They are written with others, at `flush` and `close` at the latest."""
        if self._closed or len(value) > self.limit // LARGEST:
            return
        name = _key(kind, key)
        with self._lock:
            self._waiting[name] = (name, str(kind), int(time.time()), len(value), _digest(name, value), value)
            self._waiting_bytes += len(value)
            if self._waiting_bytes > WAITING:
                self.flush()

    def drop(self, kind: Kind, key: str) -> None:
        """Forgets what is kept under a key: bytes that are whole, and still not what they should be."""
        if not self._closed:
            with self._lock:
                name = _key(kind, key)
                self._waiting.pop(name, None)
                self._doomed.add(name)
                self.dropped += 1

    def flush(self) -> None:
        """Writes what waits, in one transaction."""
        with self._lock:
            rows = list(self._waiting.values())
            kept = [row for row in rows if row[1] not in _REPLACED]
            replaced = [row for row in rows if row[1] in _REPLACED]
            doomed, touched = sorted(self._doomed), sorted(self._touched - self._doomed)
            self._waiting, self._waiting_bytes, self._doomed, self._touched = {}, 0, set(), set()
            if rows or doomed or touched:
                self._with(lambda database: database.write(doomed, kept, replaced, touched, int(time.time())), None)
            if rows:
                self._with(lambda database: database.shrink(self.limit * 4 // 5) if database.size() > self.limit else 0, 0)

    def close(self) -> None:
        """Writes what waits and lets go of the file. May be called twice; afterwards it keeps nothing."""
        with self._lock:
            self.flush()
            self._let_go()
            self._closed = True

    def _with(self, ask: Callable[[Database], T], otherwise: T) -> T:
        """What the database answers, opened if it is not; `otherwise` if it does not, and then it is not asked again."""
        from modiff.store.database import Broken, OutOfReach

        if self._closed or self.folder is None:
            return otherwise
        try:
            if self._database is None:
                self._database = self._opened(self.folder)
            return ask(self._database) if self._database.usable else otherwise
        except OutOfReach:
            self._let_go()
            self._closed = True
        except Broken:
            self._broken = True
            self._let_go()
            self._closed = True
        return otherwise

    def _opened(self, folder: str) -> Database:
        """The database; a new one, if there is one that cannot be used and nobody else has open."""
        from modiff.store.database import Broken, Database, remove

        try:
            return Database(folder)
        except Broken:
            if not remove(folder):
                raise
            return Database(folder)

    def _let_go(self) -> None:
        from modiff.store.database import remove

        database, self._database = self._database, None
        if database is not None:
            database.close()
        if self._broken and self.folder is not None:
            self._broken = False
            remove(self.folder)


@contextlib.contextmanager
def open_store(keep: bool = True) -> Iterator[Store]:
    """This user's store, written and closed at the end of the block. `keep`: False: one that keeps nothing."""
    store = Store(place.directory(), place.limit()) if keep else nothing()
    try:
        yield store
    finally:
        store.close()


def nothing() -> Store:
    """A store that keeps nothing and knows nothing."""
    return Store(None)


def _key(kind: Kind, key: str) -> bytes:
    return hashlib.blake2b(f"{kind}\0{key}".encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _digest(key: bytes, value: bytes) -> bytes:
    """Of the value under this key: a value that strayed to another is as wrong as one that changed."""
    return hashlib.blake2b(value, key=key, digest_size=16).digest()
