"""Facts are the same whether bodies of functions are cut before parsing or not: on real files, and on made-up texts that are hard to follow."""

from __future__ import annotations

import random
import sysconfig
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff.extract import grammar as g
from modiff.extract.cutting import without_bodies
from modiff.extract.file import MAY_CUT, extract
from modiff.extract.normal import parsed
from modiff.extract.plain import plain
from modiff.extract.rendering import CannotRender, Renderer
from modiff.model.facts import Facts, Function

pytestmark = pytest.mark.skipif(not MAY_CUT, reason="this Python's `re` loses its way in possessive repetitions: nothing is cut")


def seen(data: bytes, whole: bool) -> Facts:
    """The facts without gaps about the insides of functions, which are not looked into when cut."""
    facts = extract(data, whole=whole)
    return msgspec.structs.replace(facts, gaps=tuple(gap for gap in facts.gaps if gap.hides))


def assert_same(data: bytes) -> None:
    assert seen(data, whole=False) == seen(data, whole=True)


def real_files() -> list[Path]:
    files = sorted(Path(sysconfig.get_paths()["stdlib"]).rglob("*.py"))
    return random.Random(7).sample(files, min(250, len(files)))


def test_real_files_say_the_same() -> None:
    files = real_files()
    shorter = 0
    for file in files:
        data = file.read_bytes()
        if len(data) < 200_000:
            assert seen(data, whole=False) == seen(data, whole=True), file
            shorter += len(without_bodies(data)) < len(data)
    assert shorter > len(files) // 3


