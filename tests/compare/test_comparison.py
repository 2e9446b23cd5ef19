"""What is told of two small worlds: every cause once, and nothing about what merely looks different."""

from __future__ import annotations

import pytest

from modiff.model.changes import BasesChanged, Gone
from modiff.model.findings import Certainty
from modiff.model.policy import Policy, Surface
from tests.worlds import changes_of, told

CALLABLE = "def f(a, b=1): pass\nclass C:\n    def m(self, x): pass\n"


def test_nothing_differs_from_itself() -> None:
    world = {"pkg": "from .a import *\nfrom ._b import D as E", "pkg__a": CALLABLE, "pkg___b": "class D(dict): x = 1"}
    assert told(changes_of(world, world)) == []


def test_a_name_that_moved_and_stays_importable_is_no_loss() -> None:
    old = {"pkg": "", "pkg__a": CALLABLE, "pkg__b": ""}
    new = {"pkg": "", "pkg__a": "from .b import f, C", "pkg__b": CALLABLE}
    assert [c for c in told(changes_of(old, new)) if not c.startswith("Came")] == []


def test_a_name_that_moved_without_a_trace_says_where_it_went() -> None:
    assert told(changes_of({"pkg__a": "def f(a, b=1): pass", "pkg__b": ""}, {"pkg__a": "", "pkg__b": "def f(a, b=1): pass"})) == [
        "Gone pkg.a.f pkg.b.f",
        "Came pkg.b.f",
    ]


def test_a_lost_re_export_is_told_with_the_home_that_remains() -> None:
    (change,) = changes_of({"pkg": "from .a import f", "pkg__a": CALLABLE}, {"pkg": "", "pkg__a": CALLABLE}).changes
    assert isinstance(change, Gone)
    assert (change.path, change.moved_to, change.reexport) == ("pkg.f", "pkg.a.f", True)


def test_all_paths_of_one_loss_are_one_change() -> None:
    (change,) = changes_of({"pkg": "from .a import f", "pkg__a": CALLABLE}, {"pkg": "", "pkg__a": CALLABLE.replace("f(", "_f(")}).changes
    assert (change.path, change.also) == ("pkg.f", ("pkg.a.f",))


def test_a_lost_module_implies_what_it_held() -> None:
    assert told(changes_of({"pkg": "", "pkg__a": "", "pkg__a__b": CALLABLE}, {"pkg": ""})) == ["Gone pkg.a"]


def test_a_private_module_under_a_public_name_is_reached_by_that() -> None:
    old = {
        "pkg": "from ._api import math",
        "pkg___api": "",
        "pkg___api__math": "from .impl import add, mul",
        "pkg___api__math__impl": "def add(a, b): pass\ndef mul(a, b): pass",
    }
    new = {**old, "pkg___api__math": "from .impl import add", "pkg___api__math__impl": "def add(a, c): pass"}
    assert told(changes_of(old, new)) == ["ParameterChanged pkg.math.add renamed b", "Gone pkg.math.mul"]
    assert told(changes_of(old, {"pkg": ""})) == ["Gone pkg.math"]


def test_a_renamed_function_names_its_successor() -> None:
    assert told(changes_of({"pkg": "def read_file(path, mode='r'): pass"}, {"pkg": "def readFile(path, mode='r'): pass"})) == [
        "Came pkg.readFile",
        "Gone pkg.read_file readFile",
    ]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("from numpy import *", "pkg imports every name of numpy"),
        ("def __getattr__(name): return compute(name)", "pkg binds names at run time (getattr, line 1)"),
        ("from .a import *", "pkg.a imports every name of numpy"),
    ],
)
def test_a_loss_in_a_module_that_hides_names_is_only_possible(text: str, doubt: str) -> None:
    (change,) = changes_of({"pkg": "def f(): pass", "pkg__a": ""}, {"pkg": text, "pkg__a": "from numpy import *"}).changes
    assert (change.certainty, change.doubt) == (Certainty.possible, doubt)


def test_what_a_base_loses_is_told_once_at_the_base() -> None:
    old = {"pkg": "class A:\n    def m(self): pass\nclass B(A): pass\nclass C(B): pass"}
    new = {"pkg": "class A: pass\nclass B(A): pass\nclass C(B): pass"}
    assert told(changes_of(old, new)) == ["Gone pkg.A.m"]


