"""Facts of earlier runs: found without reading bytes, true to the bytes, and never another file's."""

from __future__ import annotations

import os
import shutil
import struct
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from modiff import api, reading, sources
from modiff.errors import BrokenArchive, HashMismatch
from modiff.extract import extract
from modiff.model.facts import Facts
from modiff.model.release import File, Release, Tree
from modiff.reading.kept import Kept, encode_facts
from modiff.sources.listed import listing_key
from modiff.store import Store, claimed, content_of, open_store
from modiff.store.store import Kind
from tests.sources.packed import commit, git, record_of, tarred, wheel, write, zipped

SOURCE = {"demo/__init__.py": "from demo.a import f\n", "demo/a.py": "def f(x, **kw):\n    return kw.pop('y')\n", "demo/b.pyi": "z: int\n"}


class Counting:
    """A tree that notes what is read."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.read_paths: list[str] = []
        self.near = getattr(tree, "near", False)

    @property
    def files(self) -> Mapping[str, File]:
        return self.tree.files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        wanted = list(paths)
        self.read_paths += wanted
        return self.tree.read(wanted)

    def close(self) -> None:
        self.tree.close()


class Run:
    """One run over a release: its facts, and what they cost."""

    def __init__(self, spec: str, *, keep: bool = True) -> None:
        with open_store(keep) as store:
            release: Release = sources.open_one(spec, store=store)
            assert release.tree is not None
            release.tree = tree = Counting(release.tree)
            library = reading.read(release, store=store)
            with closing(library.shelf), closing(tree):
                self.facts: Mapping[str, Facts] = dict(library.facts(release.modules))
                functions = [("demo.a", 1, 2)] if "demo.a" in release.modules else []
                self.bodies = dict(library.bodies(functions))
            self.read, self.parsed, self.recalled = sorted(tree.read_paths), library.shelf.parsed, library.shelf.recalled
            self.dropped = store.dropped


def _repository(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "--quiet")
    commit(folder, SOURCE, "v1")
    return folder


@pytest.fixture
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times of files count at once."""
    monkeypatch.setattr("modiff.sources.marks.SETTLED", -1.0)


def test_members_of_a_wheel_that_record_names_are_not_read_twice(tmp_path: Path) -> None:
    path = str(wheel(tmp_path, SOURCE))
    first, again, fresh = Run(path), Run(path), Run(path, keep=False)
    assert (first.parsed, first.recalled) == (3, 0)
    assert (again.parsed, again.recalled, again.read) == (0, 3, [])
    assert (fresh.parsed, fresh.recalled) == (3, 0)
    assert first.facts == again.facts == fresh.facts
    assert first.bodies == again.bodies == fresh.bodies
    assert first.bodies["demo.a", 1, 2].reads == ("y",)


def test_another_wheel_with_the_same_files_reads_only_what_differs(tmp_path: Path) -> None:
    Run(str(wheel(tmp_path, SOURCE)))
    (tmp_path / "new").mkdir()
    run = Run(str(wheel(tmp_path / "new", {**SOURCE, "demo/c.py": "c = 1\n"})))
    assert (run.parsed, run.read) == (1, ["demo/c.py"])


def test_one_content_serves_every_kind_of_source(tmp_path: Path) -> None:
    first = Run(str(wheel(tmp_path, SOURCE)))
    sdist = tarred(tmp_path / "demo-1.0.tar.gz", {f"demo-1.0/{name}": text for name, text in SOURCE.items()})
    repository = _repository(tmp_path / "repository")
    for spec in (str(sdist), f"git+{repository}@v1", f"{write(tmp_path / 'project', SOURCE)}{os.sep}"):
        run = Run(spec)
        assert (run.parsed, run.recalled) == (0, 3)
        assert run.facts == first.facts


