"""Which calls that bound to an old signature no longer bind to a new one, or bind another parameter.

Nothing is tried out: the rules by which Python binds arguments (the language reference, "Calls"; PEP 3102, PEP 570) are few
enough to be turned round. A call is a number of positional arguments and a set of keywords. The place of a parameter, or its
name, is used by some valid call of the old signature whatever the others are (required ones are given by keyword, or by position
before it), so each place and each name can be judged alone:

- a place breaks unless its argument reaches the successor of the parameter it reached before;
- a name likewise; an argument whose parameter is gone may fall into `*args` or `**kwargs`: it is swallowed, not broken;
- a required parameter breaks the calls that leave it out, unless all had to give it before;
- without `**kwargs` the other keywords break; with it a former other keyword may meet its name given by position too: given twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter

BY_POSITION = (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)
BY_NAME = (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)
NAMED = (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)


@dataclass(frozen=True)
class BrokenCalls:
    """All that some old call relied on and that fails now. All empty: every old call binds, and binds what it bound."""

    places: frozenset[int]
    """Positions, from 0; the number of old positional parameters stands for the arguments that `*args` took."""
    names: frozenset[str]
    """Old names that can no longer be given as keywords."""
    left_out: frozenset[str]
    """New names that must be given and that some old call did not give."""
    other_keywords: bool
    """Did `**kwargs` take keywords that nothing takes now?"""
    twice: frozenset[str]
    """New names that a call gives by position while it gives them as a former `**kwargs` key."""

    def __bool__(self) -> bool:
        """Does any call break?"""
        return bool(self.places or self.names or self.left_out or self.other_keywords or self.twice)


def positional(parameters: Sequence[Parameter]) -> list[Parameter]:
    """Those that can be given by position, in order; without `*args`."""
    return [p for p in parameters if p.kind in BY_POSITION]


def star(parameters: Sequence[Parameter]) -> Parameter | None:
    """`*args`, if there is one."""
    return next((p for p in parameters if p.kind == VAR_POSITIONAL), None)


def double_star(parameters: Sequence[Parameter]) -> Parameter | None:
    """`**kwargs`, if there is one."""
    return next((p for p in parameters if p.kind == VAR_KEYWORD), None)


def by_name(parameters: Sequence[Parameter]) -> dict[str, Parameter]:
    """Those that can be given as keywords, by their names."""
    return {p.name: p for p in parameters if p.kind in BY_NAME}


def broken_calls(old: Sequence[Parameter], new: Sequence[Parameter], successors: Mapping[str, str]) -> BrokenCalls:
    """What breaks, where `successors` says which new parameter each old one became.

    `successors` maps names of old parameters (never stars) to names of new ones (never stars); those that are gone are missing.
    """
    return BrokenCalls(
        places=_broken_places(old, new, successors),
        names=_broken_names(old, new, successors),
        left_out=_newly_required(old, new, successors),
        other_keywords=double_star(old) is not None and double_star(new) is None,
        twice=_given_twice(old, new),
    )


def _broken_places(old: Sequence[Parameter], new: Sequence[Parameter], successors: Mapping[str, str]) -> frozenset[int]:
    before, after = positional(old), positional(new)
    rest = star(new) is not None
    broken = set()
    for index, parameter in enumerate(before):
        heir = successors.get(parameter.name)
        if index < len(after):
            reaches_heir = after[index].name == heir
        else:
            reaches_heir = rest and heir is None
        if not reaches_heir:
            broken.add(index)
    if star(old) is not None and (not rest or len(after) > len(before)):
        broken.add(len(before))
    return frozenset(broken)


def _broken_names(old: Sequence[Parameter], new: Sequence[Parameter], successors: Mapping[str, str]) -> frozenset[str]:
    takes, swallows = by_name(new), double_star(new) is not None
    required = {p.name for p in new if p.required}
    broken = set()
    for name in by_name(old):
        heir = successors.get(name)
        if heir == name:
            works = name in takes
        else:
            works = swallows and heir not in required
        if not works:
            broken.add(name)
    return frozenset(broken)


def _newly_required(old: Sequence[Parameter], new: Sequence[Parameter], successors: Mapping[str, str]) -> frozenset[str]:
    had_to_be_given = {successors.get(p.name) for p in old if p.required}
    return frozenset(p.name for p in new if p.required and p.name not in had_to_be_given)


def _given_twice(old: Sequence[Parameter], new: Sequence[Parameter]) -> frozenset[str]:
    if double_star(old) is None:
        return frozenset()
    places = len(new) if star(old) is not None else len(positional(old))
    were_names = by_name(old)
    return frozenset(p.name for p in positional(new)[:places] if p.kind == POSITIONAL_OR_KEYWORD and p.name not in were_names)
