"""What cannot be read costs only itself, and is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.model.facts import Assignment, Class


def read(source: str) -> tuple[list[str], list[tuple[int | None, str, bool]]]:
    facts = extract(source.encode())
    names = []
    for binding in facts.bindings:
        names.append(binding.name)
        if isinstance(binding.definition, Class):
            names += [f"{binding.name}.{member.name}" for member in binding.definition.members]
    return names, [(gap.line, gap.scope, gap.hides) for gap in facts.gaps]


@pytest.mark.parametrize(
    ("source", "names", "gaps"),
    [
        ("def f(a):\n  x = (1,\n\ndef g(): pass\ny = 2\n", ["f", "g", "y"], [(1, "", False)]),
        ("x = (1,\n\ndef g(): pass\n\nclass A:\n  def m(self): pass\n", ["g", "A", "A.m"], [(1, "", True)]),
        ("class B:\n  def a(self): pass\n  def b(self: pass\n  def c(self): pass\nx = 1\n", ["B", "B.a", "B.c", "x"], [(3, "B", True)]),
        ("class class: pass\ndef g(): pass\n", ["g"], [(1, "", True)]),
        ("if a:\n  def f(): pass\n  def g(x y): pass\nelse:\n  i = 1\nl = 1\n", ["f", "i", "l"], [(3, "", True)]),
        ("def f():\n  return $\n\ndef g(): pass\n", ["f", "g"], [(1, "", False)]),
    ],
)
def test_damage_is_local_and_named(source: str, names: list[str], gaps: list[tuple[int, str, bool]]) -> None:
    assert read(source) == (names, gaps)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("# coding: latin-1\nx = 'é'\n".encode("latin-1"), "'é'"),
        ("#!/bin/sh\n# -*- coding: cp1252 -*-\nx = '€'\n".encode("cp1252"), "'€'"),
        ("\ufeffx = 'é'\n".encode(), "'é'"),
        ("x = 'é'\n".encode("utf-16"), "'é'"),
        (b"x = 1\ry = 2\r", "1"),
        (b"x = 1\r\ny = 2\r\n", "1"),
        (b"x = 1\0\n", "1"),
    ],
)
def test_encodings_and_line_ends(data: bytes, name: str) -> None:
    first = extract(data).bindings[0]
    assert first.name == "x"
    assert isinstance(first.definition, Assignment)
    assert first.definition.value is not None
    assert first.definition.value.text == name


def test_lone_carriage_returns_count_as_lines() -> None:
    assert [b.line for b in extract(b"x = 1\ry = 2\r\nz = 3\n").bindings] == [1, 2, 3]


@pytest.mark.parametrize("data", [b"x = 1\0\n", b"# coding: no-such\nx = '\xc3\xa9'\n", b"x = '\xff'\n", "x = 1\n".encode("utf-16")])
def test_what_python_refuses_is_a_gap(data: bytes) -> None:
    assert len(extract(data).gaps) == 1


def test_python_2_code() -> None:
    source = "print >>f, 'x' % y,\nexec code in d\nexec 'a' % b in d\nraise E, 'x'\nif a <> b: pass\nx = `y`\nz = 0777L\ndef f(a, (b, c)): print a\n"
    assert read(source) == (["x", "z", "f"], [])


@pytest.mark.parametrize("source", ["exec code", "exec(code)", "exec 'a' % b", "exec code in globals()"])
def test_code_executed_here_may_bind_anything(source: str) -> None:
    assert read(source + "\n")[1] == [(1, "", True)]


HOSTILE = {
    "nested brackets": b"x = " + b"(" * 50_000 + b")" * 50_000,
    "open brackets": b"[" * 50_000,
    "a long line": b"x = " + b"1" * 6_000_000,
    "chained targets": b"a=" * 50_000 + b"1",
    "deep blocks": b"".join(b" " * i + b"if a:\n" for i in range(600)) + b" " * 600 + b"pass\n",
    "deep classes": b"".join(b" " * i + b"class A:\n" for i in range(300)) + b" " * 300 + b"pass\n",
    "nulls": b"\0" * 100_000,
    "elifs": b"if a: x = 1\n" + b"elif b: x = 1\n" * 3_000,
    "long sums": b"x = " + b"a + " * 50_000 + b"a",
    "deep lambdas": b"x = " + b"lambda: " * 20_000 + b"1",
    "deep nots": b"if " + b"not " * 20_000 + b"a: x = 1",
    "broken definitions": b"def f(: pass\n" * 3_000,
    "open quotes": b'"\n' * 20_000,
    "deep attributes": b"x = a" + b".b" * 50_000,
    "garbage": bytes(range(256)) * 300,
    "decorators": b"@a\n" * 20_000 + b"def f(): pass\n",
    "deep calls": b"f(" * 5_000 + b")" * 5_000,
    "open classes": b"class A(\n  def f(self: pass\n" * 1_000,
    "deep types": b"x: " + b"a[" * 5_000 + b"]" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_its_file_and_little_time(name: str) -> None:
    start = time.process_time()
    extract(HOSTILE[name])
    assert time.process_time() - start < 3


@given(
    st.lists(
        st.sampled_from(
            [
                "def f(",
                "):",
                "\n",
                "\n  ",
                "class A",
                ":",
                "(",
                ")",
                "[",
                "]",
                "'",
                '"""',
                "x",
                "=",
                "1",
                ",",
                "@",
                "if ",
                "else",
                "try",
                "except",
                "async ",
                "lambda ",
                "__all__",
                "*",
                "**",
                "print ",
                "exec ",
                "yield",
                "import ",
                "from ",
                ".",
                "{",
                "}",
                "f'{",
                "#",
                "\\",
                "\0",
                "\r",
                "é",
                "self.x = 1",
                "match ",
                "case ",
                ":=",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_nothing_makes_it_fail(source: str) -> None:
    facts = extract(source.encode())
    assert not any("could not be read:" in gap.reason for gap in facts.gaps)
