"""`__getattr__` of classes, metaclasses and modules: does it answer for this very name?"""

from __future__ import annotations

import pytest

from modiff.model.findings import Certainty
from tests.worlds import changes_of


def sureness(old: str, new: str, path: str, **files: str) -> Certainty | None:
    """How sure the loss of a path is; None: it is not told."""
    found = [c for c in changes_of({"pkg": old}, {"pkg": new, **files}).changes if path in (c.path, *c.also)]
    return found[0].certainty if found else None


OLD = "class C:\n    def shut(self): pass\n    def do_it(self): pass\n"
BY_PREFIX = """
    class C:
        def __getattr__(self, name):
            if name.startswith("do_"):
                return self.run
            return getattr(super(), name)
"""


def test_a_prefix_is_read() -> None:
    assert sureness(OLD, BY_PREFIX, "pkg.C.shut") is Certainty.certain
    assert sureness(OLD, BY_PREFIX, "pkg.C.do_it") is Certainty.possible


@pytest.mark.parametrize(
    "body",
    [
        "raise AttributeError(name)",
        "if name in ('a', 'b'):\n                return 1\n            raise AttributeError(name)",
        "if name == 'a':\n                return 1\n            return super().__getattribute__(name)",
        "try:\n                return self._table[name]\n            except KeyError:\n                raise AttributeError(name)",
        "return object.__getattribute__(self, name)",
        "try:\n                return super().__getattr__(name)\n            except AttributeError:\n                raise KeyError(name) from None",
    ],
)
def test_a_body_that_raises_for_the_name_does_not_answer(body: str) -> None:
    new = f"""
    class C:
        _table = {{"a": 1}}
        def __getattr__(self, name):
            {body}
"""
    assert sureness(OLD, new, "pkg.C.shut") is Certainty.certain


@pytest.mark.parametrize(
    "body",
    [
        "return getattr(self._other, name)",
        "try:\n                return self._data[name]\n            except KeyError:\n                raise AttributeError(name)",
        "if name in self._fields():\n                return 1\n            raise AttributeError(name)",
        "return lambda *args: (name, args)",
        "if name in ('a', 'shut'):\n                return 1\n            raise AttributeError(name)",
    ],
)
def test_a_body_that_may_answer_leaves_it_open(body: str) -> None:
    new = f"""
    class C:
        def __init__(self):
            self._data = {{}}
        def __getattr__(self, name):
            {body}
"""
    assert sureness(OLD, new, "pkg.C.shut") is Certainty.possible


META = """
    from pkg.tables import defaults
    class Meta(type):
        def __getattr__(self, item):
            try:
                return defaults[item]
            except KeyError as exc:
                raise AttributeError(item) from exc
    class C(metaclass=Meta):
        def __getattr__(self, item):
            try:
                return super().__getattribute__(item)
            except AttributeError as exc:
                try:
                    return getattr(type(self), item)
                except AttributeError:
                    raise AttributeError(str(exc)) from exc
"""
TABLES = """
    from typing import TypedDict
    class Settings(TypedDict, total=False):
        title: str
    defaults = Settings(title=None, strict=False)
"""


def test_the_table_of_a_metaclass_is_read() -> None:
    old = "class C:\n    title = None\n    gone = 1\n"
    assert sureness(old, META, "pkg.C.gone", pkg__tables=TABLES) is Certainty.certain
    assert sureness(old, META, "pkg.C.title", pkg__tables=TABLES) is Certainty.possible


SHIM = """
    import sys
    MOVED = {"pkg.m:kept": "pkg.n:kept", **{f"pkg.m:{name}": "pkg.n" for name in ("one", "two")}}
    REMOVED = {"pkg.m:dead"}
    def made(module):
        from .errors import Failure
        def wrapper(name):
            path = f"{module}:{name}"
            if path in MOVED.keys():
                return load(MOVED[path])
            if path in REMOVED:
                raise Failure(path)
            names = sys.modules[module].__dict__
            if name in names:
                return names[name]
            raise AttributeError(name)
        return wrapper
"""


@pytest.mark.parametrize("name", ["dead", "never_listed"])
def test_a_shim_that_raises_for_a_name_does_not_answer(name: str) -> None:
    old = {"pkg": "", "pkg__m": f"def {name}(): pass\nx = 1\n"}
    new = {"pkg": "", "pkg__m": "from pkg.shim import made\nx = 1\n__getattr__ = made(__name__)\n", "pkg__shim": SHIM}
    lost = [c for c in changes_of(old, new).changes if c.path == f"pkg.m.{name}"]
    assert [c.certainty > Certainty.possible for c in lost] == [True]


@pytest.mark.parametrize("name", ["kept", "two"])
def test_a_shim_that_hands_a_name_over_may_answer(name: str) -> None:
    old = {"pkg": "", "pkg__m": f"def {name}(): pass\nx = 1\n"}
    new = {"pkg": "", "pkg__m": "from pkg.shim import made\nx = 1\n__getattr__ = made(__name__)\n", "pkg__shim": SHIM}
    assert [c.certainty for c in changes_of(old, new).changes if c.path == f"pkg.m.{name}"] in ([], [Certainty.possible])


def test_a_module_getattr_that_loads_into_a_local_variable_hides_no_other_module() -> None:
    new = """
        from importlib import import_module
        _lazy = {"late": ".late"}
        def __getattr__(name):
            where = _lazy.get(name)
            if where is None:
                raise AttributeError(name)
            module = import_module(where, __package__)
            return getattr(module, name)
    """
    assert sureness("def early(): pass\n", new, "pkg.early") > Certainty.possible  # type: ignore[operator]
