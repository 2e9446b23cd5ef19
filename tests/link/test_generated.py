"""Constructors that nobody wrote, of dataclasses and attrs classes."""

from __future__ import annotations

import pytest

from modiff.model.items import Item
from tests.link.python_itself import doubt, read, run, shape, shown
from tests.link.test_classes import class_at
from tests.worlds import graph_of

DATACLASSES = """
import functools
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar
shortcut = functools.partial(dataclass, frozen=True, kw_only=True)
@dataclass
class Fields:
    a: int
    b: "ClassVar[int]" = 1
    c: InitVar[int] = 2
    _: KW_ONLY
    d: int
    e: list = field(default_factory=list)
    f: int = field(init=False)
@dataclass(kw_only=True)
class ByKeyword(Fields):
    z: int
    y: int = field(kw_only=False, default=2)
@shortcut
class ByShortcut:
    x: int
@dataclass(init=False)
class NoInit(Fields):
    q: int = 0
class Mixin:
    m: int = 0
class Between(Fields): pass
@dataclass
class Heir(Mixin, Between):
    g: int = 3
    a: int = 7
@dataclass
class Written:
    a: int
    def __init__(self, other): pass
@dataclass(slots=True, order=True)
class Mangled:
    a: int
    __p: int = 0
"""


def test_constructors_of_dataclasses_are_pythons() -> None:
    graph, module = graph_of(pkg=DATACLASSES), run(DATACLASSES)
    for name in "Fields ByKeyword ByShortcut NoInit Heir Written Mangled".split():
        assert read(graph, f"pkg.{name}") == shape(getattr(module, name)), name


def test_what_the_options_of_a_dataclass_say_is_told_of_the_class() -> None:
    graph = graph_of(pkg=DATACLASSES)
    flags = {name: class_at(graph, f"pkg.{name}").flags for name in ("Fields", "ByShortcut", "Mangled")}
    assert flags == {
        "Fields": {"dataclass", "eq"},
        "ByShortcut": {"dataclass", "eq", "frozen", "kw_only"},
        "Mangled": {"dataclass", "eq", "slots", "order"},
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "from elsewhere import Base\nfrom dataclasses import dataclass\n@dataclass\nclass C(Base):\n    x: int",
            "elsewhere.Base may have fields of its own",
        ),
        ("from elsewhere import dataclass\n@dataclass\nclass C:\n    x: int", "is not the standard library's"),
        ("from dataclasses import dataclass\n@dataclass(**options())\nclass C:\n    x: int", "its options are computed"),
        ("from dataclasses import dataclass\n@dataclass\nclass C:\n    x: int = my_field(3)", "field x is described by my_field"),
        ("from typing import dataclass_transform\n@dataclass_transform()\ndef m(cls): pass\n@m\nclass C:\n    x: int", "made by pkg.m"),
    ],
)
def test_what_may_make_another_constructor_is_a_doubt(text: str, reason: str) -> None:
    assert reason in (doubt(graph_of(pkg=text), "pkg.C") or "")


def test_a_base_of_the_standard_library_is_no_doubt() -> None:
    graph = graph_of(pkg="import abc\nfrom dataclasses import dataclass\n@dataclass\nclass C(abc.ABC):\n    x: int")
    assert doubt(graph, "pkg.C") is None