def test_what_a_private_base_loses_is_told_at_its_heirs_together() -> None:
    old = {"pkg": "class _A:\n    def m(self): pass\nclass B(_A): pass\nclass C(_A): pass"}
    new = {"pkg": "class _A: pass\nclass B(_A): pass\nclass C(_A): pass"}
    (change,) = changes_of(old, new).changes
    assert (change.path, change.also) == ("pkg.B.m", ("pkg.C.m",))


def test_a_method_pulled_up_or_served_by_a_builtin_base_is_no_loss() -> None:
    old = {"pkg": "class A: pass\nclass B(A):\n    def m(self): pass\nclass D(dict):\n    def get(self, key, default=None): pass"}
    new = {"pkg": "class A:\n    def m(self): pass\nclass B(A): pass\nclass D(dict): pass"}
    assert [c for c in told(changes_of(old, new)) if not c.startswith("Came")] == []


def test_a_loss_under_a_foreign_base_is_likely_if_the_base_was_there_and_possible_if_it_is_new() -> None:
    old = {"pkg": "import x\nclass A(x.Y):\n    def m(self): pass\nclass B:\n    def m(self): pass"}
    new = {"pkg": "import x\nclass A(x.Y): pass\nclass B(x.Y): pass"}
    assert [(c.path, c.certainty.name) for c in changes_of(old, new).changes] == [("pkg.A.m", "likely"), ("pkg.B.m", "possible")]


def test_an_inherited_constructor_is_told_once() -> None:
    old = {"pkg": "class A:\n    def __init__(self, x, y): pass\nclass B(A): pass"}
    new = {"pkg": "class A:\n    def __init__(self, x): pass\nclass B(A): pass"}
    assert told(changes_of(old, new)) == ["ParameterChanged pkg.A.__init__ removed y"]


def test_an_heir_that_takes_its_constructor_from_elsewhere_is_its_own_cause() -> None:
    old = {"pkg": "class A:\n    def __init__(self, x): pass\nclass B(A):\n    def __init__(self, x, y): pass"}
    new = {"pkg": "class A:\n    def __init__(self, x): pass\nclass B(A): pass"}
    assert told(changes_of(old, new)) == ["ParameterChanged pkg.B.__init__ removed y"]


def test_a_dataclass_field_in_a_base_is_told_at_the_base() -> None:
    head = "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n"
    tail = "@dataclass\nclass B(A):\n    z: int = 0\n"
    found = told(changes_of({"pkg": head + tail}, {"pkg": head + "    y: int\n" + tail}))
    assert "ParameterChanged pkg.A.__init__ required-added y" in found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("def f(): pass", "async def f(): pass", ["KindChanged pkg.f function async function"]),
        ("def f(): return []", "def f(): yield 1", ["KindChanged pkg.f function generator"]),
        ("def f(): pass", "class f: pass", ["KindChanged pkg.f function class"]),
        ("def f(): pass", "f = 1", ["KindChanged pkg.f function attribute"]),
        ("def f(): pass", "f = make()", []),
        ("def f(a): pass", "f = lambda a: a", []),
        ("class C:\n    def m(self): pass", "class C:\n    @property\n    def m(self): pass", ["KindChanged pkg.C.m method property"]),
        ("class C:\n    @classmethod\n    def m(cls): pass", "class C:\n    def m(self): pass", ["KindChanged pkg.C.m class method method"]),
        ("class C:\n    x = 1", "class C:\n    @property\n    def x(self): pass", ["KindChanged pkg.C.x attribute property"]),
    ],
)
def test_kinds(old: str, new: str, words: list[str]) -> None:
    assert told(changes_of({"pkg": old}, {"pkg": new})) == words


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("class C(A, B): pass", "class C(B): pass", ["BasesChanged pkg.C ('pkg.A',)"]),
        ("class C(A): pass\nclass D(C): pass", "class C: pass\nclass D(C): pass", ["BasesChanged pkg.C ('pkg.A',)"]),
        ("class C(A): pass", "class M(A): pass\nclass C(M): pass", []),
        ("class C(ValueError): pass", "class C(TypeError): pass", ["BasesChanged pkg.C ('builtins.ValueError',)"]),
        ("class C(KeyError): pass", "class C(LookupError): pass", ["BasesChanged pkg.C ('builtins.KeyError',)"]),
        ("class C(LookupError): pass", "class C(KeyError): pass", []),
        ("class C(_P): pass", "class C: pass", []),
        ("class C(IOError): pass", "class C(OSError): pass", []),
        ("class C(typing.Dict): pass", "class C(dict): pass", []),
    ],
)
def test_bases(old: str, new: str, words: list[str]) -> None:
    head = "import typing\nclass A: pass\nclass B: pass\nclass _P: pass\n"
    found = [
        c.replace(" ()", "").split("',) (")[0] for c in told(changes_of({"pkg": head + old}, {"pkg": head + new})) if c.startswith("BasesChanged")
    ]
    assert [f if f.endswith(",)") else f + "',)" for f in found] == words


