"""The lines that are said to work with old and to fail with new."""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.model.changes import BasesChanged, Gone, ParameterChanged
from modiff.model.items import Item
from modiff.model.policy import Policy
from modiff.rules import judge
from modiff.rules.bases import base_removed
from modiff.rules.clients import failing_call, use_of_name
from tests.worlds import changes_of

from .changes import item, of_parameters

LISTS = st.sampled_from(
    ["", "a", "a=1", "a, b", "b, a", "a, b=1", "a, /", "*, a", "*, a=1", "*args", "**kw", "a, *args, k=1, **kw", "n, a, b=1", "a, b=1, c=2"]
)


def member(path: str, owner: Item, **fields: Any) -> Item:
    return item(path, "method", owner=owner, **fields)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Gone(path="pkg.sub.f", old=item("pkg._impl.f"), kind="function"), "from pkg.sub import f"),
        (Gone(path="pkg.sub", old=item("pkg.sub", "module"), kind="module"), "import pkg.sub"),
        (Gone(path="pkg.C.m", old=member("pkg._c.C.m", item("pkg._c.C", "class")), kind="method"), "from pkg import C\n\nC.m"),
        (Gone(path="pkg.f", old=item("pkg.f"), kind="function", when="sys.platform == 'win32'"), None),
        (Gone(path="pkg.f", kind="attribute"), None),
        (Gone(path="pkg.class", old=item("pkg.class"), kind="function"), None),
    ],
)
def test_a_name_is_reached_as_users_reach_it(change: Gone, expected: str | None) -> None:
    assert use_of_name(change) == expected


def test_attributes_of_instances_are_left_alone() -> None:
    owner = item("pkg.C", "class")
    assert use_of_name(Gone(path="pkg.C.x", old=item("pkg.C.x", "attribute", owner=owner, flags=frozenset({"instance"})), kind="attribute")) is None


@pytest.mark.parametrize(
    ("old", "new", "call"),
    [
        ("a, b=1", "a", "f(a=None, b=1)"),
        ("a, b=1", "a, *, b=1", "f(None, 1)"),
        ("a=1", "a", "f()"),
        ("a", "a, b", "f(a=None)"),
        ("a", "b", "f(a=None)"),
        ("a, **kw", "a", "f(a=None, other=None)"),
        ("a, *args", "a", "f(None, None)"),
        ("a, /, b=1", "a, /", "f(None, b=1)"),
        ("*other", "other", "f(None, None)"),
    ],
)
def test_the_call_gives_what_is_lost_and_what_is_required(old: str, new: str, call: str) -> None:
    (change,) = of_parameters(old, new)
    client = failing_call(change)
    assert client is not None
    assert client.endswith(f"# as in {call}")


def test_each_cause_is_shown_by_a_call_that_meets_it() -> None:
    found = {change.event + " " + change.part: failing_call(change) or "" for change in of_parameters("kind=None, tb=None", "kind, etb=None")}
    assert {cause: client.rpartition("# as in ")[2] for cause, client in found.items()} == {"default-removed kind": "f()", "renamed tb": "f(tb=None)"}


@pytest.mark.parametrize(
    ("old", "new", "call", "name", "value"),
    [
        ("a=1, b=2", "b=2, a=1", 'f("this")', "a", '"this"'),
        ("a, b=2", "a, new=None, b=2", 'f(None, "this")', "b", '"this"'),
        ("a, b=2, *, k", "a, new=None, b=2, *, k", 'f(None, "this", k=None)', "b", '"this"'),
        ("a, *args", "a, new=None, *args", 'f(None, "this")', "args", '("this",)'),
        ("a, b=2, c=3, *r, **kw", "a, c=3, *r, **kw", 'f(None, "this")', "b", '"this"'),
    ],
)
def test_what_goes_on_binding_is_followed_to_another_parameter(old: str, new: str, call: str, name: str, value: str) -> None:
    change = next(c for c in of_parameters(old, new) if c.event in ("moved", "inserted", "removed"))
    client = failing_call(change) or ""
    assert client.splitlines()[-2:] == [f"call = signature(f).bind{call[1:]}  # as in {call}", f'assert call.arguments["{name}"] == {value}']
    for text, fails in ((old, False), (new, True)):
        scope: dict[str, Any] = {"signature": inspect.signature}
        exec(f"def f({text}): pass", scope)
        lines = "\n".join(client.splitlines()[-2:])
        if fails:
            with pytest.raises((AssertionError, KeyError)):
                exec(lines, scope)
        else:
            exec(lines, scope)


def test_what_the_body_may_put_in_its_place_is_not_said_to_fail() -> None:
    (change,) = (c for c in of_parameters("a=None, b=None", "*args, a=None, b=None") if c.event == "keyword-only")
    assert failing_call(change) is None


