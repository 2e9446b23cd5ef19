"""Members that a metaclass sets on the classes that it makes."""

from __future__ import annotations

import pytest

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


FILLS = """
    class Meta(type):
        def __new__(cls, name, bases, said):
            {}
            return super().__new__(cls, name, bases, said)
    class Props:
        colour = Made()
    class C(metaclass=Meta):
        own = Made()
        def m(self): ...
"""
COMPUTES = """for key, maker in makers(said).items():
                for one in maker.make(key):
                    key = one.name
                    said[key] = one"""


@pytest.mark.parametrize(
    ("statements", "certainty"),
    [
        (COMPUTES, "likely"),
        ("made = super().__new__(cls, name, bases, said); [setattr(made, n, 1) for n in names()]; return made", "likely"),
        ("for key in list(said):\n                said[key] = wrapped(said[key])", "certain"),
        (
            "fields = {k: v for k, v in said.items() if is_field(v)}\n            for key, one in fields.items():\n"
            "                said[key] = made(one)",
            "certain",
        ),
        ("said['fields'] = tuple(names())", "certain"),
        ("said[FIELDS] = tuple(names())", "certain"),
        ("for key in names():\n                registry[key] = said", "certain"),
    ],
)
def test_names_that_its_new_computes_make_a_loss_likely(statements: str, certainty: str) -> None:
    text = FILLS.format(statements)
    (gone,) = [c for c in changes_of({"pkg": text}, {"pkg": text.replace("def m", "def n")}).changes if c.path == "pkg.C.m"]
    assert gone.certainty.name == certainty


@pytest.mark.parametrize(
    ("came", "certainty"),
    [
        ("props = Made(Props)", "possible"),
        ("props = Made(Props, prefix='own')", "possible"),
        ("props = Made()", "likely"),
        ("props = Props", "likely"),
        ("props = Made(Other)", "likely"),
    ],
)
def test_what_is_made_with_a_class_that_has_the_name_may_bring_it_under_such_a_metaclass(came: str, certainty: str) -> None:
    text = FILLS.format(COMPUTES) + "\n    class Other:\n        size = Made()\n"
    name = "own_colour" if "prefix" in came else "colour"
    old, new = (text.replace("own = Made()", line) for line in (f"{name} = Made()", came))
    (gone,) = [c for c in changes_of({"pkg": old}, {"pkg": new}).changes if c.path == f"pkg.C.{name}"]
    assert gone.certainty.name == certainty


def test_computed_names_that_are_new_make_a_loss_possible() -> None:
    old, new = FILLS.format("pass"), FILLS.format(COMPUTES).replace("own = Made()", "pass")
    (gone,) = [c for c in changes_of({"pkg": old}, {"pkg": new}).changes if c.path == "pkg.C.own"]
    assert gone.certainty.name == "possible"


def test_without_such_a_metaclass_what_is_made_with_a_class_brings_nothing() -> None:
    text = FILLS.format("pass")
    old, new = (text.replace("own = Made()", line) for line in ("colour = Made()", "props = Made(Props)"))
    (gone,) = [c for c in changes_of({"pkg": old}, {"pkg": new}).changes if c.path == "pkg.C.colour"]
    assert gone.certainty.name == "certain"


LEXER = """
    class Meta(type):
        def __new__(mcs, name, bases, d):
            if "analyse" in d:
                d["analyse"] = as_function(d["analyse"])
            return type.__new__(mcs, name, bases, d)
    class Lexer(metaclass=Meta):
        def {}(text): ...
"""


def test_what_a_method_takes_that_its_new_replaces_is_not_known() -> None:
    """As `analyse_text` of pygments' lexers."""
    text = LEXER.format("analyse")
    assert told(changes_of({"pkg": text}, {"pkg": text.replace("(text)", "(self, text)")})) == []


def test_a_method_of_another_name_takes_what_it_says() -> None:
    text = LEXER.format("other")
    assert told(changes_of({"pkg": text}, {"pkg": text.replace("(text)", "(self, text)")})) != []


def test_a_decorator_may_say_the_metaclass() -> None:
    """As of six, and as vine has it."""
    meta = "from six import add_metaclass\nfrom vine.five import with_metaclass\nclass Meta(type): ...\n"
    plain = meta + "class C(metaclass=Meta): ...\n"
    for mark in ("add_metaclass", "with_metaclass"):
        assert told(changes_of({"pkg": f"{meta}@{mark}(Meta)\nclass C: ...\n"}, {"pkg": plain})) == [], mark
    assert told(changes_of({"pkg": f"{meta}class C: ...\n"}, {"pkg": plain})) != []
