"""The store: what goes in comes out, or nothing does; it stays small, and it stays out of the way."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from modiff.store import Store, content_of, nothing, open_store, place
from modiff.store import store as stores
from modiff.store.database import FILE, Database
from modiff.store.store import Kind

KEYS, VALUES = st.sampled_from(["a", "b", "c", "ä\ud800"]), st.binary(max_size=300)
KINDS = st.sampled_from([Kind.facts, Kind.pages])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "deep" / "cache")


def _file(folder: str) -> Path:
    return Path(folder) / FILE


def _fill(folder: str, count: int = 3) -> None:
    with closing(Store(folder)) as store:
        for number in range(count):
            store.put(Kind.facts, f"key {number}", f"value {number}".encode() * 50)


def _sql(folder: str, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(_file(folder))) as sql:
        found = sql.execute(statement, values).fetchall()
        sql.commit()
        return found


class _Model(RuleBasedStateMachine):
    """A store against a dictionary, with flushes, other processes' stores and new runs in between."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.stores = [Store(self.folder.name), Store(self.folder.name)]
        self.written: dict[tuple[Kind, str], set[bytes]] = {}

    @rule(which=st.integers(0, 1), kind=KINDS, key=KEYS, value=VALUES)
    def put(self, which: int, kind: Kind, key: str, value: bytes) -> None:
        self.stores[which].put(kind, key, value)
        self.written.setdefault((kind, key), set()).add(value)
        assert self.stores[which].get(kind, key) == value

    @rule(which=st.integers(0, 1), kind=KINDS, keys=st.sets(KEYS))
    def get(self, which: int, kind: Kind, keys: set[str]) -> None:
        for key, value in self.stores[which].get_all(kind, keys).items():
            assert key in keys
            assert value in self.written[kind, key]

    @rule(which=st.integers(0, 1))
    def run_again(self, which: int) -> None:
        self.stores[which].close()
        assert not self.stores[which].keeps
        self.stores[which] = Store(self.folder.name)

    @rule(which=st.integers(0, 1))
    def flush(self, which: int) -> None:
        self.stores[which].flush()
        for (kind, key), values in self.written.items():
            found = self.stores[which].get(kind, key)
            assert found is None or found in values

    @rule(kind=KINDS, key=KEYS)
    def forgotten(self, kind: Kind, key: str) -> None:
        for store in self.stores:
            store.drop(kind, key)
            store.flush()
        for store in self.stores:
            assert store.get(kind, key) is None

    @invariant()
    def nothing_was_distrusted(self) -> None:
        assert all(store.keeps for store in self.stores)

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        everything = Store(self.folder.name)
        dropped = {place for place, values in self.written.items() if everything.get(*place) not in {*values, None}}
        everything.close()
        self.folder.cleanup()
        assert not dropped


TestModel = _Model.TestCase
TestModel.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_what_is_put_is_there_in_the_next_run_by_kind_and_key(folder: str) -> None:
    _fill(folder)
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "key 1") == b"value 1" * 50
        assert store.get(Kind.bodies, "key 1") is None
        assert set(store.get_all(Kind.facts, [f"key {n}" for n in range(2000)])) == {"key 0", "key 1", "key 2"}
        assert store.hits == 4


def test_a_store_of_nothing_keeps_nothing() -> None:
    store = nothing()
    store.put(Kind.facts, "key", b"value")
    assert not store.keeps
    assert store.get(Kind.facts, "key") is None
    store.close()


def test_nothing_is_made_before_something_is_asked(folder: str) -> None:
    Store(folder).close()
    assert not os.path.exists(folder)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_the_folder_and_what_is_in_it_are_their_owners_alone(folder: str) -> None:
    before = os.umask(0o022)
    try:
        with closing(Store(folder)) as store:
            store.put(Kind.pages, "key", b"value")
            store.flush()
            found = [os.path.join(folder, name) for name in os.listdir(folder)]
            assert len(found) >= 3
            assert all(os.stat(path).st_mode & 0o077 == 0 for path in [folder, *found])
    finally:
        os.umask(before)


@pytest.mark.parametrize("damage", ["value = x'00'", "value = zeroblob(9)", "digest = x'00'", "value = 'text'", "value = 7", "digest = 1.5"])
def test_an_entry_that_changed_is_dropped(folder: str, damage: str) -> None:
    _fill(folder)
    _sql(folder, f"UPDATE entry SET {damage} WHERE id = 2")
    with closing(Store(folder)) as store:
        assert len(store.get_all(Kind.facts, ["key 0", "key 1", "key 2"])) == 2
        assert store.dropped == 1
    assert _sql(folder, "SELECT count(*) FROM entry") == [(2,)]


