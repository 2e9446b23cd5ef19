"""Members that are called by way of an object of the class or on the class itself, and modules that go by several names."""

from __future__ import annotations

from modiff.model.changes import Gone
from tests.worlds import changes_of

CALLABLE = """
class State:
    def __call__(self, code, path): ...
class Deeper(State): ...
class Made:
    def __new__(cls): return 1
    def __call__(self, code, path): ...
tokenize = State()
deeper = Deeper()
made = Made()
_hidden = State()
"""


def test_a_changed_call_is_told_of_the_objects_too() -> None:
    found = changes_of({"pkg": CALLABLE}, {"pkg": CALLABLE.replace("path", "place")}).changes
    also = {change.path: change.also for change in found if change.path.endswith("__call__")}
    assert also["pkg.State.__call__"] == ("pkg.deeper", "pkg.tokenize")
    assert also["pkg.Made.__call__"] == ()


def test_an_object_of_something_else_is_no_name_of_the_call() -> None:
    new = CALLABLE.replace("path", "place").replace("tokenize = State()", "tokenize = print")
    found = changes_of({"pkg": CALLABLE}, {"pkg": new}).changes
    assert [change.also for change in found if change.path == "pkg.State.__call__"] == [("pkg.deeper",)] * 1


def test_a_class_method_that_only_instances_have_a_value_of_is_gone() -> None:
    old = "class Dialect:\n    @classmethod\n    def dbapi(cls): ...\n    @staticmethod\n    def low(): ...\n    def own(self): ...\n"
    new = "class Dialect:\n    low: int\n    def __init__(self, dbapi=None):\n        self.dbapi = dbapi\n        self.own = 1\n"
    gone = [(c.path, c.certainty.name) for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)]
    assert ("pkg.Dialect.dbapi", "certain") in gone
    assert ("pkg.Dialect.low", "certain") in gone
    assert "pkg.Dialect.own" not in [path for path, _ in gone]


def test_a_class_method_that_instances_hide_answers_still() -> None:
    old = "class Above:\n    @classmethod\n    def dbapi(cls): ...\nclass Dialect(Above):\n    @classmethod\n    def dbapi(cls): ...\n"
    new = "class Above:\n    @classmethod\n    def dbapi(cls): ...\nclass Dialect(Above):\n    def __init__(self):\n        self.dbapi = 1\n"
    assert not [c for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)]


MODULES = {"pkg": "from pkg import objs", "pkg__objs": "", "pkg__objs__bar": "class Bar: ...", "pkg__objects": "", "pkg__objects__inner": ""}


def test_a_lost_module_is_told_by_its_other_names() -> None:
    names = "from ..objs import bar\n"
    old = MODULES | {"pkg__objects": names}
    new = {name: text for name, text in MODULES.items() if name != "pkg__objs__bar"}
    (gone,) = [c for c in changes_of(old, new).changes if isinstance(c, Gone) and c.kind == "module"]
    assert (gone.path, gone.also) == ("pkg.objs.bar", ("pkg.objects.bar",))


def test_a_name_that_leads_somewhere_still_or_was_for_own_use_is_none_of_them() -> None:
    gone_only = {name: text for name, text in MODULES.items() if name != "pkg__objs__bar"}
    for names, after in (("from ..objs import bar\n", "bar = 1\n"), ("from ..objs import bar as _bar\n", "")):
        found = changes_of(MODULES | {"pkg__objects": names}, gone_only | {"pkg__objects": after}).changes
        assert [c.also for c in found if isinstance(c, Gone) and c.kind == "module"] == [()]
