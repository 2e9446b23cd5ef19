"""What return statements give, where it is plain."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff.extract.bodies import extract_bodies
from modiff.extract.digests import digests
from modiff.extract.file import extract


def returns(text: str) -> tuple[str, ...]:
    """Of the one function in the text."""
    data = dedent(text).strip("\n").encode()
    (body,) = extract_bodies(data, [(1, data.count(b"\n") + 1)]).values()
    return body.returns


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1", "int"), ("1j", "complex"), ("1.5", "float"), ("not x", "bool"), ("x is None", "bool"), ("x not in y", "bool"), ("x == y", "?"),
        ("'a'", "str"), ("b'a'", "bytes"), ("f'{x}'", "str"), ("'a' 'b'", "str"), ("'%s' % x", "str"), ("b'%s' % x", "bytes"), ("x + 'a'", "str"),
        ("x + y", "?"), ("x % 'a'", "?"), ("', '.join(x)", "str"), ("'a b'.split()", "list"), ("x.join(y)", "?"), ("'a'.foo()", "?"),
        ("x.encode('utf-8')", "bytes"), ("x.decode(encoding='ascii')", "str"), ("x.encode(y)", "?"), ("x.encode()", "?"),
        ("[x]", "list"), ("{}", "dict"), ("{x}", "set"), ("x, y", "tuple"), ("()", "tuple"), ("(x for x in y)", "generator"),
        ("[i for i in y]", "list"), ("lambda: 1", "function"), ("Box(x)", "call Box"), ("a.b.C()", "call a.b.C"), ("x()", "?"), ("x.y()", "?"),
        ("x[0]", "?"), ("x.y", "?"), ("await z()", "?"), ("x or []", "?"), ("(1)", "int"),
    ],
)  # fmt: skip
def test_kinds_of_values(value: str, kind: str) -> None:
    assert returns(f"async def f(x, y):\n    return {value}\n") == (kind,)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("out = []\n    out.append(x)\n    return out", ("list",)),
        ("out = []\n    out += x\n    return out", ("list",)),
        ("out = 0\n    out += x\n    return out", ("?",)),
        ("out = []\n    out = tuple(out)\n    return out", ("list", "call tuple")),
        ("out = []\n    for out in x: pass\n    return out", ("?",)),
        ("out = []\n    with x as out: pass\n    return out", ("?",)),
        ("out = []\n    out, more = x\n    return out", ("?",)),
        ("out = []\n    if (out := x): pass\n    return out", ("?",)),
        ("out = []\n    [out for out in x]\n    return out", ("list",)),
        ("out = []\n    def inner():\n        nonlocal out\n        out = 1\n    return out", ("?",)),
        ("out = []\n    def inner():\n        out = 1\n    return out", ("list",)),
        ("global out\n    out = []\n    return out", ("?",)),
        ("a = b = []\n    return b", ("list",)),
        ("out = out2 = 1\n    out2 = out\n    return out2", ("int",)),
        ("from a import out\n    return out", ("?",)),
        ("out: list = []\n    return out", ("list",)),
        ("out = [] if x else None\n    return out", ("list", "None")),
        ("x = []\n    return x", ("?",)),
        ("return self", ("self",)),
        ("self = x\n    return self", ("?",)),
    ],
)
def test_local_variables(body: str, kinds: tuple[str, ...]) -> None:
    assert returns(f"def f(self, x):\n    {body}\n") == kinds


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("pass", ("None",)),
        ("...", ()),
        ("'''Says what.'''", ()),
        ("raise NotImplementedError", ()),
        ("if x:\n        return 1", ("int", "None")),
        ("if x:\n        return 1\n    else:\n        return 2", ("int",)),
        ("if x:\n        return 1\n    elif y:\n        return 2", ("int", "None")),
        ("if x:\n        return 1\n    else:\n        raise ValueError", ("int",)),
        ("while True:\n        return 1", ("int",)),
        ("while True:\n        if x:\n            break\n        return 1", ("int", "None")),
        ("while x:\n        return 1", ("int", "None")),
        ("for i in x:\n        return 1", ("int", "None")),
        ("with x:\n        return 1", ("int",)),
        ("try:\n        return 1\n    except E:\n        return 2", ("int",)),
        ("try:\n        return 1\n    except E:\n        pass", ("int", "None")),
        ("try:\n        pass\n    finally:\n        return 1", ("int",)),
        ("try:\n        x()\n    except E:\n        raise\n    else:\n        return 1", ("int",)),
        ("try:\n        x()\n    except E:\n        return 2\n    else:\n        y()", ("int", "None")),
        ("return\n    x()", ("None",)),
    ],
)
def test_the_end_of_the_body(body: str, kinds: tuple[str, ...]) -> None:
    assert returns(f"def f(x, y):\n    {body}\n") == kinds


def test_digests_tell_bodies_apart_and_leave_out_what_is_annotated() -> None:
    text = "def a():\n    return {0}\n\nclass C:\n    def m(self) -> int:\n        return {1}\n\n    def n(self):\n        return {2}\n"
    one, other = (extract(text.format(*values).encode()).digests for values in ((1, 1, 1), (1, 2, 3)))
    assert len(one) == len(other) == 8
    assert one[:4] == other[:4]
    assert one[4:] != other[4:]
    assert digests(b"x = 1\n", extract(b"x = 1\n").bindings) == b""
    assert extract(b"def f():\n    pass\n").digests == bytes(4)


def test_digests_are_the_same_however_a_file_is_read() -> None:
    text = b"def a():\n    return 1\n\nclass C:\n    def n(self):\n        '''Text.'''\n        return 2\n"
    assert extract(text).digests == extract(text, whole=True).digests


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("def made(y):\n        return Font(y)\n    try:\n        return made(x)\n    except OSError:\n        return made(1)", ("call Font",)),
        ("def made(Font):\n        return Font(x)\n    return made(x)", ("?",)),
        ("def made():\n        return x()\n    return made()", ("?",)),
        ("def made():\n        pass\n    return made()", ("None",)),
        ("def made():\n        yield Font()\n    return made()", ("?",)),
        ("@cached\n    def made():\n        return Font()\n    return made()", ("?",)),
        ("def made():\n        return made()\n    return made()", ("?",)),
        ("made = later\n    def made():\n        return Font()\n    return made()", ("?",)),
    ],
)
def test_a_function_defined_inside_gives_what_its_returns_give(body: str, kinds: tuple[str, ...]) -> None:
    assert returns(f"def f(x):\n    {body}\n") == kinds


def test_a_method_of_the_same_object_is_named() -> None:
    assert returns("def f(self, x):\n    return self._made(x)\n") == ("call self._made",)
    assert returns("def f(self, x):\n    return self.a.made(x)\n") == ("?",)
    assert returns("def f(self, x):\n    self = x\n    return self.made(x)\n") == ("?",)