def test_bases_in_another_order_are_told_as_that() -> None:
    head = "class A: pass\nclass B: pass\n"
    (change,) = changes_of({"pkg": head + "class C(A, B): pass"}, {"pkg": head + "class C(B, A): pass"}).changes
    assert isinstance(change, BasesChanged)
    assert (change.reordered, change.lost) == (True, ())


def test_a_shim_class_that_answers_isinstance_itself_loses_no_heirs() -> None:
    old = {"pkg": "class A: pass\nclass C(A): pass"}
    new = {"pkg": "class M(type):\n    def __instancecheck__(cls, x): return True\nclass A(metaclass=M): pass\nclass C: pass"}
    assert [c for c in told(changes_of(old, new)) if c.startswith("BasesChanged")] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("__exit__(self, *args)", "__exit__(self, kind, value, trace)", []),
        ("__getitem__(self, key)", "__getitem__(self, index)", []),
        ("__get__(self, obj, cls=None)", "__get__(self, instance, owner)", []),
        ("__get__(self, obj, cls)", "__get__(self, obj)", ["ParameterChanged pkg.C.__get__ removed cls"]),
        ("__setattr__(self, name, value)", "__setattr__(self, key, to)", []),
        ("__exit__(self, *args)", "__exit__(self, kind, value)", ["ParameterChanged pkg.C.__exit__ removed args"]),
    ],
)
def test_special_methods_are_judged_by_the_one_call_that_the_language_makes(old: str, new: str, words: list[str]) -> None:
    found = told(changes_of({"pkg": f"class C:\n    def {old}: pass"}, {"pkg": f"class C:\n    def {new}: pass"}))
    assert [f for f in found if "required-added" not in f] == words


def test_an_annotation_hides_no_inherited_value_and_a_slot_is_a_member() -> None:
    base = "class A: r = 1\n"
    found = told(changes_of({"pkg": base + "class B(A): r = 2"}, {"pkg": base + "class B(A): r: int"}))
    assert found == ["ValueChanged pkg.B.r value-changed 2 1"]
    assert [
        c for c in told(changes_of({"pkg": "class C: x = 1"}, {"pkg": "class C:\n    __slots__ = ('x',)\n    x: int"})) if c.startswith("Gone")
    ] == []


def test_a_class_that_names_itself_in_its_body_by_another_name_is_no_trap() -> None:
    old = "class B: y = 1\nclass A(B): y = B.y\nB = A"
    assert told(changes_of({"pkg": old}, {"pkg": old + "\n"})) == []


def test_a_base_that_goes_on_as_another_name_of_its_heir_is_not_lost() -> None:
    assert [
        c for c in told(changes_of({"pkg": "class A: pass\nclass B(A): pass"}, {"pkg": "class B: pass\nA = B"})) if c.startswith("BasesChanged")
    ] == []


