"""Classes and callables that a call makes."""

from __future__ import annotations

from modiff.model.items import Item
from tests.link.python_itself import doubt, read, run, shape, shown, signature
from tests.link.test_classes import class_at
from tests.worlds import changes_of, graph_of, told

MADE = """
import collections, functools
from typing import NamedTuple
class Spelled(NamedTuple):
    a: int
    b: int = 1
class Heir(Spelled):
    c: int = 3
Renamed = collections.namedtuple("Renamed", "a b class def", rename=True, defaults=(None,) * 2)
_names = ["a", "b"]
Named = collections.namedtuple("Named", _names)
Grown = collections.namedtuple("Grown", Named._fields + ("c",))
Typed = NamedTuple("Typed", [("a", int), ("b", str)])
Counted = collections.namedtuple("Counted", _names, defaults=(None,) * len(_names))
class New(collections.namedtuple("New", "a b")):
    def __new__(cls, a, b=3): return super().__new__(cls, a, b)
def f(a, b, *args, c=1, d, **kw): pass
def g(a, b, /, c=1): pass
def h(a, b=1, c=2): pass
one = functools.partial(f, 1)
other_default = functools.partial(f, 1, c=2)
slash = functools.partial(g, 1)
closed = functools.partial(g, 1, c=4)
middle = functools.partial(h, b=3)
twice = functools.partial(middle, 1)
point = functools.partial(Spelled, 1)
cached = functools.lru_cache(maxsize=None)(h)
short = lambda x, *, y=1: x
class M:
    def f(self, a, b): pass
    static = staticmethod(h)
Made = type("Made", (M,), {"x": 1, "h": h})
"""


def test_what_is_made_takes_what_python_says() -> None:
    graph, module = graph_of(pkg=MADE), run(MADE)
    for name in "Spelled Heir Renamed Named Grown Typed Counted New one other_default slash closed middle twice point cached short Made".split():
        assert read(graph, f"pkg.{name}") == shape(getattr(module, name)), name
    assert read(graph, "pkg.M.static") == shape(module.M.static)


def test_parts_of_methods() -> None:
    text = (
        "import functools\nclass C:\n    def f(self, a, b, c=1): pass\n    g = functools.partialmethod(f, 1)\n    h = functools.partialmethod(f, b=2)"
    )
    graph, module = graph_of(pkg=text), run(text)
    assert read(graph, "pkg.C.g") == shape(module.C().g)
    assert read(graph, "pkg.C.h") == shape(module.C().h)


def test_a_class_made_by_type_has_bases_and_members() -> None:
    graph = graph_of(pkg=MADE)
    made = class_at(graph, "pkg.Made")
    assert {"f", "static", "x", "h"} <= set(graph.members(made))
    assert shown(graph, "pkg.Made.h") == "(b=1, c=2)"


def test_members_of_enums_made_by_calls_have_values() -> None:
    graph = graph_of(
        pkg="""
        import enum
        class Base(enum.Enum): pass
        A = enum.Enum("A", "red green")
        B = Base("B", {"x": 1, "y": 2})
        C = enum.IntFlag("C", ["p", "q", "r"])
        D = enum.Enum("D", names="a b", start=5)
        """
    )
    values = {name: {m.item.name: m.item.value for m in graph.members(class_at(graph, f"pkg.{name}")).values()} for name in "ABCD"}
    assert values == {"A": {"red": "1", "green": "2"}, "B": {"x": "1", "y": "2"}, "C": {"p": "1", "q": "2", "r": "4"}, "D": {"a": "5", "b": "6"}}
    assert all(graph.is_enum(class_at(graph, f"pkg.{name}")) for name in "ABCD")


def test_a_typed_dictionary_made_by_a_call_has_keys() -> None:
    graph = graph_of(pkg="from typing import TypedDict\nT = TypedDict('T', {'a': int, 'b': 'str'}, total=False)")
    made = class_at(graph, "pkg.T")
    assert "typeddict" in made.flags
    assert {n: m.item.annotation for n, m in graph.members(made).items()} == {"a": "int", "b": "'str'"}


def test_the_parameter_that_a_partial_call_loses_is_lost() -> None:
    head = "import functools\ndef _f(a, b, c=1): pass\n"
    changes = changes_of({"pkg": f"{head}f = functools.partial(_f, 1)"}, {"pkg": f"{head}f = functools.partial(_f, 1, 2)"})
    assert [line for line in told(changes) if line.startswith("ParameterChanged")] == ["ParameterChanged pkg.f removed b"]


def test_a_function_that_is_wrapped_by_what_is_known_stays_a_function() -> None:
    assert told(changes_of({"pkg": "def f(a): pass"}, {"pkg": "import functools\ndef _f(a): pass\nf = functools.lru_cache(_f)"})) == []