def test_blobs_of_git_are_not_read_twice(tmp_path: Path) -> None:
    spec = f"git+{_repository(tmp_path / 'repository')}@v1"
    first, again = Run(spec), Run(spec)
    assert first.facts == again.facts
    assert (first.parsed, again.parsed, again.read) == (3, 0, [])


@pytest.mark.usefixtures("_settled")
def test_files_of_a_directory_are_read_again_when_they_change(tmp_path: Path) -> None:
    spec = f"{write(tmp_path / 'project', SOURCE)}{os.sep}"
    first, again = Run(spec), Run(spec)
    assert (first.parsed, again.parsed, again.read) == (3, 0, [])
    assert first.facts == again.facts
    (tmp_path / "project/demo/a.py").write_text("def g(): ...\n")
    changed = Run(spec)
    assert (changed.parsed, set(changed.read)) == (1, {"demo/a.py"})
    assert changed.facts["demo.a"] == extract(b"def g(): ...\n")


@pytest.mark.usefixtures("_settled")
def test_a_change_that_hides_behind_size_and_time_is_seen(tmp_path: Path) -> None:
    path = write(tmp_path / "project", SOURCE) / "demo/a.py"
    spec = f"{tmp_path / 'project'}{os.sep}"
    Run(spec)
    before = path.stat()
    text = path.read_text().replace("f(x", "f(y")
    time.sleep(0.02)  # a tick of the file system's clock
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
    assert Run(spec).facts["demo.a"] == extract(text.encode())


def test_a_file_that_changed_just_now_is_read(tmp_path: Path) -> None:
    spec = f"{write(tmp_path / 'project', SOURCE)}{os.sep}"
    Run(spec)
    again = Run(spec)
    assert again.parsed == 0
    assert set(SOURCE) <= set(again.read)


@pytest.mark.usefixtures("_settled")
def test_a_zip_that_claims_nothing_is_known_by_its_place_and_times(tmp_path: Path) -> None:
    path = zipped(tmp_path / "demo-1.0.zip", {f"demo-1.0/{name}": text for name, text in SOURCE.items()})
    first, again = Run(str(path)), Run(str(path))
    assert (first.parsed, again.parsed, again.read) == (3, 0, [])
    assert first.facts == again.facts
    shutil.copy(path, tmp_path / "demo-2.0.zip")
    copy = Run(str(tmp_path / "demo-2.0.zip"))
    assert copy.parsed == 0
    assert len(copy.read) == 3


def test_a_record_left_behind_by_a_change_is_found_out_with_and_without_a_cache(tmp_path: Path) -> None:
    Run(str(wheel(tmp_path, SOURCE)))  # what RECORD will still claim is known
    (tmp_path / "patched").mkdir()
    metadata = {"demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"}
    patched = {**SOURCE, "demo/a.py": "def f(X, **kw):\n    return kw.pop('y')\n"}
    path = str(wheel(tmp_path / "patched", patched, record=record_of({**SOURCE, **metadata})))
    for keep in (True, False):
        with pytest.raises(HashMismatch, match=r"demo/a\.py"):
            Run(path, keep=keep)


def _forged(path: Path, member: str, crc: int, size: int) -> None:
    """Writes another CRC and size for a member into the zip's directory and into the header before it."""
    data = bytearray(path.read_bytes())
    for mark, crc_at, name_at in ((b"PK\x01\x02", 16, 46), (b"PK\x03\x04", 14, 30)):
        name = member.encode()
        start = next(at for at in range(len(data)) if data[at : at + 4] == mark and data[at + name_at : at + name_at + len(name)] == name)
        struct.pack_into("<I", data, start + crc_at, crc)
        struct.pack_into("<I", data, start + crc_at + 8, size)
    path.write_bytes(data)


