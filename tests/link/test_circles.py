"""Modules that import each other, through star imports too: what is not found while a circle is followed may be found later."""

from __future__ import annotations

from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

CIRCLE = {
    "pkg": "",
    "pkg__readers": "from pkg.readers.tagged import *\nfrom pkg.readers.special import *\n",
    "pkg__readers__tagged": "class Tagged:\n    def raw(self): ...\n",
    "pkg__readers__special": "from pkg.readers import Tagged\nclass Special(Tagged): ...\n",
}


def test_a_base_is_found_that_a_package_takes_from_the_modules_which_import_it() -> None:
    graph = graph_of(**CIRCLE)
    assert graph.at("pkg.readers.Tagged") is graph.at("pkg.readers.tagged.Tagged")
    special = graph.at("pkg.readers.special.Special")
    assert isinstance(special, Item)
    assert [a.path for a in graph.ancestors(special) if isinstance(a, Item)] == ["pkg.readers.special.Special", "pkg.readers.tagged.Tagged"]


def test_a_method_that_such_a_base_still_has_is_not_gone() -> None:
    old = {**CIRCLE, "pkg__readers__special": CIRCLE["pkg__readers__special"].replace("(Tagged): ...", "(Tagged):\n    def raw(self): ...")}
    assert told(changes_of(old, CIRCLE)) == []


def test_what_no_module_of_a_circle_has_is_not_found_in_any() -> None:
    graph = graph_of(**CIRCLE)
    for module in ("pkg.readers", "pkg.readers.special", "pkg.readers.tagged"):
        assert graph.at(f"{module}.Missing") is None