def test_an_entry_under_anothers_key_is_dropped(folder: str) -> None:
    _fill(folder, 2)
    (one,), (other,) = _sql(folder, "SELECT key FROM entry ORDER BY id")
    _sql(folder, "DELETE FROM entry WHERE key = ?", other)
    _sql(folder, "UPDATE entry SET key = ? WHERE key = ?", other, one)
    with closing(Store(folder)) as store:
        assert store.get_all(Kind.facts, ["key 0", "key 1"]) == {}


def test_an_entry_with_strange_times_and_sizes_is_harmless(folder: str) -> None:
    _fill(folder)
    _sql(folder, "UPDATE entry SET used = 'soon', size = 'large', kind = x'ff' WHERE id = 1")
    with closing(Store(folder, limit=1)) as store:
        assert store.get(Kind.facts, "key 0") == b"value 0" * 50
        store._touched.add(b"")  # something to write
        store.flush()
        assert store.keeps
    with closing(Database(folder)) as database:
        assert sum(count for _, count, _ in database.counts()) == 3
        assert database.shrink(0) == 3


def _garbage(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 5000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = b"\xaa" * 200
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("CREATE TABLE entry (key, value)")
        sql.commit()


def _other_columns(path: Path) -> None:
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("ALTER TABLE entry RENAME COLUMN digest TO checksum")
        sql.commit()


@pytest.mark.parametrize("harm", [_garbage, _cut, _holes, _foreign, _other_columns])
def test_a_file_that_is_no_store_any_more_is_begun_anew(folder: str, harm: object) -> None:
    _fill(folder, 200)
    assert callable(harm)
    harm(_file(folder))
    for _ in range(2):  # the harm may show only when the first run reads
        with closing(Store(folder)) as store:
            for key, value in store.get_all(Kind.facts, [f"key {n}" for n in range(200)]).items():
                assert value == f"value {key.split()[1]}".encode() * 50
            store.put(Kind.facts, "new", b"value")
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "new") == b"value"


def test_garbage_in_the_journal_is_no_error(folder: str) -> None:
    _fill(folder)
    for ending in ("-wal", "-shm"):
        Path(f"{_file(folder)}{ending}").write_bytes(b"rubbish" * 9999)
    for _ in range(2):
        with closing(Store(folder)) as store:
            store.put(Kind.facts, "new", b"value")
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "new") == b"value"


def test_a_file_that_breaks_while_it_is_open_is_begun_anew_by_the_next_run(folder: str) -> None:
    _fill(folder, 200)
    store = Store(folder)
    assert store.get(Kind.facts, "key 0")
    _garbage(_file(folder))
    for number in range(200, 400):
        store.put(Kind.facts, f"key {number}", bytes(9000))
    store.flush()
    store.get_all(Kind.facts, [f"key {n}" for n in range(400)])
    store.close()
    for _ in range(2):
        _fill(folder)
    with closing(Store(folder)) as store:
        assert len(store.get_all(Kind.facts, [f"key {n}" for n in range(3)])) == 3


def test_a_broken_file_that_another_has_open_is_left_until_it_is_closed(folder: str) -> None:
    _fill(folder)
    other = Database(folder)
    _garbage(_file(folder))
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "key 0") is None
    assert _file(folder).read_bytes().startswith(b"This is no database")
    other.close()
    _fill(folder)
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "key 0") is not None


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with closing(Store(str(tmp_path / "file" / "cache"))) as store:
        store.put(Kind.facts, "key", b"value")
        store.flush()
        assert not store.keeps
        assert store.get(Kind.facts, "key") is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_no_error(folder: str) -> None:
    _fill(folder)
    os.chmod(folder, 0o500)
    try:
        with closing(Store(folder)) as store:
            store.put(Kind.facts, "key", b"value")
    finally:
        os.chmod(folder, 0o700)


def test_a_full_disk_is_no_error_and_costs_nothing_that_was_there(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(folder)
    store = Store(folder)
    assert store.get(Kind.facts, "key 0")
    assert store._database is not None
    store._database._sql.execute("PRAGMA max_page_count = 10")
    for number in range(100):
        store.put(Kind.files, f"large {number}", bytes(9000))
    store.close()
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "key 0") == b"value 0" * 50
        assert store.get(Kind.files, "large 99") is None