def test_a_method_is_given_an_instance_and_a_constructor_none() -> None:
    owner = item("pkg.C", "class")
    (method,) = of_parameters("a", "", "pkg.C.m", callable="method", old=member("pkg.C.m", owner, binding="instance"))
    (made,) = of_parameters("a", "", "pkg.C.__init__", callable="constructor", old=owner)
    written = of_parameters("a", "", "pkg.C.__init__", callable="constructor", old=member("pkg.C.__init__", owner))[0]
    assert (failing_call(method) or "").splitlines()[1:] == ["from pkg import C", "", "signature(C.m).bind(None, a=None)  # as in C.m(a=None)"]
    assert (failing_call(made) or "").splitlines()[1:] == ["from pkg import C", "", "signature(C).bind(a=None)  # as in C(a=None)"]
    assert failing_call(made) == failing_call(written)


@given(LISTS, LISTS)
def test_whatever_call_is_shown_binds_to_old_and_not_to_new(old: str, new: str) -> None:
    for change in of_parameters(old, new):
        client = failing_call(change)
        if client is None or not change.broken:
            continue
        for text, binds in ((old, True), (new, False)):
            scope: dict[str, Any] = {"signature": inspect.signature}
            exec(f"def f({text}): pass", scope)
            try:
                exec(client.partition("\n\n")[2], scope)
            except (TypeError, KeyError, AssertionError):
                assert not binds, (client, text)
            else:
                assert binds, (client, text)


def clients_of(old: dict[str, str], new: dict[str, str]) -> list[str | None]:
    """What is shown for each change between two small worlds."""
    changes = changes_of(old, new).changes
    return [failing_call(c) if isinstance(c, ParameterChanged) else use_of_name(c) for c in changes if isinstance(c, (ParameterChanged, Gone))]


def test_a_class_that_hides_the_module_of_its_name_is_taken_from_where_it_hides_it() -> None:
    package, without = "from .array import array", "class array:\n    def __len__(self): ...\n"
    assert clients_of({"pkg": package, "pkg__array": f"{without}    def append(self): ...\n"}, {"pkg": package, "pkg__array": without}) == [
        "from pkg import array\n\narray.append"
    ]


def test_of_a_class_that_is_made_twice_the_part_that_is_compared_is_shown() -> None:
    text = "class T:\n    def __new__(cls, *args, **kw): return object.__new__(cls)\n    def __init__(self, {}): ...\n"
    (client,) = clients_of({"pkg": text.format("*args, **kw")}, {"pkg": text.format("name, *args, **kw")})
    assert (client or "").splitlines()[-1] == "signature(T.__init__).bind(None)  # as in T()"
    only = "class T:\n    def __new__(cls, {}): return object.__new__(cls)\n"
    (client,) = clients_of({"pkg": only.format("a")}, {"pkg": only.format("b")})
    assert (client or "").splitlines()[-1] == "signature(T).bind(a=None)  # as in T(a=None)"


@pytest.mark.parametrize(
    ("base", "client"),
    [
        ("from json import JSONDecodeError as B", "from json import JSONDecodeError\nfrom pkg import C\n\nassert issubclass(C, JSONDecodeError)"),
        ("from builtins import KeyError as B", "from pkg import C\n\nassert issubclass(C, KeyError)"),
        ("class Of:\n    class B(Exception): ...\nB = Of.B", "from pkg import B\nfrom pkg import C\n\nassert issubclass(C, B)"),
    ],
)
def test_a_lost_base_is_shown_by_what_relies_on_it(base: str, client: str | None) -> None:
    world = "{}\nclass C({}): ...\n"
    changes = changes_of({"pkg": world.format(base, "B")}, {"pkg": world.format(base, "Exception")}).changes
    assert [base_removed.RULE.client(c) for c in changes if isinstance(c, BasesChanged)] == [client]


def test_a_lost_base_of_a_private_module_is_imported_as_users_do() -> None:
    text, impl = "from ._impl import B\nclass C(B): ...\n", "class B: ...\n"
    changes = changes_of({"pkg": text, "pkg___impl": impl}, {"pkg": text.replace("(B)", ""), "pkg___impl": impl}).changes
    lines = "from pkg import B\nfrom pkg import C\n\nassert issubclass(C, B)"
    assert [base_removed.RULE.client(c) for c in changes if isinstance(c, BasesChanged)] == [lines]


FIELDS = {
    "from dataclasses import dataclass, field\n@dataclass\nclass C:\n    a: int\n    x: list = field(default_factory=list)\n": "bind(a=1, x=None)",
    "import attr\n@attr.s\nclass C:\n    a = attr.ib()\n    x = attr.ib(default=1)\n": "bind(a=None, x=1)",
}


