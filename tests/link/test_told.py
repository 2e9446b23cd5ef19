"""What stubs, lists put together at run time, `del` and star imports of the standard library tell of names."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff import link, reading
from modiff.compare import compare
from modiff.graph import Graph
from modiff.link.targets import Outside, Unsettled
from modiff.model.items import Item
from modiff.model.policy import Policy, Surface
from modiff.sources.memory import release_of
from tests.worlds import graph_of, told

SO = "cpython-311-x86_64-linux-gnu.so"


def world(files: dict[str, str]) -> Graph:
    """A version from files by path; one that ends in `.so` is a compiled module."""
    release = release_of({path.replace(".so", f".{SO}"): dedent(text) for path, text in files.items()})
    return Graph(link.view(release, reading.read(release)))


def changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """What differs, in short, with its certainty where that is not plain."""
    found = compare(world(old), world(new), Policy())
    return [f"{line} ({change.certainty.name})" for line, change in zip(told(found), found.changes, strict=True) if hasattr(change, "certainty")]


def names(graph: Graph, module: str = "pkg") -> set[str]:
    """What a module promises."""
    return set(graph.public_names(module, Surface.conventional))


STARRED = {"pkg/__init__.py": "from ._c import *\n", "pkg/_c.so": ""}


# --- stubs beside a source that hides names


def test_a_stub_names_what_a_star_import_brings_from_a_compiled_module() -> None:
    graph = world({**STARRED, "pkg/__init__.pyi": "LIMIT: int\ndef f(x: int) -> int: ...\n"})
    assert names(graph) >= {"LIMIT", "f"}
    found = graph.at("pkg.LIMIT")
    assert isinstance(found, Unsettled)


def test_a_name_that_the_stub_drops_is_likely_gone() -> None:
    new = {"pkg/__init__.py": "def g(): ...\n", "pkg/__init__.pyi": "def g() -> None: ...\n"}
    assert "Gone pkg.LIMIT (likely)" in changes({**STARRED, "pkg/__init__.pyi": "LIMIT: int\n"}, new)


def test_a_name_that_may_still_come_from_the_compiled_module_is_not_said_to_be_gone() -> None:
    assert not changes({**STARRED, "pkg/__init__.pyi": "LIMIT: int\n"}, STARRED)


def test_a_statement_behind_a_star_import_is_a_witness() -> None:
    files = {"pkg/__init__.py": "from .a import *\n__all__ = []\n", "pkg/a.py": "from ._c import f\n", "pkg/_c.so": ""}
    found = world(files).at("pkg.f")
    assert isinstance(found, Unsettled)
    assert found.witness is None


def test_helpers_of_type_checkers_are_not_taken_for_names() -> None:
    stub = """
        from typing import Protocol, TypeVar, Any, TypeAlias, type_check_only, TYPE_CHECKING
        from os import path as path
        T = TypeVar("T")
        Shape = list[int]
        Other: TypeAlias = int
        Either = int | str
        class Reads(Protocol): ...
        @type_check_only
        class Helper: ...
        if TYPE_CHECKING:
            class Late: ...
        class Real: ...
    """
    asked = {"T", "Shape", "Other", "Either", "Reads", "Helper", "Late", "Any", "path", "Real"}
    assert names(world({**STARRED, "pkg/__init__.pyi": stub})) & asked == {"Real"}


def test_a_stub_that_lies_about_a_module_that_is_all_read_is_not_believed() -> None:
    graph = world({"pkg/__init__.py": "def f(): ...\n", "pkg/__init__.pyi": "def f() -> None: ...\nLIMIT: int\n"})
    assert "LIMIT" not in names(graph)
    assert graph.at("pkg.LIMIT") is None


def test_a_name_whose_own_module_is_read_does_not_come_from_a_compiled_one() -> None:
    files = {**STARRED, "pkg/errors.py": "class Bad(Exception): ...\n", "pkg/__init__.pyi": "from .errors import Bad as Bad\nLIMIT: int\n"}
    assert names(world(files)) & {"Bad", "LIMIT"} == {"LIMIT"}


def test_a_compiled_module_with_a_stub_has_no_type_variables() -> None:
    stub = 'from typing import TypeVar\nT = TypeVar("T")\ndef f(x: int) -> int: ...\n'
    old = {"pkg/__init__.py": "", "pkg/fast.so": "", "pkg/fast.pyi": stub}
    assert names(world(old), "pkg.fast") == {"f"}
    assert changes(old, {**old, "pkg/fast.pyi": "def f(x: int) -> int: ...\n"}) == []
    assert "Gone pkg.fast.f (certain)" in changes(old, {**old, "pkg/fast.pyi": "def g(x: int) -> int: ...\n"})


def test_a_name_that_only_the_stub_dropped_is_gone_for_type_checkers() -> None:
    old = {"pkg/__init__.py": "def f(): ...\ndef g(): ...\n", "pkg/__init__.pyi": "def f() -> None: ...\ndef g() -> None: ...\n"}
    assert told(compare(world(old), world({**old, "pkg/__init__.pyi": "def g() -> None: ...\n"}), Policy())) == ["TypingChanged pkg.f name-removed "]
    whole = {**old, "pkg/__init__.pyi": "from typing import Any\ndef g() -> None: ...\ndef __getattr__(name: str) -> Any: ...\n"}
    assert told(compare(world(old), world(whole), Policy())) == []


# --- lists


def test_a_list_that_takes_over_an_open_one_is_open_for_that_one_alone() -> None:
    graph = graph_of(
        pkg="from .a import *\nfrom . import a\n__all__ = ['own'] + a.__all__\ndef own(): ...\ndef unlisted(): ...\n",
        pkg__a="__all__ = ['f']\nfor name in strange():\n    __all__.append(name)\ndef f(): ...\ndef maybe(): ...\n",
    )
    assert {"own", "f"} <= names(graph)
    assert "unlisted" not in names(graph)
    assert graph.at("pkg.maybe") is not None
    assert graph.at("pkg.unheard") is None


def test_a_complete_list_hides_nothing_from_star_imports() -> None:
    files = {"pkg/__init__.py": "from .a import *\n", "pkg/a.py": "from ._c import *\n__all__ = ['f']\n", "pkg/_c.so": ""}
    assert world(files).view.hidden_names("pkg") == {}
    assert world({**files, "pkg/a.py": "from ._c import *\n"}).view.hidden_names("pkg")


def test_an_entry_dropped_beside_a_star_import_of_a_compiled_module_is_in_doubt() -> None:
    old = {"pkg/__init__.py": "from ._c import *\n__all__ = ['f', 'g']\n", "pkg/_c.so": ""}
    assert changes(old, {**old, "pkg/__init__.py": "from ._c import *\n__all__ = ['g']\n"}) == ["Gone pkg.f (possible)"]


def test_what_is_deleted_after_a_star_import_is_gone() -> None:
    graph = graph_of(pkg="if x:\n    pass\nelse:\n    from .a import *\n    del f\n", pkg__a="def f(): ...\ndef g(): ...\n")
    assert names(graph) & {"f", "g"} == {"g"}
    assert graph.at("pkg.f") is None
    later = graph_of(pkg="f = 1\ndel f\nfrom .a import *\nif x:\n    del g\n", pkg__a="def f(): ...\ndef g(): ...\n")
    assert names(later) >= {"f", "g"}


def test_an_import_of_a_module_that_binds_at_run_time_is_not_served() -> None:
    text = "from .b import helper\nfor key in table():\n    globals()[key] = 1\ndef f(): ...\n"
    graph = graph_of(pkg="", pkg__a=text, pkg__b="def helper(): ...\n")
    assert names(graph, "pkg.a") & {"helper", "f"} == {"f"}


# --- the standard library


def test_star_imports_of_the_standard_library_hide_nothing() -> None:
    graph = graph_of(pkg="from typing import *\nfrom tkinter import *\nclass W(Frame): ...\n")
    view = graph.view
    assert view.hidden_names("pkg") == {}
    assert view.resolve("pkg", "Any") == Outside("typing.Any")
    assert view.resolve("pkg", "Nothing") is None
    assert [b.path for b in graph.bases(view.at("pkg.W"))] == ["tkinter.Frame"]  # type: ignore[arg-type, union-attr]
    assert graph_of(pkg="from elsewhere import *\n").view.hidden_names("pkg")


# --- modules


def test_a_module_that_only_raised_is_no_loss_and_one_that_only_raises_is() -> None:
    assert changes({"pkg/__init__.py": "", "pkg/old.py": "raise ImportError\n"}, {"pkg/__init__.py": ""}) == []
    assert changes({"pkg/__init__.py": "", "pkg/old.py": "def f(): ...\n"}, {"pkg/__init__.py": "", "pkg/old.py": "raise ImportError\n"}) == [
        "Gone pkg.old (certain)"
    ]


def test_names_of_a_module_that_a_function_of_its_name_hides_are_told_one_by_one() -> None:
    body = "def paint(): ...\ndef mix(): ...\n"
    old = {"pkg/__init__.py": "from .paint import paint\n", "pkg/paint.py": body}
    new = {"pkg/__init__.py": "from ._paint import paint\n", "pkg/_paint.py": body}
    assert changes(old, new) == ["Gone pkg.paint.mix (certain)", "Gone pkg.paint.paint pkg.paint (certain)"]
    assert changes(old, old) == []


def test_another_name_of_a_module_is_lost_on_its_own() -> None:
    old = {"pkg/__init__.py": "from . import records as rec\n__all__ = ['rec']\n", "pkg/records.py": "def f(): ...\n"}
    assert changes(old, {**old, "pkg/__init__.py": "__all__ = []\n"}) == ["Gone pkg.rec pkg.records (certain)"]
    assert changes(old, {"pkg/__init__.py": "__all__ = []\n"}) == ["Gone pkg.records (certain)"]


# --- what a stub says of classes that the source takes from a compiled module

TAKEN = {"pkg/__init__.py": "from ._c import Node, parse\n", "pkg/_c.so": ""}
STUB = """
    from collections.abc import Iterator
    class Node(Iterator[int]):
        def child(self, index: int) -> Node | None: ...
        def walk(self) -> int: ...
    def parse(text: str) -> Node: ...
