"""What became deprecated, and what was announced of a name that is gone."""

from __future__ import annotations

import pytest

from modiff.model.changes import BecameDeprecated, Gone
from modiff.model.policy import Policy
from modiff.rules import judge

from ..worlds import changes_of

SHIM = """
import warnings
def __getattr__(name):
    if name == "f":
        warnings.warn("use g", DeprecationWarning)
        return 1
    raise AttributeError(name)
"""
WARNS = 'import warnings\ndef f():\n    warnings.warn("{}", DeprecationWarning)\n'


def told(old: str, new: str) -> list[str]:
    return [c.path for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, BecameDeprecated)]


def test_a_module_that_warns_whoever_imports_it() -> None:
    old, new = {"pkg": "", "pkg__m": "x = 1\n"}, {"pkg": "", "pkg__m": 'import warnings\nwarnings.warn("gone soon", DeprecationWarning)\nx = 1\n'}
    assert [(c.path, c.text) for c in changes_of(old, new).changes if isinstance(c, BecameDeprecated)] == [("pkg.m", "gone soon")]


def test_a_name_that_only_a_shim_serves_now() -> None:
    assert told("def f(): ...\n", SHIM) == ["pkg.f"]
    assert told(SHIM, SHIM) == []


def test_what_a_base_says_is_told_once() -> None:
    old = "class A:\n    def m(self): ...\nclass B(A): pass\nclass C(A):\n    pass\n"
    new = old.replace("def m(self): ...", 'def m(self):\n        """M.\n\n        .. deprecated:: 2.0\n        """')
    assert told(old, new) == ["pkg.A.m"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f is deprecated, use g", ["pkg.f"]),
        ("use g with the timeout argument instead", ["pkg.f"]),
        ("The timeout argument is deprecated", []),
        ("passing a list is deprecated", []),
        ("It is now deprecated to pass inst by keyword", []),
        ("since 1.4: f now requires an argument; creating it with no arguments is deprecated", []),
        ("since v1.4: the argument x is deprecated", []),
        ("since 1.4: f takes no arguments and is deprecated", ["pkg.f"]),
    ],
)
def test_one_way_of_calling_is_not_the_function(text: str, expected: list[str]) -> None:
    assert told("def f(): ...\n", WARNS.format(text)) == expected


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ({"pkg": WARNS.format("use g")}, "use g"),
        ({"pkg": SHIM + "def f_(): ...\n"}, ""),
        ({"pkg": 'import warnings\nwarnings.warn("all of it", DeprecationWarning)\ndef f(): ...\n'}, "all of it"),
        ({"pkg": "def f(): ...\n"}, None),
    ],
)
def test_a_loss_says_whether_it_was_announced(old: dict[str, str], said: str | None) -> None:
    changes = changes_of(old, {"pkg": "def f_(): ...\n"})
    assert [c.path for c in changes.changes if isinstance(c, Gone)] == ["pkg.f"]
    (finding,) = (f for f in judge(changes, Policy()).findings if f.path == "pkg.f")
    assert finding.deprecated == said


def test_a_lost_member_of_a_deprecated_class_was_announced_with_it() -> None:
    old = 'from typing_extensions import deprecated\n@deprecated("use D")\nclass C:\n    def m(self): ...\n    def n(self): ...\n'
    changes = changes_of({"pkg": old}, {"pkg": old.replace("    def m(self): ...\n", "")})
    assert [(f.path, f.deprecated) for f in judge(changes, Policy()).findings] == [("pkg.C.m", "use D")]
