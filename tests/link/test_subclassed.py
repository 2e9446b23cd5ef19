"""Members that `__init_subclass__` of a class above sets (PEP 487)."""

from __future__ import annotations

from tests.link.test_attached import members
from tests.worlds import changes_of, told

INJECTS = """
    NAMES = ["all", "any"]
    def inject(cls):
        plain = [(name, False) for name in NAMES] + [("mean", True)]
        for name, skips in plain:
            func = cls._made(name, skips)
            func.__name__ = name
            setattr(cls, name, func)
    class Above:
        def __init_subclass__(cls, **kwargs):
            super().__init_subclass__(**kwargs)
            if getattr(cls, "_made", None):
                inject(cls)
    class Maker:
        @classmethod
        def _made(cls, name, skips):
            if skips:
                def wrapped(self, dim=None, axis=None, skipna=None): ...
            else:
                def wrapped(self, dim=None, axis=None): ...
            return wrapped
"""


def test_a_hook_may_set_what_a_class_method_of_the_subclass_makes() -> None:
    text = INJECTS + "\n    class C(Maker, Above): pass\n"
    assert members(text) == {
        "all": "instance (dim=None, axis=None)",
        "any": "instance (dim=None, axis=None)",
        "mean": "instance (dim=None, axis=None, skipna=None)",
    }


def test_it_does_not_run_for_the_class_that_has_it_nor_where_its_condition_does_not_hold() -> None:
    text = INJECTS + "\n    class C(Above): pass\n"
    assert members(text) == {}
    assert set(members(text, "pkg.Above")) == {"__init_subclass__"}


def test_hooks_hand_on_to_those_above_them_and_take_keywords_of_the_class() -> None:
    text = """
        class First:
            def __init_subclass__(cls, **kwargs):
                cls.first = 1
        class Quiet(First):
            def __init_subclass__(cls, *, name, **kwargs):
                super().__init_subclass__(**kwargs)
                setattr(cls, "get_" + name, lambda self, x: x)
        class Alone(First):
            def __init_subclass__(cls):
                cls.alone = 1
        class C(Quiet, name="it"): pass
        class D(Alone): pass
    """
    assert members(text) == {"first": "attribute", "get_it": "instance (x)"}
    assert members(text, "pkg.D") == {"alone": "attribute"}


def test_a_member_that_a_hook_sets_is_lost_with_it() -> None:
    old = {"pkg": INJECTS + "\n    class C(Maker, Above): pass\n"}
    new = {"pkg": INJECTS.replace('["all", "any"]', '["all"]') + "\n    class C(Maker, Above): pass\n"}
    assert [line for line in told(changes_of(old, new)) if ".any" in line] == ["Gone pkg.C.any"]


def test_a_hook_that_sets_names_nobody_knows_makes_a_loss_doubtful() -> None:
    hook = """
        class Above:
            def __init_subclass__(cls):
                for name in load():
                    setattr(cls, name, 1)
        class C(Above):
            {}
    """
    old, new = {"pkg": hook.format("def f(self): ...")}, {"pkg": hook.format("x = 1")}
    (lost,) = [c for c in changes_of(old, new).changes if c.path == "pkg.C.f"]
    assert lost.doubt is not None
    assert "__init_subclass__" in lost.doubt