def test_an_unknown_call_makes_an_attribute() -> None:
    graph = graph_of(pkg="from elsewhere import wrap\ndef _f(a): pass\nf = wrap(_f)")
    item = graph.at("pkg.f")
    assert getattr(item, "kind", None) == "attribute"


def test_what_may_still_be_given_by_position_is_no_loss() -> None:
    old = {"pkg": "def f(a, b=1): pass"}
    new = {
        "pkg": "from ._shims import _deprecate_positional_args\n@_deprecate_positional_args\ndef f(a, *, b=1): pass",
        "pkg___shims": "def _deprecate_positional_args(f): pass",
    }
    assert told(changes_of(old, new)) == []
    later = {"pkg": "def f(a, *, b=1): pass"}
    assert told(changes_of(new, later)) == ["ParameterChanged pkg.f keyword-only b"]


def test_an_old_name_that_a_decorator_still_takes_is_no_loss() -> None:
    old = {"pkg": "def f(a, b=1): pass"}
    for mark in (
        "deprecate_kwarg(old_arg_name='b', new_arg_name='c')", "deprecate_kwarg('b', 'c')", "deprecate_kwarg(FutureWarning, 'b', 'c')",
        "_rename_parameter('b', 'c', dep_version='1.9')",
        "deprecate_kwarg({'b': 'c'}, deprecated_version='0.19')", "_api.rename_parameter('3.5', 'b', 'c')",
        "deprecated_renamed_argument(['b'], ['c'], ['1.0'])",
        "rename_kwargs(b='c')", "deprecate_arguments(kwarg_map={'b': 'c'})",
    ):  # fmt: skip
        assert told(changes_of(old, {"pkg": f"@{mark}\ndef f(a, c=1): pass"})) == [], mark
    for mark in ("deprecate_arguments(version='1.0', deprecated_args='c')", "_deprecate_arguments(deprecated_args=['a', 'c'], version='1')"):
        assert told(changes_of({"pkg": f"@{mark}\ndef f(a, c=1): pass"}, {"pkg": "def f(a, c=1): pass"})) == [], mark
    dropped = changes_of({"pkg": "@deprecate_kwarg('b', 'c')\ndef f(a, c=1): pass"}, {"pkg": "def f(a, c=1): pass"})
    assert told(dropped) == ["ParameterChanged pkg.f removed b"]


def test_old_names_that_cannot_be_read_are_a_doubt() -> None:
    graph = graph_of(pkg="@deprecate_kwarg(**names)\ndef f(a): pass\n@rename_parameter('a', 'b')\ndef g(b): pass")
    assert doubt(graph, "pkg.f") is not None
    found = signature(graph, "pkg.g")
    assert found is not None
    assert (found.doubt, found.accepts) == (None, ("a",))


METHODS = """
import functools
from elsewhere import strange
def deprecated(message): ...
def plain(a, b): ...
class C:
    def append(self, target, rel): ...
    @staticmethod
    def helper(a): ...
    add = deprecated("use append")(append)
    cached = functools.lru_cache(maxsize=3)(plain)
    other = strange("use append")(append)
    third = deprecated("use helper")(helper)
"""


def test_a_method_that_is_decorated_by_a_statement_stays_a_method() -> None:
    graph = graph_of(pkg=METHODS)
    found = {name: graph.at(f"pkg.C.{name}") for name in ("add", "cached", "other", "third")}
    assert [getattr(item, "kind", None) for item in found.values()] == ["method", "method", "attribute", "attribute"]
    shown = {name: graph.signature(item) for name, item in found.items() if isinstance(item, Item) and item.kind == "method"}
    assert {name: made.shown for name, made in shown.items() if made is not None} == {"add": "(target, rel)", "cached": "(b)"}


def test_what_such_a_method_loses_is_told() -> None:
    new = METHODS.replace("self, target, rel", "self, target")
    lost = [line for line in told(changes_of({"pkg": METHODS}, {"pkg": new})) if "removed rel" in line]
    assert sorted(lost) == ["ParameterChanged pkg.C.add removed rel", "ParameterChanged pkg.C.append removed rel"]
    as_property = METHODS.replace('add = deprecated("use append")(append)', "@property\n    def add(self): ...")
    assert any(line.startswith("KindChanged pkg.C.add") for line in told(changes_of({"pkg": METHODS}, {"pkg": as_property})))
    written_out = METHODS.replace('add = deprecated("use append")(append)', "def add(self, target, rel): ...")
    assert told(changes_of({"pkg": METHODS}, {"pkg": written_out})) == []
