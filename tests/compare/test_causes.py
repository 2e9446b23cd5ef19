"""What counts as one loss, and what is told of it: modules that gave way, names bound anew, classes that became instances, announced parameters."""

from __future__ import annotations

import pytest

from modiff.model.changes import Gone, ParameterChanged
from modiff.model.findings import Severity
from modiff.model.policy import Policy
from modiff.rules import judge
from tests.worlds import changes_of, graph_of, told


def findings(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str | None]]:
    return [(f.rule, f.path, f.deprecated) for f in judge(changes_of(old, new), Policy()).findings]


def test_what_a_module_held_is_told_where_a_function_took_its_name() -> None:
    old = {"pkg": "from pkg import tool\n", "pkg__tool": "def run(): pass\nclass Kit: pass\n"}
    new = {"pkg": "from pkg._impl import tool\nfrom pkg._impl import Kit as Kit\n", "pkg___impl": "def tool(): pass\nclass Kit: pass\n"}
    assert [(type(c).__name__, c.path) for c in changes_of(old, new).changes if c.old is not None] == [
        ("KindChanged", "pkg.tool"),
        ("Gone", "pkg.tool.Kit"),
        ("Gone", "pkg.tool.run"),
    ]


def test_a_module_that_is_still_beside_the_function_loses_nothing() -> None:
    old = {"pkg": "", "pkg__tool": "def run(): pass\n"}
    new = {"pkg": "from pkg.tool import tool as tool\n", "pkg__tool": "def run(): pass\ndef tool(): pass\n"}
    assert not [c for c in changes_of(old, new).changes if isinstance(c, Gone)]


HELPERS = """
    def _add(cls, names=None):
        cls.__repr__ = lambda self: "x"
        return cls
    def _swap(cls):
        return dict
"""


def test_a_class_bound_to_what_gives_it_back_is_still_that_class() -> None:
    text = HELPERS + "    class C:\n        def m(self): pass\n    C = _add(_add(C), names=[1])\n"
    assert graph_of(pkg=text).at("pkg.C").kind == "class"  # type: ignore[union-attr]
    assert sorted(told(changes_of({"pkg": text}, {"pkg": text.replace("def m(self)", "def n(self)")}))) == ["Came pkg.C.n", "Gone pkg.C.m"]


def test_a_class_bound_to_something_else_is_not() -> None:
    text = HELPERS + "    class C:\n        def m(self): pass\n    C = _swap(C)\n"
    assert graph_of(pkg=text).at("pkg.C").kind == "attribute"  # type: ignore[union-attr]


def test_a_class_that_became_an_instance_can_no_longer_be_called() -> None:
    old = "class Extra:\n    allow = 1\n"
    assert ("callable-became-attribute", "pkg.Extra", None) in findings({"pkg": old}, {"pkg": "class _E:\n    allow = 1\nExtra = _E()\n"})


@pytest.mark.parametrize("made", ["class _E:\n    def __call__(self): pass", "from other import _E", "import enum\nclass _E(enum.Enum):\n    a = 1"])
def test_an_instance_that_may_be_called_is_left_alone(made: str) -> None:
    new = f"{made}\nExtra = _E()\n"
    assert "callable-became-attribute" not in {rule for rule, _, _ in findings({"pkg": "class Extra:\n    allow = 1\n"}, {"pkg": new})}


def test_what_the_old_version_said_of_a_parameter_is_said_of_its_loss() -> None:
    old = """
        import warnings
        def f(a, x=None):
            if x is not None:
                warnings.warn("x is old, use a instead", DeprecationWarning)
    """
    report = judge(changes_of({"pkg": old}, {"pkg": "def f(a): pass\n"}), Policy())
    assert [(f.part, f.deprecated, f.hint) for f in report.findings] == [("x", "x is old, use a instead", "x is old, use a instead")]


def test_a_default_and_a_decorator_say_it_too() -> None:
    old = "def f(a, x='deprecated'): pass\n@deprecate_kwarg('old', 'a')\ndef g(a): pass\n"
    new = "def f(a): pass\ndef g(a): pass\n"
    assert findings({"pkg": old}, {"pkg": new}) == [("parameter-removed", "pkg.f", ""), ("parameter-removed", "pkg.g", "")]


def test_a_parameter_of_a_constructor_and_of_a_method_is_looked_up_there() -> None:
    body = "            if x is not None:\n                warnings.warn('gone soon', FutureWarning)\n"
    old = f"    import warnings\n    class C:\n        def __init__(self, x=None):\n{body}        def m(self, x=None):\n{body}"
    new = "class C:\n    def __init__(self): pass\n    def m(self): pass\n"
    assert findings({"pkg": old}, {"pkg": new}) == [
        ("parameter-removed", "pkg.C.__init__", "gone soon"),
        ("parameter-removed", "pkg.C.m", "gone soon"),
    ]


