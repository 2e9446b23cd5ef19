"""Fewer lines for who did not ask for all: members that went with a base, long lists of names."""

from __future__ import annotations

from modiff.model.findings import Finding
from modiff.report.folding import folded, shortened
from tests.report.shared import finding

BASE = finding("base-removed", "shop.Shelf", "shop.Shelf no longer derives from shop.base.Thing", fingerprint="b")


def lost(name: str, canonical: str, **given: object) -> Finding:
    return finding("method-removed", f"shop.Shelf.{name}", f"Method shop.Shelf.{name}() is gone", canonical=canonical, **given)


def test_members_that_only_the_base_gave_are_named_beside_it() -> None:
    found = folded([BASE, lost("move", "shop.base.Thing.move"), lost("lift", "shop.base.Thing.lift")])
    assert [f.message for f in found] == ["shop.Shelf no longer derives from shop.base.Thing; with it went `lift()` and `move()`"]


def test_members_of_its_own_of_which_more_is_said_or_of_another_class_are_told() -> None:
    others = [
        lost("own", "shop.Shelf.own"),
        lost("hinted", "shop.base.Thing.hinted", hint="use move"),
        lost("other", "shop.base.Thingy.other"),
        finding("method-removed", "shop.Desk.move", "Method shop.Desk.move() is gone", canonical="shop.base.Thing.move"),
    ]
    assert folded([BASE, *others]) == [BASE, *others]


def test_long_lists_end_after_the_first_few() -> None:
    names = [f"`p{i}`" for i in range(9)]
    assert shortened(f"f() lost `x`: by position, {', '.join(names[:-1])} and {names[-1]} shift") == (
        "f() lost `x`: by position, `p0`, `p1`, `p2` and 6 more shift"
    )
    assert shortened("by position, `a`, `b`, `c` and `d` shift") == "by position, `a`, `b`, `c` and `d` shift"


def test_types_of_many_strings_are_told_in_few() -> None:
    many = ", ".join(f"'value-{number}'" for number in range(40))
    assert shortened(f"pkg.Codes stands for another type: Literal[{many}], was Literal['a', 'b']") == (
        "pkg.Codes stands for another type: Literal['value-0', 'value-1', 'value-2', … 37 more], was Literal['a', 'b']"
    )
