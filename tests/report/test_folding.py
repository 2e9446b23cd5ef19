"""Fewer lines for who did not ask for all: members that went with a base, long lists of names."""

from __future__ import annotations

from modiff.model.findings import Finding, Place
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


def retyped(path: str, was: str = "bytes", now: str = "bytes | None") -> Finding:
    message = f"{path}() may return more than before: {now}, was {was}"
    return finding("return-type-changed", path, message, old=Place(was, "a.py", 1), new=Place(now, "a.py", 1), fingerprint=path)


def test_a_method_and_its_overrides_are_told_once() -> None:
    found = folded([retyped(f"shop.{cls}.dump", was) for cls, was in (("A", "bytes"), ("B", "str"), ("C", "bytes"), ("D", "bytes"))])
    assert [f.message for f in found] == [
        "shop.A.dump() may return more than before: bytes | None, was bytes; likewise `shop.B.dump`, `shop.C.dump` and `shop.D.dump`"
    ]


def test_a_member_that_many_classes_lost_is_told_once() -> None:
    lost_ones = [finding("attribute-removed", f"shop.{cls}.limit", f"Attribute shop.{cls}.limit is gone", fingerprint=cls) for cls in "ABCDEFGH"]
    assert [f.message for f in folded(lost_ones)] == [
        "Attribute shop.A.limit is gone; likewise `shop.B.limit`, `shop.C.limit`, `shop.D.limit` and 4 more"
    ]


def test_constructors_are_named_as_they_are_called() -> None:
    closed = [finding("parameter-removed", f"shop.{cls}.__init__", f"shop.{cls}() lost its parameter `x`", fingerprint=cls) for cls in "ABCDEFGH"]
    assert [f.message for f in folded(closed)] == ["shop.A() lost its parameter `x`; likewise `shop.B()`, `shop.C()`, `shop.D()` and 4 more"]


def test_methods_of_other_names_of_which_other_things_are_said_or_that_are_few_are_told_each() -> None:
    few = [retyped(f"shop.{cls}.dump") for cls in "ABC"]
    others = [*few, retyped("shop.D.load"), retyped("shop.E.dump", now="str")]
    assert folded(others) == others
    hinted = [finding("method-removed", f"shop.{cls}.m", f"Method shop.{cls}.m() is gone", hint=f"use {cls}.n") for cls in "ABCDE"]
    classes = [finding("class-removed", f"shop.{home}.C", f"Class shop.{home}.C is gone") for home in "abcde"]
    assert folded([*hinted, *classes]) == [*hinted, *classes]