def test_a_database_that_stays_locked_is_gone_without(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(folder)
    monkeypatch.setattr("modiff.store.database.PATIENCE", 0.05)
    with closing(sqlite3.connect(_file(folder), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with closing(Store(folder)) as store:
            store.put(Kind.facts, "key", b"value")
            store.flush()
            assert not store.keeps
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "key 0") is not None


def test_what_was_not_used_for_longest_goes_first(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000_000_000.0
    monkeypatch.setattr("modiff.store.store.time.time", lambda: now)
    with closing(Store(folder, limit=800_000)) as store:
        for number in range(16):
            store.put(Kind.facts, f"key {number}", bytes([number]) * 40_000)
    now += 2 * stores.FRESH
    with closing(Store(folder, limit=800_000)) as store:
        assert store.get_all(Kind.facts, ["key 0", "key 3"]).keys() == {"key 0", "key 3"}
    now += 2 * stores.FRESH
    with closing(Store(folder, limit=800_000)) as store:
        for number in range(16, 22):
            store.put(Kind.facts, f"key {number}", bytes([number]) * 40_000)
    with closing(Store(folder)) as store:
        left = {int(key.split()[1]) for key in store.get_all(Kind.facts, [f"key {n}" for n in range(22)])}
    assert {0, 3, *range(16, 22)} <= left
    assert len(left) < 20
    assert left - {0, 3} == set(range(min(left - {0, 3}), 22))  # of those put together the first


def test_a_use_within_a_day_writes_nothing(folder: str) -> None:
    _fill(folder)
    before = _sql(folder, "SELECT used FROM entry")
    with closing(Store(folder)) as store:
        store.get(Kind.facts, "key 1")
        assert not store._touched
    assert _sql(folder, "SELECT used FROM entry") == before


def test_a_value_that_would_push_out_everything_else_is_not_kept(folder: str) -> None:
    with closing(Store(folder, limit=1_000_000)) as store:
        store.put(Kind.files, "large", bytes(500_000))
        assert store.get(Kind.files, "large") is None


def test_several_threads_may_ask_and_put_at_once(folder: str) -> None:
    failures: list[BaseException] = []
    store = Store(folder)

    def work(name: int) -> None:
        try:
            for number in range(60):
                store.put(Kind.facts, f"{name} {number}", b"x" * 40_000)
                assert store.get(Kind.facts, f"{name} {number}") == b"x" * 40_000
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    assert not failures
    with closing(Database(folder)) as database:
        assert database.counts()[0][1] == 240


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_does_not_touch_its_parents_store(folder: str) -> None:
    _fill(folder)
    store = Store(folder)
    assert store.get(Kind.facts, "key 0")
    child = os.fork()
    if not child:
        found = store.get(Kind.facts, "key 0")
        store.put(Kind.facts, "of the child", b"value")
        store.close()
        os._exit(found is not None)
    assert os.waitpid(child, 0)[1] == 0
    store.put(Kind.facts, "of the parent", b"value")
    store.close()
    with closing(Store(folder)) as store:
        assert store.get(Kind.facts, "of the child") is None
        assert store.get(Kind.facts, "of the parent") == b"value"


@pytest.mark.parametrize(
    ("text", "size"),
    [("500", 500), ("500MB", 500 * 2**20), ("1.5 gb", 3 * 2**29), ("2KiB", 2048), ("0", 0), ("", None), ("much", None), ("-1", None), ("1 2", None)],
)
def test_sizes_are_numbers_with_units(text: str, size: int | None) -> None:
    assert place.size_from(text) == size


def test_the_place_and_the_limit_may_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(place.DIRECTORY, str(tmp_path / "here"))
    monkeypatch.setenv(place.SIZE, "1 MB")
    with open_store() as store:
        assert (store.folder, store.limit) == (str(tmp_path / "here"), 2**20)
    monkeypatch.setenv(place.SIZE, "plenty")
    monkeypatch.setenv(place.DIRECTORY, "")
    assert place.limit() == place.LIMIT
    assert Path(place.directory()).name == "modiff"
    assert Path(place.directory()).is_absolute()


def test_content_is_told_by_hash_checksum_and_size() -> None:
    assert content_of(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855:00000000:0"
    assert content_of(b"a") != content_of(b"b")