BODIES = [
    "return 1",
    "x = 1\n    return x * 'y'",
    '"""Says\ndef not_a_def(x):\n    it.\n"""\n    return 2',
    "'''one''' + '''\nclass NotOne: pass\n'''",
    "x = (1,\n2)\n    return [\nx,\n]",
    "x = 'a\\\nb'\n    return x",
    "x = 1 + \\\n2",
    "yield 1",
    "if x:\n        yield",
    "def inner():\n        yield\n    return inner",
    "lambda: (yield)",
    "self.a = 1",
    "self.a, b = 1, 2",
    "b, (self.a, c) = x",
    "(self.a,\n     b) = x",
    "[self.a] = x",
    "self.a: int",
    "self.a: int = 3",
    "a = self.b = 1",
    "self.a += 1",
    "foo(self.a, b=1)",
    "foo(\n        self.a,\n        b=1)",
    "x[self.a:] = 1",
    "if self.a: self.b = 1\n    else: self.c = 1",
    "if x:\n        self.a = 1\n    elif y:\n        self.b = 2\n    else:\n        self.c = (1,\n 2)",
    "for self.a in x:\n        pass",
    "for a, self.b in x: pass",
    "for a in self.b:\n        self.c = a",
    "with x as self.a:\n        self.b = 1",
    "with x as (self.a, b), y: pass",
    "with self.a:\n        z(self.b, 2)",
    "try:\n        self.a = 1\n    except E as e:\n        self.b = e\n    finally:\n        self.c = 2",
    "setattr(self, 'a', 1)",
    "object.__setattr__(self, 'a', 1)",
    "while 1:\n        if 2:\n            self.a = 1  # def:\n    # tail\n        # deeper",
    "def inner(self):\n        self.a = 1\n    self.b = inner",
    "class C:\n        self.a = 1",
    "import w; self.a = w",
    "return; self.a = 1",
    "match x:\n        case 1:\n            self.a = 2",
    "match.x = self.a = 1",
    "f'{self.a}' ; self.b = f\"{x}\"",
    "warnings.warn('gone', DeprecationWarning)",
    "if x:\n        warnings.warn('gone', DeprecationWarning)",
    "x = 1; warnings.warn('gone', DeprecationWarning)",
    '"""Deprecated: use y."""',
    '"""Text.\n\n    .. deprecated:: 1.2\n       use y\n    """\n    self.a = 1',
    "'deprecated: x'\n    return 1",
    "('a'\n     'b').x, self.a = 1, 2",
    "# only\n    pass",
    "\n\n    pass\n\n    # tail\n# left",
    "pass;",
    "print self.a",
    "exec 'x' in y",
    "return `x`",
    'x = f"{\'"\'}"\n    self.a = 1',
    'x = f"{y["a"]}"',
    "async with x as self.a: pass",
    "async for self.a in x:\n        await y",
    "await self.f(self.a, b=1)",
    "x = '''a''' '''b'''\n    self.a = '''\nself.b = 1\n'''",
    "self.a = \\\n  1",
    "del self.a",
    "@deco(self.a, x=1)\n    def g(): self.b = 1",
    's = "f("\n    self.a, b = 1, 2',
    "f(a, [b],\n    self.c, d)",
    "x = [\n    self.a, b]",
    "globals()['x'] = 1",
]
BODIES += [
    "x = '''\n    self.a = 1\n    '''",
    "x = '''\n    warnings.warn('no', DeprecationWarning)\n    yield\n    '''",
    'x = "\\\n    self.a = 1"',
    "x = [\n    self.a == 1, 2]",
    "with f(\n        self.a, 'x') as self.b:\n        pass",
    "with a + b as self.c: pass",
    "a = self.b, c = x",
    "if a > b: self.a, c = x",
    "if x: y = 1\n    else: self.a, c = x",
    "for(\n        self.a, b) in x: pass",
    "with a as(\n        self.b, c): pass",
    "f(x,\n      y).z, self.a = x",
    "for a in b + c: self.d, e = f",
    "'a'.b, self.c = x",
    "d = {\n        self.a: 1, 'b': 2}",
    "if x: self.a: int",
    "x = [y for\n        self.a, b in c]",
    "with a: pass; self.b, c = d",
    "(a + b).c, self.d = e",
    "with a(b)as self.c:\n        pass",
    "{1: 2}[1], self.a = x",
    "a[b], self.c, d = x",
    "with a, b(\n        c=1) as (self.d, e):\n        pass",
    "x = f(\n        y)\n    self.a, b = x",
    "x = f(y  # f(\n     ); z = 1\n    self.a, b = x",
]
LONG = "nothing_to_see = 'a line that makes a body long enough for a cut'"
BODIES.append(LONG)
HEADERS = [
    "def f(self):",
    "def f(self, a=(1, 2), *b, **c):  # why: because",
    "async def f(self) -> int:",
    "def __new__(cls, self):",
    "def f():",
    "def f(*a):",
    "def f(  # x:\n      self,\n):",
    "def f(self, x: 'a:b' = {'c': [1]}) -> Dict[str, int]:",
    "def f[T: int](self):",
    "def f(a, (b, c)):",
    "def __init__(self):",
    "def __getattr__(self):",
    "@deco('''\n''')\ndef f(self):",
    "def f \\\n  (self):",
    "def é(self):",
    "def f(this):",
    "def f(self): return 1;",
]
AFTER = [
    "",
    "x = 1",
    "# comment",
    "    # deeper comment",
    "@deco\ndef g(self): pass",
    "class D: pass",
    "if x:\n    y = 1\nelse:\n    def g(): pass",
    "(x) = 1",
    "'''\ndef h(): pass\n'''",
]


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


@st.composite
def functions(draw: st.DrawFn) -> str:
    header, bodies = draw(st.sampled_from(HEADERS)), draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=3))
    bodies.insert(draw(st.integers(0, len(bodies))), LONG)
    shown = header + "\n" + "\n".join("    " + body for body in bodies) + "\n" + draw(st.sampled_from(["", "\n", "    # tail\n", "# left\n\n"]))
    return shown + draw(st.sampled_from(AFTER)) + "\n"


@st.composite
def programs(draw: st.DrawFn) -> bytes:
    parts = []
    for text in draw(st.lists(functions(), min_size=1, max_size=3)):
        where = draw(st.sampled_from(["module", "class", "if"]))
        opened = {"module": "", "class": 'class C:\n    """Doc."""\n', "if": "if x:\n    pass\n"}[where]
        parts.append(opened + (indented(text, "    ") if opened else text))
    text = "\n".join(parts)
    if draw(st.booleans()):
        text = text.replace("    ", draw(st.sampled_from(["\t", "  ", "   "])))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).rstrip("\n" if draw(st.booleans()) else "").encode()


