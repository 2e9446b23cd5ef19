"""One browser for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.chromium import start


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    """Chromium, driven by Selenium."""
    started = start()
    try:
        yield started
    finally:
        started.quit()
