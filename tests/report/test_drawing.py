"""Pictures of one version and of what changed: what is drawn, what is collapsed, and that names of strangers do nothing."""

from __future__ import annotations

import builtins
import json
import re
from typing import Any
from xml.etree import ElementTree

import msgspec
import pygraphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff.errors import MissingExtra
from modiff.model.findings import Action, Certainty, Report
from modiff.model.graph import Graph
from modiff.report import Style, diff_format, show_format
from modiff.report.drawing import changes
from modiff.report.drawing.collapsing import TANGLED, pictures
from modiff.report.drawing.layout import laid_out
from modiff.report.drawing.picture import Box, Picture
from modiff.report.drawing.subjects import subject
from modiff.report.drawing.tree import ELSEWHERE, READABLE, Tree, collapsed
from modiff.report.interface import DRAWN, Drawn
from tests.model.small_api import SHOP, item, modules
from tests.report.shared import REPORT

SVG = "{http://www.w3.org/2000/svg}"


def picture(drawn: Drawn = "modules", **more: Any) -> Picture:
    return pictures(subject(Graph.of(SHOP), drawn), **more)[0]


def arrows(drawn: Picture) -> set[tuple[str, str]]:
    return {(arrow.source, arrow.target) for arrow in drawn.arrows}


def test_modules_and_their_imports() -> None:
    drawn = picture()
    assert [(box.id, box.label, box.public) for box in drawn.boxes] == [
        ("shop", "shop", True),
        ("shop._impl", "_impl", False),
        ("shop.api", "api", True),
    ]
    assert arrows(drawn) == {("shop", "shop._impl"), ("shop._impl", "shop.api"), ("shop.api", "shop._impl")}
    assert {(arrow.source, arrow.target) for arrow in drawn.arrows if arrow.circle} == {("shop._impl", "shop.api"), ("shop.api", "shop._impl")}
    assert [sign for sign, _ in drawn.legend] == ["private", "circle"]


def test_inheritance_and_what_is_not_drawn() -> None:
    alone = msgspec.structs.replace(SHOP, items=(*SHOP.items, item("shop.Lone", "class")))
    drawn = pictures(subject(Graph.of(alone), "inheritance"))[0]
    assert arrows(drawn) == {("shop._impl.Order", "shop._impl.Base"), ("shop._impl.Order", "abc.ABC"), ("shop.api.Rush", "shop._impl.Order")}
    assert {box.id: box.kind for box in drawn.boxes}["abc.ABC"] == "external"
    assert drawn.remarks == ("1 class without bases or heirs is not drawn.",)


def test_reexports_are_arrows_from_who_offers_to_who_defines() -> None:
    drawn = picture("exports")
    assert arrows(drawn) == {("shop", "shop._impl"), ("shop.api", "shop._impl")}
    assert drawn.arrows[0].tooltip == "shop offers names of shop._impl: Order"


def test_a_big_package_is_collapsed_until_it_can_be_read_and_says_what() -> None:
    names = [f"p.part{a}.m{b}" for a in range(20) for b in range(15)]
    graph = Graph.of(modules([("p", name) for name in names]))
    drawn = pictures(subject(graph, "modules"))[0]
    assert len(graph) > 300
    assert len(drawn.boxes) <= READABLE
    closed = [box for box in drawn.boxes if box.holds]
    assert {box.note for box in closed} == {"15 modules"}
    assert drawn.remarks[0] == f"{len(closed)} of {len(drawn.boxes)} boxes are collapsed: they hold {15 * len(closed)} modules."
    assert sum(box.holds or 1 for box in drawn.boxes) == len(graph)


def test_every_collapsed_box_has_a_picture_and_every_module_a_box() -> None:
    names = [f"p.part{a}.m{b}" for a in range(9) for b in range(80)]
    graph = Graph.of(modules([("p", name) for name in names]))
    found = pictures(subject(graph, "modules"), inside=True)
    assert {each.id for each in found} == {"", *(box.id for each in found for box in each.boxes if box.opens)}
    alone = [box.id for each in found for box in each.boxes if not box.holds]
    assert set(alone) == {node.id for node in graph}


