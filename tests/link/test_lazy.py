"""Modules that bind names when they are asked for."""

from __future__ import annotations

import pytest

from modiff import link, reading
from modiff.graph import Graph
from modiff.link.targets import Unsettled
from modiff.model.policy import Surface
from modiff.sources.memory import release_of
from tests.link.test_names import canonical
from tests.worlds import changes_of, graph_of, told


def world(**files: str) -> Graph:
    """A package by the names of its files: `init_pyi` is `pkg/__init__.pyi`, `sub` is `pkg/sub.py`."""
    paths = {"init": "pkg/__init__.py", "init_pyi": "pkg/__init__.pyi"}
    release = release_of({paths.get(name, f"pkg/{name}.py"): text for name, text in files.items()})
    return Graph(link.view(release, reading.read(release)))


ATTACH = "import lazy_loader as _lazy\n__getattr__, __dir__, __all__ = _lazy."


def test_attach_stub_serves_what_the_stub_imports() -> None:
    graph = world(
        init=f"{ATTACH}attach_stub(__name__, __file__)",
        init_pyi="from . import sub\nfrom .impl import f as f, g\nfrom typing import Any",
        sub="x = 1",
        impl="def f(): pass\ndef g(): pass",
    )
    assert [canonical(graph, f"pkg.{n}") for n in ("f", "g", "sub", "Any", "other")] == ["pkg.impl.f", "pkg.impl.g", "pkg.sub", None, None]
    assert {"pkg.f", "pkg.g"} <= set(graph.public_paths(Surface.conventional))
    assert graph.view.hidden_names("pkg") == {}


def test_attach_serves_its_tables() -> None:
    graph = world(init=f"{ATTACH}attach(__name__, ['sub'], submod_attrs={{'impl': ['f']}})", sub="", impl="def f(a): pass")
    assert canonical(graph, "pkg.f") == "pkg.impl.f"
    listed = graph.view.exports("pkg")
    assert listed is not None
    assert listed.names == {"f", "sub"}


def test_a_stub_that_is_lost_a_name_lost_it() -> None:
    new = world(init=f"{ATTACH}attach_stub(__name__, __file__)", init_pyi="from .impl import g", impl="def f(): pass\ndef g(): pass")
    assert canonical(new, "pkg.f") is None


@pytest.mark.parametrize(
    "served",
    [
        "def __getattr__(name):\n    return load(name)",
        "import sys\nsys.modules[__name__] = _LazyModule(__name__, __file__, structure())",
        "__getattr__ = make_getattr(__name__)",
    ],
)
def test_what_type_checkers_are_told_of_a_lazy_module_is_what_it_serves(served: str) -> None:
    text = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .impl import f\n    from .more import *\n{served}"
    graph = graph_of(pkg=text, pkg__impl="def f(a): pass", pkg__more="__all__ = ['g']\ndef g(): pass\ndef h(): pass")
    assert [canonical(graph, f"pkg.{n}") for n in ("f", "g", "h")] == ["pkg.impl.f", "pkg.more.g", None]


def test_without_anything_that_serves_it_a_name_for_type_checkers_is_not_there() -> None:
    closed = "def __getattr__(name):\n    if name == 'x':\n        return 1\n    raise AttributeError(name)"
    text = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .impl import f\n{closed}"
    assert canonical(graph_of(pkg=text, pkg__impl="def f(a): pass"), "pkg.f") is None


def test_a_parameter_lost_behind_a_lazy_module_is_lost() -> None:
    lazy = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ._impl import f\n__all__ = ['f']\n__getattr__ = made(__name__)"
    changes = changes_of({"pkg": lazy, "pkg___impl": "def f(a, b): pass"}, {"pkg": lazy, "pkg___impl": "def f(a): pass"})
    assert told(changes) == ["ParameterChanged pkg.f removed b"]


def test_names_bound_in_a_loop_are_served() -> None:
    graph = graph_of(
        pkg="""
        TABLE = {"new_a": "old_a"}
        for name in ["x", "y"]:
            try:
                globals()[name] = getattr(core, name)
            except AttributeError:
                pass
        for new, old in TABLE.items():
            globals()[old] = globals()[new]
        """
    )
    assert [isinstance(graph.at(f"pkg.{n}"), Unsettled) for n in ("x", "y", "old_a")] == [True] * 3
    assert graph.view.hidden_names("pkg") == {}


def test_a_star_import_that_may_bring_anything_does_not_hide_what_is_read() -> None:
    release = release_of(
        {
            "pkg/__init__.py": "from .a import *\nfrom ._fast import *",
            "pkg/a.py": "def f(): pass",
            "pkg/_fast.cpython-311-x86_64-linux-gnu.so": b"\x7fELF",
        }
    )
    graph = Graph(link.view(release, reading.read(release)))
    if "pkg._fast" in graph.modules():
        assert isinstance(graph.at("pkg.other"), Unsettled)
    assert canonical(graph, "pkg.f") == "pkg.a.f"


def test_an_all_that_is_computed_brings_what_the_module_defines() -> None:
    graph = graph_of(pkg="from .a import *", pkg__a="import os\n__all__ = ['f']\n__all__ += made()\ndef f(): pass\ndef g(): pass")
    assert [canonical(graph, f"pkg.{n}") for n in ("f", "g", "os")] == ["pkg.a.f", "pkg.a.g", None]
    assert graph.view.hidden_names("pkg") != {}


