"""What indexes sent before: not asked for twice, taken without asking when offline, and never believed when it is not what was promised."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from modiff.errors import IndexUnavailable, UnknownVersion
from modiff.sources.index import Fetched, Opened, kept, open_one, open_pair, opening, ranged, releases_of
from modiff.sources.index.projects import find_project, places
from modiff.sources.index.web import Web
from modiff.store import Store
from modiff.store.database import FILE
from tests.sources.index.shop import Shop, html_page, sdist, spec, wheel

OLD, NEW = "p-1.0-py3-none-any.whl", "p-2.0-py3-none-any.whl"


def _files(version: str) -> dict[str, str | bytes]:
    """Modules with large members between them, so that each has to be fetched by itself."""
    noise = random.Random(7)
    return {
        "p/__init__.py": "x = 1\n",
        "p/a.py": f"a = {version!r}\n",
        "p/data.bin": noise.randbytes(40_000),
        "p/b.py": f"b = {version!r}\n",
        "p/more.bin": noise.randbytes(40_000),
    }


WHEELS = {OLD: wheel("p", "1.0", _files("1.0")), NEW: wheel("p", "2.0", _files("2.0"))}
PYTHON = ("p/__init__.py", "p/a.py", "p/b.py")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wheel is downloaded whole; the first request brings 1 KB, which holds RECORD and not all of the directory."""
    monkeypatch.setattr(opening, "SMALL", 0)
    monkeypatch.setattr(ranged, "TAIL", (700, 700))
    monkeypatch.setattr(ranged, "GAP", 64)


def _run(shop: Shop, folder: Path, *, offline: bool = False, keep: bool = True) -> list[Mapping[str, bytes]]:
    """Opens the pair and reads all Python in it."""
    with closing(Store(str(folder) if keep else None)) as store:
        opened = open_pair(spec("p", "1.0"), spec("p", "2.0"), settings=shop.settings(), offline=offline, store=store)
        with closing(opened):
            return [_read(fetched) for fetched in opened.releases]


def _read(fetched: Fetched) -> Mapping[str, bytes]:
    return fetched.tree.read(PYTHON) if fetched.tree is not None else {"whole": fetched.payload or b""}


