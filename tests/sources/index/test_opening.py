"""From settings to releases: several places, local ones, credentials, and what goes wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.parse
from pathlib import Path
from types import SimpleNamespace

import pytest

from modiff.errors import BadSpec, CertificateProblem, FileMissing, HashMismatch, IndexUnavailable, UnknownPackage, UnknownVersion
from modiff.sources.index import open_one, open_pair
from modiff.sources.index.projects import default_index
from modiff.sources.index.settings import Settings, load
from tests.sources.index.shop import JSON, Shop, html_page, json_page, open_shop, sdist, sha256, spec, wheel

WHEELS = {f"p-{v}-py3-none-any.whl": wheel("p", v, {"p/__init__.py": f"x = '{v}'\n"}) for v in ("1.0", "1.1", "2.0rc1")}
SDIST = {"p-0.9.tar.gz": sdist("p", "0.9", {"p/__init__.py": "x = 0\n"})}


def _lay(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def _local_index(folder: Path, files: dict[str, bytes], *, json: bool = False) -> str:
    """`simple/p/` and `files/`, as a `file:` URL."""
    _lay(folder / "files", files)
    _lay(folder / "simple" / "p", {"index.json": json_page("p", files)} if json else {"index.html": html_page(files)})
    return (folder / "simple").as_uri()


@pytest.mark.parametrize("html", [False, True])
def test_a_name_alone_is_the_newest_final_release(shop: Shop, html: bool) -> None:
    shop.sell("p", {**SDIST, **WHEELS}, html=html)
    opened = open_one(spec("P"), settings=shop.settings())
    (got,) = opened.releases
    name = "p-1.1-py3-none-any.whl"
    assert (got.name, got.version, got.filename, got.filenames, got.payload) == ("P", "1.1", name, (name,), WHEELS[name])
    assert (got.warnings, got.path, got.tree) == ((), None, None)
    opened.close()


def test_a_pair_asks_for_its_page_once(shop: Shop) -> None:
    shop.sell("p", {**WHEELS, **SDIST, **(more := {"p-1.0.tar.gz": sdist("p", "1.0", {"p.py": ""})})})
    opened = open_pair(spec("p", "0.9"), spec("p", "1.0"), settings=shop.settings())
    old, new = opened.releases
    assert (old.filename, new.filename) == ("p-0.9.tar.gz", "p-1.0.tar.gz")
    assert (old.payload, new.payload) == (SDIST["p-0.9.tar.gz"], more["p-1.0.tar.gz"])
    assert new.filenames == ("p-1.0-py3-none-any.whl", "p-1.0.tar.gz")
    assert (old.traffic.requests, new.traffic.requests, len(shop.asked)) == (2, 1, 3)
    opened.close()


def test_a_file_like_the_other_side(shop: Shop) -> None:
    shop.sell("p", {**WHEELS, "p-1.0.tar.gz": b"x"})
    for like, chosen in (("q-5.tar.gz", "p-1.0.tar.gz"), ("q-5-py3-none-any.whl", "p-1.0-py3-none-any.whl"), ("strange", "p-1.0-py3-none-any.whl")):
        opened = open_one(spec("p", "1.0"), like=like, settings=shop.settings())
        assert opened.releases[0].filename == chosen
        opened.close()


@pytest.mark.parametrize("json", [False, True])
def test_a_local_index_beside_one_that_lacks_the_project(shop: Shop, tmp_path: Path, json: bool) -> None:
    url = _local_index(tmp_path, WHEELS, json=json)
    opened = open_one(spec("p"), settings=shop.settings(extra_index_urls=(url,)))
    (got,) = opened.releases
    assert got.path == tmp_path / "files" / "p-1.1-py3-none-any.whl"
    assert (got.payload, got.warnings) == (None, ())
    opened.close()


def test_a_local_copy_is_nearer_than_the_web_whichever_place_comes_first(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    opened = open_one(spec("p"), settings=shop.settings(extra_index_urls=(_local_index(tmp_path, WHEELS),)))
    assert opened.releases[0].path == tmp_path / "files" / "p-1.1-py3-none-any.whl"
    opened.close()


def test_all_places_are_merged_and_what_is_near_is_taken(shop: Shop, tmp_path: Path) -> None:
    near, far = "p-1.1-py3-none-any.whl", "p-1.0-py3-none-any.whl"
    shop.sell("p", WHEELS)
    folder = _lay(tmp_path / "wheels with space", {near: WHEELS[near], "q-3.tar.gz": b"", "notes.txt": b""})
    for place in (str(folder), folder.as_uri()):
        opened = open_pair(spec("p", "1.0"), spec("p"), settings=shop.settings(find_links=(place,)))
        old, new = opened.releases
        assert (old.filename, old.payload, new.path) == (far, WHEELS[far], folder / near)
        opened.close()


def test_find_links_may_be_pages_and_files(shop: Shop, tmp_path: Path) -> None:
    page = html_page(WHEELS).replace(b"../../files/", b"/files/")
    shop.sell("other", WHEELS)
    shop.answers["/links.html"] = ("text/html", page)
    local = _lay(tmp_path / "a" / "b", {"page.html": html_page(WHEELS)}) / "page.html"
    _lay(tmp_path / "files", WHEELS)
    _lay(tmp_path, SDIST)
    for place, version in ((f"{shop.url}/links.html", "1.1"), (str(local), "1.1"), (str(tmp_path / "p-0.9.tar.gz"), "0.9")):
        opened = open_one(spec("p"), settings=Settings(no_index=True, find_links=(place,)))
        assert opened.releases[0].version == version
        opened.close()


def test_a_relative_find_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _lay(tmp_path / "wheels", SDIST)
    monkeypatch.chdir(tmp_path)
    opened = open_one(spec("p"), settings=Settings(no_index=True, find_links=("wheels",)))
    assert opened.releases[0].version == "0.9"


def test_pips_own_configuration_is_what_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(f"[global]\nindex-url = {_local_index(tmp_path, WHEELS)}\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "none"))
    opened = open_one(spec("p", "1"), settings=Settings(index_url=load().index_url))
    assert opened.releases[0].version == "1.0"


def test_a_local_file_is_held_against_its_hash(tmp_path: Path) -> None:
    settings = Settings(index_url=_local_index(tmp_path, WHEELS))
    (tmp_path / "files" / "p-1.1-py3-none-any.whl").write_bytes(b"something else")
    with pytest.raises(HashMismatch, match=r"p-1\.1-py3-none-any\.whl"):
        open_one(spec("p"), settings=settings)
    (tmp_path / "files" / "p-1.1-py3-none-any.whl").unlink()
    with pytest.raises(FileMissing, match=r"p-1\.1-py3-none-any\.whl"):
        open_one(spec("p"), settings=settings)


def test_a_wrong_sdist_is_refused(shop: Shop) -> None:
    shop.sell("p", SDIST)
    shop.answers["/files/p-0.9.tar.gz"] = ("application/gzip", b"something else")
    with pytest.raises(HashMismatch, match=sha256(b"something else")[:16]):
        open_one(spec("p"), settings=shop.settings())


def test_credentials_in_the_url_are_sent_and_never_shown(shop: Shop) -> None:
    shop.sell("p", WHEELS)
    shop.login = "me:s%cret"
    url = shop.url.replace("://", f"://me:{urllib.parse.quote('s%cret')}@") + "/simple"
    opened = open_one(spec("p"), settings=Settings(index_url=url, retries=0))
    assert opened.releases[0].version == "1.1"
    opened.close()
    shop.login = "me:other"
    with pytest.raises(IndexUnavailable, match="refused with status 401") as caught:
        open_one(spec("p"), settings=Settings(index_url=url, retries=0))
    assert "cret" not in str(caught.value)
    assert shop.url in str(caught.value)


def test_credentials_go_to_no_other_host(shop: Shop) -> None:
    with open_shop() as other:
        other.login = "me:secret"
        name = "p-1.0-py3-none-any.whl"
        shop.sell("p", {name: WHEELS[name]})
        other.sell("p", {name: WHEELS[name]})
        kind, page = shop.answers["/simple/p/"]
        shop.answers["/simple/p/"] = kind, page.replace(b"../../files", f"{other.url}/files".encode())
        with pytest.raises(IndexUnavailable, match="401"):
            open_one(spec("p"), settings=Settings(index_url=shop.url.replace("://", "://me:secret@") + "/simple", retries=0))


def test_netrc(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    shop.sell("p", WHEELS)
    shop.login = "me:secret"
    opened = open_one(spec("p"), settings=shop.settings())
    assert opened.releases[0].version == "1.1"
    opened.close()


def test_a_keyring_is_asked_when_the_index_refuses(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str | None]] = []

    def get_credential(service: str, user: str | None) -> SimpleNamespace | None:
        asked.append((service, user))
        return SimpleNamespace(username="me", password="from the ring") if service == urllib.parse.urlsplit(shop.url).netloc else None

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_credential=get_credential))
    shop.sell("p", WHEELS)
    shop.login = "me:from the ring"
    opened = open_one(spec("p"), settings=Settings(index_url=shop.url.replace("://", "://me@") + "/simple", retries=0))
    assert opened.releases[0].version == "1.1"
    assert asked == [(f"{shop.url}/simple/", "me"), (urllib.parse.urlsplit(shop.url).netloc, "me")]  # once: the file is asked for with what was found
    opened.close()


def test_a_proxy_is_asked_instead(shop: Shop) -> None:
    shop.sell("p", SDIST)
    shop.answers = {f"http://index.invalid{path}": answer for path, answer in shop.answers.items()}
    opened = open_one(spec("p"), settings=Settings(index_url="http://index.invalid/simple", proxy=shop.url, retries=0))
    assert opened.releases[0].payload == SDIST["p-0.9.tar.gz"]
    opened.close()


def test_unknown_names_and_versions(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    with pytest.raises(UnknownVersion) as version:
        open_one(spec("p", "1.2"), settings=shop.settings())
    assert version.value.hints[0] == "p==1.1"
    links = str(_lay(tmp_path / "links", {"p_quark-1.0.tar.gz": b""}))
    with pytest.raises(UnknownPackage, match="p-quork") as package:
        open_one(spec("p-quork"), settings=shop.settings(extra_index_urls=(_local_index(tmp_path, WHEELS),), find_links=(links,)))
    assert package.value.hints[0] == "p-quark"
    for name in ("../p", "p/../../q", "", "p q", "-p"):
        with pytest.raises(BadSpec):
            open_one(spec(name), settings=shop.settings())


def test_offline_asks_nobody(shop: Shop, tmp_path: Path) -> None:
    shop.sell("p", WHEELS)
    with pytest.raises(IndexUnavailable, match="offline"):
        open_one(spec("p"), settings=shop.settings(), offline=True)
    links = str(_lay(tmp_path, SDIST))
    opened = open_one(spec("p"), settings=shop.settings(find_links=(links,)), offline=True)
    assert opened.releases[0].version == "0.9"
    assert "offline" in opened.releases[0].warnings[0]
    assert not shop.asked


def test_an_index_that_is_down(shop: Shop, tmp_path: Path) -> None:
    url = "http://127.0.0.1:1/simple"  # nobody listens there
    with pytest.raises(IndexUnavailable, match=r"http://127\.0\.0\.1:1/simple/ cannot be reached: .*refused") as caught:
        open_one(spec("p"), settings=Settings(index_url=url.replace("://", "://me:secret@"), retries=0))
    assert "secret" not in str(caught.value)
    shop.sell("p", WHEELS)
    opened = open_one(spec("p", "1.0"), settings=shop.settings(extra_index_urls=(url,)))
    assert "cannot be reached" in opened.releases[0].warnings[0]
    opened.close()
    with pytest.raises(IndexUnavailable):
        open_one(spec("p"), settings=shop.settings(extra_index_urls=(url,)))


@pytest.mark.parametrize(("status", "said"), [(403, "refused with status 403"), (500, "status 500"), (418, "status 418"), (503, "status 503")])
def test_an_index_that_refuses(shop: Shop, status: int, said: str) -> None:
    shop.sell("p", WHEELS)
    shop.statuses = [status]
    with pytest.raises(IndexUnavailable, match=said):
        open_one(spec("p"), settings=shop.settings())


def test_passing_trouble_is_retried(shop: Shop) -> None:
    shop.sell("p", WHEELS)
    shop.statuses = [503, 502]
    opened = open_one(spec("p"), settings=shop.settings(retries=2))
    assert opened.releases[0].version == "1.1"
    opened.close()


@pytest.mark.parametrize(
    "answer", [(JSON, b"<html>"), ("application/json", b"[]"), ("text/html", b'<meta name="pypi:repository-version" content="9.0">')]
)
def test_an_answer_that_is_no_index_page(shop: Shop, answer: tuple[str, bytes]) -> None:
    shop.answers["/simple/p/"] = answer
    with pytest.raises(IndexUnavailable, match="no index page"):
        open_one(spec("p"), settings=shop.settings())


def test_a_server_that_says_nothing(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        with pytest.raises(IndexUnavailable, match="no answer in time"):
            open_one(spec("p"), settings=Settings(index_url=url, timeout=0.2, retries=0))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate that nobody signed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    path = tmp_path_factory.mktemp("tls") / "self.pem"
    ask = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    ask += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run([openssl, *ask], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def test_certificates(certificate: Path) -> None:
    with open_shop(certificate) as shop:
        shop.sell("p", WHEELS)
        with pytest.raises(CertificateProblem, match="was not accepted"):
            open_one(spec("p"), settings=shop.settings())
        host = urllib.parse.urlsplit(shop.url).netloc
        for settings in (shop.settings(cert=f"{certificate}.crt"), shop.settings(trusted_hosts=("127.0.0.1",)), shop.settings(trusted_hosts=(host,))):
            opened = open_one(spec("p"), settings=settings)
            assert opened.releases[0].version == "1.1"
            opened.close()
    with pytest.raises(CertificateProblem, match=r"nowhere\.pem"):
        open_one(spec("p"), settings=Settings(index_url="https://127.0.0.1:1/simple", cert=os.path.join("nowhere.pem"), retries=0))


def test_plain_http_where_tls_was_expected_is_no_matter_of_certificates(shop: Shop) -> None:
    with pytest.raises(IndexUnavailable) as caught:
        open_one(spec("p"), settings=Settings(index_url=shop.url.replace("http:", "https:") + "/simple", retries=0))
    assert type(caught.value) is IndexUnavailable


def test_the_default_index_is_pypi_simples() -> None:
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    assert default_index() == PYPI_SIMPLE_ENDPOINT
