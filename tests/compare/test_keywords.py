"""Keywords in `**kwargs`, compared."""

from __future__ import annotations

from modiff.model.changes import KeywordLost, ParameterChanged
from tests.worlds import changes_of


def parameters(old: str, new: str, impl: tuple[str, str] = ("", "")) -> list[tuple[str, str, str | None, tuple[str, ...]]]:
    found = changes_of({"pkg": old, "pkg___impl": impl[0]}, {"pkg": new, "pkg___impl": impl[1]}).changes
    return [(c.event, c.part, c.fate, c.broken) for c in found if isinstance(c, ParameterChanged)]


def lost(old: str, new: str) -> list[tuple[str, str, str | None, str, str | None, str]]:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    return [(c.path, c.part, c.through, c.fate, c.by, c.certainty.name) for c in found if isinstance(c, KeywordLost)]


def test_a_parameter_that_is_gone_may_still_be_honoured() -> None:
    old = "def f(*, a=1, **kw): pass"
    assert parameters(old, "def f(**kw): return kw.get('a')") == [("removed", "a", "read", ())]
    assert parameters(old, "def f(**kw): return kw.get('b')") == [("removed", "a", "ignored", ())]
    assert parameters(old, "def f(**kw): return kw") == [("removed", "a", "unknown", ())]
    assert parameters(old, "def f(**kw):\n    if kw: raise TypeError") == [("removed", "a", "rejected", ("a=",))]
    handed_on = "from ._impl import g\ndef f(**kw): return g(**kw)"
    assert parameters(old, handed_on, ("", "def g(a): pass")) == [("removed", "a", "taken", ())]
    assert parameters(old, handed_on, ("", "def g(b=1): pass")) == [("removed", "a", "rejected", ("a=",))]


def test_a_parameter_lost_by_position_is_lost_by_name_too_where_the_body_refuses_it() -> None:
    old = "def f(a=1, **kw): pass"
    handed_on = "from ._impl import g\ndef f(**kw): return g(**kw)"
    assert parameters(old, handed_on, ("", "def g(b=1): pass")) == [("removed", "a", "rejected", ("by position 1", "a="))]
    assert parameters(old, handed_on, ("", "def g(a=1): pass")) == [("removed", "a", "taken", ("by position 1",))]
    assert parameters(old, "def f(**kw): return kw") == [("removed", "a", "unknown", ("by position 1",))]


def test_what_python_calls_itself_is_given_by_position() -> None:
    old = "class C:\n    def {0}(self, other): return other\n"
    new = "class C:\n    def {0}(self, *args, **kw): return self.power(*args, **kw)\n    def power(self, n): return n\n"
    for name, expected in (("__pow__", "taken"), ("__call__", "rejected")):
        found = parameters(old.format(name), new.format(name))
        assert [fate for event, part, fate, _ in found if (event, part) == ("removed", "other")] == [expected]


def test_what_a_mixin_hands_on_is_not_refused_by_object() -> None:
    old = "class Mixin:\n    def __init__(self, *args, index=None, **kw):\n        super().__init__(*args, **kw)\n"
    new = "class Mixin:\n    def __init__(self, *args, **kw):\n        super().__init__(*args, **kw)\n"
    assert parameters(old, new) == [("removed", "index", "unknown", ())]
    base = "class Base:\n    pass\n"
    assert parameters(base + old.replace("Mixin:", "Heir(Base):"), base + new.replace("Mixin:", "Heir(Base):")) == [
        ("removed", "index", "rejected", ("index=",))
    ]


def test_a_parameter_that_came_may_have_been_there_before() -> None:
    new = "def f(a=1, **kw): pass"
    assert parameters("def f(**kw): return kw['a']", new)[0][:3] == ("added", "a", "read")
    assert parameters("def f(**kw):\n    if kw: raise TypeError", new)[0][:3] == ("added", "a", "rejected")
    assert parameters("def f(**kw): return kw", new)[0][:3] == ("added", "a", "unknown")


def test_kwargs_that_only_took_what_are_parameters_now() -> None:
    old = "def _g(a=1, b=2): pass\ndef f(**kw): return _g(**kw)"
    assert [(e, p, fate, "other keywords" in broken) for e, p, fate, broken in parameters(old, "def f(a=1, b=2): pass") if p == "kw"] == [
        ("removed", "kw", "taken", False)
    ]
    gone = changes_of({"pkg": old}, {"pkg": "def f(a=1): pass"}).changes
    assert [(c.part, c.fate, c.keys) for c in gone if isinstance(c, ParameterChanged) and c.part == "kw"] == [("kw", "rejected", ("b",))]
    open_ended = parameters("def f(**kw): return kw.get('a')", "def f(a=1): pass")
    assert ("removed", "kw", None, ("other keywords",)) in open_ended


def test_a_key_that_is_no_longer_read() -> None:
    old = "def f(**kw):\n    a = kw.pop('a', 1)\n    if kw: raise TypeError\n"
    assert lost(old, "def f(**kw):\n    if kw: raise TypeError\n") == [("pkg.f", "a", None, "rejected", "pkg.f", "certain")]
    assert lost(old, "def f(**kw):\n    pass\n") == [("pkg.f", "a", None, "ignored", None, "certain")]
    assert lost(old, "def f(**kw):\n    return kw\n") == []
    assert lost(old, "def f(a=1, **kw):\n    pass\n") == []


