"""Pip's settings: which files count, which value wins, what a value may be."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from modiff.errors import BadUsage
from modiff.sources.index.settings import Settings, configuration_files, load


def _file(folder: Path, text: str, name: str = "pip.conf") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    return folder / name


def test_nothing_configured_is_what_pip_does_by_itself() -> None:
    assert load({}, []) == Settings()
    assert Settings().index_url is None
    assert Settings().timeout == 15


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """
[global]
index-url = https://one.example/simple
extra-index-url =
    https://two.example/simple
    file:///three
find_links = ./wheels https://four.example/links.html
no-index = yes
cert = ~/ca.pem
client-cert = client.pem
trusted-host = five.example six.example:8080
proxy = http://proxy.example:3128
timeout = 7.5
retries = 0
"""
    assert load({}, [_file(tmp_path, text)]) == Settings(
        index_url="https://one.example/simple",
        extra_index_urls=("https://two.example/simple", "file:///three"),
        find_links=("./wheels", "https://four.example/links.html"),
        no_index=True,
        cert=os.path.expanduser("~/ca.pem"),
        client_cert="client.pem",
        trusted_hosts=("five.example", "six.example:8080"),
        proxy="http://proxy.example:3128",
        timeout=7.5,
        retries=0,
    )


def test_later_files_win_key_by_key(tmp_path: Path) -> None:
    first = _file(tmp_path / "a", "[global]\nindex-url = https://a.example\ntimeout = 1\n")
    second = _file(tmp_path / "b", "[global]\nindex-url = https://b.example\n")
    got = load({}, [first, tmp_path / "absent.conf", second])
    assert (got.index_url, got.timeout) == ("https://b.example", 1.0)


def test_a_commands_section_is_stronger_than_global_in_any_file(tmp_path: Path) -> None:
    first = _file(tmp_path / "a", "[download]\nindex-url = https://download.example\n[install]\nindex-url = https://install.example\nretries = 4\n")
    second = _file(tmp_path / "b", "[global]\nindex-url = https://global.example\nretries = 1\n[list]\ntimeout = 99\n")
    got = load({}, [first, second])
    assert (got.index_url, got.retries, got.timeout) == ("https://download.example", 4, 15.0)


def test_variables_win_over_files_and_empty_ones_hide_nothing_else(tmp_path: Path) -> None:
    file = _file(tmp_path, "[global]\nindex-url = https://file.example\nextra-index-url = https://extra.example\ncert = a.pem\n")
    got = load({"PIP_INDEX_URL": "https://env.example", "PIP_EXTRA_INDEX_URL": "", "PIP_DEFAULT_TIMEOUT": "180", "INDEX_URL": "no"}, [file])
    assert (got.index_url, got.extra_index_urls, got.timeout, got.cert) == ("https://env.example", (), 180.0, "a.pem")


def test_percent_signs_are_no_interpolation(tmp_path: Path) -> None:
    file = _file(tmp_path, "[global]\nindex-url = https://me:a%40b@one.example/simple\n")
    assert load({}, [file]).index_url == "https://me:a%40b@one.example/simple"


@pytest.mark.parametrize(
    ("text", "said"),
    [("index-url = x\n", "pip.conf cannot be read"), ("[global]\ntimeout = soon\n", "`timeout`"), ("[global]\nno-index = perhaps\n", "`no-index`")],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadUsage, match=said):
        load({}, [_file(tmp_path, text)])


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folders of XDG")
def test_the_files_are_pips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path / 'one'}{os.pathsep}{tmp_path / 'two'}")
    site = Path(sys.prefix) / "pip.conf"
    shared = [tmp_path / "one/pip/pip.conf", tmp_path / "two/pip/pip.conf", Path("/etc/pip.conf")]
    own = [tmp_path / ".pip/pip.conf", tmp_path / "xdg/pip/pip.conf"]
    assert configuration_files({}) == [*shared, *own, site]
    named = _file(tmp_path, "", "named.conf")
    assert configuration_files({"PIP_CONFIG_FILE": str(named)}) == [*shared, site, named]
    assert configuration_files({"PIP_CONFIG_FILE": str(tmp_path / "absent")}) == [*shared, *own, site, tmp_path / "absent"]
    assert configuration_files({"PIP_CONFIG_FILE": os.devnull}) == []


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the folders of XDG")
def test_pip_itself_reads_the_same_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import subprocess

    pytest.importorskip("pip")
    monkeypatch.delenv("PIP_CONFIG_FILE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    _file(tmp_path / "pip", "[global]\nindex-url = https://mine.example/simple\n")
    said = subprocess.run([sys.executable, "-m", "pip", "config", "debug"], capture_output=True, text=True, check=True).stdout
    listed = [Path(line.split(", exists:")[0].strip()) for line in said.splitlines() if ", exists:" in line]
    assert sorted(listed) == sorted(configuration_files(os.environ))
    assert load().index_url == "https://mine.example/simple"
