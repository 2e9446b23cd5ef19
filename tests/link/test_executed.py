"""`exec` in the body of a class: statements run on names, whatever they decide is read as source."""

from __future__ import annotations

from modiff.graph import Graph
from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

FORWARDS = '''
class Terminal:
    keys = ("left", "right")
    for key in (b"UP", b"DOWN"):
        code = key + b" = object()"
        exec(code.decode("ascii"))
    for method in keys:
        exec("""\\
def %s(self, *a, **kw):
    return self.target.%s(*a, **kw)
""" % (method, method))
'''


def members(graph: Graph, path: str) -> dict[str, Item]:
    cls = graph.at(path)
    assert isinstance(cls, Item)
    return {name: member.item for name, member in graph.members(cls).items()}


def gaps(graph: Graph) -> list[str]:
    return [gap.path for gap in graph.gaps("old")]


def test_what_a_loop_over_literals_executes_is_a_member() -> None:
    graph = graph_of(pkg=FORWARDS)
    found = members(graph, "pkg.Terminal")
    assert {"UP", "DOWN", "left", "right"} <= set(found)
    assert (found["left"].kind, found["UP"].kind, found["left"].line) == ("method", "attribute", 8)
    signature = graph.signature(found["left"])
    assert signature is not None
    assert [p.shown for p in signature.parameters] == ["*a", "**kw"]
    assert gaps(graph) == []


def test_a_loss_and_a_narrowed_call_are_told() -> None:
    written_out = "class Terminal:\n    UP = DOWN = object()\n    def left(self, n=1): ...\n"
    found = changes_of({"pkg": FORWARDS}, {"pkg": written_out})
    shown = told(found)
    assert "Gone pkg.Terminal.right" in shown
    assert any("pkg.Terminal.left" in one and "kw" in one for one in shown)


def test_one_text_that_is_not_known_leaves_all_of_the_statement_a_gap() -> None:
    unknown = FORWARDS.replace('("left", "right")', "load()")
    graph = graph_of(pkg=f"from os import load\n{unknown}")
    found = members(graph, "pkg.Terminal")
    assert "UP" in found
    assert "left" not in found
    assert gaps(graph) == ["pkg.Terminal"]
    found_changes = changes_of({"pkg": "class Terminal:\n    def right(self): ...\n"}, {"pkg": unknown}).changes
    assert [c.certainty.name for c in found_changes if c.path == "pkg.Terminal.right"] == ["possible"]


def test_under_a_condition_nothing_is_sure() -> None:
    graph = graph_of(pkg="import os\nclass C:\n    if os.environ:\n        for n in ('a', 'b'):\n            exec(n + ' = 1')\n")
    assert "a" not in members(graph, "pkg.C")
    assert gaps(graph) == ["pkg.C"]


def test_code_with_a_namespace_of_its_own_binds_nothing_here() -> None:
    loop = "class C:\n    for n in ('a', 'b'):\n        exec(n + ' = 1', space)\n        exec(n + n + ' = 1', globals(), locals())\n"
    graph = graph_of(pkg=f"space = {{}}\n{loop}")
    assert {name for name in members(graph, "pkg.C") if name != "n"} == {"aa", "bb"}


def test_methods_that_give_attributes_to_instances_stay_a_gap() -> None:
    graph = graph_of(pkg="class C:\n    for n in ('a', 'b'):\n        exec('def %s(self):\\n    self.x = 1' % n)\n")
    assert "a" not in members(graph, "pkg.C")
    assert gaps(graph) == ["pkg.C"]


INTERFACES = """
from zope.interface import Attribute, Interface, invariant
class ITransport(Interface):
    host = Attribute("where")
    def write(data): "Writes."
    @invariant
    def holds(self): ...
class ITerminal(ITransport):
    def left(n=1): "Moves."
"""
LOOPS = """
from pkg.i import ITerminal
class Terminal:
    for method in ITerminal:
        exec("def %s(self, *a): ..." % method)
"""


def test_a_loop_over_an_interface_gives_its_names_and_those_above() -> None:
    graph = graph_of(pkg=LOOPS, pkg__i=INTERFACES)
    assert {name for name in members(graph, "pkg.Terminal") if name != "method"} == {"host", "write", "left"}


def test_the_same_text_loses_what_the_interface_loses() -> None:
    fewer = INTERFACES.replace('def left(n=1): "Moves."', "pass")
    assert "Gone pkg.Terminal.left" in told(changes_of({"pkg": LOOPS, "pkg__i": INTERFACES}, {"pkg": LOOPS, "pkg__i": fewer}))


def test_a_class_that_is_no_interface_or_derives_from_strangers_is_not_looped_over() -> None:
    for base in ("", "(Interface, Other)"):
        said = f"from zope.interface import Interface\nfrom other import Other\nclass ITerminal{base}:\n    def left(n): ...\n"
        graph = graph_of(pkg=LOOPS, pkg__i=said)
        assert "left" not in members(graph, "pkg.Terminal")
        assert gaps(graph) == ["pkg.Terminal"]
