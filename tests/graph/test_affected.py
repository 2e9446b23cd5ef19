"""Only what may differ is looked at: the changes are those of looking at everything."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modiff import link, reading
from modiff.compare import compare
from modiff.graph import Graph, affected
from modiff.model.changes import Changes
from modiff.model.policy import Policy, Surface
from modiff.model.release import Pair, Release
from modiff.sources.memory import release_of

Files = dict[str, str]


def _pair(old: Files, new: Files) -> tuple[Graph, Graph]:
    """Two versions that know which modules they share, as two wheels do."""
    before, after = release_of(dict(old), "pkg", "1"), release_of(dict(new), "pkg", "2")
    same = frozenset(m for m in before.modules.keys() & after.modules.keys() if _text(before, old, m) == _text(after, new, m) is not None)
    before.equal = after.equal = same
    libraries = reading.read_pair(Pair(before, after))
    one, other = (Graph(link.view(release, library)) for release, library in zip((before, after), libraries, strict=True))
    return one, other


def _text(release: Release, files: Files, module: str) -> str | None:
    return files.get(release.modules[module].source or "")


def _changes(old: Files, new: Files, policy: Policy) -> Changes:
    return compare(*_pair(old, new), policy)


def _looked_at(old: Files, new: Files) -> set[str] | None:
    found = affected.affected_modules(*_pair(old, new))
    return None if found is None else set(found)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds are looked at as large ones are."""
    monkeypatch.setattr(affected, "WORTH_IT", 1.0)


BODIES = [
    "def f(a, b=1): ...\nclass C:\n    x = 1\n    def m(self, a): ...\n",
    "def f(a): ...\nclass C:\n    def m(self, b): ...\n",
    "class C: ...\ndef g(**kwargs): return kwargs.pop('k')\nLIMIT = 3\n",
    "LIMIT = 4\nf = C = None\n",
    "",
]
LINKS = [
    "from .a import f, C\n",
    "from .b import *\n",
    "from . import a as other\nclass D(other.C): ...\n",
    "import pkg\nclass E(pkg.a.C): ...\n",
    "import pkg.b\nalias = pkg.b.C\n",
    "from .sub import inner\nclass F(inner.C): ...\n",
    "from . import sub\nclass G(sub.inner.C):\n    y = 1\n",
    "from .a import *\nfrom .a import C as Base\nclass H(Base): ...\n__all__ = ['H', 'f']\n",
    "from . import a\na.late = 1\n",
    "def __getattr__(name):\n    if name == 'f':\n        from .a import f\n        return f\n    raise AttributeError(name)\n",
    "def hand(**kwargs):\n    from .a import f\n    return f(**kwargs)\n",
    "class K(sub.C): ...\n",
    "from . import a as other\ndef hand(**kwargs): return other.f(**kwargs)\n",
    "from . import sub\ndef hand(**kwargs): return sub.inner.f(**kwargs)\n",
    "try:\n    from .b import f\nexcept ImportError:\n    from .a import f\n",
    "class Holder:\n    from .a import C\n",
    "class D: ...\n",
    "from .b import C as B\nclass D(B): ...\n",
    "from .a import C as A\nclass D(A): ...\n",
    "from .a import C as A\nfrom .b import C as B\nclass D(A, B): ...\n",
    "from .a import C as A, f\ndef take(x: A) -> A: ...\ndef f(**kwargs): return A(**kwargs)\n",
    "from .b import C as A, f\ndef take(x: A) -> A: ...\ndef f(**kwargs): return A(**kwargs)\n",
]
PATHS = [f"pkg/{name}.py" for name in ("__init__", "a", "b", "c", "d", "sub/__init__", "sub/inner", "_hidden", "tests")]

texts = st.builds(lambda links, body: "".join(links) + body, st.lists(st.sampled_from(LINKS), max_size=2), st.sampled_from(BODIES))
worlds = st.fixed_dictionaries(dict.fromkeys(PATHS, texts))
edits = st.dictionaries(st.sampled_from(PATHS), st.none() | texts, min_size=1, max_size=2)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds, edits, st.sampled_from(list(Surface)))
def test_looking_at_what_may_differ_finds_what_looking_at_all_finds(
    monkeypatch: pytest.MonkeyPatch, world: Files, edit: dict[str, str | None], surface: Surface
) -> None:
    after = {path: text for path, text in (world | edit).items() if text is not None}
    found = []
    for share in (1.0, -1.0):
        monkeypatch.setattr(affected, "WORTH_IT", share)
        found.append(repr(_changes(world, after, Policy(surface=surface))))
    assert found[0] == found[1]


