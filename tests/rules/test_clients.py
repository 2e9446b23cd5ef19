"""The lines that are said to work with old and to fail with new."""

from __future__ import annotations

import inspect
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


def test_nothing_is_said_to_fail_that_binds_to_something_else() -> None:
    (change,) = of_parameters("a=1, b=2", "b=2, a=1")
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
            scope: dict[str, Any] = {}
            exec(f"def f({text}): pass", scope)
            bind = client.splitlines()[-1].partition("  #")[0].removeprefix("signature(f)")
            try:
                eval(f"signature{bind}", {"signature": inspect.signature(scope["f"])})
            except TypeError:
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
        ("class Of:\n    class B(Exception): ...\nB = Of.B", None),
    ],
)
def test_a_lost_base_is_shown_by_what_relies_on_it(base: str, client: str | None) -> None:
    world = "{}\nclass C({}): ...\n"
    changes = changes_of({"pkg": world.format(base, "B")}, {"pkg": world.format(base, "Exception")}).changes
    assert [base_removed.RULE.client(c) for c in changes if isinstance(c, BasesChanged)] == [client]


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
    assert (finding.rule, finding.client) == ("attribute-removed", None)


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
