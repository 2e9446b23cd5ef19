"""What callers may give to an inner function that a decorator put in the place of another, and that hands on its `*args` and `**kwargs` to it."""

from __future__ import annotations

import msgspec

from modiff.model.bodies import HandedOn, Wrapper
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter

_BY_POSITION = (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)


def taken_through(wrapper: Wrapper, inside: tuple[Parameter, ...]) -> tuple[Parameter, ...] | None:
    """The calls that work all the way, as parameters; `inside`: those of the function that it stands for. None: no list of parameters says it."""
    own = wrapper.parameters
    if wrapper.hands_on is None:
        return own
    given = wrapper.hands_on
    places = [p for p in inside if p.kind in _BY_POSITION]
    star = next((p for p in inside if p.kind == VAR_POSITIONAL), None)
    if given.positional > len(places) and star is None:
        return None
    by_place = _by_position(own, given, places[given.positional :])
    by_name = _by_name(own, given, inside, places, by_place)
    if by_place is None or by_name is None:
        return None
    closed = given.args and len(by_place) < len(places[given.positional :])
    rest = (star if not closed else None) if given.args else next((p for p in own if p.kind == VAR_POSITIONAL), None)
    others = next((p for p in (inside if given.mapping else own) if p.kind == VAR_KEYWORD), None)
    listed = (*(p for p in own if p.kind in _BY_POSITION), *by_place, rest, *(p for p in own if p.kind == KEYWORD_ONLY), *by_name, others)
    return _in_order(tuple(p for p in listed if p is not None))


def _by_position(own: tuple[Parameter, ...], given: HandedOn, left: list[Parameter]) -> list[Parameter] | None:
    """Of the parameters inside that the call leaves open, those that callers reach by position. None: they reach one by position alone, after others
    that they may name, which no list of parameters says."""
    if not given.args:
        return []
    named = {p.name for p in own}
    found: list[Parameter] = []
    for parameter in left:
        if parameter.name in given.keywords:
            break  # it would be given twice
        if parameter.name in named:
            return None
        if not given.mapping and parameter.kind == POSITIONAL_OR_KEYWORD:
            parameter = msgspec.structs.replace(parameter, kind=POSITIONAL_ONLY)
        found.append(parameter)
    return found


def _by_name(
    own: tuple[Parameter, ...], given: HandedOn, inside: tuple[Parameter, ...], places: list[Parameter], reached: list[Parameter] | None
) -> list[Parameter] | None:
    """Those that callers reach by name alone. None: one that must be given is not reached at all."""
    settled = {p.name for p in places[: given.positional]} | {p.name for p in reached or ()} | set(given.keywords)
    named = {p.name for p in own}
    found: list[Parameter] = []
    for parameter in inside:
        if parameter.kind in (VAR_POSITIONAL, VAR_KEYWORD) or parameter.name in settled:
            continue
        if given.mapping and parameter.kind != POSITIONAL_ONLY and parameter.name not in named:
            found.append(msgspec.structs.replace(parameter, kind=KEYWORD_ONLY))
        elif parameter.required:
            return None
    return found


def _in_order(listed: tuple[Parameter, ...]) -> tuple[Parameter, ...] | None:
    """The same, if Python would take it for a list of parameters: no name twice, none that must be given after one that need not, and those without
    names first. A single `self` before these loses its name, which nobody uses."""
    if len({p.name for p in listed}) < len(listed):
        return None
    places = [p for p in listed if p.kind in _BY_POSITION]
    if len(places) > 1 and places[0].kind == POSITIONAL_OR_KEYWORD and all(p.kind == POSITIONAL_ONLY for p in places[1:]):
        listed = (msgspec.structs.replace(listed[0], kind=POSITIONAL_ONLY), *listed[1:])
        places[0] = listed[0]
    kinds = [p.kind for p in places]
    optional = [p.default is not None for p in places]
    return listed if kinds == sorted(kinds) and optional == sorted(optional) else None
