"""Methods that a module hands on as functions of its own."""

from __future__ import annotations

from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

OLD = """
class _Random:
    def __init__(self, seed=1): ...
    def pick(self, given, times=1): ...
    @classmethod
    def made(cls, given, times=1): ...
    @staticmethod
    def plain(given, times=1): ...
    limit = 3

_inst = _Random()
"""
NEW = OLD.replace(", times=1", "")


def differences(name: str, held: str) -> list[str]:
    return told(changes_of({"pkg": f"{OLD}{name} = {held}\n"}, {"pkg": f"{NEW}{name} = {held}\n"}))


def test_a_method_of_an_object_is_compared_where_it_is_handed_on() -> None:
    for held in ("_inst.pick", "_inst.made", "_inst.plain", "_Random.made", "_Random.plain"):
        assert [line.split()[:2] for line in differences("pick", held)] == [["ParameterChanged", "pkg.pick"]], held


def test_its_caller_does_not_give_the_object() -> None:
    graph = graph_of(pkg=f"{OLD}pick = _inst.pick\nunbound = _Random.pick\n")
    items = [graph.at(f"pkg.{name}") for name in ("pick", "unbound")]
    assert [item.kind for item in items if isinstance(item, Item)] == ["function", "function"]
    shown = [signature.shown for item in items if isinstance(item, Item) and (signature := graph.signature(item)) is not None]
    assert shown == ["(given, times=1)", "(self, given, times=1)"]


def test_it_may_stand_in_for_a_function_and_a_function_for_it() -> None:
    plain = "def pick(given, times=1): ...\n"
    handed = f"{OLD}pick = _inst.pick\n"
    assert told(changes_of({"pkg": plain}, {"pkg": handed})) == []
    assert told(changes_of({"pkg": handed}, {"pkg": plain})) == []
    assert [line.split()[:2] for line in told(changes_of({"pkg": plain}, {"pkg": f"{NEW}pick = _inst.pick\n"}))] == [["ParameterChanged", "pkg.pick"]]


def test_a_decorated_method_keeps_its_decorators() -> None:
    decorated = OLD.replace("    def pick", "    @elsewhere\n    def pick")
    graph = graph_of(pkg=f"from other import elsewhere\n{decorated}pick = _inst.pick\n")
    item = graph.at("pkg.pick")
    assert isinstance(item, Item)
    signature = graph.signature(item)
    assert signature is not None
    assert (signature.shown, signature.doubt is not None) == ("(given, times=1)", True)


def test_values_and_objects_of_other_classes_are_left_alone() -> None:
    graph = graph_of(pkg=f"from other import thing\n{OLD}limit = _inst.limit\ncall = thing.call\nmade = make().pick\n")
    assert all(item.kind == "attribute" for name in ("limit", "call", "made") if isinstance(item := graph.at(f"pkg.{name}"), Item))


def test_an_object_whose_class_makes_others_is_not_believed() -> None:
    text = OLD.replace("def __init__(self, seed=1)", "def __new__(cls, seed=1)")
    item = graph_of(pkg=f"{text}pick = _inst.pick\n").at("pkg.pick")
    assert isinstance(item, Item)
    assert item.kind == "attribute"


def test_a_method_behind_an_inner_function_that_takes_the_object_is_left_alone() -> None:
    wrapper = "def deco(fn):\n    def inner(self, a, *, b=None):\n        return fn(self, a)\n    return inner\n"
    graph = graph_of(pkg=f"{wrapper}class _R:\n    @deco\n    def pick(self, given): ...\n_inst = _R()\npick = _inst.pick\n")
    item = graph.at("pkg.pick")
    assert isinstance(item, Item)
    assert item.kind == "attribute"