@pytest.mark.parametrize(("old", "call"), FIELDS.items())
def test_a_lost_field_is_shown_by_the_call_that_made_it(old: str, call: str) -> None:
    new = "\n".join(line for line in old.splitlines() if "    x" not in line)
    (finding,) = judge(changes_of({"pkg": old}, {"pkg": new}), Policy()).findings
    assert finding.rule == "attribute-removed"
    assert call in (finding.client or "")


def test_a_field_of_a_pydantic_model_is_not_read_from_its_class() -> None:
    old = "from pydantic import BaseModel\nclass C(BaseModel):\n    a: int\n    x: int = 1\n"
    (finding,) = judge(changes_of({"pkg": old}, {"pkg": old.replace("    x: int = 1\n", "")}), Policy()).findings
    assert (finding.rule, finding.client) == ("attribute-removed", "from pkg import C\n\nC(a=1).x")


def test_a_slot_is_read_from_its_class() -> None:
    old = 'class C:\n    __slots__ = ("a", "x")\n'
    (finding,) = judge(changes_of({"pkg": old}, {"pkg": old.replace(', "x"', ",")}), Policy()).findings
    assert finding.client == "from pkg import C\n\nC.x"


def test_what_a_builtin_class_constructs_is_called_as_inspect_does_not_know_it() -> None:
    def clients(base: str) -> list[str | None]:
        found = changes_of({"pkg": f"class C({base}): ..."}, {"pkg": f"class C({base}):\n    def __init__(self, a): ..."}).changes
        return [failing_call(change) for change in found if isinstance(change, ParameterChanged)]

    assert set(clients("ValueError")) == set(clients("dict")) == {"from pkg import C\n\nC()"}
    assert set(clients("object")) == {"from inspect import signature\nfrom pkg import C\n\nsignature(C).bind()  # as in C()"}


CLASS, MANAGER = "class C:\n    def {}: {}\n", "from contextlib import contextmanager\n@contextmanager\ndef f(): yield 1\n"
KINDS = {
    "a class that is called": ("class f: ...\n", "def f(): ...\n", "from pkg import f\n\nisinstance(None, f)"),
    "a class that has members": ("class f:\n    A = 1\n", "import enum\nclass f(enum.Enum):\n    A = 1\n", "from pkg import f\n\nclass Own(f): pass"),
    "members": ("import enum\nclass f(enum.Enum):\n    A = 1\n", "class f:\n    A = 1\n", "from pkg import f\n\nlist(f)  # its members"),
    "a value": ("def f(): ...\n", "f = 1\n", "from pkg import f\n\nassert callable(f)"),
    "something to call": ("f = 1\n", "def f(): ...\n", "from pkg import f\n\nassert not callable(f)"),
    "something to await": (
        "def f(): return 1\n",
        "async def f(): return 1\n",
        "from inspect import iscoroutinefunction\nfrom pkg import f\n\nassert not iscoroutinefunction(f)",
    ),
    "nothing to await": (
        "async def f(): return 1\n",
        "def f(): return 1\n",
        "from inspect import iscoroutinefunction\nfrom pkg import f\n\nassert iscoroutinefunction(f)",
    ),
    "something to step through": (
        CLASS.format("f(self)", "return [1]"),
        CLASS.format("f(self)", "yield 1"),
        "from inspect import isgeneratorfunction\nfrom pkg import C\n\nassert not isgeneratorfunction(C.f)",
    ),
    "no longer called": (
        CLASS.format("f(self)", "return 1"),
        "class C:\n    @property\n    def f(self): return 1\n",
        "from pkg import C\n\nassert callable(C.f)",
    ),
    "now called": (
        "class C:\n    @property\n    def f(self): return 1\n",
        CLASS.format("f(self)", "return 1"),
        "from pkg import C\n\nassert not callable(C.f)",
    ),
    "of an instance": (
        "class C:\n    @staticmethod\n    def f(a): return 1\n",
        CLASS.format("f(self, a)", "return 1"),
        'from inspect import getattr_static\nfrom pkg import C\n\nassert isinstance(getattr_static(C, "f"), staticmethod)  # as in C.f(…)',
    ),
    "entered": (
        "def f(): return 1\n",
        MANAGER,
        "from inspect import isgeneratorfunction, unwrap\nfrom pkg import f\n\nassert not isgeneratorfunction(unwrap(f))",
    ),
    "no longer entered": (
        MANAGER,
        "def f(): return 1\n",
        "from inspect import isgeneratorfunction, unwrap\nfrom pkg import f\n\nassert isgeneratorfunction(unwrap(f))",
    ),
    "stepped through, not entered": (
        MANAGER,
        "def f(): yield 1\n",
        "from inspect import isgeneratorfunction\nfrom pkg import f\n\nassert not isgeneratorfunction(f)  # as in with f(…)",
    ),
}


