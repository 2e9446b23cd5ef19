"""Places where a module computes which names it has, as gaps; and what is lost there, as what it is: not certain."""

from __future__ import annotations

import pytest

from modiff.model.changes import Gone
from tests.worlds import changes_of, graph_of

FILLED = """
    NAMES = load()
    def _fill():
        space = globals()
        for name in NAMES:
            space[name] = make(name)
            yield name
    __all__ = list(_fill())
"""


def gaps(text: str) -> list[tuple[str, int | None]]:
    return [(gap.reason.partition(":")[0].replace("`", ""), gap.line) for gap in graph_of(pkg=text).gaps("new")]


@pytest.mark.parametrize("value", ["list(names())", "sorted(x.name for x in things)", "[x.name for x in things]", "load()", "[*first, last()]"])
def test_a_list_that_is_computed_is_a_gap(value: str) -> None:
    assert gaps(f"def f(): pass\n__all__ = {value}\n") == [("__all__ is computed here", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "__all__ = ['f']\n",
        "__all__ = ['f']\n__all__ += ['g']\n",
        "NAMES = ['f']\n__all__ = sorted(NAMES)\n",
        "__all__ = [n for n in dir() if not n.startswith('_')]\n",
        "globals().update({'f': 1})\n",
        "def __getattr__(name):\n    if name == 'f':\n        return 1\n    raise AttributeError(name)\n",
        "def _cached(name):\n    globals()[name] = 1\ndef f():\n    _cached('x')\n",
    ],
)
def test_what_is_read_is_no_gap(text: str) -> None:
    assert gaps(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def fill(n):\n    globals()[n] = 1\nfor n in load():\n    fill(n)\n", 4),
        ("def fill(\n    n,\n):\n    space = globals()\n    space.update(n)\nfill(load())\n", 6),
        ("def fill():\n    globals().update(load())\nif True:\n    # now\n    fill()\n", 5),
    ],
)
def test_functions_that_the_module_calls_to_fill_itself(text: str, line: int) -> None:
    assert gaps(text) == [("Names are bound at run time here, by globals()", line)]


@pytest.mark.parametrize(
    "text",
    [
        "def fill(n):\n    globals()['x'] = 1\nfill(1)\n",
        "def fill(n):\n    return globals()[n]\nfill(1)\n",
        "def fill(n):\n    globals()[n] = 1\nclass C:\n    def m(self):\n        fill(1)\n",
        "def fill(n):\n    globals()[n] = 1\nother.fill(1)\n",
    ],
)
def test_functions_that_do_not(text: str) -> None:
    assert gaps(text) == []


def test_what_may_have_gone_into_hiding_is_only_possibly_lost() -> None:
    plain = "def f(): pass\n"
    assert [(c.path, c.certainty.name) for c in changes_of({"pkg": plain}, {"pkg": FILLED}).changes if isinstance(c, Gone)] == [("pkg.f", "possible")]
    both = changes_of({"pkg": plain + FILLED.replace("\n    ", "\n")}, {"pkg": FILLED}).changes
    assert {c.certainty.name for c in both if isinstance(c, Gone) and c.path == "pkg.f"} <= {"likely"}
    assert [c.certainty.name for c in changes_of({"pkg": plain}, {"pkg": ""}).changes if isinstance(c, Gone)] == ["certain"]


def test_lists_that_a_lazy_loader_of_the_release_makes_are_told_to_type_checkers() -> None:
    text = """
        from typing import TYPE_CHECKING
        from ._lazy import attach
        if TYPE_CHECKING:
            from ._impl import f
        else:
            __all__, __getattr__, __dir__ = attach(__name__, ["._impl.f"])
    """
    graph = graph_of(pkg=text, pkg___impl="def f(): pass\n", pkg___lazy="def attach(name, names): return names, None, None\n")
    assert list(graph.gaps("new")) == []


SETS = """
    from . import base
    def _go(names):
        from . import util, elements
        from .other import helper
        {statement}
    {call}
"""


@pytest.mark.parametrize(
    ("statement", "call", "certainty"),
    [
        ("util.f = elements.f = elements", "_go(locals())", "possible"),
        ("elements.x = util.f = 1", "_go(locals())", "possible"),
        ("util.f = elements", "", "certain"),
        ("helper.f = elements", "_go(locals())", "certain"),
        ("util.f == elements", "_go(locals())", "certain"),
        ("return util.f", "_go(locals())", "certain"),
    ],
)
def test_what_a_function_that_the_package_calls_sets_on_a_submodule_may_be_there(statement: str, call: str, certainty: str) -> None:
    root = SETS.format(statement=statement, call=call)
    files = {"pkg": root, "pkg__elements": "x = 1\n", "pkg__other": "helper = 1\n", "pkg__base": ""}
    found = changes_of({**files, "pkg__util": "f = None\n"}, {**files, "pkg__util": ""}).changes
    assert [(c.path, c.certainty.name) for c in found if isinstance(c, Gone)] == [("pkg.util.f", certainty)]