"""


def test_the_stub_beside_a_source_says_what_a_compiled_class_is() -> None:
    before = {"pkg/__init__.py": "from ._c import Node, parse\n", "pkg/_c.so": "", "pkg/_c.pyi": STUB}
    after = {**TAKEN, "pkg/__init__.pyi": STUB.replace("index: int", "index: int, /").replace("def walk(self) -> int: ...", "")}
    found = changes(before, after)
    assert [line for line in found if "walk" in line] == ["Gone pkg.Node.walk (certain)"]
    assert any("child" in line and "index" in line for line in found)
    assert changes(before, {**TAKEN, "pkg/__init__.pyi": STUB}) == []


def test_what_it_says_stands_in_the_stub() -> None:
    graph = world({**TAKEN, "pkg/__init__.pyi": STUB})
    item = graph.at("pkg.Node")
    assert isinstance(item, Item)
    member = graph.members(item)["child"].item
    assert (item.file, member.file) == ("pkg/__init__.pyi", "pkg/__init__.pyi")
    assert [base.path for base in graph.bases(item) if isinstance(base, Outside)] == ["collections.abc.Iterator"]


@pytest.mark.parametrize(
    ("source", "stub"),
    [
        ("from ._c import Node\n", "import _typeshed\n"),  # it says nothing
        ("from ._c import Node\n", "from typing import Protocol\nclass Node(Protocol):\n    def walk(self) -> int: ...\n"),  # for type checkers alone
        ("from ._c import Node\n", "from .other import Node as Node\n"),  # another module's
    ],
)
def test_a_stub_that_says_nothing_of_a_compiled_name_leaves_it_open(source: str, stub: str) -> None:
    files = {"pkg/__init__.py": source, "pkg/__init__.pyi": stub, "pkg/_c.so": "", "pkg/other.py": "", "pkg/other.pyi": "class Node: ...\n"}
    assert isinstance(world(files).at("pkg.Node"), Unsettled)


def test_a_source_that_can_be_read_needs_no_stub() -> None:
    files = {"pkg/__init__.py": "class Node:\n    def walk(self, fast): ...\n", "pkg/__init__.pyi": STUB}
    item = world(files).at("pkg.Node")
    assert isinstance(item, Item)
    assert item.file == "pkg/__init__.py"
    stand_in = {"pkg/__init__.py": "try:\n    from ._c import Node\nexcept ImportError:\n    class Node: ...\n", "pkg/_c.so": ""}
    item = world({**stand_in, "pkg/__init__.pyi": STUB}).at("pkg.Node")
    assert isinstance(item, Item)
    assert item.file == "pkg/__init__.py"


def test_what_a_stub_imports_for_itself_no_star_brings() -> None:
    stub = "import sys\nfrom typing import Dict, List as List\nfrom other import thing\nclass C: ...\n"
    files = {"pkg/__init__.py": "from ._c import *\n__all__ = [n for n in dir() if not n.startswith('_')]\n", "pkg/_c.so": "", "pkg/_c.pyi": stub}
    assert names(world(files)) == {"C", "List"}
    plain = {"pkg/__init__.py": files["pkg/__init__.py"], "pkg/_c.py": "from typing import Dict\nclass C: ...\n"}
    assert names(world(plain)) == {"C", "Dict"}
