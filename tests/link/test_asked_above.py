"""What a method gives that hands on what `super()` gives."""

from __future__ import annotations

import pytest

from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

WORLD = """
class A:
    def text(self): return b"a" + self.more
    def number(self): return 1
class B(A):
    def text(self):
        return {above}
class C(B): ...
"""


def given(above: str, path: str = "pkg.B.text") -> tuple[str, ...] | None:
    graph = graph_of(pkg=WORLD.format(above=above))
    item = graph.at(path)
    assert isinstance(item, Item)
    found = graph.returned_by(item)
    return found.classes if found is not None and found.complete else None


@pytest.mark.parametrize("above", ["super().text()", "super(B, self).text()", "super( B , self ).text(1, 2)"])
def test_it_gives_what_the_method_above_gives(above: str) -> None:
    assert given(above) == ("builtins.bytes",)


@pytest.mark.parametrize("above", ["super(B, other).text()", "super().missing()", "super", "super().text", "super().text() or x", "other().text()"])
def test_what_is_not_asked_of_it_is_not_known(above: str) -> None:
    assert given(above) is None


def test_another_method_may_be_asked() -> None:
    assert given("super().number()") == ("builtins.int",)


def test_a_class_that_is_not_read_comes_first() -> None:
    text = WORLD.format(above="super().text()").replace("class B(A)", "class B(Elsewhere, A)")
    item = graph_of(pkg=f"from other import Elsewhere\n{text}").at("pkg.B.text")
    assert isinstance(item, Item)
    assert graph_of(pkg=f"from other import Elsewhere\n{text}").returned_by(item) is None


def test_bytes_that_became_a_text_are_told_of_both_classes_and_of_functions_made_of_them() -> None:
    old = WORLD.format(above="super(B, self).text()") + "_b = B()\ntext = _b.text\n"
    new = WORLD.format(above="'' + self.more") + "_b = B()\ntext = _b.text\n"
    found = [line.split()[:2] for line in told(changes_of({"pkg": old}, {"pkg": new}))]
    assert found == [["ResultChanged", "pkg.B.text"], ["ResultChanged", "pkg.text"]]
