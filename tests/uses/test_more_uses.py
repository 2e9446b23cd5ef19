"""Uses that need more than a name: what handlers catch, annotations, abstract classes, partials, class keywords, containers, settings."""

from __future__ import annotations

from textwrap import dedent

import pytest

from modiff.model.findings import Certainty
from tests.uses.impacts import broken, hits

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


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        # Which branch runs is decided by the version, in a way that reading does not follow: neither is shown.
        ("if newer(pkg.__version__, '2'):\n    pass\nelse:\n    pkg.make().size()", []),
        ("if not newer(pkg.__version__, '2'):\n    pkg.make().size()", []),
        ("def f():\n    if newer(pkg.__version__):\n        return 1\n    pkg.make().size()", []),
        ("class A:\n    def __init__(self):\n        self.new = newer(pkg.__version__)\n    def f(self):\n        self.new or pkg.make().size()", []),
        ("new = newer(pkg.__version__)\nif new:\n    pass\nelse:\n    def f():\n        pkg.make().size()", []),
        ("x = 1 if newer(pkg.__version__) else pkg.make().size()", []),
        # Behind it, and where something else is asked, all is as ever.
        ("if newer(pkg.__version__):\n    pass\npkg.make().size()", [5]),
        ("if newer(pkg.Thing):\n    pass\nelse:\n    pkg.make().size()", [6]),
        ("if newer(pkg.__version__):\n    raise ImportError\npkg.make().size()", [5]),
    ],
)
def test_a_test_of_the_version_that_reading_does_not_follow(client: str, expected: list[int]) -> None:
    old, new = ('__version__ = "1"' + OLD, '__version__ = "3"' + NEW)
    assert broken(dedent(old), dedent(new), f"import pkg\nfrom elsewhere import newer\n{client}") == expected


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        # What a class test lets through is of that class, whatever the name was known as before.
        ("def f(x):\n    if isinstance(x, pkg.Old):\n        g(x)\ndef g(y):\n    y.go(speed=1)\nf(pkg.make())", [3]),
        ("def f(x):\n    if isinstance(x, str):\n        x.size()\nf(pkg.make())", []),
        ("def f(x):\n    if isinstance(x, pkg.Thing):\n        x.size()\nf(pkg.make())", [4]),
        ("def f(x):\n    y = isinstance(x, pkg.Thing) and x.tell()\n    x.size()\nf(1)", []),
        ("def f(x):\n    assert isinstance(x, pkg.Thing)\n    x.size()", [4]),
    ],
)
def test_what_a_class_test_says_of_a_name(client: str, expected: list[int]) -> None:
    assert broken(OLD, NEW, f"import pkg\n{client}") == expected


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("if pkg.VERSION >= (2,):\n    pass\nelse:\n    pkg.make().size()", []),
        ("if pkg.VERSION[0] < 2:\n    pkg.make().size()", []),
        ("if pkg.VERSION[0] > 2:\n    pkg.make().size()", []),  # did not run before: what it says of the new version is new code
        ("if 'b' in inspect.signature(pkg.f).parameters:\n    pkg.f(1, b=2)\nelse:\n    pkg.f(1)", []),
        ("if pkg.f(1):\n    pkg.f(1, b=2)", [4]),
        ("x = pkg.make() if pkg.f(1) else other()\nif hasattr(x, 'length'):\n    x.length()\nelse:\n    x.size()", []),
        ("x = pkg.make() if pkg.f(1) else other()\nif hasattr(y, 'length'):\n    x.length()\nelse:\n    x.size()", [7]),
    ],
)
def test_a_test_of_what_the_version_is_or_takes(client: str, expected: list[int]) -> None:
    old, new = ("VERSION = (1, 0)" + OLD, "VERSION = (3, 0)" + NEW)
    assert broken(dedent(old), dedent(new), f"import inspect\nimport pkg\n{client}") == expected


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("except AttributeError:\n    raise ValueError('first fill it')", [3]),
        ("except AttributeError as error:\n    raise ValueError('no') from error", [3]),
        ("except AttributeError:\n    raise", [3]),
        ("except AttributeError:\n    log()\n    raise", []),
        ("except AttributeError:\n    raise unittest.SkipTest('old')", []),
        ("except AttributeError:\n    pass", []),
    ],
)
def test_a_handler_that_only_raises_something_else_is_no_guard(handler: str, expected: list[int]) -> None:
    assert broken(OLD, NEW, f"import pkg, unittest\ntry:\n    pkg.make().size()\n{handler}") == expected


def test_a_package_is_read_before_its_modules_as_python_does() -> None:
    client = {
        "mine/__init__.py": "",
        "mine/base/__init__.py": "from .second import Second\nfrom .first import First",
        "mine/base/first.py": "import pkg\nfrom mine.base import Second\nclass First(pkg.Thing): ...",
        "mine/base/second.py": "class Second: ...",
        "mine/user.py": "from mine.base import First\nFirst().size()",
    }
    assert broken(OLD, NEW, client) == [2]


def test_a_call_that_gives_what_only_the_new_version_has_was_written_for_it() -> None:
    old = "def client(name='', clean=True): ..."
    new = "class Api:\n    V1 = 1\ndef client(api, name='', clean=True): ..."
    assert broken(old, new, "import pkg\npkg.client(pkg.Api.V1)") == []
    assert broken(old, new, "import pkg\npkg.client('me')") == [2]