def test_a_name_imported_from_where_reading_does_not_see_is_there_all_the_same() -> None:
    graph = graph_of(pkg="from .a import f, g", pkg__a="def f(): pass\nglobals().update(make())")
    assert canonical(graph, "pkg.f") == "pkg.a.f"
    assert isinstance(graph.at("pkg.g"), Unsettled)


def test_an_all_of_which_nothing_is_read_promises_by_convention() -> None:
    graph = graph_of(pkg="__all__ = made()\ndef f(): pass\ndef _g(): pass")
    assert "pkg.f" in graph.public_paths(Surface.conventional)
    assert "pkg._g" not in graph.public_paths(Surface.conventional)


def test_stand_ins_of_a_lazy_module_hide_nothing() -> None:
    graph = graph_of(
        pkg="""
        import sys
        _import_structure = {"impl": ["f"]}
        try:
            import torch
        except ImportError:
            from . import dummies
            _import_structure["dummies"] = [
                name for name in dir(dummies) if not name.startswith("_")
            ]
        else:
            _import_structure["impl"].append("g")
        sys.modules[__name__] = _LazyModule(__name__, __file__, _import_structure)
        """,
        pkg__impl="def f(): pass\ndef g(): pass",
        pkg__dummies="class g: pass",
    )
    assert [canonical(graph, f"pkg.{n}") for n in "fg"] == ["pkg.impl.f", "pkg.impl.g"]
    assert graph.view.hidden_names("pkg") == {}


ANNOUNCES = """
from .imports import lazy_import
lazy_import(globals(), aliases={"f": ".impl"}, deprecated_aliases={"framing": ".legacy", "g": ".legacy.old"})
"""
PUTS = "def lazy_import(namespace, aliases, deprecated_aliases):\n    namespace['__getattr__'] = made(aliases)"


def test_a_function_that_is_given_the_namespace_and_tables_of_relative_modules_serves_them() -> None:
    files = {"imports": PUTS, "impl": "def f(a): ...", "legacy/__init__": "", "legacy/framing": "", "legacy/old": "def g(): ..."}
    graph = world(init=ANNOUNCES, **files)
    assert [canonical(graph, f"pkg.{n}") for n in ("f", "framing", "g", "other")] == ["pkg.impl.f", "pkg.legacy.framing", "pkg.legacy.old.g", None]
    fewer = world(init=ANNOUNCES.replace('"f": ".impl"', '"h": ".impl"'), **files)
    assert canonical(fewer, "pkg.f") is None


@pytest.mark.parametrize(
    "call", ['register(globals(), {"f": ".impl"})', 'lazy_import(globals(), {"f": "a value"})', 'lazy_import(names, {"f": ".impl"})']
)
def test_other_calls_with_tables_serve_nothing(call: str) -> None:
    assert canonical(world(init=f"from .imports import *\n{call}", imports=PUTS, impl="def f(a): ..."), "pkg.f") is None


@pytest.mark.parametrize(
    "body",
    [
        "found = OLD.get(name)\n    if found:\n        warn(name)\n        return found[1]\n    raise AttributeError(name)",
        "found = OLD.get(name, None)\n    if found is not None:\n        return found\n    raise AttributeError(name)",
        "found = OLD.get(name)\n    if found is None:\n        raise AttributeError(name)\n    warn(name)\n    return found",
        "found = OLD.get(name)\n    if not found:\n        raise AttributeError(name)\n    return found",
    ],
)
def test_names_looked_up_in_a_table_are_those_of_the_table(body: str) -> None:
    graph = world(init=f"OLD = {{'f': ('g', g), 'h': ('i', i)}}\ndef __getattr__(name):\n    {body}\n")
    assert {"pkg.f", "pkg.h"} <= set(graph.public_paths(Surface.conventional))
    assert graph.view.hidden_names("pkg") == {}


@pytest.mark.parametrize("call", ["OLD.get(name, 1)", "OLD.get(name.lower())", "OLD.pop(name)", "find(name)"])
def test_what_is_looked_up_otherwise_may_be_any_name(call: str) -> None:
    body = f"found = {call}\n    if found:\n        return found\n    raise AttributeError(name)"
    graph = world(init=f"OLD = {{'f': 1}}\ndef __getattr__(name):\n    {body}\n")
    assert graph.view.hidden_names("pkg") != {}


def test_a_table_of_getattr_may_hold_names_of_its_own_module() -> None:
    text = """
    import warnings
    def _old(a, b=1): ...
    _OLD = {"old": _old}
    def __getattr__(name):
        if name in _OLD and not config.future:
            warnings.warn("gone soon", DeprecationWarning)
            return _OLD[name]
        raise AttributeError(name)
    """
    assert canonical(graph_of(pkg=text), "pkg.old") == "pkg._old"
    assert [line.split()[0] for line in told(changes_of({"pkg": "def old(a, b=1): ..."}, {"pkg": text}))] == ["BecameDeprecated"]
    assert "ParameterChanged" in {line.split()[0] for line in told(changes_of({"pkg": "def old(a, b=1, c=2): ..."}, {"pkg": text}))}