CLASSES = [
    "from .a import C\nclass D(C): ...\n",
    "from .b import C\nclass D(C): ...\n",
    "from . import a, b\nclass D(a.C, b.C): ...\n",
    "from .a import C, f\nclass D:\n    def m(self, x: C, **kwargs) -> C: return f(**kwargs)\n",
    "from .b import C, f\nclass D:\n    def m(self, x: C, **kwargs) -> C: return f(**kwargs)\n",
    "from .a import C as D\n",
    "from .b import C as D\n",
]
small_worlds = st.fixed_dictionaries(
    {
        "pkg/__init__.py": st.sampled_from(["", "from .c import D\n", "from .d import *\n", "from .a import C as D\n"]),
        "pkg/a.py": st.sampled_from(BODIES),
        "pkg/b.py": st.sampled_from(BODIES),
        "pkg/c.py": st.sampled_from(CLASSES),
        "pkg/d.py": st.sampled_from([*CLASSES, "from .c import D\nclass E(D): ...\n", "from .c import *\n"]),
    }
)
small_edits = st.fixed_dictionaries({}, optional={"pkg/c.py": st.sampled_from(CLASSES), "pkg/b.py": st.sampled_from(BODIES)})


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small_worlds, small_edits, st.sampled_from([Surface.conventional, Surface.everything]))
def test_the_same_in_small_worlds_of_classes(monkeypatch: pytest.MonkeyPatch, world: Files, edit: Files, surface: Surface) -> None:
    test = test_looking_at_what_may_differ_finds_what_looking_at_all_finds.hypothesis.inner_test  # type: ignore[attr-defined]
    test(monkeypatch, world, edit, surface)


WORLD = {
    "pkg/__init__.py": "",
    "pkg/core.py": "class C:\n    def m(self): ...\n",
    "pkg/user.py": "from .core import C\nclass D(C): ...\n",
    "pkg/user_of_user.py": "from .user import D\nclass E(D): ...\n",
    "pkg/stranger.py": "def f(): ...\n",
    "pkg/other.py": "from .stranger import f\n",
}


@pytest.mark.usefixtures("always")
def test_what_leads_to_a_difference_is_looked_at_and_nothing_else() -> None:
    assert _looked_at(WORLD, WORLD | {"pkg/core.py": "class C: ...\n"}) == {"pkg.core", "pkg.user", "pkg.user_of_user"}
    assert _looked_at(WORLD, WORLD | {"pkg/user.py": "class D: ...\n"}) == {"pkg.user", "pkg.user_of_user"}
    assert _looked_at(WORLD, WORLD) == set()


@pytest.mark.usefixtures("always")
def test_a_package_that_holds_modules_by_name_is_looked_at() -> None:
    world = WORLD | {"pkg/holder.py": "import pkg\nclass H(pkg.core.C): ...\n"}
    assert "pkg.holder" in (_looked_at(world, world | {"pkg/core.py": "class C: ...\n"}) or ())


@pytest.mark.usefixtures("always")
def test_a_module_that_makes_names_at_run_time_is_looked_at_whatever_differs() -> None:
    world = WORLD | {"pkg/lazy.py": "def __getattr__(name): return load(name)\n"}
    assert "pkg.lazy" in (_looked_at(world, world | {"pkg/stranger.py": ""}) or ())


def test_where_most_differs_everything_is_looked_at() -> None:
    assert _looked_at(WORLD, {path: f"{text}\n# changed\n" for path, text in WORLD.items()}) is None


@pytest.mark.usefixtures("always")
def test_the_loss_in_a_base_far_away_is_told_where_heirs_are_reached() -> None:
    changes = _changes(WORLD, WORLD | {"pkg/core.py": "class C: ...\n"}, Policy())
    assert [(type(change).__name__, change.path) for change in changes.changes] == [("Gone", "pkg.core.C.m")]


@pytest.mark.usefixtures("always")
def test_a_class_that_loses_a_base_from_beside_is_told_of() -> None:
    changes = _changes(WORLD, WORLD | {"pkg/user.py": "class D: ...\n"}, Policy())
    assert ("BasesChanged", "pkg.user.D") in [(type(change).__name__, change.path) for change in changes.changes]
