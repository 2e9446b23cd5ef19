"""The listing of one version, compared whole."""

from __future__ import annotations

from modiff.report import Style, show_format
from tests.report.shared import API

LISTING = """\
# shop 2.0: 5 items
module     shop
class      shop.Shelf[T](width) < shop.base.Thing
async static method shop.Shelf.lift(); final; from shop.base.Thing; deprecated: use push
attribute  shop.TAX: Final[float] = 0.2
function   shop.order(item: str, /, count: int = 1, *, gift=False, **rest: object) -> Order | None; also shop.api.order; only on Python >= 3
# 1 gap where reading met its limit (shown with -v)
"""


def test_whole() -> None:
    assert show_format("text")(API, Style()) == LISTING


def test_width_and_colour_change_nothing() -> None:
    assert show_format("text")(API, Style(width=40, color=True)) == LISTING


def test_gaps_are_listed_when_asked_for() -> None:
    assert show_format("text")(API, Style(verbose=1)).splitlines()[-1] == "#   shop: names are made at run time"
