"""Members that calls at the end of a module set on its classes, and names that a class serves as the `__getattr__` of its module."""

from __future__ import annotations

from modiff.graph import Graph
from modiff.model.items import Item
from modiff.model.policy import Surface
from tests.link.test_attached import members
from tests.worlds import changes_of, graph_of, told

BASE = """
    class Base:
        def sum(self, axis=None, **options): ...
        @classmethod
        def _add_operations(cls):
            @doc("text")
            def sum(self, axis=None, level=None): ...
            setattr(cls, "sum", sum)
            cls.mean = lambda self, axis=None: None
            @unknown
            def odd(self, axis=None, level=None): ...
            setattr(cls, "odd", odd)
"""
FRAME = """
    from pkg.base import Base
    class Frame(Base): ...
    Frame._add_operations()
"""


def shown(world: Graph, path: str) -> str | None:
    """The calls that a member takes."""
    item = world.at(path)
    assert isinstance(item, Item)
    signature = world.signature(item)
    return None if signature is None else ", ".join(p.shown for p in signature.parameters)


def test_a_class_method_that_is_called_on_the_class_sets_members() -> None:
    world = graph_of(pkg=FRAME, pkg__base=BASE)
    assert shown(world, "pkg.Frame.sum") == "axis=None, level=None"
    assert shown(world, "pkg.Frame.mean") == "axis=None"


def test_a_class_on_which_it_is_not_called_keeps_its_own() -> None:
    world = graph_of(pkg=FRAME.replace("Frame._add", "# "), pkg__base=BASE)
    assert shown(world, "pkg.Frame.sum") == "axis=None, **options"


def test_a_member_behind_an_unknown_decorator_is_there_and_its_calls_are_not_known() -> None:
    world = graph_of(pkg=FRAME, pkg__base=BASE)
    assert world.at("pkg.Frame.odd") is not None
    assert shown(world, "pkg.Frame.odd") is None


def test_a_function_that_is_handed_the_class_sets_members() -> None:
    text = (
        "def complete(cls, name):\n    def area(self, unit): ...\n    cls.area = area\n    setattr(cls, name, 1)\n"
        "class Shape: ...\ncomplete(Shape, 'sides')"
    )
    world = graph_of(pkg=text)
    assert shown(world, "pkg.Shape.area") == "unit"
    assert world.at("pkg.Shape.sides") is not None


def test_a_member_that_such_a_call_no_longer_sets_is_gone() -> None:
    fewer = BASE.replace("            cls.mean = lambda self, axis=None: None\n", "")
    assert "Gone pkg.Frame.mean" in told(changes_of({"pkg": FRAME, "pkg__base": BASE}, {"pkg": FRAME, "pkg__base": fewer}))


def test_a_call_that_only_registers_the_class_changes_nothing() -> None:
    text = "known = {}\ndef register(cls):\n    known[cls.__name__] = cls\nclass Shape:\n    def area(self): ...\nregister(Shape)"
    assert shown(graph_of(pkg=text), "pkg.Shape.area") == ""


GETATTR = """
    from pkg._api import answering
    @answering
    class __getattr__:
        limits = property(lambda self: {})
        @property
        def units(self): ...
"""


def test_a_class_that_is_made_the_getattr_of_its_module_serves_its_members() -> None:
    world = graph_of(pkg=GETATTR, pkg___api="def answering(cls): ...")
    assert {"pkg.limits", "pkg.units"} <= set(world.public_paths(Surface.conventional))


def test_a_variable_that_such_a_class_answers_for_now_is_not_gone() -> None:
    assert told(changes_of({"pkg": "limits = {}\nunits = {}"}, {"pkg": GETATTR, "pkg___api": "def answering(cls): ..."})) == ["Came pkg.answering"]


def test_an_undecorated_class_of_that_name_serves_nothing() -> None:
    assert "pkg.limits" not in graph_of(pkg=GETATTR.replace("@answering", "")).public_paths(Surface.conventional)


VALUES = """
def total(self, axis=None): ...
class Frame:
    kept = 1
    def size(self): ...
    skip: str
Frame.skip = "not today"
Frame.total = total
Frame.shape = property(lambda self: 1)
Frame.twice = lambda self, n: n
Frame.kept = helper(Frame.kept)
Frame.size = helper(Frame.size)
Frame.__doc__ = "text"
if maybe:
    Frame.doubtful = 1
for one in "ab":
    Frame.looped = 1
Other.x = 1
"""


def test_a_statement_of_the_module_gives_its_class_a_member() -> None:
    found = members(VALUES, "pkg.Frame")
    assert {name: found[name] for name in ("skip", "total", "shape", "twice", "kept")} == {
        "skip": "attribute",
        "total": "instance (axis=None)",
        "shape": "property",
        "twice": "instance (n)",
        "kept": "attribute",
    }
    assert found["size"] == "instance ()"
    assert not {"__doc__", "doubtful", "looped", "x"} & found.keys()


def test_such_a_member_is_lost_and_compared_like_any_other() -> None:
    new = VALUES.replace('Frame.skip = "not today"\n', "").replace("    skip: str\n", "").replace("axis=None", "")
    found = told(changes_of({"pkg": VALUES}, {"pkg": new}))
    assert "Gone pkg.Frame.skip" in found
    assert any("pkg.Frame.total" in one and "axis" in one for one in found)


def test_what_is_given_by_a_statement_and_said_in_the_body_is_the_same() -> None:
    inside = VALUES.replace("    skip: str\n", '    skip = "not today"\n').replace('Frame.skip = "not today"\n', "")
    assert told(changes_of({"pkg": VALUES}, {"pkg": inside})) == []
