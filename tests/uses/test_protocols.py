"""What loops, `with`, unpacking, operators and class statements ask of what packages give."""

from __future__ import annotations

import ast

import pytest

from modiff import link, reading
from modiff.graph import Graph
from modiff.model.clients import ClientFile
from modiff.model.findings import Certainty
from modiff.sources.memory import release_of
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client
from modiff.uses.readings import Reading as ReadingOf
from modiff.uses.worlds import World
from tests.uses.impacts import broken, hits

OLD = """
    from pathlib import Path
    from typing import Tuple
    class Many:
        def __iter__(self): return iter([])
        def __len__(self): return 0
    class Row:
        def __iter__(self): return iter([])
    class Lock:
        def __enter__(self): return self
        def __exit__(self, *given): ...
    class After:
        async def __aenter__(self): ...
        async def __aexit__(self, *given): ...
    def after(seconds): return After()
    def step() -> Tuple[int, str, bool]: ...
    def pair() -> Tuple[int, ...]: ...
    def home() -> Path: ...
    class timeout:
        def __init__(self, seconds): ...
    class named:
        def __init__(self, seconds): ...
"""
NEW = """
    from contextlib import contextmanager
    from pathlib import Path
    from typing import Tuple
    class Many: ...
    class Row:
        def __getitem__(self, index): return 1
    class Lock:
        async def __aenter__(self): return self
        async def __aexit__(self, *given): ...
    @contextmanager
    def after(seconds): yield
    def step() -> Tuple[int, str, bool, dict]: ...
    def pair() -> Tuple[int, ...]: ...
    def home() -> Tuple[Path, str]: ...
    def timeout(seconds): ...
    def named(seconds): ...
    named.__mro_entries__ = lambda bases: (object,)
"""


@pytest.mark.parametrize(
    ("client", "lines"),
    [
        ("for x in pkg.Many(): ...", [2]),
        ("[x for x in pkg.Many()]", [2]),
        ("sorted(pkg.Many())", [2]),
        ("len(pkg.Many())", [2]),
        ("for x in pkg.Row(): ...", []),  # by number
        ("def f(m):\n    if not isinstance(m, pkg.Many):\n        raise TypeError\n    for x in m: ...", [5]),
        ("def f(m):\n    if not isinstance(m, (pkg.Many, list)):\n        raise TypeError\n    for x in m: ...", []),
        ("try:\n    for x in pkg.Many(): ...\nexcept TypeError:\n    x = 1", []),
        ("with pkg.Lock(): ...", [2]),
        ("async def f():\n    async with pkg.Lock(): ...", []),
        ("async def f():\n    async with pkg.after(1): ...", [3]),
        ("def f():\n    with pkg.after(1): ...", []),  # was wrong before
        ("a, b, c = pkg.step()", [2]),
        ("a, *b = pkg.step()", []),
        ("a, b, c, d = pkg.step()", []),
        ("a, b = pkg.pair()", []),
        ("for a, b, c in [pkg.step()]: ...", [2]),
        ("pkg.home() / 'x'", [2]),
        ("x = pkg.home()\nx = str(x)\nx + 'x'", []),
        ("pkg.home() / anything()", []),
        ("class T(pkg.timeout): ...", [2]),
        ("class T(pkg.named): ...", []),
        ("class T(pkg.Lock): ...", []),
    ],
)
def test_lines_that_break(client: str, lines: list[int]) -> None:
    assert broken(OLD, NEW, f"import pkg\n{client}\n") == lines


def test_a_class_statement_is_told_at_its_head() -> None:
    (hit,) = hits(OLD, NEW, "import pkg\nclass T(pkg.timeout):\n    def f(self):\n        return 1\n")
    assert (hit.line, hit.end_line, hit.use) == (2, 2, "subclass")


MADE = """
    class Model:
        def __new__(cls, *given) -> "Model": ...
        def __init__(self, *given): ...
    class Figure(Model):
        def line(self): ...
        {more}
    def figure(): return Figure()
"""


def test_an_inherited_new_that_names_its_own_class_makes_the_heirs() -> None:
    old = MADE.replace('def __new__(cls, *given) -> "Model": ...', "").replace("{more}", "def gone(self): ...")
    assert broken(old, MADE.replace("{more}", "..."), "import pkg\npkg.figure().line()\npkg.figure().gone()\n") == [3]


STORE = """
    class Collection:
        def __init__(self, name): ...
        def __getattr__(self, name): return Collection(name)
        def __call__(self, *given):
            raise TypeError("no such method")
        def find(self): ...
        {more}
"""


def test_a_name_that_getattr_makes_an_object_of_which_cannot_be_called() -> None:
    client = "import pkg\nc = pkg.Collection('a')\nc.find()\nc.remove()\nc.other\nc._hidden\n"
    assert broken(STORE.replace("{more}", "def remove(self): ..."), STORE.replace("{more}", "..."), client) == [4]
    quiet = STORE.replace('raise TypeError("no such method")', "return given")
    assert broken(quiet.replace("{more}", "def remove(self): ..."), quiet.replace("{more}", "..."), client) == []


BASE = "class Base:\n    def check(self): ...\n    def run(self): ...\n"


@pytest.mark.parametrize(
    ("mixin", "lines"),
    [
        ("class Mixin:\n    def other(self): ...", [6]),
        ("class Mixin:\n    def check(self): ...", []),
        ("class Mixin:\n    def __getattr__(self, name): ...", []),
        ("@decorated\nclass Mixin:\n    def other(self): ...", []),
        ("class Mixin(unknown):\n    def other(self): ...", []),
    ],
)
def test_a_mixin_leaves_names_to_the_other_bases(mixin: str, lines: list[int]) -> None:
    client = f"import pkg\n{mixin}\nclass Own(Mixin, pkg.Base):\n    def f(self):\n        self.check()\n"
    shift = mixin.count("\n") - 1
    assert broken(BASE, BASE.replace("    def check(self): ...\n", ""), client) == [line + shift for line in lines]


