"""A shop to ask, and no settings of the user's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.index.shop import Shop, open_shop


@pytest.fixture(autouse=True)
def _no_settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither pip's variables and files, nor netrc and proxies, reach these tests, except those that ask the real index."""
    if request.node.get_closest_marker("network"):
        return
    for name in [name for name in os.environ if name.upper().startswith("PIP_") or name.upper().endswith("_PROXY")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def shop() -> Iterator[Shop]:
    """An empty index that answers over HTTP."""
    with open_shop() as opened:
        yield opened