def test_a_callee_that_takes_less_is_told_of_who_hands_on() -> None:
    world = "def _g(a=1{}): pass\ndef f(**kw): return _g(**kw)\ndef h(**kw): return _g(b=1, **kw)\n"
    assert lost(world.format(", b=2"), world.format("")) == [("pkg.f", "b", "pkg._g", "rejected", "pkg._g", "likely")]


def test_what_a_public_base_loses_is_told_of_the_base() -> None:
    world = """
class {base}:
    def __init__(self, a=1{b}): pass
class Heir({base}):
    def __init__(self, x, **kw): super().__init__(**kw)
"""
    public = [world.format(base="Base", b=b) for b in (", b=2", "")]
    private = [world.format(base="_Base", b=b) for b in (", b=2", "")]
    assert lost(*public) == []
    assert lost(*private) == [("pkg.Heir.__init__", "b", "pkg._Base.__init__", "rejected", "pkg._Base.__init__", "likely")]


def test_methods_are_followed_on_the_class_they_are_called_on() -> None:
    world = "class _B:\n    def fit(self, x, **kw): return self.go(x, **kw)\nclass C({base}):\n    def go(self, x, w=1): pass\n{fit}"
    own = "    def fit(self, x, **kw): return self.go(x, **kw)\n"
    assert lost(world.format(base="object", fit=own), world.format(base="_B", fit="")) == []


def test_a_renamed_parameter_may_fall_into_the_mapping_beside_which_the_new_name_meant_nothing() -> None:
    new = "def f(b=1, **kw): pass"
    assert parameters("def f(a=1, **kw): pass", new) == [("renamed", "a", "ignored", ())]
    assert parameters("def f(a=1, **kw):\n    if kw: raise TypeError", "def f(b=1, **kw):\n    return kw.get('a')") == [("renamed", "a", "read", ())]
    refused = parameters("def f(a=1, **kw): pass", "def f(b=1, **kw):\n    if kw: raise TypeError")
    assert refused == [("renamed", "a", "rejected", ("a=",))]


def test_a_renamed_parameter_breaks_who_gave_the_new_name_as_a_keyword_that_was_read() -> None:
    old = "def f(a=1, **kw): return kw['b']"
    assert parameters(old, "def f(b=1, **kw): pass") == [("renamed", "a", None, ("b= beside its position",))]


def certainties(old: str, new: str) -> list[tuple[str, str, str]]:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    return [(c.event, c.part, c.certainty.name) for c in found if isinstance(c, ParameterChanged) and c.event in ("removed", "required-added")]


def test_what_looked_through_its_keywords_may_have_taken_no_others_and_demanded_the_same() -> None:
    checks = "class C:\n    def __init__(self, **kw):\n        for key in kw:\n            if key not in self.known: raise TypeError(key)\n"
    written_out = "class C:\n    def __init__(self, data, end=False): ...\n"
    assert certainties(checks, written_out) == [("required-added", "data", "possible"), ("removed", "kw", "possible")]


def test_what_handed_all_on_likely_loses_something_where_parameters_are_written_out() -> None:
    wrapper = "from elsewhere import g\ndef f(*args, **kw): return g(*args, **kw)\n"
    assert certainties(wrapper, "def f(size=1, buffer=None): ...") == [("removed", "args", "likely"), ("removed", "kw", "likely")]
    assert certainties(wrapper, "def f(): ...") == [("removed", "args", "certain"), ("removed", "kw", "certain")]


def test_what_let_other_keywords_fall_demanded_none() -> None:
    old = "def f(a, **kw): return a"
    assert certainties(old, "def f(a, b): return a") == [("required-added", "b", "certain"), ("removed", "kw", "certain")]


def test_what_raised_for_other_reasons_demanded_nothing() -> None:
    refuses = 'def f(a, **kw):\n    bad = set(kw) - known()\n    if bad: raise TypeError(f"unexpected {bad}")\n    g(**kw)\n'
    of_a = 'def f(a, **kw):\n    if not callable(a): raise TypeError("a")\n    g(**kw)\n'
    missing = 'def f(a, **kw):\n    bad = known() - set(kw)\n    if bad: raise TypeError(f"missing {bad}")\n    g(**kw)\n'
    another = 'def f(a, **kw):\n    if "x" not in kw: raise TypeError("x")\n    g(**kw)\n'
    of_b = another.replace("x", "b")
    for old, certainty in ((refuses, "certain"), (of_a, "certain"), (another, "certain"), (missing, "possible"), (of_b, "possible")):
        assert certainties("from elsewhere import g, known\n" + old, "def f(a, b, **kw): return kw") == [("required-added", "b", certainty)]


def test_keys_that_were_read_and_are_no_parameters_are_lost_whatever_looked_through_them() -> None:
    body = '        x = kw.pop("x", 1), kw.pop("y", 2)\n        if kw: raise TypeError\n'
    old = "from elsewhere import d\nclass C:\n    @d\n    def m(self, a, *more, **kw):\n" + body
    assert certainties(old, "class C:\n    def m(self, a, on=None, x=1): ...") == [("removed", "kw", "likely"), ("removed", "more", "likely")]
    assert certainties(old, "class C:\n    def m(self, a, on=None, x=1, y=2): ...") == [("removed", "kw", "possible"), ("removed", "more", "likely")]
