"""What statements bind, and under which guard."""

from __future__ import annotations

import pytest

from modiff.extract import extract
from modiff.model.facts import Assignment, Binding, Class, Deletion, Function, Import, InstanceAttribute, Test


def bound(source: str) -> list[Binding]:
    facts = extract(source.encode())
    assert facts.gaps == ()
    return list(facts.bindings)


def values(source: str) -> list[tuple[str, str | None]]:
    return [(b.name, b.definition.value.text if b.definition.value else None) for b in bound(source) if isinstance(b.definition, Assignment)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a = b = 0x10", [("a", "16"), ("b", "16")]),
        ("a, (b, c) = 1, (2, f())", [("a", "1"), ("b", "2"), ("c", "f()")]),
        ("a, *b = x", [("a", None), ("b", None)]),
        ("[a, b] = c", [("a", None), ("b", None)]),
        ("(a) = 1", [("a", "1")]),
        ("(a,) = 1", [("a", None)]),
        ("a.b = c[0] = 1", []),
        ("a: int", [("a", None)]),
        ("a: 'int' = 1_0", [("a", "10")]),
        ("a += 1", [("a", "1")]),
        ("if (m := f()): pass", [("m", "f()")]),
        ("x = [(y := 1), 2]", [("x", "[(y := 1), 2]"), ("y", "1")]),
        ("for i, (j, k) in x: l = 1", [("i", None), ("j", None), ("k", None), ("l", "1")]),
        ("with a as b, c() as (d, e): pass", [("b", None), ("d", None), ("e", None)]),
        ("type X[T] = list[T]", [("X", "list[T]")]),
        ("match a:\n  case [x, *y] if z: b = 1\n  case K(q=w) as v: pass", [("y", None), ("x", None), ("b", "1"), ("v", None), ("w", None)]),
        ("print 'a'\nx = u'b'\n", [("x", "'b'")]),
        ("async = 1", [("async", "1")]),
        ("x = f'{a}' \"b\" 'c'", [("x", "f'{a}' 'bc'")]),
        ("x = t'{a}'", [("x", "t'{a}'")]),
    ],
)
def test_assigned_names_and_values(source: str, expected: list[tuple[str, str | None]]) -> None:
    assert values(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b.c, d as e", [("a", Import("a.b.c")), ("e", Import("d", renamed=True))]),
        ("from . import x", [("x", Import("", 1, "x"))]),
        ("from ..a.b import (c, # why\n  d as d,\n)", [("c", Import("a.b", 2, "c")), ("d", Import("a.b", 2, "d", True))]),
        ("from ... a import *", [("*", Import("a", 3, "*"))]),
        ("from __future__ import division", [("division", Import("__future__", 0, "division"))]),
    ],
)
def test_imported_names(source: str, expected: list[tuple[str, Import]]) -> None:
    assert [(b.name, b.definition) for b in bound(source)] == expected


def test_deleted_names() -> None:
    assert [(b.name, type(b.definition)) for b in bound("del a, b.c, (d, e[0])")] == [("a", Deletion), ("d", Deletion)]