def test_a_lost_submodule_is_certain_whatever_answers_for_names() -> None:
    (change,) = [c for c in changes_of({"pkg": "", "pkg__m": ""}, {"pkg": "def __getattr__(n): return load(n)"}).changes if isinstance(c, Gone)]
    assert change.certainty is Certainty.certain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"pkg__a": "X = 1", "pkg__b": ""}, {"pkg__a": "", "pkg__b": "from . import a\na.X = 2"}),
        ({"pkg": "class C: x = 1"}, {"pkg": "class C: pass\nif maybe():\n    C.x = 2"}),
        ({"pkg": "class C: x = 1"}, {"pkg": "class C: pass\nsetattr(C, 'x', 2)"}),
        ({"pkg": "class C: x = 1"}, {"pkg": "class C: pass\nfor name in names():\n    setattr(C, name, 2)"}),
    ],
)
def test_what_another_statement_sets_from_outside_is_only_possibly_lost(old: dict[str, str], new: dict[str, str]) -> None:
    (change,) = [c for c in changes_of(old, new).changes if isinstance(c, Gone)]
    assert change.certainty is Certainty.possible
    assert " sets " in str(change.doubt)


def test_what_the_module_gives_its_class_after_it_is_not_lost() -> None:
    assert [c for c in changes_of({"pkg": "class C: x = 1"}, {"pkg": "class C: pass\nC.x = 2"}).changes if isinstance(c, Gone)] == []


def test_names_computed_on_both_sides_make_a_loss_likely_only() -> None:
    tail = "\nfor name in names():\n    setattr(C, name, 2)"
    (change,) = changes_of({"pkg": "class C: x = 1" + tail}, {"pkg": "class C: pass" + tail}).changes
    assert (change.path, change.certainty) == ("pkg.C.x", Certainty.likely)
    tail = "\nfor name in names():\n    setattr(a, name, 2)"
    (change,) = changes_of({"pkg": "from . import a" + tail, "pkg__a": "x = 1"}, {"pkg": "from . import a" + tail, "pkg__a": ""}).changes
    assert (change.path, change.certainty) == ("pkg.a.x", Certainty.likely)


def test_what_is_left_of_a_loop_is_no_api() -> None:
    assert told(changes_of({"pkg": "for i in range(3): x = i"}, {"pkg": "x = 2"})) == []


def test_only_and_exclude_choose_by_any_path() -> None:
    old, new = {"pkg": "from .a import f", "pkg__a": CALLABLE}, {"pkg": "", "pkg__a": "class C: pass"}
    assert [c.path for c in changes_of(old, new, Policy(only=("pkg.a.f",))).changes] == ["pkg.f"]
    assert [c.path for c in changes_of(old, new, Policy(exclude=("pkg.a",))).changes] == []


def test_everything_sees_private_names() -> None:
    old, new = {"pkg___a": "def _f(): pass"}, {"pkg___a": ""}
    assert told(changes_of(old, new)) == []
    assert told(changes_of(old, new, Policy(surface=Surface.everything))) == ["Gone pkg._a._f"]


@pytest.mark.parametrize("replaced", ["sys.modules[__name__] = Lazy(__name__)", "sys.modules[__name__].__class__ = Lazy"])
def test_a_module_without_its_file_is_likely_gone_whatever_stands_in_for_its_package(replaced: str) -> None:
    package = f"import sys, types\nclass Lazy(types.ModuleType):\n    def __getattr__(self, name): ...\n{replaced}\n"
    (change,) = changes_of({"pkg": package, "pkg__a": "x = 1"}, {"pkg": package}).changes
    assert isinstance(change, Gone)
    assert (change.path, change.certainty) == ("pkg.a", Certainty.likely)


GENERATORS = "def _lines(text):\n    yield text\n\n"


@pytest.mark.parametrize(
    "body", ["return _lines(text)", "if text:\n        return _lines(text)\n    return _lines('')", "return (line for line in text)"]
)
def test_whether_a_function_yields_itself_or_hands_a_generator_on_is_no_difference(body: str) -> None:
    handing, yielding = {"pkg": f"{GENERATORS}def f(text):\n    {body}\n"}, {"pkg": f"{GENERATORS}def f(text):\n    yield text\n"}
    assert told(changes_of(handing, yielding)) == told(changes_of(yielding, handing)) == []


@pytest.mark.parametrize(("result", "changed"), [("Iterator[str]", False), ("Iterable[str]", False), ("list[str]", True), ("Sequence[str]", True)])
def test_a_result_that_could_only_be_gone_through_may_come_from_a_generator(result: str, changed: bool) -> None:
    head = f"from collections.abc import Iterable, Iterator, Sequence\ndef f(text) -> {result}:\n    "
    found = told(changes_of({"pkg": head + "return g(text)"}, {"pkg": head + "yield text"}))
    assert (found == ["KindChanged pkg.f function generator"]) == changed


