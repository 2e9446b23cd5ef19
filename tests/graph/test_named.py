"""Only names that may say something else are looked at: the changes are those of looking at everything."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modiff import link, reading
from modiff.compare import compare, comparison
from modiff.graph import Graph, changed, named
from modiff.model.changes import Changes
from modiff.model.policy import Policy, Surface
from modiff.model.release import Pair
from modiff.sources.memory import release_of

Files = dict[str, str]


def _pair(old: Files, new: Files) -> tuple[Graph, Graph]:
    before, after = release_of(dict(old), "pkg", "1"), release_of(dict(new), "pkg", "2")
    both = before.modules.keys() & after.modules.keys()
    same = frozenset(m for m in both if old.get(before.modules[m].source or "") == new.get(after.modules[m].source or ""))
    before.equal = after.equal = same
    libraries = reading.read_pair(Pair(before, after))
    one, other = (Graph(link.view(release, library)) for release, library in zip((before, after), libraries, strict=True))
    return one, other


def _looked_at(old: Files, new: Files) -> dict[str, set[str]] | None:
    one, other = _pair(old, new)
    one.read_all()
    other.read_all()
    found = named.named_parts(one, other)
    return None if found is None else found[0].names


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds are looked at as large ones are."""
    monkeypatch.setattr(changed, "FEW", 1.0)


WORLD = {
    "pkg/__init__.py": "from .core import C\n__all__ = ['C', 'helper']\nfrom .tools import helper\n",
    "pkg/core.py": "from .tools import helper\n\nclass C:\n    def m(self): ...\n\nclass Other: ...\n",
    "pkg/tools.py": "def helper(a): ...\n\ndef other(b): ...\n",
    "pkg/user.py": "from . import core\nclass D(core.C): ...\ndef plain(): ...\n",
    "pkg/stars.py": "from .tools import *\n",
    "pkg/stranger.py": "def f(): ...\n",
}
"""What the tests below change."""


def _with(path: str, was: str, now: str) -> Files:
    assert was in WORLD[path]
    return WORLD | {path: WORLD[path].replace(was, now)}


@pytest.mark.usefixtures("always")
def test_what_rests_on_a_changed_name_is_looked_at_and_nothing_else() -> None:
    assert _looked_at(WORLD, _with("pkg/core.py", "def m(self)", "def m(self, a)")) == {"pkg": {"C", "__all__"}, "pkg.core": {"C"}, "pkg.user": {"D"}}
    assert _looked_at(WORLD, _with("pkg/tools.py", "other(b)", "other(b, c=1)")) == {"pkg.tools": {"other"}, "pkg.stars": {"other"}}
    assert _looked_at(WORLD, _with("pkg/stranger.py", "def f", "\n\n# lower\ndef f")) == {}


@pytest.mark.usefixtures("always")
def test_a_body_is_part_of_what_a_name_says() -> None:
    assert _looked_at(WORLD, _with("pkg/stranger.py", "...", "return 1")) == {"pkg.stranger": {"f"}}


@pytest.mark.usefixtures("always")
def test_a_name_that_is_listed_now_is_looked_at() -> None:
    found = _looked_at(WORLD, _with("pkg/__init__.py", "'C', 'helper'", "'C', 'helper', 'core'")) or {}
    assert found["pkg"] == {"__all__", "core"}


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        ("pkg/stars.py", "from .tools import *", "from .core import *"),  # a star may bring any name
        ("pkg/stranger.py", "def f(): ...", "def __getattr__(name): return load(name)\ndef f(): ..."),  # and so may this
        ("pkg/core.py", "class Other: ...\n", "class Other: ...\nC.m.flag = 1\n"),  # set from outside
        ("pkg/__init__.py", "__all__ = ['C', 'helper']", "__all__ = [*names()]"),
        ("pkg/core.py", "from .tools import helper\n\n", "def m(): ...\n"),  # below: the order of statements
    ],
)
def test_where_more_than_names_differs_nothing_is_told(path: str, was: str, now: str) -> None:
    if now == "def m(): ...\n":
        after = WORLD | {path: "class Other: ...\nfrom .tools import helper\nclass C:\n    def m(self): ...\n"}
    else:
        after = _with(path, was, now)
    assert _looked_at(WORLD, after) is None


def test_where_many_files_differ_nothing_is_told() -> None:
    assert _looked_at(WORLD, {path: f"{text}\n# changed\n" for path, text in WORLD.items()}) is None


@pytest.mark.usefixtures("always")
def test_what_is_lost_is_looked_for_everywhere() -> None:
    changes = compare(*_pair(WORLD, _with("pkg/tools.py", "def other(b): ...", "")), Policy(surface=Surface.everything))
    assert changes.names is None
    assert [type(change).__name__ for change in changes.changes] == ["Gone"]


@pytest.mark.usefixtures("always")
def test_what_takes_more_is_told_by_names() -> None:
    changes = compare(*_pair(WORLD, _with("pkg/core.py", "def m(self)", "def m(self, a)")), Policy(surface=Surface.everything))
    assert changes.names is not None
    assert [(type(change).__name__, change.path) for change in changes.changes] == [("ParameterChanged", "pkg.C.m")]