@pytest.mark.parametrize(("filled", "lines"), [("pkg.Base()", [5]), ("None", []), ("unknown()", [])])
def test_what_a_class_leaves_at_none_is_what_heirs_make_it(filled: str, lines: list[int]) -> None:
    client = "import pkg\nclass Driver:\n    base = None\n    def f(self):\n        self.base.check()\n"
    client += f"class Own(Driver):\n    def __init__(self):\n        self.base = {filled}\n"
    assert broken(BASE, BASE.replace("    def check(self): ...\n", ""), client) == lines


@pytest.mark.parametrize(
    ("client", "lines"),
    [
        ('Environment(extensions=["pkg.loop", "pkg.kept"])', [2]),
        ('OPTIONS = dict(a=1)\nclass A:\n    options = {"extensions": ["pkg.loop"]}', [4]),
        ('Environment(extensions=["pkg.kept", "pkg.never", "other.loop"])', []),
        ('print("pkg.loop")', []),
        ('extensions = ["pkg.loop"]', []),
        ('mock.patch("pkg.loop")', [2]),
    ],
)
def test_texts_in_lists_that_are_handed_over(client: str, lines: list[int]) -> None:
    names = "from unittest import mock; import pkg" if "mock" in client else "import pkg"
    assert broken("class loop: ...\nclass kept: ...\n", "class kept: ...\n", f"{names}\n{client}\n") == lines


def test_a_keyword_of_a_method_whose_owner_only_the_new_version_tells() -> None:
    kept = "    def other(self, value=None, method=None): ...\ndef make(): return "
    old = f"class Series:\n    def fill(self, value=None, method=None): ...\n{kept}unknown()\n"
    new = f"class Series:\n    def fill(self, value=None): ...\n{kept}Series()\n"
    client = "import pkg\npkg.make().fill(method='x')\npkg.make().other(method='x')\npkg.make().fill(never='x')\n"
    assert broken(old, new, client) == [2]


REFUSES = """
    def load(text): {load}
    class Box:
        def __init__(self, size): {init}
        def open(self): {open}
"""


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ({"load": "raise RuntimeError('gone')"}, [2]),
        ({"init": "raise NotImplementedError"}, [3]),
        ({"open": "raise TypeError('gone')"}, [4]),
        ({"open": "raise NotImplementedError"}, []),  # heirs may do more
        ({"load": "\n        if not text: raise ValueError\n        return text"}, []),
        ({"load": "..."}, []),
    ],
)
def test_what_does_nothing_but_raise_now(new: dict[str, str], lines: list[int]) -> None:
    same = {"load": "return text", "init": "self.size = size", "open": "return 1"}
    client = "import pkg\npkg.load('')\nbox = pkg.Box(1)\nbox.open()\n"
    old, now = (_refusing({**same, **each}) for each in ({}, new))
    assert broken(old, now, client) == lines


def _refusing(parts: dict[str, str]) -> str:
    text = REFUSES
    for name, body in parts.items():
        text = text.replace(f"{{{name}}}", body)
    return text


OWN = "class A:\n    def __init__(self):\n        self.old = {test}\n    def f(self):\n        if self.old:\n            pkg.gone()"
ASKED = "def said(name):\n    return {call}\nNEW = int(said('{name}').split('.')[0]) > 1\nif not NEW:\n    pkg.gone()"


@pytest.mark.parametrize(
    ("client", "lines"),
    [
        (OWN.replace("{test}", "int(pkg.version.split('.')[0]) < 2"), []),
        (OWN.replace("{test}", "int(pkg.version.split('.')[0]) > 0"), [7]),
        (OWN.replace("{test}", "True"), [7]),
        (ASKED.replace("{call}", "pkg_resources.get_distribution(name).version").replace("{name}", "pkg-dist"), []),
        (ASKED.replace("{call}", "importlib.metadata.version(name)").replace("{name}", "PKG_dist"), []),
        (ASKED.replace("{call}", "pkg_resources.get_distribution(name).version").replace("{name}", "other"), [6]),
        (ASKED.replace("(name)", "(name: str)", 1).replace("{call}", "importlib.metadata.version(name)").replace("{name}", "pkg-dist"), []),
    ],
)
def test_what_a_version_decides(client: str, lines: list[int]) -> None:
    old = release_of({"pkg.py": "version = get()\ndef gone(): ...\ndef get(): return '1.0'\n"}, "pkg-dist", "1.0")
    new = release_of({"pkg.py": "version = get()\ndef get(): return '2.0'\n"}, "pkg-dist", "2.0")
    text = f"import pkg, pkg_resources, importlib.metadata\n{client}\n".encode()
    files = Client([(ClientFile("client.py", "client", False, text), ast.parse(text))])
    before, now = (ReadingOf(World({"pkg": Graph(link.view(each, reading.read(each)))}), files).read() for each in (old, new))
    found = judged(before, now, {"pkg": Findings("pkg-dist", [])})
    assert [hit.line for hit in found if hit.certainty > Certainty.possible] == lines


def test_a_zone_of_the_library_has_not_what_another_had() -> None:
    old, new = "def zone(): return unknown()", "from zoneinfo import ZoneInfo\ndef zone() -> ZoneInfo: ..."
    assert broken(old, new, "import pkg\npkg.zone().localize(1)\npkg.zone().key\npkg.zone().utcoffset(None)\n") == [2]
