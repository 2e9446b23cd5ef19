"""The file of the store: one SQLite database, written by many processes at once, and begun anew when it is none any more.

It keeps rows and judges nothing. `Broken` says that what lies there cannot be used and may be thrown away; `OutOfReach`, that it may be fine but
cannot be used now (locked, read-only, no space).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence

try:
    import fcntl
except ImportError:  # Windows, where a file that somebody has open cannot be removed anyway
    fcntl = None  # type: ignore[assignment]

SCHEMA = 1
"""Of the table. Another number is another file, so that versions of modiff which differ in it do not meet."""
FILE, LOCK = f"store-{SCHEMA}.sqlite", "store-{}.lock"
APPLICATION = 0x6D6F6469
"""`modi`: SQLite's application id, by which a database is known as ours."""
PATIENCE = 10.0
"""Seconds that one process waits for another's write. A write takes a tenth of a second."""
BATCH = 400
"""Keys of one question; SQLite of old takes no more than 999."""

_TABLE = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, used INTEGER NOT NULL, size INTEGER NOT NULL,
    digest BLOB NOT NULL, value BLOB NOT NULL
)
"""
_INDEX = "CREATE INDEX IF NOT EXISTS entry_used ON entry (used, kind, size)"
_CIRCUMSTANCES = frozenset(
    (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_TOOBIG,
    )
)
"""Results of SQLite that say nothing about the file; all others mean that it is not what it should be."""

Row = tuple[bytes, str, int, int, bytes, bytes]
"""key, kind, used (seconds since 1970), size of the value in bytes, digest, value."""
Found = tuple[bytes, int, bytes, bytes]
"""key, used, digest, value."""


class OutOfReach(Exception):
    """The database cannot be used now."""


class Broken(Exception):
    """What lies there is no database of ours, or is damaged."""


class Database:
    """An open store. One thread at a time."""

    def __init__(self, folder: str) -> None:
        """Opens the store in this folder, made if there is none. OutOfReach; Broken if there is something else, which `remove` takes away."""
        self._process = os.getpid()
        self._lock = _shared(folder)
        try:
            self._sql = _connected(os.path.join(folder, FILE))
        except BaseException:
            self._lock.close()
            raise

    @property
    def usable(self) -> bool:
        """False in a child of the process that opened it: a connection cannot be carried over a fork."""
        return os.getpid() == self._process

    def find(self, keys: Sequence[bytes]) -> list[Found]:
        """The rows under these keys, in any order."""
        found: list[Found] = []
        with _told():
            for start in range(0, len(keys), BATCH):
                batch = keys[start : start + BATCH]
                marks = ",".join("?" * len(batch))
                found += self._sql.execute(f"SELECT key, used, digest, value FROM entry WHERE key IN ({marks})", batch)
        return found

    def write(self, dropped: Iterable[bytes], kept: Iterable[Row], replaced: Iterable[Row], touched: Iterable[bytes], now: int) -> None:
        """All of it, or nothing: drops keys, keeps rows whose key is new, puts others in place of what was there, and marks keys as used now."""
        columns = "(key, kind, used, size, digest, value) VALUES (?, ?, ?, ?, ?, ?)"
        with self._transaction() as sql:
            sql.executemany("DELETE FROM entry WHERE key = ?", ((key,) for key in dropped))
            sql.executemany(f"INSERT OR IGNORE INTO entry {columns}", kept)
            sql.executemany(f"INSERT OR REPLACE INTO entry {columns}", replaced)
            sql.executemany("UPDATE entry SET used = ? WHERE key = ?", ((now, key) for key in touched))

    def size(self) -> int:
        """Bytes that rows take in the file, free pages left out."""
        with _told():
            page, pages, free = (self._sql.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_size", "page_count", "freelist_count"))
        return int(page * (pages - free))

    def shrink(self, limit: int) -> int:
        """Removes what was not used for longest until the rows take no more than `limit` bytes. How many were removed."""
        excess, last = self.size() - limit, 0
        if excess <= 0:
            return 0
        with self._transaction() as sql:
            doomed = []
            for id_, size in sql.execute("SELECT id, size FROM entry ORDER BY used, id"):
                doomed.append((id_,))
                last += 128 + (size if isinstance(size, int) else 0)  # a row takes some more than its value
                if last >= excess:
                    break
            sql.executemany("DELETE FROM entry WHERE id = ?", doomed)
        return len(doomed)

    def clear(self) -> int:
        """Removes everything. How many rows that was."""
        with self._transaction() as sql:
            return sql.execute("DELETE FROM entry").rowcount

    def compact(self) -> None:
        """Gives the disk back what is free in the file."""
        with _told():
            self._sql.execute("VACUUM")
            self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def counts(self) -> list[tuple[str, int, int]]:
        """(kind, rows, bytes of values), sorted."""
        with _told():
            rows = self._sql.execute("SELECT kind, count(*), total(size) FROM entry GROUP BY kind ORDER BY kind").fetchall()
        return [(kind.decode("utf-8", "replace") if isinstance(kind, bytes) else str(kind), count, int(size)) for kind, count, size in rows]

    def close(self) -> None:
        """Lets go of the file. May be called twice."""
        if self.usable:
            with contextlib.suppress(sqlite3.Error):
                self._sql.close()
        self._lock.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with _told():
            self._sql.execute("BEGIN IMMEDIATE")
            try:
                yield self._sql
                self._sql.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._sql.execute("ROLLBACK")
                raise


def remove(folder: str, schema: int = SCHEMA) -> bool:
    """Takes the database of this schema away, if nobody has it open: a file that is removed under its users would let two databases write one
    journal.

    False: somebody has, or it cannot be removed. Whoever opens the store next may try again.
    """
    with contextlib.suppress(OSError), open(os.path.join(folder, LOCK.format(schema)), "wb") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for ending in ("-wal", "-shm", "-journal", ""):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, f"store-{schema}.sqlite{ending}"))
        return True
    return False


class _Lock:
    """Held by everybody who has the database open."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _shared(folder: str) -> _Lock:
    """Makes the folder if need be. Waits a moment for one who removes the database just now."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle = os.open(os.path.join(folder, LOCK.format(SCHEMA)), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError as error:
        raise OutOfReach(str(error)) from error
    try:
        for attempt in range(20):
            with contextlib.suppress(BlockingIOError):
                if fcntl is not None:
                    fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
                return _Lock(handle)
            time.sleep(0.01 * (attempt + 1))
    except OSError as error:  # a file system without locks: better no store than one that is not safe
        os.close(handle)
        raise OutOfReach(str(error)) from error
    os.close(handle)
    raise OutOfReach("somebody removes it")


def _connected(path: str) -> sqlite3.Connection:
    """Opens the database, made if there is none, and makes sure that it is ours."""
    with contextlib.suppress(OSError):  # pages of private indexes are nobody else's business, whoever may look into the folder
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with _told():
        sql = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            sql.text_factory = bytes  # what is no UTF-8 is no error, but wrong
            ours, made = (sql.execute(f"PRAGMA {what}").fetchone()[0] for what in ("application_id", "schema_version"))
            if not made:
                _prepare(sql)
            elif ours != APPLICATION:
                raise Broken(f"{path} is the database of somebody else")
            sql.execute("PRAGMA synchronous = OFF")  # a power cut may damage it, which is noticed and mended; a killed process does not
            sql.execute("PRAGMA journal_size_limit = 1048576")
        except BaseException:
            sql.close()
            raise
        return sql


def _prepare(sql: sqlite3.Connection) -> None:
    """Makes the table. Others may be doing the same."""
    for attempt in range(100):
        try:
            sql.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:  # SQLite does not wait here, as it fears a deadlock
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or attempt == 99:
                raise
            time.sleep(0.02)
    sql.execute("BEGIN IMMEDIATE")
    sql.execute(_TABLE)
    sql.execute(_INDEX)
    sql.execute(f"PRAGMA application_id = {APPLICATION}")
    sql.execute("COMMIT")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Failures of SQLite, sorted into our two."""
    try:
        yield
    except MemoryError as error:
        raise OutOfReach("too little memory") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in _CIRCUMSTANCES:
            raise OutOfReach(str(error)) from error
        raise Broken(str(error)) from error
