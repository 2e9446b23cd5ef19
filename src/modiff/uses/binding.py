"""Binds the arguments of a real call to a signature: PEP 3102, PEP 570 and the language reference, "Calls"."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL
from modiff.model.items import Signature
from modiff.uses.values import Value


class Arguments(msgspec.Struct, frozen=True):
    """What a call gives."""

    positional: tuple[Value, ...] = ()
    """Before any that are unpacked."""
    more_positional: bool = False
    """Is something unpacked by `*`, of unknown length?"""
    keywords: tuple[tuple[str, Value], ...] = ()
    sometimes: tuple[str, ...] = ()
    """Keywords in an unpacked mapping that some callers give."""
    more_keywords: bool = False
    """Is a mapping of unknown keys unpacked by `**`?"""

    def without_first(self) -> Arguments:
        """As the function of an unbound method's caller sees them: the object is given by hand."""
        if not self.positional:
            return self
        return Arguments(self.positional[1:], self.more_positional, self.keywords, self.sometimes, self.more_keywords)


class Bound(msgspec.Struct, frozen=True):
    """How it went."""

    problem: str | None
    """What is wrong, in the words of the interpreter; None: it binds."""
    part: str | None
    """The keyword or parameter that it is about."""
    arguments: tuple[tuple[str, str], ...] = ()
    """(argument as `0` or a keyword, parameter that takes it)."""
    doubt: str | None = None
    takes: frozenset[str] = frozenset()
    """The names of all parameters."""
    rest: tuple[str, ...] = ()
    """Arguments by position that fall into `*args`."""
    flags: frozenset[str] = frozenset()
    """Parameters whose default is True or False."""


def bind(signature: Signature, given: Arguments, takes_keyword: Callable[[str], bool | None]) -> Bound:
    """Does the call bind?

    `takes_keyword`: what becomes of a keyword that falls into `**kwargs`: False where the call then fails, None: nobody knows.
    """
    parameters = signature.parameters
    places = [p for p in parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    names = {p.name: p for p in parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)}
    rest = any(p.kind == VAR_POSITIONAL for p in parameters)
    others = any(p.kind == VAR_KEYWORD for p in parameters)
    if len(given.positional) > len(places) and not rest:
        return Bound(f"takes {_count(len(places), 'positional argument')} but {len(given.positional)} are given", None)
    taken = {parameter.name: str(index) for index, parameter in zip(range(len(given.positional)), places, strict=False)}
    for name in [*(name for name, _ in given.keywords), *given.sometimes]:
        if name in names:
            if name in taken and name not in given.sometimes:
                return Bound(f"got multiple values for argument '{name}'", name)
            taken[name] = name
        elif name in signature.accepts:
            continue
        elif not others:
            return Bound(f"got an unexpected keyword argument '{name}'", name)
        elif takes_keyword(name) is False:
            return Bound(f"does not take the keyword argument '{name}' any further", name)
    if not given.more_positional and not given.more_keywords:
        missing = [p.name for p in parameters if p.required and p.name not in taken]
        if missing:
            return Bound(f"is missing the argument{'s' if len(missing) > 1 else ''} {', '.join(repr(name) for name in missing)}", missing[0])
    reached = tuple(sorted((argument, parameter) for parameter, argument in taken.items()))
    rest_of = tuple(str(index) for index in range(len(places), len(given.positional)))
    flags = frozenset(p.name for p in parameters if p.default in ("True", "False"))
    return Bound(None, None, reached, takes=frozenset(p.name for p in parameters), rest=rest_of, flags=flags)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
