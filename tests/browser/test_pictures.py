"""Pages of pictures in a real browser: opening what is collapsed, what is joined to what, search, keys, both schemes. `make browser` runs these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from modiff.report import Style, diff_format, show_format
from tests.browser.chromium import DESKTOP, NEEDS, PHONE, press, visit
from tests.model.small_api import modules
from tests.report.test_drawing import CHANGED, EVIL

Keys = pytest.importorskip("selenium.webdriver.common.keys", reason="selenium is not installed: pip install -e '.[browser]'").Keys
pytestmark = NEEDS

BIG = modules([("p", f"p.part{a}.m{b}") for a in range(9) for b in range(30)] + [("p.part1.m2", "p.part1.m3")])


def opened(driver: Any, folder: Path, text: str, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Any:
    (folder / "page.html").write_text(text, "utf-8")
    visit(driver, (folder / "page.html").as_uri(), size, scheme)
    return driver


def told(driver: Any) -> str:
    return str(driver.execute_script("return document.getElementById('told').innerText"))


def trail(driver: Any) -> str:
    return str(driver.execute_script("return document.getElementById('trail').textContent"))


def test_what_is_collapsed_opens_and_closes_again(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    page.find_element("css selector", ".box.opens").click()
    name, label = told(page).splitlines()[:2]
    assert label == "Open (30)"
    press(page, Keys.ENTER)
    assert trail(page) == f"all › {name}"
    assert len(page.find_elements("css selector", "#stage .box")) == 30
    press(page, Keys.BACKSPACE)
    assert trail(page) == "all"
    assert told(page).splitlines()[0] == name
    assert page.get_log("browser") == []


def test_what_is_searched_for_is_found_wherever_it_is(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    press(page, "/", "part1 m2")
    assert told(page).splitlines()[:2] == ["11 found", "p.part1.m2"]
    press(page, Keys.ENTER)
    assert trail(page) == "all › p.part1"
    assert "imports 1\np.part1.m3" in told(page)
    assert page.execute_script("return document.querySelectorAll('.box.lit').length") == 2


def test_boxes_are_reached_by_keys_and_the_picture_moves(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, show_format("html")(BIG, Style()))
    press(page, "j", "j")
    second = told(page).splitlines()[0]
    press(page, "k", "j")
    assert told(page).splitlines()[0] == second

    def frame() -> list[float]:
        return [float(part) for part in page.execute_script("return document.querySelector('#stage svg').getAttribute('viewBox')").split()]

    before = frame()
    press(page, "+", Keys.ARROW_RIGHT)
    after = frame()
    assert after[2] < before[2]
    assert after[0] > before[0]
    press(page, Keys.ESCAPE)
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
    press(page, "/", "Loses", Keys.ENTER)
    assert told(page).startswith("~ shop.a.Loses")
    assert "method-removed shop.a.Loses.m" in told(page)


def test_nothing_of_a_stranger_runs(driver: Any, tmp_path: Path) -> None:
    for name in EVIL:
        page = opened(driver, tmp_path, show_format("html")(modules([("p", f"p.{name}"), (f"p.{name}", "p.good")]), Style()))
        press(page, "j", "j", "/", "p", Keys.ENTER)
        assert page.execute_script("return window.evil") is None
        assert page.get_log("browser") == []