def finding_client(old: str, new: str) -> str | None:
    """The client of the one major finding."""
    (finding,) = (f for f in judge(changes_of({"pkg": old}, {"pkg": new}), Policy()).findings if f.severity == 2)
    return finding.client


@pytest.mark.parametrize(("old", "new", "client"), KINDS.values(), ids=KINDS.keys())
def test_kinds_are_told_apart(old: str, new: str, client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert finding_client(old, new) == client
    for text, works in ((old, True), (new, False)):
        module = ModuleType("pkg")
        monkeypatch.setitem(sys.modules, "pkg", module)
        exec(text, module.__dict__)
        if works:
            exec(client, {})
        else:
            with pytest.raises((TypeError, AssertionError)):
                exec(client, {})


@pytest.mark.parametrize(
    ("decorator", "sees"),
    [
        ("import functools\ndef kept(f):\n    @functools.wraps(f)\n    def inner(*a): return f(*a)\n    return inner\n", True),
        ("def kept(f):\n    def inner(*a): return f(*a)\n    return inner\n", False),
        ("from other import kept\n", False),
    ],
)
def test_what_is_to_be_awaited_is_found_under_its_decorators(decorator: str, sees: bool) -> None:
    client = finding_client("def f(): return 1\n", f"{decorator}@kept\nasync def f(): return 1\n")
    lines = "from inspect import iscoroutinefunction, unwrap\nfrom pkg import f\n\nassert not iscoroutinefunction(unwrap(f))"
    assert client == (lines if sees else None)


def test_what_a_decorator_may_hide_is_not_told_apart() -> None:
    assert finding_client("def f(): return [1]\n", "from other import kept\n@kept\ndef f(): yield 1\n") is None
    assert finding_client(MANAGER, "from other import kept\n@kept\ndef f(): yield 1\n") is None


ABSTRACT = (
    "import abc\nclass C(abc.ABC):\n{}    @abc.abstractmethod\n    def a(self): ...\n    @property\n    @abc.abstractmethod\n    def b(self): ...\n"
)
ADDED = "    @abc.abstractmethod\n    def c(self): ...\n"


def test_an_heir_that_defines_all_that_had_to_be_defined() -> None:
    old = ABSTRACT.format("")
    lines = "from pkg import C\n\nclass Own(C):\n    a = b = ...  # all that had to be defined\n\nOwn()"
    assert finding_client(old, old + ADDED) == lines


def test_heirs_that_cannot_be_made_without_arguments_are_not_made() -> None:
    old = ABSTRACT.format("    def __init__(self, n): ...\n")
    check = 'assert "c" not in C.__abstractmethods__  # as in a subclass that does not define it'
    assert finding_client(old, old + ADDED) == f"from pkg import C\n\n{check}"


def test_a_metaclass_of_ones_own_is_made_of_the_old_one() -> None:
    old = "class M(type): ...\nclass C: ...\n"
    own = "from pkg import C\n\nclass OwnMeta(type): pass\nclass Own(C, metaclass=OwnMeta): pass"
    assert finding_client(old, old.replace("C:", "C(metaclass=M):")) == own
    marked = old.replace("class C", "from other import remade\n@remade\nclass C")
    assert finding_client(marked, marked.replace("C:", "C(metaclass=M):")) is None


def test_that_no_type_checker_asks_is_no_condition() -> None:
    assert use_of_name(Gone(path="pkg.f", old=item("pkg.f"), kind="function", when="not TYPE_CHECKING")) == "from pkg import f"


@pytest.mark.parametrize(
    ("base", "calls"),
    [
        ("str", ['C("text")', 'C(object="text")']),
        ("int", ["C(1)", None]),
        ("datetime.date", ["C(2020, 1, 1)", "C(year=2020, month=1, day=1)"]),
        ("datetime.tzinfo", [None, None]),
    ],
)
def test_what_builtins_construct_is_given_what_they_take(base: str, calls: list[str | None]) -> None:
    old = f"import datetime\nclass C({base}): ...\n"
    found = [failing_call(c) for c in changes_of({"pkg": old}, {"pkg": old.replace(f"({base})", "")}).changes if isinstance(c, ParameterChanged)]
    assert found == [f"from pkg import C\n\n{call}" if call is not None else None for call in calls]
    scope: dict[str, Any] = {}
    exec(old, scope)
    for call in filter(None, calls):
        exec(call, scope)
