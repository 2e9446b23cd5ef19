"""What names lead to: re-exports, star imports, cycles, aliases, conditions."""

from __future__ import annotations

import pytest

from modiff.graph import Graph
from modiff.link import Environment
from modiff.link.targets import Outside, Unsettled
from modiff.model.items import Item
from modiff.model.policy import Surface
from tests.worlds import graph_of


def canonical(graph: Graph, path: str) -> str | None:
    """Where a path leads, in a word."""
    target = graph.at(path)
    if isinstance(target, Item):
        return target.path
    return None if target is None else f"outside {target.path}" if isinstance(target, Outside) else "unsettled"


def test_a_chain_of_re_exports_leads_to_the_definition() -> None:
    graph = graph_of(pkg="from .a import f as g", pkg__a="from pkg.b import f", pkg__b="def f(): pass")
    assert canonical(graph, "pkg.g") == "pkg.b.f"


def test_star_imports_take_what_all_lists_and_else_what_has_no_underscore() -> None:
    graph = graph_of(
        pkg="from .a import *\nfrom .b import *", pkg__a="__all__ = ['_f']\ndef _f(): pass\ndef g(): pass", pkg__b="def h(): pass\ndef _i(): pass"
    )
    assert [canonical(graph, f"pkg.{n}") for n in ("_f", "g", "h", "_i")] == ["pkg.a._f", None, "pkg.b.h", None]


def test_a_later_definition_wins_over_a_star_import_and_an_earlier_one_does_not() -> None:
    graph = graph_of(pkg="def f(): pass\nfrom .a import *\ndef g(): pass", pkg__a="def f(): pass\ndef g(): pass")
    assert [canonical(graph, f"pkg.{n}") for n in ("f", "g")] == ["pkg.a.f", "pkg.g"]


def test_modules_that_import_each_other_are_no_trap() -> None:
    graph = graph_of(pkg="from .a import *", pkg__a="from . import b\nfrom .b import *\nx = 1", pkg__b="from .a import *\ny = 2")
    assert [canonical(graph, f"pkg.{n}") for n in ("x", "y", "nothing")] == ["pkg.a.x", "pkg.b.y", None]


def test_a_name_imported_from_itself_is_the_submodule() -> None:
    graph = graph_of(pkg="from . import sub", pkg__sub="x = 1")
    assert canonical(graph, "pkg.sub.x") == "pkg.sub.x"


def test_an_alias_is_the_class_it_names_and_a_constant_is_its_own() -> None:
    graph = graph_of(pkg="class A: pass\nB = A\nx = 1\ny = x")
    assert canonical(graph, "pkg.B") == "pkg.A"
    assert canonical(graph, "pkg.y") == "pkg.y"


def test_what_del_takes_is_gone() -> None:
    graph = graph_of(pkg="def f(): pass\ndel f\ndef g(): pass\ndel g\ndef g(): pass")
    assert canonical(graph, "pkg.f") is None
    assert canonical(graph, "pkg.g") == "pkg.g"


@pytest.mark.parametrize(("python", "line"), [((3, 8), 5), ((3, 12), 3)])
def test_the_branch_of_this_python_is_in_force(python: tuple[int, int], line: int) -> None:
    graph = graph_of(Environment(python), pkg="import sys\nif sys.version_info >= (3, 9):\n    def f(a): pass\nelse:\n    def f(b): pass")
    item = graph.at("pkg.f")
    assert isinstance(item, Item)
    assert item.line == line


def test_a_name_for_type_checkers_is_not_there_at_run_time() -> None:
    graph = graph_of(pkg="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .a import C", pkg__a="class C: pass")
    assert canonical(graph, "pkg.C") is None


def test_of_a_fast_version_that_cannot_be_read_and_a_slow_one_that_can_the_slow_one_speaks() -> None:
    graph = graph_of(pkg="try:\n    from fast import f\nexcept ImportError:\n    def f(a): pass")
    assert canonical(graph, "pkg.f") == "pkg.f"


def test_what_other_distributions_define_is_outside() -> None:
    graph = graph_of(pkg="from numpy import ndarray\nimport os.path")
    assert canonical(graph, "pkg.ndarray") == "outside numpy.ndarray"
    assert canonical(graph, "pkg.os.path.join") == "outside os.path.join"


def test_names_served_by_getattr_are_there() -> None:
    graph = graph_of(pkg="def __getattr__(name):\n    if name == 'old':\n        return 1\n    raise AttributeError(name)")
    assert isinstance(graph.at("pkg.old"), Unsettled)
    assert graph.at("pkg.other") is None