ATTRS = {
    # What attrs 25.4 itself says of these bodies, after `import attr, attrs` and so on.
    "@attr.s\nclass C:\n    x = attr.ib()\n    _y = attr.ib(1)\n    z = attr.ib(factory=list)\n    w = attr.ib(init=False)": "(x, y=1, z=list())",
    "from attr import ib\n@attr.s(auto_attribs=True)\nclass C:\n    x: int\n    c: ClassVar[int]\n    z: list = ib(factory=list)": "(x, z=list())",
    "@attr.s\nclass B:\n    x = attr.ib(default=1)\n@attr.s(kw_only=True)\nclass C(B):\n    k = attr.ib()": "(*, x=1, k)",
    "@define\nclass C:\n    a: int\n    _b: str = field(default='x', alias='bee')\n    __c: int = 3\n    e: int = field(kw_only=True)": (
        "(a, bee='x', C__c=3, *, e)"
    ),
    "@define\nclass B:\n    a: int\n    b: int\n@define\nclass C(B):\n    a: int = 5\n    n: int = 6": "(b, a=5, n=6)",
    "@define\nclass C:\n    x = field()\n    y = field(default=attrs.Factory(list))\n    n: int = 3": "(x, y=list())",
    "@define\nclass B:\n    y: int\n@define(kw_only=True)\nclass A:\n    x: int\n@define\nclass C(A, B):\n    z: int": "(y, z, *, x)",
    "@frozen\nclass C:\n    x: int\n    def __init__(self, q): pass": "(q)",
    "@attr.s\nclass C:\n    x = attr.ib()\n    def __init__(self, q): pass": "(x)",
    "@attr.s(init=False)\nclass C:\n    x = attr.ib()\n    def __init__(self, q): pass": "(q)",
    "@attr.s(these={'p': attr.ib(), '_q': attr.ib(default=3)})\nclass C:\n    pass": "(p, q=3)",
    "@define\nclass C:\n    x: int = field()\n    y: int = field()\n    @y.default\n    def later(self): return 3": "(x, y=self.later())",
    "ib = attr.ib\n@attr.attrs\nclass C:\n    x = ib(3)\n    y = ib(default=attr.NOTHING)": "(x=3, y)",
    "@attr.dataclass\nclass C:\n    x: int\n    y: int = 3": "(x, y=3)",
}


@pytest.mark.parametrize("text", ATTRS)
def test_constructors_of_attrs_classes(text: str) -> None:
    graph = graph_of(pkg=f"import attr, attrs\nfrom attrs import define, field, frozen\nfrom typing import ClassVar\n{text}")
    assert shown(graph, "pkg.C") == ATTRS[text]
    assert doubt(graph, "pkg.C") is None


def test_attrs_under_other_names_is_attrs() -> None:
    graph = graph_of(pkg="from attrs import define as _d, field as _f\n@_d\nclass C:\n    x: int\n    y: int = _f(init=False)")
    assert shown(graph, "pkg.C") == "(x)"
    assert class_at(graph, "pkg.C").flags >= {"attrs", "slots", "eq"}


def test_attributes_that_are_computed_are_a_doubt() -> None:
    graph = graph_of(pkg="import attr\n@attr.s(these=make())\nclass C: pass\n@attr.s\nclass D:\n    x = attr.ib(**options)")
    assert doubt(graph, "pkg.C") is not None or shown(graph, "pkg.C") is None
    assert doubt(graph, "pkg.D") is not None


def test_attrs_behind_a_function_of_the_package_is_read_with_a_doubt() -> None:
    graph = graph_of(
        pkg="from ._attrs import frozen\n@frozen\nclass C:\n    x: int\n    _y: int = 1",
        pkg___attrs="import attrs\ndef frozen(cls): return attrs.frozen(cls)",
    )
    assert shown(graph, "pkg.C") == "(x, y=1)"
    assert doubt(graph, "pkg.C") is not None


def test_an_unknown_decorator_above_annotated_names_may_make_any_constructor() -> None:
    graph = graph_of(
        pkg="from a import m\n@m\nclass C:\n    x: int\n@m\nclass D:\n    x = 1\n@m\nclass E:\n    x: int\n    def __init__(self, a): pass"
    )
    assert [shown(graph, f"pkg.{n}") for n in "CDE"] == [None, "()", "(a)"]


def test_a_default_that_a_lambda_makes_is_shown_as_what_it_makes() -> None:
    head = "from dataclasses import dataclass, field\n@dataclass\nclass C:\n"
    graph = graph_of(pkg=f"{head}    a: list = field(default_factory=lambda: [1])\n    b: list = field(default_factory=list)\n")
    cls = graph.at("pkg.C")
    assert isinstance(cls, Item)
    signature = graph.signature(cls)
    assert signature is not None
    assert signature.shown == "(a=[1], b=list())"