def test_a_wheel_that_lies_in_record_and_directory_is_read_as_what_it_says_and_harms_nobody_else(tmp_path: Path) -> None:
    """The one thing that lies can do: a wheel whose RECORD *and* directory claim the hash, CRC and size of known bytes is taken at its word, as no
    bytes are read. Without the cache it is refused, as by installers. What it really holds is never kept under what it claims."""
    known, other = SOURCE["demo/a.py"].encode(), b"def evil(): ...\n"
    metadata = {"demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"}
    path = wheel(tmp_path, {**SOURCE, "demo/a.py": other.decode()}, record=record_of({**SOURCE, **metadata}))
    _forged(path, "demo/a.py", zlib.crc32(known), len(known))
    for keep in (True, False):
        with pytest.raises(BrokenArchive):
            Run(str(path), keep=keep)
    with open_store() as store:
        assert Kept(store).facts([content_of(known)]) == {}
    (tmp_path / "honest").mkdir()
    honest = Run(str(wheel(tmp_path / "honest", SOURCE)))
    assert honest.facts["demo.a"] == extract(known)
    assert Run(str(path)).facts == honest.facts  # taken at its word
    assert Run(f"{write(tmp_path / 'other', {'demo/__init__.py': '', 'demo/a.py': other.decode()})}{os.sep}").facts["demo.a"] == extract(other)


def test_a_wrong_crc_or_size_alone_finds_nothing(tmp_path: Path) -> None:
    with open_store() as store:
        kept, data = Kept(store), b"x = 1\n"
        kept.put(content_of(data), extract(data))
        sha256 = content_of(data).split(":")[1]
        wrong = [claimed(sha256, zlib.crc32(data) ^ 1, 6), claimed(sha256, zlib.crc32(data), 7)]
        assert set(kept.facts([content_of(data), *wrong])) == {content_of(data)}


@pytest.mark.parametrize(
    "blob", [b"", b"\xc1", b"\x90\x90", b"\x91\xc0", b"\x91\xa3abc", b"\x95\x90\x90\x90\x90\xa1\xff", encode_facts(extract(b"class C: x = 1"))[:-3]]
)
def test_kept_facts_that_are_none_are_dropped_and_read_again(tmp_path: Path, blob: bytes) -> None:
    path = str(wheel(tmp_path, SOURCE))
    first = Run(path)
    content = content_of(SOURCE["demo/a.py"].encode())
    with open_store() as store:
        kept = Kept(store)
        store.drop(Kind.facts, kept._key(content))
        store.flush()
        kept.put_encoded(content, blob)
    again = Run(path)
    assert again.facts == first.facts
    assert (again.parsed, again.read) == (1, ["demo/a.py"])
    assert Run(path).parsed == 0


def test_kept_bodies_that_are_none_are_dropped_and_read_again(tmp_path: Path) -> None:
    path = str(wheel(tmp_path, SOURCE))
    first = Run(path)
    for blob in (b"", b"\xc1", b"\x81\xa3abc\xc0", b"\x81\xa1\xff\xc0", b"\x81\xa31-2\x01"):
        with open_store() as store:
            store.put(Kind.bodies, Kept(store)._key(content_of(SOURCE["demo/a.py"].encode())), blob)
        again = Run(path)
        assert (again.bodies, again.read) == (first.bodies, ["demo/a.py"])
    assert Run(path).read == []


def test_facts_survive_being_kept() -> None:
    """Of every kind of file: those of the standard library beside this test's own Python."""
    files = sorted(Path(os.__file__).parent.glob("*.py"))[::5]
    assert len(files) > 20
    with closing(Store(None)) as store:
        decoder = Kept(store)._facts
        for file in files:
            facts = extract(file.read_bytes())
            assert decoder.decode(encode_facts(facts)) == facts


