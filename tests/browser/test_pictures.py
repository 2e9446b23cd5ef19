"""Pages of pictures in a real browser: opening what is collapsed, what is joined to what, search, keys, both schemes. `make browser` runs these."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modiff.report import Style, diff_format, show_format
from tests.model.small_api import modules
from tests.report.test_drawing import CHANGED, EVIL

selenium = pytest.importorskip("selenium", reason="selenium is not installed: pip install -e '.[browser]'")

from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

from tests.browser.test_page import CHROMIUM, DESKTOP, DRIVER, PHONE  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason="there is no chromium with its chromedriver: apt-get install chromium-driver"),
    pytest.mark.timeout(120),
]

BIG = modules([("p", f"p.part{a}.m{b}") for a in range(9) for b in range(30)] + [("p.part1.m2", "p.part1.m3")])


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield started
    finally:
        started.quit()


def opened(driver: Any, folder: Path, text: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Any:
    (folder / "page.html").write_text(text, "utf-8")
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
    )
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get("about:blank")
    driver.get((folder / "page.html").as_uri())
    return driver


def keys(driver: Any, *pressed: str) -> None:
    ActionChains(driver).send_keys(*pressed).perform()


def told(driver: Any) -> str:
    return str(driver.execute_script("return document.getElementById('told').innerText"))


def trail(driver: Any) -> str:
    return str(driver.execute_script("return document.getElementById('trail').textContent"))


def test_what_is_collapsed_opens_and_closes_again(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    page.find_element("css selector", ".box.opens").click()
    name, label = told(page).splitlines()[:2]
    assert label == "Open (30)"
    keys(page, Keys.ENTER)
    assert trail(page) == f"all › {name}"
    assert len(page.find_elements("css selector", "#stage .box")) == 30
    keys(page, Keys.BACKSPACE)
    assert trail(page) == "all"
    assert told(page).splitlines()[0] == name
    assert page.get_log("browser") == []


def test_what_is_searched_for_is_found_wherever_it_is(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    keys(page, "/", "part1 m2")
    assert told(page).splitlines()[:2] == ["11 found", "p.part1.m2"]
    keys(page, Keys.ENTER)
    assert trail(page) == "all › p.part1"
    assert "imports 1\np.part1.m3" in told(page)
    assert page.execute_script("return document.querySelectorAll('.box.lit').length") == 2


def test_boxes_are_reached_by_keys_and_the_picture_moves(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    keys(page, "j", "j")
    second = told(page).splitlines()[0]
    keys(page, "k", "j")
    assert told(page).splitlines()[0] == second

    def frame() -> list[float]:
        return [float(part) for part in page.execute_script("return document.querySelector('#stage svg').getAttribute('viewBox')").split()]

    before = frame()
    keys(page, "+", Keys.ARROW_RIGHT)
    after = frame()
    assert after[2] < before[2]
    assert after[0] > before[0]
    keys(page, Keys.ESCAPE)
    assert page.execute_script("return document.querySelectorAll('.box.at').length") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_both_schemes_and_widths(driver: Any, tmp_path: Path, scheme: str, size: tuple[int, int]) -> None:
    page = opened(driver, tmp_path, diff_format("graph")(CHANGED, Style(picture="html")), size, scheme)
    dark = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(20, 23, 26)") == (scheme == "dark")
    assert page.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
    assert page.execute_script("const box = document.querySelector('#stage .box').getBoundingClientRect(); return box.width > 10 && box.left >= 0")


def test_a_change_lists_its_findings(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, diff_format("graph")(CHANGED, Style(picture="html")))
    keys(page, "/", "Loses", Keys.ENTER)
    assert told(page).startswith("~ shop.a.Loses")
    assert "method-removed shop.a.Loses.m" in told(page)


def test_nothing_of_a_stranger_runs(driver: Any, tmp_path: Path) -> None:
    for name in EVIL:
        page = opened(driver, tmp_path, show_format("html")(modules([("p", f"p.{name}"), (f"p.{name}", "p.good")]), Style()))
        keys(page, "j", "j", "/", "p", Keys.ENTER)
        assert page.execute_script("return window.evil") is None
        assert page.get_log("browser") == []