def test_lambda_and_call_values_can_be_followed() -> None:
    f, c = bound("f = lambda a, *, b=1: a\nC = ns.make('C', [x, *y], z=1, **k)")
    assert isinstance(f.definition, Assignment)
    assert isinstance(c.definition, Assignment)
    assert f.definition.value is not None
    assert [p.shown for p in f.definition.value.parameters or ()] == ["a", "b=1"]
    call = c.definition.value.call if c.definition.value else None
    assert call is not None
    assert (call.callee, call.arguments, call.keywords) == ("ns.make", ("'C'", "[x, *y]"), (("z", "1"), ("**", "k")))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if sys.version_info >= (3, 9): x = 1", [("version", True, ">=", (3, 9))]),
        ("if (3,) <= sys.version_info < (3, 9): x = 1", [("version", True, ">=", (3,)), ("version", True, "<", (3, 9))]),
        ("if sys.version_info[0] > 2: x = 1", [("version", True, ">=", (3,))]),
        ("if sys.version_info[:2] <= (3, 7): x = 1", [("version", True, "<", (3, 8))]),
        ("if sys.version_info > (3, 7): x = 1", [("version", True, ">=", (3, 7))]),
        ("if not sys.version_info.major == 3: x = 1", [("version", False, "==", (3,))]),
        ("if sys.hexversion >= 0x03080000: x = 1", [("version", True, ">=", (3, 8))]),
        ("if six.PY2: pass\nelse: x = 1", [("version", False, "==", (2,))]),
        ("if PY_3: pass\nelse: x = 1", [("version", False, "==", (3,))]),
        ("if compat.is_python2: x = 1", [("version", True, "==", (2,))]),
        ("if _IS_PY3K: x = 1", [("version", True, "==", (3,))]),
        ("if pypy3: x = 1", [("other", True, None, None)]),
        ("if sys.version_info >= get(): x = 1", [("version", True, None, None)]),
        ("if sys.platform == 'win32': pass\nelse: x = 1", [("platform", False, "==", "win32")]),
        ("if sys.platform.startswith('linux'): x = 1", [("platform", True, "startswith", "linux")]),
        ("if os.name == 'nt': x = 1", [("platform", True, "==", "win32")]),
        ("if platform.system() == 'Darwin': x = 1", [("platform", True, "==", "darwin")]),
        ("if t.TYPE_CHECKING: x = 1", [("typing", True, None, None)]),
        ("if False: x = 1", [("typing", True, None, None)]),
        ("if True: x = 1", []),
        ("if __name__ == '__main__': x = 1", [("main", True, None, None)]),
        ("if A and sys.platform != 'win32': x = 1", [("other", True, None, None), ("platform", True, "!=", "win32")]),
        ("if A or B: pass\nelse: x = 1", [("other", False, None, None), ("other", False, None, None)]),
        ("if six.PY2 or sys.version_info < (3, 5): x = 1", [("version", True, None, None)]),
        ("if a: pass\nelif b: pass\nelse: x = 1", [("other", False, None, None), ("other", False, None, None)]),
        ("if a: pass\nelif b: x = 1", [("other", False, None, None), ("other", True, None, None)]),
        ("while a: x = 1", [("other", True, None, None)]),
        ("for a in b: x = 1", []),
        ("with a: x = 1", []),
        ("try: x = 1\nexcept E: pass", [("try", True, None, None)]),
        ("try: pass\nexcept E: x = 1", [("except", True, None, None)]),
        ("try: pass\nexcept E: pass\nelse: x = 1", [("try", True, None, None)]),
        ("try: pass\nexcept E: pass\nfinally: x = 1", []),
        ("try: pass\nfinally: x = 1", []),
        ("with contextlib.suppress(E): x = 1", [("try", True, None, None)]),
        ("if sys.version_info < (3, 8):\n  raise E\nx = 1", [("version", False, "<", (3, 8))]),
        ("if a:\n  raise E\nx = 1", []),
    ],
)
def test_guards(source: str, expected: list[tuple[str, bool, str | None, object]]) -> None:
    (guard,) = [b.guard for b in bound(source) if b.name == "x"]
    assert [(test.kind, test.holds, test.op, test.value) for test in guard] == expected


def test_caught_exceptions_are_named_in_every_spelling() -> None:
    source = "try: x = 0\nexcept (A, b.B): x = 1\nexcept C, e: x = 2\nexcept D, F: x = 3\nexcept G as g: x = 4\nexcept: x = 5\n"
    assert [b.guard[0] for b in bound(source)] == [
        Test("try", "A, b.B, C, D, F, G, BaseException"),
        Test("except", "A, b.B"),
        Test("except", "C"),
        Test("except", "D, F"),
        Test("except", "G"),
        Test("except", "BaseException"),
    ]


def test_guards_nest_outermost_first_and_lines_count_from_one() -> None:
    source = "try:\n  if a:\n    class C:\n      if b:\n        def f(self): pass\nexcept E:\n  pass\n"
    (c,) = bound(source)
    assert [test.text for test in c.guard] == ["E", "a"]
    assert (c.line, c.end_line) == (3, 5)
    assert isinstance(c.definition, Class)
    (f,) = c.definition.members
    assert [test.text for test in f.guard] == ["b"]
    assert f.line == 5


