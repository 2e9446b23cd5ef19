"""Chromium without a window: where it is, what tests that need it are marked with, and how a page is opened in it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
DESKTOP, PHONE = (1280, 900), (390, 844)
NEEDS = [
    pytest.mark.browser,
    pytest.mark.skipif(find_spec("selenium") is None, reason="selenium is not installed: pip install -e '.[browser]'"),
    pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="there is no chromium with its chromedriver: apt-get install chromium-driver"),
    pytest.mark.timeout(120),
]
"""For `pytestmark` of a file of tests."""


def start() -> Any:
    """A browser, which must be quit."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(DRIVER))


def visit(driver: Any, address: str, size: tuple[int, int], scheme: str) -> None:
    """Opens a page anew: in pixels, on a phone where the size is one's, `light` or `dark`."""
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get("about:blank")
    driver.get(address)


def press(driver: Any, *keys: str) -> None:
    """Types them wherever the focus is."""
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(*keys).perform()
