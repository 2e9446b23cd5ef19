"""What all tests share: properties run the same way everywhere, and no test can read or fill the user's own cache."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every machine, and no deadline: two busy cores say nothing about the code.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


_tests = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What fixtures that serve many tests come to fill is not the user's either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODIFF_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache" / "modiff"))
        yield


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a cache of its own, empty at first, under a folder of this run; made only if the test comes to fill it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("MODIFF_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache" / f"modiff-{next(_tests)}"))
    monkeypatch.delenv("MODIFF_CACHE_SIZE", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).resolve().parent.parent
