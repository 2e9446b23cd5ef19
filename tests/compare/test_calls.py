"""What is said of calls is what Python does with every small call."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from modiff.compare.calls import broken_calls
from modiff.compare.signatures import align, compare
from modiff.model.facts import Parameter

from .oracle import breaking_call, parameters, signatures


@given(signatures(), signatures())
@settings(max_examples=300)
def test_some_difference_breaks_exactly_when_some_call_does(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> None:
    said = [d for d in compare(old, new) if d.broken]
    shown = breaking_call(old, new)
    assert bool(said) == (shown is not None), (said, shown)


@given(signatures("ab"), signatures("ab"))
@settings(max_examples=300)
def test_the_same_where_names_meet_more_often(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> None:
    said = [d for d in compare(old, new) if d.broken]
    shown = breaking_call(old, new)
    assert bool(said) == (shown is not None), (said, shown)


@given(signatures(), signatures())
@settings(max_examples=300)
def test_whatever_breaks_is_charged_to_some_cause(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> None:
    calls = broken_calls(old, new, align(old, new).successors)
    expected = {f"by position {place + 1}" for place in calls.places} | {f"{name}=" for name in calls.names}
    expected |= {f"without {name}=" for name in calls.left_out} | {f"{name}= beside its position" for name in calls.twice}
    expected |= {"other keywords"} if calls.other_keywords else set()
    assert {call for d in compare(old, new) for call in d.broken} == expected


@pytest.mark.parametrize(
    ("old", "new", "places", "names", "left_out"),
    [
        ("a, b", "a", {1}, {"b"}, set()),
        ("a, b=1", "a, *args", set(), {"b"}, set()),
        ("a, b=1", "a, **kw", {1}, set(), set()),
        ("a, b=1", "a, *, b=1", {1}, set(), set()),
        ("a, b=1", "a, b=1, /", set(), {"a", "b"}, set()),
        ("a=1", "a", set(), set(), {"a"}),
        ("*args", "a=1, *args", {0}, set(), set()),
        ("*, a=1", "*, b=1, **kw", set(), set(), set()),
        ("a", "a, b=1, *args, c=1, **kw", set(), set(), set()),
    ],
)
def test_what_breaks_by_place_by_name_and_by_leaving_out(old: str, new: str, places: set[int], names: set[str], left_out: set[str]) -> None:
    before, after = parameters(old), parameters(new)
    calls = broken_calls(before, after, align(before, after).successors)
    assert (set(calls.places), set(calls.names), set(calls.left_out)) == (places, names, left_out)
