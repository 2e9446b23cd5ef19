"""What calls give, told from bodies."""

from __future__ import annotations

import pytest

from modiff.link.returned import Returned
from modiff.model.changes import ResultChanged
from modiff.model.items import Item

from ..worlds import changes_of, graph_of


def results(old: str, new: str) -> list[tuple[str, str, str]]:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    return [(change.path, " ".join(change.before), " ".join(change.after)) for change in found if isinstance(change, ResultChanged)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'a'", "b'a'"), ("[1]", "{}"), ("[1]", "(i for i in x)"), ("{}", "[]"), ("'a'", "1"), ("dict(a=1)", "list(x)"), ("'a'", "None"),
        ("Small()", "'a'"), ("Big()", "Small()"), ("{}", "Small()"), ("'a'", "json.loads"),
    ],
)  # fmt: skip
def test_another_sort_of_value(before: str, after: str) -> None:
    if after == "json.loads":
        assert results(WORLD.format("return 'a'"), WORLD.format("return json.loads(x)")) == []  # nobody knows what that gives
        return
    (told,) = results(WORLD.format(f"return {before}"), WORLD.format(f"return {after}"))
    assert told[0] == "pkg.f"


WORLD = """
import json
class Small:
    def a(self): ...
class Big:
    def a(self): ...
    def b(self): ...
class Loose:
    def __getattr__(self, name): ...
class Heir(Big): ...
def known() -> str: ...
def f(x):
    {}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1", "1.5"), ("True", "1"), ("[1]", "(1,)"), ("{1}", "[1]"), ("(i for i in x)", "[i for i in x]"), ("None", "1"),
        ("'a'", "x"), ("x", "b'a'"),
        ("Small()", "Big()"), ("Big()", "Heir()"), ("Big()", "Loose()"), ("'a'", "'b'"), ("'a'", "known()"), ("'a' if x else None", "None"),
        ("'a'", "'a' if x else None"), ("'a' if x else b'a'", "b'a'"), ("'a'", "'a' if x else b'a'"), ("Small()", "unknown()"),
    ],
)  # fmt: skip
def test_what_may_do_for_it_or_is_not_known_is_quiet(before: str, after: str) -> None:
    assert results(WORLD.format(f"return {before}"), WORLD.format(f"return {after}")) == []


def test_one_annotated_side_counts_where_it_names_something_plain() -> None:
    assert results("def f():\n    return 'a'\n", "def f() -> bytes: ...\n") == [("pkg.f", "builtins.str", "builtins.bytes")]
    assert results("def f() -> 'str | None': ...\n", "def f():\n    return 1\n") == [("pkg.f", "builtins.str builtins.None", "builtins.int")]
    assert results("def f():\n    return {}\n", "from typing import Iterable\ndef f() -> Iterable[str]: ...\n") == []
    assert results("def f() -> str: ...\n", "def f() -> bytes: ...\n") == []  # types tell


def test_what_stands_in_between_makes_it_unknown() -> None:
    odd = "import other\n{}\ndef f():\n    return {}\n"
    assert results(odd.format("@other.wrap", "'a'"), odd.format("@other.wrap", "b'a'")) == []
    assert results(odd.format("", "'a'"), odd.format("@other.wrap", "b'a'")) == []
    abstract = "from abc import ABC, abstractmethod\nclass C(ABC):\n    @abstractmethod\n    def m(self):\n        return {}\n"
    assert results(abstract.format("'a'"), abstract.format("b'a'")) == []


def test_members_are_told_once_where_they_are_defined() -> None:
    text = "class Base:\n    def m(self):\n        return {}\n\nclass Heir(Base): ...\n"
    assert results(text.format("'a'"), text.format("b'a'")) == [("pkg.Base.m", "builtins.str", "builtins.bytes")]


def test_a_generator_is_for_others_to_tell() -> None:
    assert results("def f():\n    return []\n", "def f():\n    yield 1\n") == []


def asked(text: str, path: str, cls: str | None = None) -> Returned | None:
    graph = graph_of(pkg=text)
    item, of = graph.at(path), graph.at(cls) if cls is not None else None
    assert isinstance(item, Item)
    return graph.returned_by(item, of if isinstance(of, Item) else None)


def test_the_graph_is_asked_what_a_function_returns() -> None:
    text = """
    from __future__ import annotations
    from typing import Optional, Self, Any, TypeVar
    T = TypeVar("T")
    Alias = Optional[int]
    class C:
        def me(self): return self
        def same(self) -> Self: ...
        @classmethod
        def make(cls): return cls()
        @property
        def size(self): return 1
    class D(C): ...
    def f() -> Alias: ...
    def g() -> list[C] | None: ...
    def h() -> Any: ...
    def t(x: T) -> T: ...
    def made(): return C.make()
    def maybe(x): return made() if x else x
    def gen():
        yield 1
    async def later(): return "a"
    """
    assert asked(text, "pkg.f") == Returned(("builtins.int", "builtins.None"), True, "annotation")
    assert asked(text, "pkg.g") == Returned(("builtins.list", "builtins.None"), True, "annotation")
    assert asked(text, "pkg.h") is None
    assert asked(text, "pkg.t") is None
    assert asked(text, "pkg.C.me") == Returned(("pkg.C",), True, "body")
    assert asked(text, "pkg.C.me", "pkg.D") == Returned(("pkg.D",), True, "body")
    assert asked(text, "pkg.C.same", "pkg.D") == Returned(("pkg.D",), True, "annotation")
    assert asked(text, "pkg.C.make") == Returned(("pkg.C",), True, "body")
    assert asked(text, "pkg.C.size") == Returned(("builtins.int",), True, "body")
    assert asked(text, "pkg.made") == Returned(("pkg.C",), True, "body")
    assert asked(text, "pkg.maybe") == Returned(("pkg.C",), False, "body")
    assert asked(text, "pkg.gen") == Returned(("types.GeneratorType",), True, "body")
    assert asked(text, "pkg.later") == Returned(("builtins.str",), True, "body", awaited=True)


def test_functions_that_return_each_other_end() -> None:
    assert asked("def f(): return g()\ndef g(): return f()\n", "pkg.f") is None


@pytest.mark.parametrize(
    ("before", "after", "told"), [("OrderedDict()", "{}", False), ("{}", "defaultdict(list)", False), ("OrderedDict()", "[]", True)]
)
def test_one_sort_of_table_may_stand_for_another(before: str, after: str, told: bool) -> None:
    head = "from collections import OrderedDict, defaultdict\ndef f():\n    return "
    assert bool(results(head + before, head + after)) == told


CLIENTS = {
    "old": """
class _Sync:
    def sent(self): return 1
    def __enter__(self):
        self.connect()
        return self
class Client(_Sync):
    pass
""",
    "new": """
class _Other:
    def __enter__(self):
        if not self.connect():
            raise OSError
        return self
class Client(_Other):
    pass
""",
}


def test_a_method_that_gives_its_object_does_so_whatever_class_it_is_written_in() -> None:
    assert results(CLIENTS["old"], CLIENTS["new"]) == []
    other = CLIENTS["new"].replace("return self", "return Session()") + "class Session:\n    pass\n"
    assert results(CLIENTS["old"], other) == [("pkg.Client.__enter__", "pkg._Sync", "pkg.Session")]