@pytest.mark.usefixtures("large")
def test_members_are_fetched_once(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    first = _run(shop, tmp_path)
    assert first[0]["p/a.py"] == b"a = '1.0'\n"
    asked = len(shop.asked)
    assert _run(shop, tmp_path) == first
    assert (shop.asked[asked:], shop.unchanged) == ([("/simple/p/", None)], 1)
    assert _run(shop, tmp_path, offline=True) == first
    assert len(shop.asked) == asked + 1
    assert _run(shop, tmp_path, keep=False) == first
    assert len(shop.asked) == 2 * asked + 1


def test_small_wheels_and_sdists_are_fetched_once(shop: Shop, tmp_path: Path) -> None:
    for files in ({OLD: wheel("p", "1.0", {}), NEW: wheel("p", "2.0", {})}, {f"p-{v}.tar.gz": sdist("p", v, {"p.py": ""}) for v in ("1.0", "2.0")}):
        shop.sell("p", files)
        first = _run(shop, tmp_path)
        assert [each["whole"] for each in first] == list(files.values())
        shop.asked.clear()
        assert _run(shop, tmp_path) == first
        assert shop.asked == [("/simple/p/", None)]
        assert _run(shop, tmp_path, offline=True) == first
        assert len(shop.asked) == 1


@pytest.mark.usefixtures("large")
def test_a_server_that_sends_no_parts_is_asked_for_the_whole_once(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    shop.ranges = False
    first = _run(shop, tmp_path)
    shop.asked.clear()
    assert _run(shop, tmp_path) == first
    assert _run(shop, tmp_path, offline=True) == first


@pytest.mark.parametrize("tags", [True, False])
def test_a_page_that_changed_is_seen_at_once(shop: Shop, tmp_path: Path, tags: bool) -> None:
    shop.tags = tags
    shop.sell("p", {OLD: WHEELS[OLD]})
    with pytest.raises(UnknownVersion):
        _run(shop, tmp_path)
    shop.sell("p", WHEELS)
    assert len(_run(shop, tmp_path)) == 2
    assert shop.unchanged == 0


def test_html_pages_are_kept_too(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", {OLD: wheel("p", "1.0", {}), NEW: wheel("p", "2.0", {})}, html=True)
    first = _run(shop, tmp_path)
    assert _run(shop, tmp_path) == first
    assert shop.unchanged == 1
    assert _run(shop, tmp_path, offline=True) == first


def _one(shop: Shop, folder: Path, version: str | None = None, **settings: object) -> Opened:
    with closing(Store(str(folder))) as store:
        return open_one(spec("p", version), settings=shop.settings(**settings), offline=True, store=store)


def test_offline_says_what_is_missing(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    with pytest.raises(IndexUnavailable, match=r"simple/p/ was never read .* offline is switched on") as page:
        _one(shop, tmp_path, "1.0")
    assert page.value.hints[0] == "go once without --offline"
    with closing(Store(str(tmp_path))) as store:
        open_one(spec("p", "1.0"), settings=shop.settings(), store=store).close()
    _one(shop, tmp_path, "1.0").close()
    with pytest.raises(IndexUnavailable, match=r"p-2\.0-py3-none-any\.whl is not kept on this machine, .* offline is switched on"):
        _one(shop, tmp_path, "2.0")
    with pytest.raises(UnknownVersion):
        _one(shop, tmp_path, "3.0")


@pytest.mark.usefixtures("large")
def test_offline_says_how_many_members_are_missing(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    with closing(Store(str(tmp_path))) as store, closing(open_one(spec("p", "1.0"), settings=shop.settings(), store=store)) as opened:
        assert opened.releases[0].tree is not None
        opened.releases[0].tree.read(["p/a.py"])
    with closing(Store(str(tmp_path))) as store:
        opened = open_one(spec("p", "1.0"), settings=shop.settings(), offline=True, store=store)
        tree = opened.releases[0].tree
        assert tree is not None
        assert tree.read(["p/a.py"]) == {"p/a.py": b"a = '1.0'\n"}
        with pytest.raises(IndexUnavailable, match=r"1 of the files that are needed of p-1\.0-py3-none-any\.whl are not kept"):
            tree.read(["p/b.py"])


def test_offline_a_place_that_never_had_the_project_is_remembered(shop: Shop, tmp_path: Path) -> None:
    """No warning: the other index said that it has no such project."""
    shop.sell("p", {OLD: wheel("p", "1.0", {})})
    extra = {"extra_index_urls": (f"{shop.url}/other",)}
    with closing(Store(str(tmp_path))) as store:
        open_one(spec("p", "1.0"), settings=shop.settings(**extra), store=store).close()
    assert _one(shop, tmp_path, "1.0", **extra).releases[0].warnings == ()
    (warning,) = _one(shop, tmp_path, "1.0", extra_index_urls=(f"{shop.url}/third",)).releases[0].warnings
    assert "third/p/ was never read" in warning


def test_a_file_without_a_promised_hash_is_not_kept(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", (files := {OLD: wheel("p", "1.0", {}), NEW: wheel("p", "2.0", {})}))
    shop.answers["/simple/p/"] = ("text/html", re.sub(rb"#sha256=\w+", b"", html_page(files)))
    _run(shop, tmp_path)
    shop.asked.clear()
    _run(shop, tmp_path)
    assert {path for path, _ in shop.asked} == {"/simple/p/", f"/files/{OLD}", f"/files/{NEW}"}


@pytest.mark.usefixtures("large")
def test_bytes_that_another_index_sent_for_the_same_hash_are_not_taken(shop: Shop, tmp_path: Path) -> None:
    """An index that promises the hash of a well-known wheel, and sends another, cannot plant it for the others."""
    shop.sell("p", {OLD: WHEELS[OLD], NEW: WHEELS[NEW]})
    evil = wheel("p", "1.0", {**_files("evil"), "p/a.py": "def evil(): ...\n"})
    kind, page = shop.answers["/simple/p/"]
    planted = page.replace(b"../../files/p-1.0", b"../../planted/p-1.0").replace(b"%d" % len(WHEELS[OLD]), b"%d" % len(evil))
    shop.answers["/evil/p/"] = (kind, planted)
    shop.answers[f"/planted/{OLD}"] = ("application/octet-stream", evil)
    with closing(Store(str(tmp_path))) as store:
        settings = shop.settings(index_url=f"{shop.url}/evil")
        with closing(open_one(spec("p", "1.0"), settings=settings, store=store)) as opened:
            assert opened.releases[0].tree is not None
            assert opened.releases[0].tree.read(["p/a.py"]) == {"p/a.py": b"def evil(): ...\n"}
    assert _run(shop, tmp_path)[0]["p/a.py"] == b"a = '1.0'\n"


def test_a_whole_file_that_is_not_what_was_promised_is_fetched_again(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", {OLD: wheel("p", "1.0", {}), NEW: wheel("p", "2.0", {})})
    first = _run(shop, tmp_path)
    with closing(Store(str(tmp_path))) as store, closing(Web(shop.settings(), store=store)) as web:
        (file,) = [file for file in find_project(web, places(shop.settings()), "p").files if file.filename == OLD]
        kept.forget_whole(web, file)
        store.flush()
        kept.keep_whole(web, file, b"something else")
    shop.asked.clear()
    assert _run(shop, tmp_path) == first
    assert [path for path, _ in shop.asked] == ["/simple/p/", f"/files/{OLD}"]
    shop.asked.clear()
    assert _run(shop, tmp_path) == first
    assert len(shop.asked) == 1


@pytest.mark.usefixtures("large")
def test_what_changed_in_the_store_is_fetched_again(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    first = _run(shop, tmp_path)
    asked = len(shop.asked)
    with closing(sqlite3.connect(tmp_path / FILE)) as sql:
        sql.execute("UPDATE entry SET value = zeroblob(size)")
        sql.commit()
    shop.asked.clear()
    assert _run(shop, tmp_path) == first
    assert len(shop.asked) == asked
    shop.asked.clear()
    assert _run(shop, tmp_path) == first
    assert len(shop.asked) == 1


def test_the_list_of_releases_is_kept(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    with closing(Store(str(tmp_path))) as store:
        first = releases_of("p", settings=shop.settings(), store=store)
    with closing(Store(str(tmp_path))) as store:
        assert releases_of("p", settings=shop.settings(), store=store) == first
        assert releases_of("p", settings=shop.settings(), offline=True, store=store) == first
    assert [str(release.version) for release in first] == ["1.0", "2.0"]
    assert (len(shop.asked), shop.unchanged) == (2, 1)
    with pytest.raises(IndexUnavailable, match="offline"):
        releases_of("p", settings=shop.settings(), offline=True)