def parses(data: bytes) -> bool:
    return not extract(data, whole=True).gaps


@settings(max_examples=400, deadline=None)
@given(programs())
def test_made_up_texts_say_the_same(data: bytes) -> None:
    if parses(data):
        assert_same(data)


@pytest.mark.parametrize("body", BODIES)
def test_each_body_says_the_same_everywhere(body: str) -> None:
    for header in HEADERS[:12]:
        function = f"{header}\n    {body}\n    {LONG}\n"
        member = "class C:\n" + indented(function, "    ")
        for data in (function, f"{header}\n    {LONG}\n    {body}\n", f"{function}x = 1\n", f"{member}    def last(self): pass\n", member):
            if parses(data.encode()):
                assert_same(data.encode())


def test_lines_keep_their_numbers_and_bodies_go() -> None:
    text = b"def f(x):\n    a = 1\n    b = 2\n    return a + b + x + 1234567890\n\n\ndef g():\n    pass\n"
    cut = without_bodies(text)
    assert cut.count(b"\n") == text.count(b"\n")
    assert b"1234567890" not in cut
    function, _ = extract(text).bindings
    assert (function.line, function.end_line) == (1, 4)


def test_an_error_inside_a_body_costs_nothing_outside() -> None:
    text = b"def f(x):\n    a = = 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9\n    return $ a\n\ndef g(): pass\n"
    assert [b.name for b in extract(text).bindings] == ["f", "g"]
    assert seen(text, whole=False) == seen(text, whole=True)


def test_a_string_without_end_leaves_the_text_alone() -> None:
    text = b'def f():\n    return 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11\n\ndef g():\n    """never ends\n\ndef h(): pass\n'
    assert without_bodies(text) == text


def test_generators_and_attributes_are_found_in_what_stays() -> None:
    text = (
        b"class C:\n    def __init__(self):\n        if long_condition_that_is_worth_a_cut:\n            self.a = 1\n\n"
        b"    def g(self):\n        for x in y_of_some_length_or_other:\n            yield x\n"
    )
    made = extract(text).bindings[0].definition
    assert [a.name for a in made.instance_attributes] == ["a"]  # type: ignore[union-attr]
    function = made.members[1].definition  # type: ignore[union-attr]
    assert isinstance(function, Function)
    assert function.flags == ("generator",)


TOKENS = [
    "a",
    "b.c",
    "not",
    "f(",
    "(",
    ")",
    "[",
    "]",
    ", ",
    ",",
    "=",
    "'x'",
    '"y"',
    "b'z'",
    "1",
    "-1",
    "0",
    "1.5",
    " ",
    "\n",
    ".d",
    "None",
    "if",
    "for",
    "'(['",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12))
def test_plain_text_is_what_rendering_gives(tokens: list[str]) -> None:
    found = parsed(f"f({''.join(tokens)})")
    if found is not None and found[0].kind_id == g.CALL:
        node, text = found
        try:
            rendered = Renderer(text).render(node)
        except CannotRender:
            return
        assert plain(g.source(node, text)) in (None, rendered)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (b'f( a ,b = "x y",)', "f(a, b='x y')"),
        (b"[1,\n 2,]", "[1, 2]"),
        (b"a.b.c", "a.b.c"),
        (b"_b('').decode( \"utf-8\" )", "_b('').decode('utf-8')"),
        (b"f(-1, b=b'')", "f(-1, b=b'')"),
        (b"f(a -1)", None),
        (b"not(x)", None),
        (b"f('a' 'b')", None),
        (b"f(x for x in y)", None),
        (b"f((1))", None),
        (b"[a[1,],]", None),
        (b"f(a==b)", None),
        (b"f('\\n')", None),
        (b"f(1.5)", None),
        (b"f(0777)", None),
        (b"f(x, # y\n z)", None),
        (b"[" * 60 + b"]" * 60, None),
    ],
)
def test_plain_sources(source: bytes, shown: str | None) -> None:
    assert plain(source) == shown
