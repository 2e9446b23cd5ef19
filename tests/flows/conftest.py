"""No service, no user and no package index has a say in tests of whole commands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modiff.project.pull_request import TARGETS
from tests.flows.repos import F, G, Repo


@pytest.fixture(autouse=True)
def _no_service(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the service that runs these tests are not about the small projects here; nor are a user's own settings of git and pip."""
    for name in TARGETS:
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "x")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "x@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    if request.node.get_closest_marker("network"):
        return
    for name in [name for name in os.environ if name.upper().startswith("PIP_") or name.upper().endswith("_PROXY")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "index" / "simple").as_uri())


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.commit(F, "1.1.0", tag="v1.1.0")
    repo.commit(F + G, tag="v1.2.0")
    return repo