def test_arrows_that_others_imply_are_left_out_where_there_are_many_and_counted() -> None:
    chain = [(f"p.m{a}", f"p.m{b}") for a in range(8) for b in range(a + 1, 8)]
    drawn = pictures(subject(Graph.of(modules(chain)), "modules"))[0]
    assert arrows(drawn) == {(f"p.m{a}", f"p.m{a + 1}") for a in range(7)}
    assert drawn.remarks == ("Not drawn: 21 arrows that others imply (a → c, where a → b → c is drawn).",)
    few = pictures(subject(Graph.of(modules([("p.a", "p.b"), ("p.b", "p.c"), ("p.a", "p.c")])), "modules"))[0]
    assert ("p.a", "p.c") in arrows(few)


dotted = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


def test_where_all_packages_import_each_other_each_box_keeps_its_thickest_arrows_and_tells_of_all() -> None:
    parts = [f"p.part{a:02}" for a in range(12)]
    often = {(a, b): 1 + (5 * i + 7 * j) % 9 for i, a in enumerate(parts) for j, b in enumerate(parts) if i != j}
    links = [(f"{a}.m{n}", f"{b}.m{n}") for (a, b), count in often.items() for n in range(count)]
    drawn = pictures(subject(Graph.of(modules(links)), "modules"), inside=True)[0]
    assert [box.id for box in drawn.boxes if box.holds] == parts
    shown = {(arrow.source, arrow.target): arrow.count for arrow in drawn.arrows}
    assert len(parts) <= len(shown) <= TANGLED * len(drawn.boxes)
    for part in parts:
        assert max(count for (a, _), count in shown.items() if a == part) == max(count for (a, _), count in often.items() if a == part)
        assert max(count for (_, b), count in shown.items() if b == part) == max(count for (_, b), count in often.items() if b == part)
    (said,) = [remark for remark in drawn.remarks if "beside thicker ones" in remark]
    assert said.startswith(f"Not drawn: {len(often) - len(shown)} arrows beside thicker ones of the same box; they stand for ")
    details = dict(next(box for box in drawn.boxes if box.id == parts[0]).details)
    assert len(details["imports 11"]) == len(details["imported by 11"]) == 11
    assert details["imports 11"][0].endswith("(9)")


def test_bases_of_many_others_are_one_box_that_opens() -> None:
    homes = tuple(item(f"p.m{n}", "module") for n in range(12))
    classes = tuple(item(f"p.m{n}.C{n}", "class", bases=(f"other{n}.Base",)) for n in range(12))
    whole = msgspec.structs.replace(SHOP, packages=("p",), items=(item("p", "module"), *homes, *classes))
    first, *rest = pictures(subject(Graph.of(whole), "inheritance"), 15, inside=True)
    assert [box.note for box in first.boxes if box.id == ELSEWHERE] == ["12 classes"]
    assert len(first.arrows) == 12
    (opened,) = [one for one in rest if one.id == ELSEWHERE]
    assert {box.label for box in opened.boxes} == {f"other{n}.Base" for n in range(12)}
    few = msgspec.structs.replace(whole, items=(item("p", "module"), *homes, *classes[:5]))
    assert ELSEWHERE not in {box.id for box in pictures(subject(Graph.of(few), "inheritance"), 15)[0].boxes}


@settings(deadline=None)
@given(st.sets(dotted, min_size=1, max_size=40), st.integers(2, 12))
def test_each_name_is_in_one_box_at_or_above_it(names: set[str], most: int) -> None:
    tree = Tree(names)
    box_of = collapsed(tree, "", most)
    assert box_of.keys() == names
    assert all(name == box or name.startswith(f"{box}.") for name, box in box_of.items())
    widest = max(len(below) for below in tree.below.values())
    assert len(set(box_of.values())) <= max(most, widest + 1)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(dotted, dotted), max_size=40))
def test_what_is_drawn_leads_where_imports_lead(edges: list[tuple[str, str]]) -> None:
    """Leaving out implied arrows loses no way from box to box, but those up into a package."""
    drawn = pictures(subject(Graph.of(modules([(f"p.{a}", f"p.{b}") for a, b in edges])), "modules"))
    for each in drawn:
        real = {(f"p.{a}", f"p.{b}") for a, b in edges if a != b and not a.startswith(f"{b}.")}
        known = arrows(each)

        def ways(steps: set[tuple[str, str]], start: str) -> set[str]:
            found: set[str] = set()
            todo = [start]
            while todo:
                here = todo.pop()
                more = {b for a, b in steps if a == here} - found
                found |= more
                todo += more
            return found

        assert all(b in ways(known, a) for a, b in real)
    assert TANGLED > 1


