"""Wheels that stay on the index: what is asked for, what is checked, what is refused."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from zlib import crc32

import pytest

from modiff.errors import BrokenArchive, HashMismatch, HostileArchive, IndexUnavailable
from modiff.sources.index import Opened, open_one, open_pair, opening, ranged
from modiff.sources.index.ranged import RangedWheel
from tests.sources.index.shop import Shop, spec, wheel

OLD, NEW = "p-1.0-py3-none-any.whl", "p-2.0-py3-none-any.whl"


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that small wheels do: none is downloaded whole, the first request brings 4 KB, and 1 KB is a wide gap."""
    monkeypatch.setattr(opening, "SMALL", 0)
    monkeypatch.setattr(ranged, "TAIL", (4096, 4096))
    monkeypatch.setattr(ranged, "GAP", 1024)


def _noise(seed: int, size: int) -> str:
    """Text that does not pack."""
    return random.Random(seed).randbytes(size // 2).hex()


def _files(**more: str | bytes) -> dict[str, str | bytes]:
    """Modules with a large member between them."""
    return {
        "p/__init__.py": "x = 1\n",
        "p/a.py": "# a\n" + _noise(1, 2000),
        "p/data.bin": _noise(2, 40_000),
        "p/b.py": "# b\n" + _noise(3, 2000),
        "p/c.py": "# c\n" + _noise(4, 2000),
        "p/more.bin": _noise(5, 40_000),
        **more,
    }


def _open(shop: Shop, old: bytes, new: bytes | None = None, *, html: bool = False) -> Opened:
    shop.sell("p", {OLD: old} | ({NEW: new} if new is not None else {}), html=html)
    if new is None:
        return open_one(spec("p", "1.0"), settings=shop.settings())
    return open_pair(spec("p", "1.0"), spec("p", "2.0"), settings=shop.settings())


def _tree(opened: Opened, side: int = 0) -> RangedWheel:
    tree = opened.releases[side].tree
    assert tree is not None
    return tree


@pytest.mark.parametrize("html", [False, True])
def test_only_what_is_asked_for_is_fetched(shop: Shop, html: bool) -> None:
    files = _files()
    data = wheel("p", "1.0", files, stored=True)
    opened = _open(shop, data, html=html)
    tree = _tree(opened)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        expected = {m.filename: (m.file_size, f"crc32:{m.CRC:08x}:{m.file_size}") for m in archive.infolist()}
    assert {path: (file.size, file.digest) for path, file in tree.files.items()} == expected
    assert list(tree.files) == sorted(tree.files)
    assert tree.read(["p/c.py", "p/__init__.py"]) == {"p/c.py": str(files["p/c.py"]).encode(), "p/__init__.py": b"x = 1\n"}
    traffic = opened.releases[0].traffic
    assert traffic.requests == len(shop.asked) == 4  # the page, the end, two stretches: RECORD came with the end
    assert traffic.received < 12_000 < traffic.whole == len(data)
    assert not tree.warnings
    opened.close()


def test_neighbours_are_one_request(shop: Shop) -> None:
    opened = _open(shop, wheel("p", "1.0", _files(), stored=True))
    before = len(shop.parts)
    _tree(opened).read(["p/b.py", "p/c.py"])
    assert len(shop.parts) == before + 1
    _tree(opened).read(["p/a.py", "p/b.py"])
    assert len(shop.parts) == before + 2  # b is here already
    opened.close()


def test_a_larger_directory_costs_one_more_request(shop: Shop) -> None:
    many = {f"p/module_with_a_long_name_{i:04}.py": f"x = {i}\n" for i in range(200)}
    opened = _open(shop, wheel("p", "1.0", many))
    assert len(shop.parts) == 2
    assert _tree(opened).read(["p/module_with_a_long_name_0007.py"]) == {"p/module_with_a_long_name_0007.py": b"x = 7\n"}
    opened.close()


def test_equal_members_of_a_pair_are_fetched_once(shop: Shop) -> None:
    old, new = wheel("p", "1.0", _files(), stored=True), wheel("p", "2.0", _files(**{"p/b.py": "# other\n"}), stored=True)
    opened = _open(shop, old, new)
    left, right = _tree(opened, 0), _tree(opened, 1)
    equal = sorted(path for path in left.files if path in right.files and left.files[path].digest == right.files[path].digest)
    assert equal == ["p/__init__.py", "p/a.py", "p/c.py", "p/data.bin", "p/more.bin"]
    got = left.read(["p/a.py", "p/b.py"])
    before = len(shop.asked)
    assert right.read(["p/a.py"])["p/a.py"] == got["p/a.py"]
    assert len(shop.asked) == before  # RECORD came with the end of the file
    assert right.read(["p/b.py"])["p/b.py"] == b"# other\n"
    assert sum(release.traffic.requests for release in opened.releases) == len(shop.asked)
    opened.close()


def test_a_deceiving_checksum_is_noticed(shop: Shop) -> None:
    one, other = b"x = 1  # this is the old text\n", _same_crc(b"x = 1  # this is the old text\n", b"y = 2  # and this the new one")
    assert one != other
    assert (crc32(one), len(one)) == (crc32(other), len(other))
    opened = _open(shop, wheel("p", "1.0", _files(**{"p/z.py": one}), stored=True), wheel("p", "2.0", _files(**{"p/z.py": other}), stored=True))
    assert _tree(opened, 0).files["p/z.py"].digest == _tree(opened, 1).files["p/z.py"].digest
    assert _tree(opened, 0).read(["p/z.py"])["p/z.py"] == one
    assert _tree(opened, 1).read(["p/z.py"])["p/z.py"] == other
    opened.close()


def _same_crc(target: bytes, start: bytes) -> bytes:
    """`start`, its last four bytes made so that the whole has the CRC of `target`. CRC is linear, so four bytes always suffice."""
    head = start[: len(target) - 4]
    assert len(head) == len(target) - 4
    base = crc32(head + bytes(4))
    rows = [(crc32(head + (1 << bit).to_bytes(4, "little")) ^ base, 1 << bit) for bit in range(32)]
    wanted, answer = crc32(target) ^ base, 0
    for bit in range(31, -1, -1):
        pivot = next(row for row in rows if row[0] >> bit & 1)
        rows = [(row[0] ^ pivot[0], row[1] ^ pivot[1]) if row[0] >> bit & 1 else row for row in rows if row is not pivot]
        if wanted >> bit & 1:
            wanted, answer = wanted ^ pivot[0], answer ^ pivot[1]
    return head + answer.to_bytes(4, "little")


def test_a_member_that_record_does_not_promise_is_refused(shop: Shop) -> None:
    good = wheel("p", "1.0", _files())
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        record = archive.read("p-1.0.dist-info/RECORD").decode()
    opened = _open(shop, wheel("p", "1.0", _files(**{"p/b.py": "evil = 1\n"}), record=record))
    _tree(opened).read(["p/a.py"])
    with pytest.raises(HashMismatch, match=r"p/b\.py in p-1\.0.*RECORD"):
        _tree(opened).read(["p/b.py"])
    opened.close()


@pytest.mark.parametrize(("record", "said"), [(None, "has no RECORD"), ("p/a.py,,\n", "does not list"), ('p/a.py,md5=abc,3\n"', "RECORD")])
def test_an_odd_record_is_a_warning(shop: Shop, record: str | None, said: str) -> None:
    opened = _open(shop, wheel("p", "1.0", _files(), record=record))
    assert _tree(opened).read(["p/__init__.py"]) == {"p/__init__.py": b"x = 1\n"}
    assert said in "".join(_tree(opened).warnings)
    opened.close()


def test_a_damaged_member_is_refused(shop: Shop) -> None:
    data = wheel("p", "1.0", _files(**{"p/b.py": "# here it is\n"}), stored=True)
    opened = _open(shop, data.replace(b"# here it is\n", b"# here it was\n"[:13]))
    with pytest.raises(BrokenArchive, match=OLD):
        _tree(opened).read(["p/b.py"])
    opened.close()


@pytest.mark.parametrize(("name", "said"), [("../evil.py", "leads out"), ("/etc/evil.py", "absolute"), ("p/../../evil.py", "leads out")])
def test_names_that_lead_out_are_refused(shop: Shop, name: str, said: str) -> None:
    with pytest.raises(HostileArchive, match=said):
        _open(shop, wheel("p", "1.0", _files(**{name: "x"})))


def test_what_unpacks_absurdly_is_refused_when_it_is_read(shop: Shop) -> None:
    opened = _open(shop, wheel("p", "1.0", _files(**{"p/bomb.py": bytes(4 << 20)})))
    _tree(opened).read(["p/a.py"])
    before = len(shop.asked)
    with pytest.raises(HostileArchive, match=r"p/bomb\.py"):
        _tree(opened).read(["p/bomb.py"])
    assert len(shop.asked) == before
    opened.close()


def test_members_that_overlap_are_refused(shop: Shop) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("p/a.py", _noise(1, 9000))
        archive.writestr("p/b.py", _noise(2, 9000))
        archive.getinfo("p/b.py").header_offset = 0
    with pytest.raises(HostileArchive, match="overlap"):
        _open(shop, buffer.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all " * 1000, b"<html>not here</html>" * 500])
def test_what_is_no_wheel(shop: Shop, data: bytes) -> None:
    shop.sell("p", {OLD: data}, sizes=False)
    if len(data) < 4096:
        with open_one_closed(shop) as payload:
            assert payload == data  # whole, and what the index promises: whether it is a wheel is seen when it is opened
    else:
        with pytest.raises(BrokenArchive, match=OLD):
            open_one(spec("p", "1.0"), settings=shop.settings())


class open_one_closed:
    """The payload of the only release, connections closed after."""

    def __init__(self, shop: Shop) -> None:
        self._opened = open_one(spec("p", "1.0"), settings=shop.settings())

    def __enter__(self) -> bytes | None:
        return self._opened.releases[0].payload

    def __exit__(self, *error: object) -> None:
        self._opened.close()


def test_an_unknown_path_is_a_key_error(shop: Shop) -> None:
    opened = _open(shop, wheel("p", "1.0", _files()))
    with pytest.raises(KeyError):
        _tree(opened).read(["p/nowhere.py"])
    assert _tree(opened).read([]) == {}
    opened.close()


def test_a_server_without_ranges_sends_the_whole_and_it_is_checked(shop: Shop) -> None:
    data = wheel("p", "1.0", _files())
    shop.ranges = False
    opened = _open(shop, data)
    release = opened.releases[0]
    assert (release.tree, release.payload) == (None, data)
    assert (release.traffic.requests, release.traffic.whole) == (2, len(data))
    opened.close()
    shop.answers[f"/files/{OLD}"] = ("application/octet-stream", data[:-1] + b"!")
    with pytest.raises(HashMismatch, match="sha256"):
        open_one(spec("p", "1.0"), settings=shop.settings())


def test_a_wheel_that_the_first_request_brings_whole_is_checked(shop: Shop) -> None:
    data = wheel("p", "1.0", {"p.py": "x = 1\n"})
    opened = _open(shop, data, html=True)
    assert opened.releases[0].payload == data
    assert opened.releases[0].traffic.requests == 2
    opened.close()
    shop.answers[f"/files/{OLD}"] = ("application/octet-stream", data[:-1] + b"!")
    with pytest.raises(HashMismatch, match="sha256"):
        open_one(spec("p", "1.0"), settings=shop.settings())


def test_small_wheels_are_downloaded_whole(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SMALL", 1 << 20)
    data = wheel("p", "1.0", _files())
    opened = _open(shop, data)
    assert opened.releases[0].payload == data
    assert not shop.parts
    opened.close()


def test_a_file_replaced_under_way_is_noticed(shop: Shop) -> None:
    opened = _open(shop, wheel("p", "1.0", _files()))
    shop.answers[f"/files/{OLD}"] = ("application/octet-stream", wheel("p", "1.0", _files(**{"p/d.py": "new"})))
    with pytest.raises(IndexUnavailable, match="other bytes"):
        _tree(opened).read(["p/a.py"])
    opened.close()


def test_an_answer_that_breaks_off_is_asked_for_again(shop: Shop) -> None:
    opened = _open(shop, wheel("p", "1.0", _files(), stored=True))
    shop.cut = 2
    assert len(_tree(opened).read(["p/b.py"])["p/b.py"]) == 2004
    shop.cut = 3
    with pytest.raises(IndexUnavailable):
        _tree(opened).read(["p/a.py"])
    opened.close()


def test_progress_is_told(shop: Shop) -> None:
    told: list[tuple[str, int, int | None]] = []
    shop.sell("p", {OLD: wheel("p", "1.0", _files(), stored=True)})
    opened = open_one(spec("p", "1.0"), settings=shop.settings(), progress=lambda what, come, due: told.append((what, come, due)))
    _tree(opened).read(["p/a.py", "p/c.py"])
    assert {what for what, _, _ in told} == {OLD}
    assert told[-1][1] == told[-1][2]
    opened.close()


def test_many_threads_may_read(shop: Shop) -> None:
    from concurrent.futures import ThreadPoolExecutor

    files: Mapping[str, str] = {f"p/m{i}.py": f"# {i}\n" + _noise(i, 3000) for i in range(40)}
    opened = _open(shop, wheel("p", "1.0", files, stored=True), wheel("p", "2.0", files, stored=True))
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda i: _tree(opened, i % 2).read([f"p/m{i}.py", f"p/m{39 - i}.py"]), range(40)))
    assert all(found[f"p/m{i}.py"] == files[f"p/m{i}.py"].encode() for i, found in enumerate(got))
    assert sum(release.traffic.requests for release in opened.releases) == len(shop.asked)
    opened.close()
