"""Remedies put into text: what they change, and that nothing else changes."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("libcst")

from modiff.fixes.editing import edited
from modiff.fixes.remedies import ByName, Dropped, Mend, NewKeyword, NewName, Remedy


def mended(text: str, code: str, remedy: Remedy) -> str:
    """The text with the remedy at the place of `code`."""
    line = text[: text.index(code)].count("\n") + 1
    start = text.splitlines()[line - 1].index(code.splitlines()[0])
    column = len(text.splitlines()[line - 1][:start].encode())
    rows = code.splitlines()
    end_line = line + len(rows) - 1
    end_column = column + len(code.encode()) if len(rows) == 1 else len(rows[-1].encode())
    return edited(text.encode(), [Mend(line, column, end_line, end_column, remedy)]).text.decode()


@pytest.mark.parametrize(
    ("text", "code", "remedy", "after"),
    [
        ("from a import old\n", "old", NewName("a.old", "a.new"), "from a import new as old\n"),
        ("from a import old as x  # why\n", "old as x", NewName("a.old", "a.new"), "from a import new as x  # why\n"),
        ("from a import old as new\n", "old as new", NewName("a.old", "a.new"), "from a import new\n"),
        ("from a import g\n", "g", NewName("a.g", "b.c.g"), "from b.c import g\n"),
        ("from .a import g\n", "g", NewName("p.a.g", "p.b.g"), "from p.b import g\n"),
        ("import a.b as x\n", "a.b as x", NewName("a.b", "c.d"), "import c.d as x\n"),
        ("import a.b\n", "a.b", NewName("a.b", "c.d"), "import a.b\n"),  # other lines say a.b
        ("x.old( 1 )\n", "x.old", NewName("p.C.old", "p.C.new", True), "x.new( 1 )\n"),
        ("import a\na.f(1)\n", "a.f", NewName("a.f", "a.b.f"), "import a\nimport a.b\na.b.f(1)\n"),
        ('import a\n"é"; a.f(1)\n', "a.f", NewName("a.f", "b.f"), 'import a\nimport b\n"é"; b.f(1)\n'),
        ("f(1, old = 2)\n", "f(1, old = 2)", NewKeyword("old", "new"), "f(1, new = 2)\n"),
        ("f(1, new=1)\n", "f(1, new=1)", NewKeyword("old", "new"), "f(1, new=1)\n"),
        ("f(1, 2,\n  3)\n", "f(1, 2,\n  3)", ByName(1, ("b", "c")), "f(1, b=2,\n  c=3)\n"),
        ("C.f(self, 1, 2)\n", "C.f(self, 1, 2)", ByName(1, ("b",), 2), "C.f(self, 1, b=2)\n"),
        ("f(*a, 2)\n", "f(*a, 2)", ByName(1, ("b",)), "f(*a, 2)\n"),
        ("f(1, x=None, y=2)\n", "f(1, x=None, y=2)", Dropped("x", "None"), "f(1, y=2)\n"),
        ("f(\n    1,\n    x=None,\n)\n", "f(\n    1,\n    x=None,\n)", Dropped("x", "None"), "f(\n    1,\n)\n"),
        ("f(1, x=5)\n", "f(1, x=5)", Dropped("x", "None"), "f(1, x=5)\n"),
        ("f(1, x=g())\n", "f(1, x=g())", Dropped("x", None), "f(1, x=g())\n"),
        ("f(x=1)\n", "f(x=1)", Dropped("x", None), "f()\n"),
    ],
)
def test_a_remedy_changes_what_it_is_about_and_nothing_else(text: str, code: str, remedy: Remedy, after: str) -> None:
    assert mended(text, code, remedy) == after
    ast.parse(after)


def at_alias(text: str, name: str, remedy: Remedy) -> str:
    """The remedy at the alias of this name."""
    alias = next(each for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) for each in node.names if each.name == name)
    assert alias.end_lineno is not None
    assert alias.end_col_offset is not None
    return edited(text.encode(), [Mend(alias.lineno, alias.col_offset, alias.end_lineno, alias.end_col_offset, remedy)]).text.decode()


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("from a import (\n    e,\n    f,\n    g,\n)\nx\n", "from a import (\n    e,\n    g,\n)\nfrom b import f\nx\n"),
        ("from a import (e,\n               f)\n", "from a import (e)\nfrom b import f\n"),
        ("from a import e, f\r\nx\r\n", "from a import e\r\nfrom b import f\r\nx\r\n"),
        ("if 1:\n\tfrom a import f, e\n", "if 1:\n\tfrom a import e\n\tfrom b import f\n"),
        ("try:\n    from a import f\nexcept ImportError:\n    f = None\n", "try:\n    from b import f\nexcept ImportError:\n    f = None\n"),
    ],
)
def test_one_name_of_many_moves_to_a_line_of_its_own(text: str, after: str) -> None:
    assert at_alias(text, "f", NewName("a.f", "b.f")) == after


def test_what_cannot_be_read_stays_as_it_is() -> None:
    broken = b"def f(:\n    x.old\n"
    assert edited(broken, [Mend(2, 4, 2, 9, NewName("p.old", "p.new"))]).text == broken


def test_bytes_that_are_not_concerned_are_kept() -> None:
    text = b"# -*- coding: latin-1 -*-\r\nx = '\xe9'  \r\n\r\n\r\ny = x.old\t# \xe9\r\nif y : pass"
    done = edited(text, [Mend(5, 4, 5, 9, NewName("p.C.old", "p.C.new", True))])
    assert done.text == text.replace(b"x.old", b"x.new")


def test_a_mend_without_its_place_does_nothing() -> None:
    done = edited(b"x.old\n", [Mend(1, 0, 1, 4, NewName("p.C.old", "p.C.new", True))])
    assert (done.text, done.done) == (b"x.old\n", ())
