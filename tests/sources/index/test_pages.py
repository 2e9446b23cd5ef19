"""What pages list, and what the names of files say."""

from __future__ import annotations

import json

import pytest

from modiff.sources.index.pages import Origin, files_from_html, files_from_json, local_path, origin_of, version_in, without_login

HERE = Origin("https://index.example/simple/")
URL = "https://index.example/simple/some-thing/"


@pytest.mark.parametrize(
    ("filename", "version"),
    [
        ("some_thing-1.0-py3-none-any.whl", "1.0"),
        ("Some.Thing-1.0-2-cp39-cp39-win_amd64.whl", "1.0"),
        ("some_thing-1.0+cpu-cp39-cp39-win_amd64.whl", "1.0+cpu"),
        ("some_thing-1.0%2Bcpu-cp39-cp39-win_amd64.whl", "1.0+cpu"),
        ("some-thing-1.0.tar.gz", "1.0"),
        ("some-thing-1.0.zip", "1.0"),
        ("some_thing-2004d.tar.bz2", "2004d"),
        ("some-thing-1.0-rc1.tar.gz", "1.0-rc1"),
        ("some-thing-1.0.linux-x86_64.tar.gz", None),
        ("some-thing-1.0.win32.zip", None),
        ("some-thing-else-1.0-py3-none-any.whl", None),
        ("other-1.0.tar.gz", None),
        ("some_thing-1.0.tar.gz.asc", None),
        ("some_thing-1.0-py2.7.egg", None),
        ("some_thing-1.0.win32.exe", None),
    ],
)
def test_the_version_in_a_name(filename: str, version: str | None) -> None:
    assert version_in(filename, "some-thing") == version


def test_json_and_html_say_the_same() -> None:
    name, digest = "some_thing-1.0-py3-none-any.whl", "ab" * 32
    listed = {"filename": name, "url": f"../../f/{name}", "hashes": {"sha256": digest}, "yanked": "bad", "requires-python": ">=3.4"}
    page = {"meta": {"api-version": "1.4"}, "name": "x", "files": [listed]}
    link = f'<a href="../../f/{name}#sha256={digest}" data-yanked="" data-requires-python="&gt;=3.4">x</a>'
    html = f'<html><head><meta name="pypi:repository-version" content="1.0"></head><body>{link}</body></html>'
    from_json = files_from_json("some-thing", json.dumps(page).encode(), URL, HERE)
    assert from_json == files_from_html("some-thing", html.encode(), URL, HERE)
    (file,) = from_json
    assert (file.url, file.yanked, file.size, file.hashes) == (f"https://index.example/f/{name}", True, None, {"sha256": digest})
    assert file.tags == ("py3-none-any",)
    assert file.requires_python == ">=3.4"


def test_a_base_and_escapes_in_html() -> None:
    link = '<a href="some%20place/some_thing-1.0%2Bcpu-cp39-cp39-win_amd64.whl?a=b">x</a>'
    html = f'<html><head><base href="https://files.example/"></head><body>{link}</body></html>'
    (file,) = files_from_html("some-thing", html.encode(), URL, HERE)
    assert file.filename == "some_thing-1.0+cpu-cp39-cp39-win_amd64.whl"
    assert file.url == "https://files.example/some%20place/some_thing-1.0%2Bcpu-cp39-cp39-win_amd64.whl?a=b"
    assert file.version == "1.0+cpu"


@pytest.mark.parametrize("page", [b"<html>", b"{}", b'{"files": 3}', b'{"meta": {"api-version": "2.0"}, "files": []}'])
def test_what_is_no_json_page(page: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        files_from_json("x", page, URL, HERE)


def test_a_page_of_another_age() -> None:
    with pytest.raises(ValueError, match="2"):
        files_from_html("x", b'<html><head><meta name="pypi:repository-version" content="2.0"></head></html>', URL, HERE)


def test_a_page_of_the_web_leads_to_no_file_of_this_machine() -> None:
    name = "some_thing-1.0-py3-none-any.whl"
    page = b'<a href="file:///tmp/%s">x</a><a href="ftp://files.example/%s">x</a>' % (name.encode(), name.encode())
    assert files_from_html("some-thing", page, URL, HERE) == []
    assert [file.path for file in files_from_html("some-thing", page, "file:///x/", Origin("file:///x/"))] != []


def test_compressed_tags() -> None:
    name = "some_thing-1-cp38.cp39-abi3-manylinux1_x86_64.win32.whl"
    html = f'<a href="{name}">x</a>'
    (file,) = files_from_html("some-thing", html.encode(), URL, HERE)
    assert file.tags == ("cp38-abi3-manylinux1_x86_64", "cp38-abi3-win32", "cp39-abi3-manylinux1_x86_64", "cp39-abi3-win32")


def test_credentials_are_taken_out_and_decoded() -> None:
    assert origin_of("https://me:a%40b@index.example:8443/simple/") == Origin("https://index.example:8443/simple/", ("me", "a@b"))
    assert origin_of("https://token@index.example/simple/").login == ("token", "")
    assert without_login("https://me:pw@index.example/x?y#z") == "https://index.example/x?y#z"


def test_local_paths() -> None:
    assert local_path("https://index.example/x") is None
    path = local_path("file:///some%20place/x.whl")
    assert path is not None
    assert path.parts[-2:] == ("some place", "x.whl")