# --- random worlds: some statements of one or two files are others

PATHS = [f"pkg/{name}.py" for name in ("__init__", "a", "b", "c", "d", "sub/__init__", "sub/inner", "_hidden", "tests")]
STATEMENTS = [
    "def f(a, b=1): ...\n", "def f(a, b=2): ...\n", "def f(a): ...\n", "def f(a, *, b): ...\n", "def f(x: C) -> C: ...\n", "f = g\n",
    "f = C = None\n", "class C:\n    x = 1\n    def m(self, a): ...\n", "class C:\n    def m(self, b): ...\n", "class C: ...\n",
    "class C:\n    def __init__(self, a): self.a = a\n", "K = C\n", "LIMIT = 3\n", "LIMIT = 4\n", "a = 1\n", "def sub(a): ...\n",
    "def inner(a): ...\n", "def g(**kwargs): return kwargs.pop('k')\n", "def g(**kwargs): return kwargs.pop('q')\n", "def new(a): return C(1)\n",
    "def new(a): return f(1)\n", "def hand(**kwargs): return f(**kwargs)\n", "def hand(**kwargs): return g(**kwargs)\n",
    "def said(): return 1\n", "def said(): return ''\n", "__all__ = ['f']\n", "__all__ = ['C', 'f', 'g']\n", "__all__ += ['g']\n",
    "from .a import f, C\n", "from .b import *\n", "from .a import C\n", "from .b import f as late\n",
    "from . import a as other\nclass D(other.C): ...\n", "import pkg\nclass E(pkg.a.C): ...\n", "import pkg.b\nalias = pkg.b.C\n",
    "from .sub import inner\nclass F(inner.C): ...\n", "from . import sub\nclass G(sub.inner.C):\n    y = 1\n", "from . import a\na.late = 1\n",
    "class K(sub.C): ...\n", "class Holder:\n    from .a import C\n",
    "def __getattr__(name):\n    if name == 'f':\n        from .a import f\n        return f\n    raise AttributeError(name)\n",
    "def hand(**kwargs):\n    from .a import f\n    return f(**kwargs)\n",
    "from . import a as other\ndef hand(**kwargs): return other.f(**kwargs)\n",
    "try:\n    from .b import f\nexcept ImportError:\n    from .a import f\n",
    "from .a import C as A\nfrom .b import C as B\nclass D(A, B): ...\n", "from .b import C as A, f\ndef take(x: A) -> A: ...\n",
    "globals().update({'f': made})\n", "__getattr__ = lazy\n",
]  # fmt: skip
"""Each is a piece of a file."""


def _edited(pieces: list[str], chance: Random) -> list[str]:
    where = chance.randrange(len(pieces) + 1)
    return [*pieces[:where], *chance.sample(STATEMENTS, chance.randint(0, 1)), *pieces[where + chance.randint(0, 1) :]]


def _world(seed: int) -> tuple[Files, Files]:
    chance = Random(seed)
    old = {path: chance.sample(STATEMENTS, chance.randint(0, 5)) for path in PATHS}
    new = old | {path: _edited(old[path], chance) for path in chance.sample(PATHS, chance.choice((1, 1, 2)))}
    before, after = ({path: "".join(pieces) for path, pieces in version.items()} for version in (old, new))
    return before, after


def _changes(monkeypatch: pytest.MonkeyPatch, versions: tuple[Files, Files], surface: Surface, parts: Callable[..., object]) -> Changes:
    monkeypatch.setattr(comparison, "named_parts", parts)
    return compare(*_pair(*versions), Policy(surface=surface))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0), st.sampled_from(list(Surface)))
@example(351, Surface.declared)
@pytest.mark.usefixtures("always")
def test_looking_at_some_names_finds_what_looking_at_all_finds(monkeypatch: pytest.MonkeyPatch, seed: int, surface: Surface) -> None:
    # Always the same worlds: in circles of star imports the order of questions decides what is there, and one world in some thousands has one.
    versions = _world(seed)
    quick = _changes(monkeypatch, versions, surface, named.named_parts)
    slow = _changes(monkeypatch, versions, surface, lambda *_: None)
    assert repr(msgspec.structs.replace(quick, names=None)) == repr(slow)


SUBMODULE = {"pkg/__init__.py": "class K(sub.C): ...\n", "pkg/sub/__init__.py": "class C: ...\n"}
"""A package has its submodules as attributes, whoever imported them."""


@pytest.mark.usefixtures("always")
def test_a_submodule_that_nobody_imports_is_an_attribute_of_its_package() -> None:
    after = SUBMODULE | {"pkg/sub/__init__.py": "class C:\n    x = 1\n"}
    assert _looked_at(SUBMODULE, after) == {"pkg": {"K"}, "pkg.sub": {"C"}}


def test_a_star_from_what_is_no_module_brings_nothing() -> None:
    files = {"pkg/__init__.py": "", "pkg/deep/__init__.py": "a = 1\nfrom .a import *\n"}
    assert _pair(files, files)[0].at("pkg.deep.anything") is None
