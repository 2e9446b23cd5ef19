"""Classes that functions of the release make."""

from __future__ import annotations

from modiff.graph import Graph
from modiff.model.items import Item
from tests.worlds import changes_of, graph_of, told

CREATE = """
def create(schema, version=None, base=object):
    if version is not None:
        name = version.title()
    class Validator(base):
        SCHEMA = schema
        LIMIT = 3
        def __init__(self, schema, types=(), resolver=None):
            self.resolver = resolver
        @classmethod
        def check(cls, schema): ...
        @property
        def known(self): ...
    if version is not None:
        Validator = registered(version)(Validator)
        Validator.__name__ = name
    return Validator
def registered(version):
    def mark(cls):
        table[version] = cls
        return cls
    return mark
table = {}
class Base:
    def above(self): ...
"""
MADE = CREATE + "Draft3 = create({}, version='draft3')\nDraft4 = create({}, 'draft4', base=Base)\n"


def shown(graph: Graph, path: str) -> dict[str, str]:
    cls = graph.at(path)
    assert isinstance(cls, Item)
    return {name: f"{member.item.kind} {member.item.value}" if member.item.value else member.item.kind for name, member in graph.members(cls).items()}


def kind(graph: Graph, path: str) -> str:
    item = graph.at(path)
    assert isinstance(item, Item)
    return item.kind


def test_a_class_statement_that_a_function_gives_is_a_class_of_each_name() -> None:
    graph = graph_of(pkg=MADE)
    own = {"SCHEMA": "attribute", "LIMIT": "attribute 3", "__init__": "method", "check": "method", "known": "property"}
    own |= {"resolver": "attribute resolver"}
    assert shown(graph, "pkg.Draft3") == own
    assert shown(graph, "pkg.Draft4") == own | {"above": "method"}


def test_its_constructor_is_compared() -> None:
    found = told(changes_of({"pkg": MADE}, {"pkg": MADE.replace("types=(), resolver", "resolver")}))
    assert any("pkg.Draft3" in one and "types" in one for one in found)
    assert any("pkg.Draft4" in one and "types" in one for one in found)


def test_a_lost_member_is_told_and_none_of_a_function_that_gives_something_else() -> None:
    assert "Gone pkg.Draft3.check" in told(changes_of({"pkg": MADE}, {"pkg": MADE.replace("def check", "def verify")}))
    hidden = MADE.replace("    return Validator\n", "    return Validator()\n")
    assert kind(graph_of(pkg=hidden), "pkg.Draft3") == "attribute"
    assert not [c for c in told(changes_of({"pkg": hidden}, {"pkg": hidden.replace("def check", "def verify")})) if "check" in c]


def test_a_class_that_is_changed_or_chosen_on_the_way_is_not_known() -> None:
    for change in (
        "    Validator.extra = 1\n    return Validator\n",
        "    setattr(Validator, 'extra', 1)\n    return Validator\n",
        "    return decorate(Validator)\n",
        "    if schema: return Other\n    return Validator\n",
    ):
        text = MADE.replace("create({}", "create(load()").replace("    return Validator\n", change)
        assert kind(graph_of(pkg=f"from other import Other, decorate, load\n{text}"), "pkg.Draft3") == "attribute", change


def test_a_base_that_is_not_known_makes_losses_doubtful() -> None:
    text = MADE.replace("base=Base)", "base=pick())")
    gone = [c for c in changes_of({"pkg": text}, {"pkg": text.replace("def check", "def verify")}).changes if c.path.endswith(".check")]
    assert {c.path: c.certainty.name for c in gone}["pkg.Draft4.check"] != "certain"


PROXY = """
from pkg.i import IReporter
class Descriptor: ...
def proxy_for(iface, attribute='original'):
    def __init__(self, original):
        setattr(self, attribute, original)
    contents = {"__init__": __init__}
    for name in iface:
        contents[name] = Descriptor()
    proxy = type("(Proxy for %s)" % iface, (object,), contents)
    declare(proxy, iface)
    return proxy
class Decorator(proxy_for(IReporter, "_original")):
    def own(self): ...
"""
REPORTER = "from zope.interface import Attribute, Interface\nclass IReporter(Interface):\n    stream = Attribute('x')\n    def write(s): 'Writes.'\n"


def test_what_type_is_given_are_members_of_a_base() -> None:
    graph = graph_of(pkg=PROXY, pkg__i=REPORTER)
    assert set(shown(graph, "pkg.Decorator")) == {"__init__", "stream", "write", "own"}
    lost = told(changes_of({"pkg": PROXY, "pkg__i": REPORTER}, {"pkg": PROXY, "pkg__i": REPORTER.replace("    stream = Attribute('x')\n", "")}))
    assert "Gone pkg.Decorator.stream" in lost


def test_a_table_that_is_not_known_makes_a_base_that_is_not_known() -> None:
    unknown = PROXY.replace("for name in iface:", "for name in names(iface):")
    changes = changes_of({"pkg": unknown, "pkg__i": REPORTER}, {"pkg": unknown.replace("def own", "def other"), "pkg__i": REPORTER}).changes
    assert [c.certainty.name for c in changes if c.path == "pkg.Decorator.own"] == ["likely"]


def test_a_function_of_another_module_lends_its_members_not_its_names() -> None:
    graph = graph_of(pkg="", pkg__made=CREATE, pkg__use="from pkg.made import create\nBase = 1\nDraft3 = create({}, base=Base)\nPlain = create({})\n")
    assert "check" in shown(graph, "pkg.use.Plain")
    assert kind(graph, "pkg.use.Draft3") == "class"
