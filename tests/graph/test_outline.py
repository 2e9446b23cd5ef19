"""What an outline keeps of a module, at both depths."""

from __future__ import annotations

import ast
import json
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.graph.outline import ClassOutline, Depth, FunctionOutline, LazyOutlines, Outline, depth_for, outline
from modiff.model.facts import Facts
from modiff.report.functiondb import entry

MODULE = """
    import sys

    def plain(a, b=1, /, c=2, *rest, only, **others): pass
    async def later(a): pass

    if sys.platform == "win32":
        def windows(): pass
        class Windows:
            def m(self): pass

    class C(Base):
        limit = 3
        def m(self, x): pass
        async def am(self): pass
        @property
        def p(self): return 1
        @staticmethod
        def s(x): pass
        class Inner:
            def hidden(self): pass
        if sys.version_info >= (3, 9):
            def newer(self): pass

    value = 3
    short = lambda x: x
    from os import path
"""


def read(source: str, depth: Depth = "positional") -> Outline:
    return outline(extract(dedent(source).encode()), depth)


def shape(module: Outline) -> dict[str, object]:
    """Items with parameters as text."""

    def shown(function: FunctionOutline) -> str:
        return ", ".join(parameter.shown for parameter in function.parameters)

    return {
        name: {method: shown(function) for method, function in item.methods.items()} if isinstance(item, ClassOutline) else shown(item)
        for name, item in module.items.items()
    }


def test_positional_depth_knows_what_a_function_database_holds() -> None:
    assert shape(read(MODULE)) == {"plain": "a, b, c", "C": {"m": "self, x", "p": "self", "s": "x"}}


def test_full_depth_knows_conditions_async_and_all_kinds() -> None:
    assert shape(read(MODULE, "full")) == {
        "plain": "a, b=1, c=2, *rest, only, **others",
        "later": "a",
        "windows": "",
        "Windows": {"m": "self"},
        "C": {"m": "self, x", "am": "self", "p": "self", "s": "x", "newer": "self"},
    }


def test_the_last_definition_of_a_name_wins_in_the_place_of_the_first() -> None:
    module = read("def f(a): pass\ndef g(): pass\nclass f:\n  def m(self): pass\n  def n(self): pass\n  def m(self, x): pass\n")
    assert list(module.items) == ["f", "g"]
    assert shape(module)["f"] == {"m": "self, x", "n": "self"}


def test_only_full_depth_hears_of_deletions() -> None:
    source = "def f(): pass\ndef g(): pass\ndel f\nif x:\n    del g\n"
    assert list(read(source, "full").items) == ["g"]
    assert list(read(source).items) == ["f", "g"]


@pytest.mark.parametrize("leave", ["raise ImportError('no')", "raise SystemExit"])
def test_a_module_that_refuses_a_platform_still_defines_what_follows(leave: str) -> None:
    source = f"import sys\ndef before(): pass\nif sys.platform == 'win32':\n    {leave}\ndef after(): pass\nclass C:\n    def m(self): pass\n"
    assert list(read(source).items) == ["before", "after", "C"]


def test_a_branch_at_the_end_is_no_such_refusal() -> None:
    source = "import sys\nif sys.platform == 'win32':\n    def f(): pass\nelse:\n    def g(): pass\n"
    assert list(read(source).items) == []


def test_functions_and_classes_are_told_apart() -> None:
    module = read(MODULE)
    assert [name for name, _ in module.functions] == ["plain"]
    assert [name for name, _ in module.classes] == ["C"]


def test_the_depth_is_what_both_sides_can_say() -> None:
    assert depth_for(frozenset()) == "full"
    assert depth_for({"defaults", "kinds"}) == "positional"


def test_lazy_outlines_ask_once_and_only_for_what_is_wanted() -> None:
    asked: list[str] = []

    def facts(module: str) -> Facts | None:
        asked.append(module)
        return extract(b"def f(): pass\n") if module == "pkg.a" else None

    modules = LazyOutlines(["pkg", "pkg.a", "pkg.b"], facts)
    assert (len(modules), list(modules), "pkg.b" in modules, "pkg.c" in modules) == (3, ["pkg", "pkg.a", "pkg.b"], True, False)
    assert asked == []
    first = modules["pkg.a"]
    assert first is modules["pkg.a"]
    assert first is not None
    assert list(first.items) == ["f"]
    assert modules["pkg.b"] is None
    assert asked == ["pkg.a", "pkg.b"]
    with pytest.raises(KeyError):
        modules["pkg.c"]


def independently(source: str) -> dict[str, object]:
    """What a function database holds, by the language's own parser."""

    def positional(function: ast.FunctionDef) -> list[str]:
        return [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]

    held: dict[str, object] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef):
            held[statement.name] = positional(statement)
        elif isinstance(statement, ast.ClassDef):
            held[statement.name] = {m.name: positional(m) for m in statement.body if isinstance(m, ast.FunctionDef)}
    return held


NAMES = st.sampled_from("abcd")
PARAMETERS = st.sampled_from(["", "x", "x, y=1", "x, /, y", "*, k", "x, *rest, k=2, **more", "self"])
DEFINITIONS = st.builds("{}def {}({}): pass".format, st.sampled_from(["", "async "]), NAMES, PARAMETERS)
BODIES = st.lists(DEFINITIONS | st.sampled_from(["z = 1", "import os"]), min_size=1, max_size=5)
CLASSES = st.builds(lambda name, body: f"class {name}:\n" + "\n".join(f"    {line}" for line in body), NAMES, BODIES)
CONDITIONAL = st.builds("if sys.platform == 'linux':\n    {}".format, DEFINITIONS)
SOURCES = st.lists(DEFINITIONS | CLASSES | CONDITIONAL, max_size=8).map("\n".join)


@given(SOURCES)
def test_agrees_with_pythons_own_parser(source: str) -> None:
    held = json.dumps(entry(read(source)))
    assert held == json.dumps(independently(source))
