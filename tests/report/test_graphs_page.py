"""docs/graphs.md shows what modiff and the examples print, and names everything that there is."""

from __future__ import annotations

import inspect
import runpy
import sys
from pathlib import Path

import pytest

import modiff
from modiff.model.graph import Graph
from modiff.model.nodes import ATTRIBUTES, EDGE_KINDS
from scripts import printed_pages


def test_the_page_shows_what_is_printed() -> None:
    text = printed_pages.stands("graphs.md")
    assert text.count("<!-- ") >= 6
    assert printed_pages.page("graphs.md") == text, "run `make docs`"


def test_every_example_is_on_the_page() -> None:
    text = printed_pages.stands("graphs.md")
    files = sorted((printed_pages.ROOT / "examples" / "graphs").glob("*.py"))
    assert files
    for file in files:
        assert f"<!-- file examples/graphs/{file.name} -->" in text
        assert f"<!-- python examples/graphs/{file.name} " in text


def test_every_question_attribute_and_edge_is_on_the_page() -> None:
    text = printed_pages.stands("graphs.md")
    questions = [name for name, found in inspect.getmembers(Graph, inspect.isfunction) if not name.startswith("_")]
    assert len(questions) > 20
    assert [name for name in questions if f"{name}(" not in text] == []
    assert [name for name in (*ATTRIBUTES, *EDGE_KINDS) if f"`{name}`" not in text] == []


def test_the_groups_of_the_original_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Module, function, parameter; the module as an attribute of the function; and level by level."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("def f(a, b): ...\nclass C:\n    def m(self, x): ...\n", "utf-8")
    (tmp_path / "pkg" / "other.py").write_text("def g(c): ...\n", "utf-8")
    monkeypatch.setattr(sys, "argv", ["seed_groups.py", str(tmp_path / "pkg")])
    said = runpy.run_path(str(printed_pages.ROOT / "examples" / "graphs" / "seed_groups.py"))
    ids = {name: [node.id for node in part] for name, part in said["by_module"].items()}
    assert ids == {
        "pkg": ["pkg", "pkg.C", "pkg.C.m", "pkg.C.m(x)", "pkg.f", "pkg.f(a)", "pkg.f(b)"],
        "pkg.other": ["pkg.other", "pkg.other.g", "pkg.other.g(c)"],
    }
    functions = {name: [node.id for node in part] for name, part in said["by_function"].items() if name}
    assert functions == {
        "pkg.C": ["pkg.C", "pkg.C.m", "pkg.C.m(x)"],
        "pkg.f": ["pkg.f", "pkg.f(a)", "pkg.f(b)"],
        "pkg.other.g": ["pkg.other.g", "pkg.other.g(c)"],
    }
    assert {name: said["by_function"][name][name].module for name in functions} == {"pkg.C": "pkg", "pkg.f": "pkg", "pkg.other.g": "pkg.other"}
    assert {level: len(part) for level, part in said["by_level"].items()} == {"module": 2, "function": 5, "method": 6, "parameter": 10}
    assert isinstance(said["graph"], modiff.Graph)
