"""How type variables stand to other types, by the part they play: chosen by callers, still to be chosen, or the same throughout.

A refusal needs one choice that callers may make and that no longer goes. That a type does fit is said only where no other parameter can
stand in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from modiff.compare.types.forms import OBJECT, Type, Union, Variable, parts

Answer = bool | None
Fits = Callable[[Type, Type], Answer]


def every(answers: Iterable[Answer]) -> Answer:
    """False if one is, else None if one is, else True."""
    known = list(answers)
    return False if False in known else None if None in known else True


def some(answers: Iterable[Answer]) -> Answer:
    """True if one is, else None if one is, else False."""
    known = list(answers)
    return True if True in known else None if None in known else False


def variable_fits(one: Type, place: Type, fits: Fits) -> Answer:
    """May `one` stand where `place` is asked for, one of them a type variable, and `one` no union?"""
    if isinstance(one, Variable):
        return _of_two(one, place, fits) if isinstance(place, Variable) else _stands(one, place, fits)
    assert isinstance(place, Variable)
    return _becomes(place, one, fits)


def _of_two(one: Variable, place: Variable, fits: Fits) -> Answer:
    is_same = one.path == place.path
    match one.role, place.role:
        case "given", "taken":
            answer = every(_in_range(value, place, fits) for value in one.values)
            return answer if is_same or place.free or answer is False else None
        case "taken", "given":
            is_in_range = every(_in_range(value, one, fits) for value in place.values)
            return True if is_in_range and (is_same or one.free) else None
        case "fixed", "fixed":
            is_other = one.of == place.of and one.of != "?" and place.values == (OBJECT,) and not place.free
            return True if is_same else False if is_other else None
        case ("given", "fixed") | ("fixed", "taken"):
            return _stands(one, place, fits)
    return True if is_same else None


def _stands(one: Variable, place: Type, fits: Fits) -> Answer:
    """What a variable may be, where something else is asked for."""
    match one.role:
        case "given" | "fixed":
            if one.role == "fixed" and one.bound != OBJECT and any(fits(part, one.bound) is not False for part in parts(place)):
                return True if fits(one.bound, place) else None  # who names the class, or calls, may never choose the bound itself
            beside = [fits(one, member) for member in parts(place) if isinstance(member, Variable)] if isinstance(place, Union) else []
            return some([*beside, every(fits(value, place) for value in one.values)])
        case "taken":
            return True if one.free and not one.constraints and _in_range(place, one, fits) else None
    return None


def _becomes(place: Variable, one: Type, fits: Fits) -> Answer:
    """Something else, where a variable is asked for."""
    match place.role:
        case "taken":
            answer = _in_range(one, place, fits)
            return answer if place.free or answer is False else None
        case "given" | "fixed":
            if place.free:
                return None
            if place.constraints:
                return every(fits(one, value) for value in place.constraints)
            return False if place.bound == OBJECT or fits(one, place.bound) is False else None
    return None


def _in_range(one: Type, place: Variable, fits: Fits) -> Answer:
    """May a variable that is still to be chosen become this? A union is none of several constraints, though all its members are (PEP 484)."""
    if not place.constraints:
        return fits(one, place.bound)
    fitting = [some(fits(member, value) for value in place.constraints) for member in parts(one)]
    return every(fitting) if len(fitting) == 1 else False if False in fitting else None
