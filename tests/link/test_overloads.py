"""Overloads of stubs: one list of parameters that takes what any of them takes."""

from __future__ import annotations

import inspect
from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from modiff.link.overloads import together
from modiff.model.facts import Parameter
from tests.link.test_told import changes

KINDS = {0: inspect.Parameter.POSITIONAL_ONLY, 1: inspect.Parameter.POSITIONAL_OR_KEYWORD, 3: inspect.Parameter.KEYWORD_ONLY}


@st.composite
def lists(draw: st.DrawFn) -> tuple[Parameter, ...]:
    """A legal list of parameters without stars."""
    named = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=4))
    kinds = sorted(draw(st.lists(st.sampled_from([0, 1, 3]), min_size=len(named), max_size=len(named))))
    optional = False
    out = []
    for name, kind in zip(named, kinds, strict=True):
        wants = draw(st.booleans())
        optional = wants if kind == 3 else optional or wants
        out.append(Parameter(name, kind, "0" if optional else None))
    return tuple(out)


def signature(parameters: tuple[Parameter, ...]) -> inspect.Signature:
    """The same for Python."""
    return inspect.Signature(
        [inspect.Parameter(p.name, KINDS[p.kind], default=inspect.Parameter.empty if p.default is None else 0) for p in parameters]
    )


def calls(parameters: tuple[Parameter, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """Calls that may bind: numbers of positional arguments and keywords."""
    names = [p.name for p in parameters]
    places = [p for p in parameters if p.kind != 3]
    keywords = [tuple(n for index, n in enumerate(names) if bits >> index & 1) for bits in range(2 ** len(names))]
    return [(count, words) for count in range(len(places) + 1) for words in keywords]


def binds(parameters: tuple[Parameter, ...], call: tuple[int, tuple[str, ...]]) -> bool:
    """Does Python take the call?"""
    try:
        signature(parameters).bind(*range(call[0]), **dict.fromkeys(call[1]))
    except TypeError:
        return False
    return True


@given(st.lists(lists(), min_size=1, max_size=3))
def test_one_overload_that_takes_all_takes_what_each_takes(overloads: list[tuple[Parameter, ...]]) -> None:
    wide, exact = together(overloads)
    signature(wide)  # a legal list
    for parameters in overloads if exact else ():
        assert all(binds(wide, call) for call in calls(parameters) if binds(parameters, call))


def stub(*lines: str) -> dict[str, str]:
    """A compiled module with a stub of one overloaded method."""
    text = "from typing import overload\nclass R:\n" + "".join(f"    @overload\n    def draw{line} ...\n" for line in lines)
    return {"pkg/__init__.py": "", "pkg/r.so": "", "pkg/r.pyi": dedent(text)}


def test_a_default_that_one_overload_lost_and_another_has_breaks_nothing() -> None:
    old = stub("(self, size: None = ...) -> float:", "(self, size: int = ...) -> list[float]:")
    new = stub("(self, size: None = ...) -> float:", "(self, size: int) -> list[float]:")
    assert not [line for line in changes(old, new) if line.startswith("Parameter")]


def test_a_default_that_all_overloads_lost_breaks_calls() -> None:
    old = stub("(self, size: None = ...) -> float:", "(self, size: int = ...) -> list[float]:")
    new = stub("(self, size: None) -> float:", "(self, size: int) -> list[float]:")
    assert [line for line in changes(old, new) if line.startswith("Parameter")] == ["ParameterChanged pkg.r.R.draw default-removed size (certain)"]


def test_a_parameter_that_no_overload_takes_is_likely_missed() -> None:
    old = stub("(self, size: int) -> float:", "(self, *, low: int, high: int) -> float:")
    new = stub("(self, size: int) -> float:", "(self, *, low: int) -> float:")
    assert [line for line in changes(old, new) if line.startswith("Parameter")] == ["ParameterChanged pkg.r.R.draw removed high (likely)"]


def test_an_overload_that_is_called_is_another_decorator() -> None:
    registered = """
    from other import overload
    @overload(sum)
    def impl(a, b): return a
    @overload(min)
    def impl(a): return a
    @overload(max)
    def impl(a, b): return b
    """
    old, new = dedent(registered), dedent(registered).replace("@overload(min)\ndef impl(a)", "@overload(min)\ndef other(a)")
    assert changes({"pkg.py": old}, {"pkg.py": new}) == ["Came pkg.other (certain)"]
    lost = changes({"pkg.py": old}, {"pkg.py": old.replace("def impl(a, b): return b", "def impl(a): return b")})
    assert lost == ["ParameterChanged pkg.impl removed b (certain)"]