def test_bindings_in_blocks_are_nested() -> None:
    source = "if sys.platform == 'win32':\n  raise E\na = 1\nfor b in c: d = 1\nwith e: f = 1\nclass g:\n  h = 1\n  if x: i = 1\n"
    found = bound(source)
    assert [(b.name, b.nested) for b in found] == [("a", False), ("b", False), ("d", True), ("f", True), ("g", False)]
    last = found[-1].definition
    assert isinstance(last, Class)
    assert [(b.name, b.nested) for b in last.members] == [("h", False), ("i", True)]


def test_instance_attributes() -> None:
    source = """
class C:
    def late(this):
        this.e = 0
    def __init__(self, x):
        self.a: int = x
        self.b, (self.c, y) = 1, (2, 3)
        if x:
            self.d += 1
        for self.g in x: pass
        with x as self.h: pass
        def inner(): self.no = 1
        other.no = self.x.no = 1
        setattr(self, "i", 1)
        f(self.no, k=self.no)
    @staticmethod
    def s(self): self.no = 1
"""
    (c,) = bound(source)
    assert isinstance(c.definition, Class)
    shown = [(a.name, a.method, a.annotation, a.value.text if a.value else None) for a in c.definition.instance_attributes]
    assert shown == [
        ("a", "__init__", "int", "x"),
        ("b", "__init__", None, "1"),
        ("c", "__init__", None, "2"),
        ("d", "__init__", None, "1"),
        ("g", "__init__", None, None),
        ("h", "__init__", None, None),
        ("i", "__init__", None, "1"),
        ("e", "late", None, "0"),
    ]
    assert isinstance(c.definition.instance_attributes[0], InstanceAttribute)
    assert c.definition.instance_attributes[0].line == 6


def test_flags() -> None:
    source = "async def a(): yield 1\ndef b():\n  def c(): yield\n  return lambda: (yield)\ndef d():\n  x = [(yield)]\n"
    assert [b.definition.flags for b in bound(source) if isinstance(b.definition, Function)] == [("async", "generator"), (), ("generator",)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@typing_extensions.deprecated('Use g', category=None)\ndef f(): pass", "Use g"),
        ("@deprecated(since='1.2', alternative='g')\ndef f(): pass", "since 1.2: use g"),
        ("@deprecated_args(None, 'x')\ndef f(): pass", None),
        ("def f():\n  warnings.warn('a '\n    'b %s' % c, DeprecationWarning, stacklevel=2)", "a b %s"),
        ("def f():\n  if x:\n    warnings.warn('a', DeprecationWarning)", None),
        ("def f():\n  warnings.warn('a', UserWarning)", None),
        ("def f():\n  '''Does.\n\n  .. deprecated:: 1.2\n     Use g.\n\n  More.\n  '''", "since 1.2: Use g."),
        ("def f():\n  '''Does.\n\n  x : int\n      .. deprecated:: 1.2\n  '''", None),
        ("def f():\n  '''Does.\n\n  .. deprecated:: 3.0\n\n     `original` is deprecated, use `new`.\n  '''", None),
        ("def f():\n  '''Does.\n\n  .. deprecated:: 3.0\n     The `x` argument goes.\n  '''", "since 3.0: The `x` argument goes."),
        ("def f():\n  '''Does.\n\n  .. deprecated:: 3.0\n     `f` will be removed.\n  '''", "since 3.0: `f` will be removed."),
        ("def f():\n  '''Does.\n\n  .. deprecated:: 3.0\n     `g` does the same.\n  '''", "since 3.0: `g` does the same."),
        ("def f():\n  _warn_deprecated('f', 'g')", ""),
        ("def f():\n  _warn_deprecated('f is old')", "f is old"),
        ("class f:\n  def __init__(self):\n    warn(message='Use g', category=FutureWarning)", "Use g"),
    ],
)
def test_deprecations(source: str, expected: str | None) -> None:
    (binding,) = bound(source)
    assert isinstance(binding.definition, Function | Class)
    assert binding.definition.deprecated == expected


def test_the_module_itself() -> None:
    assert extract(b"'''Old.\n\n.. deprecated:: 2\n'''\n").deprecated == "since 2"
    assert extract(b"import warnings\nwarnings.warn('gone soon', DeprecationWarning)\n").deprecated == "gone soon"
    assert extract(b"if __name__ == '__main__': main()\n").main
    assert not extract(b"x = 1\n").main
