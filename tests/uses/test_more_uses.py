"""Uses that need more than a name: what handlers catch, annotations, abstract classes, partials, class keywords, containers, settings."""

from __future__ import annotations

import pytest

from modiff.model.findings import Certainty
from tests.uses.impacts import hits

OLD = """
    import abc
    class Gone(Exception): ...
    class Old: ...
    class Base(abc.ABC):
        def run(self): ...
    class Kw:
        def __init_subclass__(cls, flavour=None, **kw): super().__init_subclass__(**kw)
    def f(a, b=1): return a
    class Thing:
        def go(self, speed): ...
        def size(self): ...
    def make() -> Thing: return Thing()
    def text():
        return b""
"""
NEW = """
    import abc
    class Base(abc.ABC):
        def run(self): ...
        @abc.abstractmethod
        def stop(self): ...
    class Kw:
        def __init_subclass__(cls, **kw): super().__init_subclass__(**kw)
    def f(a): return a
    class Thing:
        def go(self, velocity): ...
    def make() -> Thing: return Thing()
    def text():
        return ""
"""


def told(client: str) -> list[tuple[int, str, str]]:
    """(line, use, certainty) of all that is shown."""
    return [(hit.line, hit.use, hit.certainty.name) for hit in hits(OLD, NEW, client) if hit.certainty > Certainty.possible]


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("import pkg\ntry:\n    pass\nexcept pkg.Gone:\n    pass", [(4, "catch", "certain")]),
        ("import pkg\ndef f(x: pkg.Old): ...", [(2, "annotation", "certain")]),
        ("import pkg, functools\nfunctools.partial(pkg.f, b=2)", [(2, "call", "certain")]),
        ("import pkg, functools\nfunctools.partial(pkg.f)", []),
        ("import pkg\nclass S(pkg.Base): ...\nS()", [(2, "subclass", "likely"), (3, "call", "certain")]),
        ("import pkg\nclass S(pkg.Base):\n    def stop(self): ...\nS()", []),
        ("import pkg\nclass K(pkg.Kw, flavour=1): ...", [(2, "subclass", "likely")]),
        ("import pkg\nclass K(pkg.Kw): ...", []),
        ("import pkg\nmake = lambda: pkg.make()\nmake().go(speed=1)", [(3, "call", "certain")]),
        ("import pkg\nf = lambda n: f(n)\nf(1)", []),
        ('import pkg\nMIDDLEWARE = ["pkg.Old"]', [(2, "import", "likely")]),
        ('import pkg\nMIDDLEWARE = {"a": ("pkg:Old", "pkg.Thing")}', [(2, "import", "likely")]),
        ('import pkg\nmiddleware = ["pkg.Old"]', []),
        ('import pkg\nTEXT = "pkg.Old is gone"', []),
        ('import pkg\nif pkg.text() == b"x": ...', [(2, "result", "likely")]),
        ('import pkg\nif pkg.text() == "x": ...', []),
        ("import pkg\nxs = []\nxs.append(pkg.make())\nfor x in xs:\n    x.size()", [(5, "attribute", "likely")]),
        ("import pkg\nxs = {}\nxs[1] = pkg.make()\nxs[2].size()", [(4, "attribute", "likely")]),
        (
            "import pkg\nclass A:\n    def __init__(self):\n        self.d = {}\n        self.d['a'] = pkg.make()\n"
            "    def f(self):\n        self.d['a'].size()",
            [(7, "attribute", "likely")],
        ),
        ("import pkg\nxs = []\nxs.append(object())\nfor x in xs:\n    x.size()", []),
    ],
)
def test_uses(client: str, expected: list[tuple[int, str, str]]) -> None:
    assert told(client) == expected


def test_what_type_checkers_alone_see_is_possible() -> None:
    found = hits(OLD, NEW, 'import pkg, typing\ndef f(x: typing.Optional["pkg.Old"], y: typing.Literal["pkg.Old"]): ...')
    assert [(hit.use, hit.certainty.name) for hit in found] == [("annotation", "possible")]


def test_an_attribute_that_a_class_inherits_and_of_which_nothing_more_is_known() -> None:
    old = "class G:\n    def __init__(self, factory):\n        self.node = factory()"
    new = "class G:\n    def __init__(self, factory):\n        self.nodes = factory()"
    client = "import pkg\nclass Mine(pkg.G):\n    def f(self):\n        return self.node\nMine(dict).node"
    assert [(hit.line, hit.certainty.name) for hit in hits(old, new, client)] == [(4, "certain"), (5, "certain")]