def test_a_report_is_the_same_cold_and_warm(tmp_path: Path) -> None:
    old = str(wheel(tmp_path, SOURCE, filename="demo-1.0-py3-none-any.whl"))
    new = str(wheel(tmp_path, {**SOURCE, "demo/a.py": "def f(z, **kw):\n    return kw.pop('w')\n"}, filename="demo-2.0-py3-none-any.whl"))
    plain, cold, warm = api.diff(old, new, cache=False), api.diff(old, new), api.diff(old, new)
    assert plain.findings
    assert plain.findings == cold.findings == warm.findings
    assert (plain.gaps, plain.summary, plain.warnings) == (cold.gaps, cold.summary, cold.warnings) == (warm.gaps, warm.summary, warm.warnings)
    assert "0 files parsed, 4 known from earlier runs" in "".join(warm.notes)


def test_without_a_cache_nothing_is_made(tmp_path: Path) -> None:
    api.show(str(wheel(tmp_path, SOURCE)), cache=False)
    assert not os.path.exists(os.environ["MODIFF_CACHE_DIR"])


@pytest.mark.usefixtures("_settled")
def test_a_wheel_that_was_listed_is_not_opened_again_until_it_is_asked_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(wheel(tmp_path, SOURCE))
    first = Run(path)
    opened: list[str] = []
    monkeypatch.setattr("modiff.sources.zips.zipfile.ZipFile", lambda path, *_: opened.append(path))
    again = Run(path)
    assert (again.facts, again.bodies, again.parsed, opened) == (first.facts, first.bodies, 0, [])
    monkeypatch.undo()
    monkeypatch.setattr("modiff.sources.marks.SETTLED", -1.0)
    monkeypatch.setenv("MODIFF_CACHE_DIR", str(tmp_path / "cache"))
    Run(path)
    with open_store() as store:
        release, plain = sources.open_one(path, store=store), sources.open_one(path)
        assert release.tree is not None
        assert plain.tree is not None
        assert dict(release.tree.files) == dict(plain.tree.files)
        assert list(release.tree.files) == sorted(release.tree.files)
        assert (release.modules, release.metadata, release.warnings) == (plain.modules, plain.metadata, plain.warnings)
        everything = release.tree.read(release.tree.files)
        assert everything == plain.tree.read(plain.tree.files)
        release.tree.close()
        plain.tree.close()


@pytest.mark.usefixtures("_settled")
def test_a_wheel_that_is_replaced_is_listed_anew(tmp_path: Path) -> None:
    path = wheel(tmp_path, SOURCE)
    Run(str(path))
    (tmp_path / "new").mkdir()
    os.replace(wheel(tmp_path / "new", {**SOURCE, "demo/c.py": "c = 1\n"}), path)
    assert "demo.c" in Run(str(path)).facts


@pytest.mark.usefixtures("_settled")
def test_a_wheel_that_is_replaced_between_listing_and_reading_is_an_error_that_says_so(tmp_path: Path) -> None:
    path = wheel(tmp_path, SOURCE)
    Run(str(path))
    (tmp_path / "new").mkdir()
    with open_store() as store:
        release = sources.open_one(str(path), store=store)
        assert release.tree is not None
        os.replace(wheel(tmp_path / "new", {**SOURCE, "demo/a.py": "c = 1\n"}), path)
        assert release.tree.read(["demo/__init__.py"]) == {"demo/__init__.py": SOURCE["demo/__init__.py"].encode()}
        with pytest.raises(BrokenArchive, match="was replaced while it was read"):
            release.tree.read(["demo/a.py"])
        release.tree.close()


@pytest.mark.usefixtures("_settled")
@pytest.mark.parametrize("blob", [b"", b"\x93\x91\x80\x90\x80", b"\x93\x90\x91\xa1\xff\x80", b"\xc1"])
def test_a_listing_that_is_none_is_made_again(tmp_path: Path, blob: bytes) -> None:
    path = str(wheel(tmp_path, SOURCE))
    first = Run(path)
    key = listing_key(path)
    assert key is not None
    with open_store() as store:
        assert store.get(Kind.archives, key) is not None
        store.drop(Kind.archives, key)
        store.flush()
        store.put(Kind.archives, key, blob)
    assert Run(path).facts == first.facts