KINDS = "import os\nfrom . import sub\nfrom .sub import s\nclass C: pass\ndef f(): pass\nv = C()\n"


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("__all__ = ['a']\n__all__ += ['b']", {"a", "b"}),
        ("from .sub import *\nfrom . import sub\n__all__ = ['a'] + sub.__all__", {"a", "s"}),
        ("__all__ = ['a', 'b']\n__all__.remove('b')", {"a"}),
        ("from .sub import __all__", {"s"}),
        ("_names = ['a']\n__all__ = _names + ['b']", {"a", "b"}),
        ("a = 1\n_b = 2\n__all__ = [n for n in dir() if not n.startswith('_')]", {"a"}),
        (f"{KINDS}__all__ = [n for n, v in globals().items() if isinstance(v, type) and n[0] != '_']", {"C", "v", "os"}),
        (f"{KINDS}__all__ = [n for n, v in globals().items() if inspect.isclass(v)]", {"C", "v", "os"}),
        (f"{KINDS}__all__ = [n for n, v in globals().items() if issubclass(v, Base)]", {"C", "v", "os"}),
        (f"{KINDS}__all__ = [n for n, v in globals().items() if not isinstance(v, type)]", {"C", "f", "s", "sub", "v", "os"}),
        (f"{KINDS}__all__ = [n for n, v in globals().items() if isinstance(v, type) or n == 'f']", {"C", "f", "s", "sub", "v", "os"}),
    ],
)
def test_all_is_evaluated(text: str, listed: set[str]) -> None:
    graph = graph_of(pkg=text, pkg__sub="__all__ = ['s']\ndef s(): pass")
    found = graph.view.exports("pkg")
    assert found is not None
    assert found.names == listed


def test_what_stands_in_for_a_failed_import_is_handed_on_by_no_star() -> None:
    impl = "try:\n    from elsewhere import Final\nexcept ImportError:\n    Final = None\nOwn = None\ndef f(): pass"
    graph = graph_of(pkg="from .impl import *", pkg__impl=impl)
    assert sorted(graph.public_names("pkg", Surface.conventional)) == ["Own", "f"]
    assert sorted(graph.public_names("pkg.impl", Surface.conventional)) == ["Own", "f"]


def test_surfaces() -> None:
    graph = graph_of(
        pkg="from .a import f, _g\nfrom .a import h as k\nimport os\nfrom os import path as path\nlogger = 1\n__version__ = '1'",
        pkg__a="def f(): pass\ndef _g(): pass\ndef h(): pass\nfrom .b import z",
        pkg__b="__all__ = ['z']\nz = 1\ny = 2",
        pkg___c="def c(): pass",
        pkg__tests="def t(): pass",
    )
    assert sorted(graph.public_paths(Surface.conventional)) == [
        "pkg", "pkg.__version__", "pkg.a", "pkg.a.f", "pkg.a.h", "pkg.b", "pkg.b.z", "pkg.f", "pkg.k", "pkg.path",
    ]  # fmt: skip
    declared = graph.public_paths(Surface.declared)
    assert {"pkg.b.z", "pkg.f"} <= set(declared)
    assert "pkg.a.h" not in declared
    everything = graph.public_paths(Surface.everything)
    assert {"pkg._c.c", "pkg.tests.t", "pkg.b.y", "pkg._g"} <= set(everything)


PASSING = """
def __getattr__(name):
    from ._impl import real
    found = getattr(real, name, None)
    if found is None:
        raise AttributeError(name)
    return found
"""
SERVED = """
def __getattr__(name):
    old = {"LINEAR": "BILINEAR"}
    if name in old:
        return table[old[name]]
    raise AttributeError(name)
"""


def test_getattr_passes_names_of_a_module_on() -> None:
    graph = graph_of(pkg=PASSING, pkg___impl="", pkg___impl__real="def f(): pass")
    assert canonical(graph, "pkg.f") == "pkg._impl.real.f"
    assert canonical(graph, "pkg.g") is None
    assert graph.view.hidden_names("pkg") == {}


def test_names_in_a_literal_of_getattr_itself_are_served() -> None:
    graph = graph_of(pkg=SERVED)
    assert graph.at("pkg.LINEAR") is not None
    assert graph.at("pkg.CUBIC") is None


def test_what_is_imported_as_itself_only_where_another_import_fails_is_not_handed_on() -> None:
    tried = "try:\n    {}\nexcept ImportError:\n    {}\n"
    renamed = graph_of(pkg="", pkg__a=tried.format("import urllib.parse as urlparse", "import urlparse as urlparse"))
    assert "pkg.a.urlparse" not in renamed.public_paths(Surface.conventional)
    made = "def f(): ..."
    both = graph_of(pkg="", pkg__a=tried.format("from ._fast import f as f", "from ._slow import f as f"), pkg___fast=made, pkg___slow=made)
    assert "pkg.a.f" in both.public_paths(Surface.conventional)
