"""The HTML report in a real browser, without a window: what is said in src/modiff/report/page is done there.

Needs Chromium with its driver, and Selenium; skipped with the reason where one is missing. `make browser` runs these alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from modiff.model.findings import Excerpt, Finding, Report
from modiff.report import Style, diff_format
from tests.browser.chromium import DESKTOP, NEEDS, PHONE, press, visit
from tests.report.shared import ADDED, CHECKED, DEFAULT_CHANGED, FUNCTION_REMOVED, LONG, PARAMETER_REMOVED, REPORT

pytestmark = NEEDS
MANY = 5_000
EVIL = "</script><script>window.evil = 1</script><img src=x onerror='window.evil = 1'>"


class Page:
    """A report that is open in the browser."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def run(self, script: str, *arguments: object) -> Any:
        """The value of a script that ends in `return`."""
        return self.driver.execute_script(script, *arguments)

    def keys(self, *pressed: str) -> None:
        """Types them wherever the focus is."""
        press(self.driver, *pressed)

    def search(self, text: str) -> float:
        """Types a text at once; milliseconds until the page had laid out what is left."""
        return float(
            self.run(
                "const field = document.getElementById('search'), start = performance.now(); field.value = arguments[0];"
                "field.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - start",
                text,
            )
        )

    def press(self, label: str) -> None:
        """Clicks the first button whose text begins so."""
        self.run("[...document.querySelectorAll('button')].find((node) => node.textContent.startsWith(arguments[0])).click()", label)

    @property
    def shown(self) -> list[str]:
        """Fingerprints of the findings in sight."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll('.finding')].filter((node) => node.checkVisibility()).map((node) => node.id)"
        )
        return found

    @property
    def count(self) -> str:
        """What the page says of how many there are."""
        return str(self.run("return document.getElementById('count').textContent"))

    @property
    def complaints(self) -> list[Any]:
        """What the console said."""
        found: list[Any] = self.driver.get_log("browser")
        return found


def opened(driver: Any, folder: Path, report: Report, *, anchor: str = "", size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    file = folder / "report.html"
    file.write_text(diff_format("html")(report, Style()), "utf-8")
    visit(driver, file.as_uri() + anchor, size, scheme)
    page = Page(driver)
    page.run("return document.title")
    return page


def ready(page: Page) -> None:
    """Waits until what is built in idle moments is there."""
    page.driver.set_script_timeout(30)
    page.driver.execute_async_script(
        "const done = arguments[0]; const look = () => document.documentElement.dataset.ready ? done() : setTimeout(look, 20); look()"
    )


FOUND = {f.fingerprint for f in REPORT.findings} - {ADDED.fingerprint}


def test_what_it_shows_at_first(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, REPORT)
    assert set(page.shown) == FOUND  # additions wait for their button
    assert page.count == "7 of 8"
    assert page.run("return document.querySelector('.verdict').textContent") == "major: 3 findings ask for a new major version"
    assert page.complaints == []


def test_buttons_filter_and_undo(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, REPORT)
    page.press("patch")
    assert page.shown == [DEFAULT_CHANGED.fingerprint]
    page.press("minor")
    assert len(page.shown) == 2
    page.press("Show all")
    assert set(page.shown) == FOUND
    page.press("additions")
    assert len(page.shown) == len(FOUND) + 1
    page.press("Show all")
    page.press("likely")
    assert page.shown == [LONG.fingerprint]


def test_lists_of_rules_and_modules(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, REPORT)
    choose = "const node = document.getElementById(arguments[0]); node.value = arguments[1]; node.dispatchEvent(new Event('change'))"
    page.run(choose, "rule", "function-removed")
    assert page.shown == [FUNCTION_REMOVED.fingerprint]
    page.run(choose, "rule", "")
    page.run(choose, "home", "shop.stock")
    assert set(page.shown) == {LONG.fingerprint, DEFAULT_CHANGED.fingerprint}  # with what lies below it


def test_search_takes_words_in_any_order(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, REPORT)
    page.search("EXPRESS shop.order")
    assert page.shown == [PARAMETER_REMOVED.fingerprint]
    page.search("no such thing")
    assert page.shown == []
    assert page.run("return !document.getElementById('nothing').hidden")


def test_statuses_of_a_check(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, CHECKED)
    page.press("unreleased")
    assert page.shown == ["parameter-added-required:shop.preview"]
    assert "1.5 → needs 2.0" in page.run("return document.querySelector('header').textContent")
    assert page.complaints == []


def test_details_are_there_when_opened(driver: Any, tmp_path: Path) -> None:
    excerpt = Excerpt(11, ("", "def order(item, count=1, express=False):", "    ..."))
    page = opened(driver, tmp_path, msgspec.structs.replace(REPORT, excerpts={("old", "shop/api.py", 12): excerpt}))
    card = f"document.getElementById({json.dumps(PARAMETER_REMOVED.fingerprint)})"
    page.run(f"{card}.querySelector('summary').click()")
    page.driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 0))")
    assert page.run(f"return [...{card}.querySelectorAll('mark')].map((node) => node.textContent)") == ["express=False"]
    assert page.run(f"return {card}.querySelector('pre .here').textContent") == excerpt.lines[1]
    assert page.run(f"return {card}.querySelector('pre .here').dataset.line") == "12"
    told = page.run(f"return {card}.textContent")
    for text in ("shop/api.py:12", "leave it out: every order is express now", "shop.api.order", "shop.order('tea', express=True)"):
        assert text in told


def test_a_link_opens_its_finding_even_an_addition(driver: Any, tmp_path: Path) -> None:
    for found in (FUNCTION_REMOVED, ADDED):
        page = opened(driver, tmp_path, REPORT, anchor=f"#{found.fingerprint}")
        assert page.run("return document.getElementById(arguments[0]).open", found.fingerprint)
        assert found.fingerprint in page.shown


def test_keys(driver: Any, tmp_path: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    page = opened(driver, tmp_path, REPORT)
    focused = "return document.activeElement.closest('.finding')?.id"
    order = page.shown
    page.keys("j", "j")
    assert page.run(focused) == order[1]
    page.keys("k")
    assert page.run(focused) == order[0]
    page.keys(Keys.ENTER)
    assert page.run("return document.activeElement.closest('.finding').open")
    page.keys("/")
    assert page.run("return document.activeElement.id") == "search"
    page.keys("express")
    assert page.shown == [PARAMETER_REMOVED.fingerprint]
    page.keys(Keys.ESCAPE)
    assert set(page.shown) == FOUND


def test_it_needs_no_network_and_runs_nothing_of_a_stranger(driver: Any, tmp_path: Path) -> None:
    bad = msgspec.structs.replace(FUNCTION_REMOVED, path=f"shop.{EVIL}", message=EVIL, hint=EVIL, client=EVIL, when=EVIL, deprecated=EVIL)
    page = opened(driver, tmp_path, msgspec.structs.replace(REPORT, findings=(bad,)), anchor=f"#{bad.fingerprint}")
    assert page.run("return window.evil") is None
    assert EVIL in page.run("return document.querySelector('.finding').textContent")
    assert page.run("return performance.getEntriesByType('resource').filter((entry) => !entry.name.startsWith('data:')).length") == 0
    assert page.complaints == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_and_follows_the_scheme(driver: Any, tmp_path: Path, size: tuple[int, int], scheme: str) -> None:
    page = opened(driver, tmp_path, CHECKED, anchor=f"#{PARAMETER_REMOVED.fingerprint}", size=size, scheme=scheme)
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    light = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).every((part) => part > 200)"
    assert page.run(light) is (scheme == "light")
    page.press("◐")
    assert page.run(light) is (scheme == "dark")


def test_print_shows_all_details_and_no_controls(driver: Any, tmp_path: Path) -> None:
    page = opened(driver, tmp_path, REPORT, scheme="dark")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert page.run("return [...document.querySelectorAll('.finding')].filter((node) => !node.hidden).every((node) => node.open)")
    assert page.run("return !document.getElementById('filters').checkVisibility()")
    assert page.run("return getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()") == "#fff"


def many() -> Report:
    """Findings of five kinds in some 300 modules."""

    def one(number: int) -> Finding:
        plain = (PARAMETER_REMOVED, FUNCTION_REMOVED, LONG, DEFAULT_CHANGED, ADDED)[number % 5]
        path = f"shop.m{number // 17}.f{number}"
        return msgspec.structs.replace(plain, path=path, message=f"{path}() differs", fingerprint=f"{number:08x}")

    return msgspec.structs.replace(REPORT, findings=tuple(one(number) for number in range(MANY)))


def test_five_thousand_findings_are_there_at_once_and_stay_smooth(driver: Any, tmp_path: Path) -> None:
    """Limits are several times what two cores take (130 ms, 25 ms), and the best of a few tries counts: a machine that runs tests is not quiet."""
    painted = []
    for _ in range(3):
        page = opened(driver, tmp_path, many())
        ready(page)
        painted.append(page.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    assert min(painted) < 1_000
    assert page.count == "4,000 of 5,000"
    assert min(page.search(text) for text in ("m200", "removed", "f49", "")) < 100
    page.search("m200.f3401")
    assert len(page.shown) == 1
    assert page.complaints == []