@pytest.mark.parametrize("body", ["return list(_lines(text))", "return unknown(text)", "if text:\n        return []\n    return _lines(text)"])
def test_what_may_give_something_else_than_a_generator_becomes_one(body: str) -> None:
    found = told(changes_of({"pkg": f"{GENERATORS}def f(text):\n    {body}\n"}, {"pkg": f"{GENERATORS}def f(text):\n    yield text\n"}))
    assert found == ["KindChanged pkg.f function generator"]


def test_what_heirs_are_to_fill_may_lose_its_placeholder() -> None:
    old = {"pkg": "class C:\n    past = None\n    limit = 3\n"}
    found = changes_of(old, {"pkg": "from typing import ClassVar\nclass C:\n    past: ClassVar[str]\n    limit: ClassVar[int]\n"}).changes
    assert [(c.path, c.certainty) for c in found if isinstance(c, Gone)] == [("pkg.C.limit", Certainty.certain), ("pkg.C.past", Certainty.possible)]


def test_a_doubt_is_told_of_the_class_that_the_loss_is_told_of() -> None:
    old = "from framework import View\nclass Base(View):\n    def m(self): ...\nclass Heir(Base): ...\n"
    (change,) = (c for c in changes_of({"pkg": old}, {"pkg": old.replace("    def m(self): ...\n", "    x: int\n")}).changes if isinstance(c, Gone))
    assert (change.path, change.doubt) == ("pkg.Base.m", "pkg.Base inherits from framework.View, which may have it")


@pytest.mark.parametrize("test", ["sys.version_info.minor >= 7", "sys.version_info[1] >= 7"])
def test_the_second_number_of_a_version_is_read(test: str) -> None:
    old = {"pkg": f"import sys\nif {test}:\n    def f(a): ...\nelse:\n    def f(a, b): ...\n    def only_old(): ...\n"}
    assert told(changes_of(old, {"pkg": "def f(a): ...\n"})) == []


def test_a_function_made_into_a_decorator_is_not_called_with_its_own_parameters() -> None:
    old = "from decorator import decorator\n@decorator\ndef guard(method, app, *args, **kwargs): ...\n"
    assert told(changes_of({"pkg": old}, {"pkg": "def guard(method): ...\n"})) == []


MIXIN = """
class Mixin:
    def __init__(self, *args, **kw):
        {}
        self.index = kw.pop("index", None)
"""


def test_what_a_mixin_set_on_its_instances_may_be_set_by_what_it_is_mixed_with() -> None:
    handing_on, alone = MIXIN.format("super().__init__(*args, **kw)"), MIXIN.format("pass")
    for text, certainty in ((handing_on, Certainty.possible), (alone, Certainty.certain)):
        new = text.replace('        self.index = kw.pop("index", None)\n', "")
        (change,) = (c for c in changes_of({"pkg": text}, {"pkg": new}).changes if isinstance(c, Gone))
        assert (change.path, change.certainty) == ("pkg.Mixin.index", certainty)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("if found:\n    X = 1\n", "found"),
        ("if found:\n    X = 1\nelse:\n    X = 2\n", None),
        ("if found:\n    X = 1\nelif other:\n    X = 2\nelse:\n    X = 3\n", None),
        ("if found:\n    X = 1\nelif other:\n    X = 2\n", "not found and other"),
        ("X = 0\nif found:\n    X = 1\n", None),
        ("if found:\n    X = 1\nif not other:\n    X = 2\n", "not other"),
        ("class C:\n    if found:\n        X = 1\n    else:\n        X = 2\n", None),
        ("class C:\n    if found:\n        X = 1\n", "found"),
    ],
)
def test_a_loss_has_a_condition_where_the_name_was_bound_in_one_case_only(text: str, when: str | None) -> None:
    before = f"from elsewhere import found, other\n{text}"
    after = before.replace("X =", "Y =")
    (change,) = (c for c in changes_of({"pkg": before}, {"pkg": after}).changes if isinstance(c, Gone))
    assert change.when == when
