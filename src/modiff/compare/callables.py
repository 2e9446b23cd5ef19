"""Two callables of one path compared: the differences of their parameters, as changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from modiff.compare.signatures import Difference, compare
from modiff.model.changes import ParameterChanged
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.findings import Certainty
from modiff.model.items import Item, Signature

_NEEDS_DEFAULTS = frozenset({"required-added", "default-removed", "default-added", "default-changed", "inserted", "added"})


class Compared(msgspec.Struct, frozen=True):
    """Where two callables stand, and what their sources cannot say."""

    path: str
    also: tuple[str, ...]
    old: Item
    new: Item
    callable: Literal["function", "method", "constructor"]
    old_unknown: frozenset[str] = frozenset()
    new_unknown: frozenset[str] = frozenset()
    when: str | None = None


def parameter_changes(where: Compared, old: Signature, new: Signature) -> Iterator[ParameterChanged]:
    """Every difference of the parameters, each with its cause, certainty and doubt."""
    if old.parameters == new.parameters:
        return
    before = _comparable(old.parameters, new.parameters, where.old_unknown, where.new_unknown)
    after = _comparable(new.parameters, old.parameters, where.new_unknown, where.old_unknown)
    for difference in compare(before, after):
        certainty, doubt = _certainty(where, difference, old, new)
        yield ParameterChanged(
            path=where.path,
            also=where.also,
            old=where.old,
            new=where.new,
            certainty=certainty,
            doubt=doubt,
            when=where.when,
            event=difference.event,
            part=difference.part,
            before=difference.before,
            after=difference.after,
            shifted=difference.shifted,
            broken=difference.broken,
            swallowed=difference.swallowed,
            old_signature=old,
            new_signature=new,
            callable=where.callable,
        )


def _certainty(where: Compared, difference: Difference, old: Signature, new: Signature) -> tuple[Certainty, str | None]:
    if "defaults" in where.old_unknown | where.new_unknown and difference.event in _NEEDS_DEFAULTS and not difference.shifted:
        return Certainty.possible, "a function database does not say which parameters have defaults"
    doubt = new.doubt or old.doubt
    return (Certainty.likely, doubt) if doubt is not None else (Certainty.certain, None)


def _comparable(
    parameters: tuple[Parameter, ...], other: tuple[Parameter, ...], unknown: frozenset[str], unknown_there: frozenset[str]
) -> tuple[Parameter, ...]:
    """The parameters as far as both sources can speak of them: what one cannot say is not taken for a difference."""
    parameters = _by_convention(parameters)
    if "kinds" in unknown_there and "kinds" not in unknown:
        parameters = tuple(p for p in parameters if p.kind not in (KEYWORD_ONLY, VAR_POSITIONAL, VAR_KEYWORD))
    if "defaults" in unknown and "defaults" not in unknown_there:
        theirs = {p.name: p.default for p in other}
        parameters = tuple(msgspec.structs.replace(p, default=theirs.get(p.name)) if p.default is None else p for p in parameters)
    return parameters


def _by_convention(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Leading parameters named `__x` are positional only, as PEP 484 had it before `/`: nobody passes them by name."""
    if not parameters or not parameters[0].name.startswith("__"):
        return parameters
    out = list(parameters)
    for index, parameter in enumerate(out):
        if parameter.kind == POSITIONAL_ONLY:
            continue
        if parameter.kind != POSITIONAL_OR_KEYWORD or not parameter.name.startswith("__") or parameter.name.endswith("__"):
            break
        out[index] = msgspec.structs.replace(parameter, kind=POSITIONAL_ONLY)
    return tuple(out)
