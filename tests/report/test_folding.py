"""Fewer lines for who did not ask for all: members that went with a base, long lists of names."""

from __future__ import annotations

import msgspec

from modiff.model.findings import Finding, Place
from modiff.report import Style, diff_format
from modiff.report.folding import folded, shortened
from modiff.report.words import spans
from tests.report.shared import REPORT, finding

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


def test_of_two_types_of_many_strings_what_differs_is_told() -> None:
    many = [f"'value-{number}'" for number in range(40)]
    now, was = ", ".join([*many, "'new'"]), ", ".join(many[:-1])
    assert shortened(f"pkg.Codes stands for another type: Literal[{now}], was Literal[{was}]") == (
        "pkg.Codes stands for another type: Literal[… 39 in both, 'value-39', 'new'], was Literal[… 39 in both]"
    )
    for form in ("html", "markdown", "changelog", "text"):
        long = finding("type-alias-changed", "pkg.Codes", f"pkg.Codes stands for another type: Literal[{now}], was Literal[{was}]")
        told = diff_format(form)(msgspec.structs.replace(REPORT, findings=(long,)), Style())
        assert "39 in both" in told.replace("\n    ", " ")
        assert "value-7" not in told


def test_names_in_doubled_backquotes_are_names() -> None:
    assert list(spans("Use ``Command`` or `f` now")) == [("Use ", False), ("``Command``", True), (" or ", False), ("`f`", True), (" now", False)]


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


def test_types_and_calls_are_code_as_a_whole() -> None:
    def codes(text: str) -> list[str]:
        return [part for part, is_code in spans(text) if is_code]

    assert codes("a.f() may return more than before: str | None, was str") == ["a.f()", "str | None"]
    assert codes("takes less: dict[str, Callable[..., Any]] | None, was t.List[int]") == ["dict[str, Callable[..., Any]] | None", "t.List[int]"]
    assert codes("Function shop.refund(number, at=(1, 2)) is new (see a.b)") == ["shop.refund(number, at=(1, 2))", "a.b"]
    assert codes("nothing here is code: a, b or (c)") == []
    for endless in ("a[", "a.b(", "a | ", "[a", "a.b(("):
        assert len("".join(part for part, _ in spans(endless * 2000))) == len(endless) * 2000  # and soon