@pytest.mark.parametrize("drawn", DRAWN)
def test_svg_is_xml_with_a_box_for_each(drawn: Drawn) -> None:
    text = show_format("svg")(SHOP, Style(drawn=drawn))
    root = ElementTree.fromstring(text)
    boxes = [node for node in root.iter(f"{SVG}g") if node.get("class", "").split()[:1] == ["box"]]
    assert len(boxes) == len(picture(drawn).boxes)
    assert "prefers-color-scheme: dark" in text
    assert text == show_format("svg")(SHOP, Style(drawn=drawn))


@pytest.mark.parametrize("drawn", DRAWN)
def test_dot_is_read_by_graphviz(drawn: Drawn) -> None:
    back = pygraphviz.AGraph(string=show_format("dot")(SHOP, Style(drawn=drawn)))
    assert {str(name) for name in back.nodes()} == {box.id for box in picture(drawn).boxes}
    assert {(a, b) for a, b in back.edges()} == arrows(picture(drawn))


def test_boxes_do_not_overlap() -> None:
    graph = Graph.of(modules([(f"p.m{a}", f"p.m{a % 7}") for a in range(30)] + [("q.alone", "q.alone")]))
    placed = laid_out(pictures(subject(graph, "modules"))[0]).boxes
    for one in placed:
        for other in placed:
            apart = abs(one.x - other.x) * 2 >= one.width + other.width - 0.5 or abs(one.y - other.y) * 2 >= one.height + other.height - 0.5
            assert one is other or apart


EVIL = [
    "</script><script>window['evil'] = 1</script>",
    '"]; evil [label="x',
    "<img src=x onerror=alert(1)>",
    "\u202eevil",
    "a&b",
    "]]>",
    "\x1b]0;evil\x07",
]


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize("form", ["svg", "html", "dot", "graphml"])
def test_names_of_strangers_are_shown_and_do_nothing(name: str, form: str) -> None:
    api = modules([("p", f"p.{name}"), (f"p.{name}", "p.good")])
    text = show_format(form)(api, Style())
    harmless = show_format(form)(modules([("p", "p.harmless"), ("p.harmless", "p.good")]), Style())
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    if form == "html":
        assert tags(text) == tags(harmless)
    elif form == "dot":
        assert len(pygraphviz.AGraph(string=text).nodes()) == len(pygraphviz.AGraph(string=harmless).nodes())
    else:
        assert [node.tag for node in ElementTree.fromstring(text).iter()] == [node.tag for node in ElementTree.fromstring(harmless).iter()]


def tags(page: str) -> list[str]:
    from html.parser import HTMLParser

    found: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append(tag)  # type: ignore[method-assign,assignment]
    parser.feed(page)
    return found


def test_the_page_is_one_file_without_a_network() -> None:
    text = show_format("html")(SHOP, Style(drawn="inheritance"))
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=[\"'](?!data:)", text)
    data = json.loads(re.search(r'id="data">(.*?)</script>', text)[1])  # type: ignore[index]
    rush = next(box for box in data[0]["boxes"] if box["id"] == "shop.api.Rush")
    assert ["inherits from 1", ["shop._impl.Order"]] in rush["details"]


def test_without_pygraphviz_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "pygraphviz":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    for form in ("svg", "html"):
        with pytest.raises(MissingExtra, match="pygraphviz, which is not installed") as caught:
            show_format(form)(SHOP, Style())
        assert caught.value.hints[0] == 'pip install "modiff[graphs]"'
    assert show_format("dot")(SHOP, Style()).startswith("digraph")
    assert diff_format("graph")(REPORT, Style()).startswith("<svg")


# --- what changed

OLD = (
    item("shop", "module"), item("shop.a", "module"), item("shop.a.Keeps", "class"), item("shop.a.Loses", "class"), item("shop.a.Loses.m", "method"),
    item("shop.b", "module"), item("shop.b.Quiet", "class"), item("shop.gone", "module"),
)  # fmt: skip
NEW = (
    item("shop", "module"), item("shop.a", "module"), item("shop.a.Keeps", "class"), item("shop.a.Loses", "class"), item("shop.a.Comes", "class"),
    item("shop.b", "module"), item("shop.b.Quiet", "class"), item("shop.f", "function"),
)  # fmt: skip


def changed(*paths: tuple[str, str], old: tuple[Any, ...] = OLD, new: tuple[Any, ...] = NEW) -> Report:
    """A report of findings (rule, path) on these two APIs."""
    one = REPORT.findings[0]
    findings = tuple(
        msgspec.structs.replace(
            one,
            rule=rule,
            path=path,
            part="x" if rule.startswith("parameter") else None,
            message=f"{rule} {path}",
            about="api",
            certainty=Certainty.certain,
            action=Action.deny,
            status=None,
            fingerprint=f"{rule} {path}",
        )
        for rule, path in paths
    )
    return msgspec.structs.replace(REPORT, findings=findings, groups=None, check=None, items={"old": old, "new": new})


