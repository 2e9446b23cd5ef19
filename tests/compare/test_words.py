"""What both versions say in the same words is not compared: with that short way and without it the changes are the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modiff.compare import comparison, members, pairing
from modiff.compare.sameness import Sameness
from modiff.compare.types import places
from modiff.compare.words import say_the_same
from modiff.extract import extract
from tests.worlds import changes_of

HEADS = [
    "from .base import Base, Other, make, T\n",
    "from .other import Base, Other, make, T\n",
    "from .base import *\n",
    "import functools\nfrom . import base\nfrom .other import Base, T, make\nOther = base.Other\n",
]
STATEMENTS = [
    "def f(a, b=1): ...\n",
    "def f(a, c=1): ...\n",
    "def f(a, **kwargs): return make(**kwargs)\n",
    "@make\ndef g(a: T) -> T: ...\n",
    "class C(Base):\n    x: T = 1\n    def m(self, a, *, b=2): self.y = a\n",
    "class C(Base):\n    x = 1\n    def m(self, a): ...\n    class Inner(Other):\n        z = 1\n",
    "class D(Other): ...\n",
    "class D(Base, Other):\n    m = make\n",
    "LIMIT = 3\n",
    "LIMIT = 4\n",
    "alias = make\n",
    "import functools\npart = functools.partial(make, 1)\n",
    "X: T = 1\n",
    "if X_IS:\n    def f(a): ...\n",
    "\n\n# a comment\n",
    "__all__ = ['f', 'C']\n",
]
BASES = [
    "T = int\ndef make(a, b): ...\nclass Base:\n    def m(self, a): ...\n    def n(self): ...\nclass Other(Base): ...\n",
    "T = str\ndef make(a): ...\nclass Base:\n    def n(self, a): ...\nclass Other: ...\n",
    "T = int\ndef make(**kw): return Base(kw.pop('k'))\nclass Base:\n    def __init__(self, k=1): ...\nclass Other(Base):\n    w = 1\n",
]

modules = st.builds(lambda head, body: head + "".join(body), st.sampled_from(HEADS), st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=5))
worlds = st.builds(
    lambda one, base, other: {"pkg": "from .one import *\n", "pkg__one": one, "pkg__base": base, "pkg__other": other},
    modules,
    st.sampled_from(BASES),
    st.sampled_from(BASES),
)
edits = st.fixed_dictionaries({"pkg__base": st.sampled_from(BASES)}, optional={"pkg__one": modules, "pkg__other": st.sampled_from(BASES)})

PART = {"pkg": "from .one import *\n", "pkg__one": HEADS[0] + STATEMENTS[11] + STATEMENTS[10], "pkg__base": BASES[0], "pkg__other": BASES[0]}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(worlds, edits, st.booleans())
@example(PART, {"pkg__base": BASES[1]}, False)
def test_the_short_way_gives_what_the_long_way_gives(
    monkeypatch: pytest.MonkeyPatch, world: dict[str, str], edit: dict[str, str], moved: bool
) -> None:
    after = world | edit
    if moved:  # nothing stands on its old line, and no file has its old digest
        after = {path: f"# moved\n\n{text}" for path, text in after.items()}
    quick = repr(changes_of(world, after))
    with monkeypatch.context() as patch:
        for module in (comparison, members, pairing, places):
            patch.setattr(module, "are_one_text", lambda before, after: False)
        patch.setattr(Sameness, "is_same_class", lambda self, before, after: False)
        assert repr(changes_of(world, after)) == quick


def _definitions(text: str) -> list[object]:
    return [binding.definition for binding in extract(text.encode()).bindings]


def test_lines_do_not_count() -> None:
    text = "class C(B):\n    x: int = 1\n\n    def m(self):\n        self.a = 1\n\n    class D:\n        y = 2\n"
    before, after = _definitions(text), _definitions("\n\n" + text.replace("\n\n", "\n\n\n"))
    assert before != after
    assert all(map(say_the_same, before, after))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("class C: x = 1", "class C: x = 2"),
        ("class C(A): ...", "class C(B): ..."),
        ("class C:\n  def m(self): self.a = 1", "class C:\n  def m(self): self.b = 1"),
        ("class C:\n  if A:\n    x = 1", "class C:\n  if B:\n    x = 1"),
        ("@a\nclass C: ...", "@b\nclass C: ..."),
        ("class C:\n  class D: x = 1", "class C:\n  class D: x = 2"),
        ("class C(metaclass=A): ...", "class C(metaclass=B): ..."),
        ("class C:\n  def m(self): yield 1", "class C:\n  def m(self): return 1"),
        ("class C: ...", "def C(): ..."),
    ],
)
def test_everything_else_counts(before: str, after: str) -> None:
    assert not any(map(say_the_same, _definitions(before), _definitions(after)))  # type: ignore[arg-type]
