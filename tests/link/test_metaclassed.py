"""Members that a metaclass sets on the classes that it makes."""

from __future__ import annotations

from tests.link.test_attached import members
from tests.worlds import changes_of, told

META = """
    RULES = load()
    NAMES = ("fast", "slow")
    class Meta(type):
        def __init__(cls, name, bases, members):
            super().__init__(name, bases, members)
            cls.known = Facts(name)
            for one in NAMES:
                setattr(cls, "is_" + one, property(lambda self: one))
            if not hasattr(cls, "own"):
                cls.own = None
    class Above(metaclass=Meta):
        own = 1
"""


def test_what_its_init_sets_is_there_on_every_class_that_it_makes() -> None:
    both = {"known": "attribute", "is_fast": "property", "is_slow": "property"}
    text = META + "\n    class C(Above):\n        def m(self): ...\n    class Plain: ...\n"
    assert both.items() <= members(text, "pkg.C").items()
    assert both.items() <= members(text, "pkg.Above").items()
    assert members(text, "pkg.Plain") == {}


def test_a_class_that_is_not_made_so_any_more_loses_it() -> None:
    text = META + "\n    class C({}):\n        def m(self): ...\n"
    lost = told(changes_of({"pkg": text.format("Above")}, {"pkg": text.format("")}))
    assert {"Gone pkg.C.known", "Gone pkg.C.is_fast"} <= set(lost)


def test_names_that_are_computed_make_a_loss_likely_and_are_none() -> None:
    text = META.replace("for one in NAMES", "for one in RULES") + "\n    class C(Above):\n        def m(self): ...\n"
    assert "is_fast" not in members(text, "pkg.C")
    (gone,) = [c for c in changes_of({"pkg": text}, {"pkg": text.replace("def m", "def n")}).changes if c.path == "pkg.C.m"]
    assert gone.certainty.name == "likely"


def test_a_metaclass_that_only_looks_sets_nothing() -> None:
    text = META.replace("cls.known = Facts(name)", "known = cls.known").replace("cls.own = None", "own = None")
    text = text.replace('setattr(cls, "is_" + one', 'setattr(other, "is_" + one')
    assert members(text + "\n    class C(Above):\n        def m(self): ...\n", "pkg.C") == {"m": "instance ()"}