CHANGED = changed(
    ("module-removed", "shop.gone"),
    ("method-removed", "shop.a.Loses.m"),
    ("class-added", "shop.a.Comes"),
    ("parameter-removed", "shop.a.Keeps.__init__"),
    ("function-added", "shop.f"),
)


def signs(drawn: Picture) -> dict[str, tuple[str, str]]:
    return {box.id: (box.sign, box.note) for box in drawn.boxes if box.kind != "rest"}


def test_what_changed_is_marked_and_the_rest_stands_together() -> None:
    drawn = changes.pictures(CHANGED)[0]
    assert signs(drawn) == {
        "shop": ("~", "+1"), "shop.a": ("", ""), "shop.a.Comes": ("+", ""), "shop.a.Keeps": ("~", "~1"), "shop.a.Loses": ("~", "−1"),
        "shop.gone": ("-", ""),
    }  # fmt: skip
    assert [box.label for box in drawn.boxes if box.kind == "rest"] == ["1 module, 1 class unchanged"]
    assert arrows(drawn) >= {("shop", "shop.a"), ("shop.a", "shop.a.Comes"), ("shop", "shop.gone")}
    assert [sign for sign, _ in drawn.legend] == ["added", "removed", "changed", "rest"]


def test_colour_never_says_anything_alone() -> None:
    text = diff_format("graph")(CHANGED, Style())
    said = dict(re.findall(r'<g class="box \w+ (added|removed|changed)">.*?<text[^>]*>(.)', text))
    assert said == {"added": "+", "removed": "−", "changed": "~"}


def test_many_classes_that_fared_alike_are_one_box_that_opens() -> None:
    new = (item("shop", "module"), *(item(f"shop.C{n}", "class") for n in range(120)))
    report = changed(*(("class-added", f"shop.C{n}") for n in range(120)), old=(item("shop", "module"),), new=new)
    whole, inside = changes.pictures(report, inside=True)
    assert [(box.label, box.sign, box.holds) for box in whole.boxes if box.holds] == [("120 classes new", "+", 120)]
    assert {box.id for box in inside.boxes} == {f"shop.C{n}" for n in range(120)}
    assert {box.label for box in inside.boxes} == {f"C{n}" for n in range(120)}


def test_nothing_that_could_be_drawn_is_said() -> None:
    drawn = changes.pictures(changed())[0]
    assert drawn.boxes == (Box("shop", "shop", "module", tooltip="shop"),)
    assert drawn.remarks == ("Nothing changed that could be drawn.",)


def test_a_report_without_items_is_drawn_too() -> None:
    drawn = changes.pictures(REPORT)[0]
    assert {box.sign for box in drawn.boxes} & {"+", "-", "~"}
    assert not [box for box in drawn.boxes if box.kind == "rest"]


def test_every_form_of_what_changed() -> None:
    graph = json.loads(diff_format("graph")(CHANGED, Style(picture="json")))["graph"]
    assert graph["nodes"]["shop.gone"]["metadata"]["change"] == "removed"
    assert {"source": "shop.a", "target": "shop.a.Comes", "relation": "contains"} in graph["edges"]
    assert len(pygraphviz.AGraph(string=diff_format("graph")(CHANGED, Style(picture="dot"))).nodes()) == 7
    assert diff_format("graph")(CHANGED, Style(picture="html")).startswith("<!doctype html>")


def test_a_package_is_new_only_where_all_in_it_is() -> None:
    old = (item("p", "module"), *(item(f"p.m{n}", "module") for n in range(15)))
    new = (*old, *(item(f"p.m{n}.{name}", "class") for n in range(15) for name in "CDE"))
    report = changed(*(("class-added", f"p.m{n}.{name}") for n in range(15) for name in "CDE"), old=old, new=new)
    drawn = changes.pictures(report, 18)[0]
    assert {(box.sign, box.note) for box in drawn.boxes if box.holds} == {("~", "+3 in 3")}


def test_one_box_alone_is_never_the_picture() -> None:
    flat = pictures(subject(Graph.of(modules([("p", f"p.m{n}") for n in range(100)])), "modules"))[0]
    assert len(flat.boxes) == 101