def test_an_attribute_that_kept_an_argument_goes_with_the_parameter() -> None:
    old = "class C:\n    def __init__(self, x, y=1):\n        self.x = x\n        self.y = y\n"
    report = judge(changes_of({"pkg": old}, {"pkg": "class C:\n    def __init__(self, x):\n        self.x = x\n"}), Policy())
    assert [(f.rule, f.path, f.part, f.breaks) for f in report.findings] == [("parameter-removed", "pkg.C.__init__", "y", ("call", "attribute"))]


def test_an_attribute_that_held_something_else_is_a_loss_of_its_own() -> None:
    old = "class C:\n    def __init__(self, x, y=1):\n        self.x = x\n        self.y = [y]\n"
    found = findings({"pkg": old}, {"pkg": "class C:\n    def __init__(self, x):\n        self.x = x\n"})
    assert [rule for rule, _, _ in found] == ["parameter-removed", "attribute-removed"]


def test_the_path_of_an_inherited_loss_is_one_that_somebody_declared() -> None:
    base = "class Base:\n    def m(self): pass\n"
    old = {"pkg": "from pkg.sub import *\n", "pkg__sub": "from pkg.sub._c import C as C\n", "pkg__sub___c": f"{base}class C(Base): pass\n"}
    new = {**old, "pkg__sub___c": f"{base}class C: pass\n"}
    assert [c.path for c in changes_of(old, new).changes if isinstance(c, Gone)] == ["pkg.sub.C.m"]


def test_only_calls_by_position_fail_where_the_mapping_takes_the_name() -> None:
    found = changes_of({"pkg": "def f(a, b=1, **kw): return kw\n"}, {"pkg": "def f(a, **kw): return kw.get('b')\n"}).changes
    worlds = {"pkg": "def f(a, b=1, **kw): return kw\n"}, {"pkg": "def f(a, **kw): return kw.get('b')\n"}
    messages = [f.message for f in judge(changes_of(*worlds), Policy()).findings]
    assert [c.swallowed for c in found if isinstance(c, ParameterChanged)] == [True]
    assert messages == ["pkg.f() no longer takes its parameter `b` by position; by name, `**kw` still takes it"]


def test_what_is_said_of_one_argument_is_said_of_no_other_finding() -> None:
    doc = '"""Does.\n\n    .. deprecated:: 5.1\n\n       The ``callback`` argument is deprecated.\n    """'
    old = f"def f(url, callback=None, size=None):\n    {doc}\n    return url\n"
    report = judge(changes_of({"pkg": old}, {"pkg": "def f(url): return url\n"}), Policy())
    found = {(f.part, f.deprecated) for f in report.findings}
    assert found == {("callback", "since 5.1: The ``callback`` argument is deprecated."), ("size", None)}


def test_of_a_parameter_that_gave_way_to_another_no_default_is_compared() -> None:
    report = judge(changes_of({"pkg": "def f(a, reserve=True): ...\n"}, {"pkg": "def f(a, lines=[]): ...\n"}), Policy())
    assert [(f.rule, f.part) for f in report.findings] == [("parameter-renamed", "reserve")]
    closed = judge(changes_of({"pkg": "def f(a=1, /): ...\n"}, {"pkg": "def f(b=2, /): ...\n"}), Policy())
    assert [f.rule for f in closed.findings] == ["parameter-default-changed"]


def messages(old: str, new: str) -> list[str]:
    return [f.message for f in judge(changes_of({"pkg": old}, {"pkg": new}), Policy()).findings if f.severity is Severity.major]


FROZEN = "from dataclasses import dataclass\n@dataclass{}\nclass C:\n    x: int\n    @property\n    def size(self): return 1\n{}"
SETTER = "    @size.setter\n    def size(self, new): ...\n"


def test_setters_of_a_class_that_became_frozen_go_with_it() -> None:
    assert messages(FROZEN.format("(unsafe_hash=True)", SETTER), FROZEN.format("(frozen=True)", "")) == [
        "Fields of pkg.C can no longer be assigned: it is frozen; nor can its property `size`"
    ]
    lost = "pkg.C.size can no longer be assigned: its setter is gone"
    assert messages(FROZEN.format("(unsafe_hash=True)", SETTER), FROZEN.format("(unsafe_hash=True)", "")) == [lost]
    beside = "\nclass D:\n    @property\n    def size(self): return 1\n"
    old = FROZEN.format("(unsafe_hash=True)", "") + beside + SETTER
    assert lost.replace("C", "D") in messages(old, FROZEN.format("(frozen=True)", "") + beside)


def test_settings_of_a_model_that_went_into_model_config_are_said_to_be_there() -> None:
    model = "from pydantic{} import BaseModel\nclass C(BaseModel):\n    x: int\n{}"
    old, new = model.format(".v1", "    class Config:\n        extra = 'allow'\n"), model.format("", "    model_config = {'extra': 'allow'}\n")
    doubt = "; not settled: pkg.C inherits from pydantic.BaseModel, which may have it"
    said = [text for text in messages(old, new) if "Config" in text]
    assert said == [f"Class pkg.C.Config is gone; its settings are `model_config` now{doubt}"]
    without = model.format("", "    class D: ...\n")
    assert [text for text in messages(old, without) if "Config" in text] == [f"Class pkg.C.Config is gone{doubt}"]
