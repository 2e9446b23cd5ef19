"""Binding a call says what Python says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modiff.model.facts import Parameter
from modiff.model.items import Signature
from modiff.uses.binding import Arguments, bind
from modiff.uses.values import UNKNOWN

NAMES = "abcdef"


@st.composite
def parameters(draw: st.DrawFn) -> list[Parameter]:
    kinds = sorted(draw(st.lists(st.sampled_from([0, 1, 1, 3]), max_size=5)) + [kind for kind in (2, 4) if draw(st.booleans())])
    found, defaults = [], False
    for name, kind in zip(NAMES + "ghijk", kinds, strict=False):
        optional = kind in (0, 1, 3) and (draw(st.booleans()) or (defaults and kind in (0, 1)))
        defaults = defaults or (optional and kind in (0, 1))
        found.append(Parameter(name, kind, "1" if optional else None))
    return found


@given(parameters(), st.integers(0, 4), st.sets(st.sampled_from(NAMES), max_size=3))
def test_a_call_binds_where_python_binds_it(taken: list[Parameter], positional: int, keywords: set[str]) -> None:
    told = bind(
        Signature(tuple(taken)), Arguments((UNKNOWN,) * positional, False, tuple((name, UNKNOWN) for name in sorted(keywords))), lambda _: None
    )
    function = eval(f"lambda {Signature(tuple(taken)).shown[1:-1]}: None")
    try:
        function(*[0] * positional, **dict.fromkeys(keywords, 0))
        binds = True
    except TypeError:
        binds = False
    assert (told.problem is None) == binds


def test_what_is_unpacked_may_be_anything() -> None:
    signature = Signature((Parameter("a", 1), Parameter("b", 1)))
    assert bind(signature, Arguments(more_positional=True), lambda _: None).problem is None
    assert bind(signature, Arguments(more_keywords=True), lambda _: None).problem is None
    assert bind(signature, Arguments((), True, (("c", UNKNOWN),)), lambda _: None).part == "c"
