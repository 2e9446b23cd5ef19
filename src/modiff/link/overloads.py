"""One list of parameters for the overloads of a stub, which takes every call that one of them takes (`typing.overload`, PEP 484).

Where one overload takes all that the others take, it is that one, and says exactly what can be called. Else their parameters are laid side by side:
what is missing or optional in one of them is optional. That may take more than any of them does, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Binding, Class, Function, Parameter
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

Parameters = tuple[Parameter, ...]


def alternatives(view: View, item: Item) -> list[Function]:
    """The overloads of a function or method which has no implementation that could be read, in order of the text; empty: it has none."""
    if "overloaded" not in item.flags:
        return []
    bindings: Sequence[Binding] = ()
    if item.owner is None:
        space = view.namespace(item.module)
        bindings = space.names.get(item.name, ()) if space is not None else ()
    elif isinstance(item.owner.definition, Class):
        bindings = [b for b in item.owner.definition.members if b.name == item.name]
    return [b.definition for b in bindings if isinstance(b.definition, Function) and not view.environment.excludes(b.guard)]


def together(overloads: Sequence[Parameters]) -> tuple[Parameters, bool]:
    """Parameters that take what any of these take, and whether they take no more than that."""
    for parameters in overloads:
        if all(_takes_all_of(parameters, other) for other in overloads):
            return parameters, True
    return _side_by_side(overloads), False


def _takes_all_of(wide: Parameters, other: Parameters) -> bool:
    """Does each call of the other bind here too, argument for argument of the same name?"""
    if any(p.kind in (VAR_POSITIONAL, VAR_KEYWORD) for p in (*wide, *other)):
        return wide == other
    here, there = {p.name: p for p in wide}, {p.name: p for p in other}
    if any(p.required for p in wide if p.name not in there):
        return False
    same_places = all(a.name == b.name for a, b in zip(_places(wide), _places(other), strict=False))
    return same_places and all(
        p.name in here and not (here[p.name].required and not p.required) and here[p.name].kind in (p.kind, POSITIONAL_OR_KEYWORD) for p in other
    )


def _places(parameters: Parameters) -> list[Parameter]:
    return [p for p in parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]


def _side_by_side(overloads: Sequence[Parameters]) -> Parameters:
    order: list[str] = []
    found: dict[str, list[Parameter]] = {}
    for parameters in sorted(overloads, key=len, reverse=True):
        after = 0
        for parameter in parameters:
            if parameter.name not in found:
                order.insert(after, parameter.name)
            after = order.index(parameter.name) + 1
            found.setdefault(parameter.name, []).append(parameter)
    merged = [_one_of(found[name], everywhere=len(found[name]) == len(overloads)) for name in order]
    return _in_legal_order(merged)


def _one_of(same: list[Parameter], *, everywhere: bool) -> Parameter:
    kinds = {p.kind for p in same}
    kind = kinds.pop() if len(kinds) == 1 else POSITIONAL_OR_KEYWORD
    default = next((p.default for p in same if p.default is not None), None)
    if default is None and not everywhere and kind not in (VAR_POSITIONAL, VAR_KEYWORD):
        default = "..."
    return msgspec.structs.replace(same[0], kind=kind, default=default)


def _in_legal_order(parameters: list[Parameter]) -> Parameters:
    """Positional-only ones first, stars in their places, nothing required after something optional."""
    ranks = {POSITIONAL_ONLY: 0, POSITIONAL_OR_KEYWORD: 1, VAR_POSITIONAL: 2, KEYWORD_ONLY: 3, VAR_KEYWORD: 4}
    out: list[Parameter] = []
    optional = False
    for parameter in sorted(parameters, key=lambda p: ranks[p.kind]):
        if parameter.kind in (VAR_POSITIONAL, VAR_KEYWORD) and any(p.kind == parameter.kind for p in out):
            continue
        if parameter.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
            optional = optional or parameter.default is not None
            if optional and parameter.default is None:
                parameter = msgspec.structs.replace(parameter, default="...")
        out.append(parameter)
    return tuple(out)
