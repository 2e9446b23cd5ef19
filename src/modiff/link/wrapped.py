"""Callables that a call makes of another: `functools.partial(g, …)`, `lru_cache(…)(g)`, `staticmethod(f)`, `partialmethod(f, …)`, `make(C)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from modiff.link import copied, decorators, keeping, makers, signatures, texts
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Call, Class, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

_PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})


def makes_callable(view: View, module: str, call: Call, owner: Item | None) -> bool:
    """Is what this call gives a function, as callers see it?"""
    last = call.callee.rpartition(".")[2]
    if last in ("partial", "partialmethod"):
        return bool(call.arguments) and makers.path_of(view, module, call.callee, owner) in _PARTIAL
    wrapped = _decorated(call)
    if wrapped is None:
        return owner is None and copied.pattern(view, module, call) is not None
    said = [b.definition for b in owner.definition.members if b.name == wrapped] if owner is not None and isinstance(owner.definition, Class) else []
    if said:  # a function of the class body around, whose members are being found right now
        return isinstance(said[-1], Function) and not said[-1].decorators
    target = view.lookup(module, wrapped, owner)
    return isinstance(target, Item) and target.kind == "function"


def _decorated(call: Call) -> str | None:
    """The function in `known(g)` or `known(options)(g)`, where the decorator is known to keep parameters."""
    if len(call.arguments) != 1 or call.keywords or not texts.is_dotted(call.arguments[0]):
        return None
    inner = texts.call_in(call.callee)
    return call.arguments[0] if decorators.keeps(inner.callee if inner is not None else call.callee) else None


def signature(view: View, item: Item, call: Call) -> Signature | None:
    """The calls it takes; None where the function inside is not seen."""
    last = call.callee.rpartition(".")[2]
    inside = call.arguments[0] if call.arguments else None
    if inside is None:
        return None
    pattern = copied.pattern(view, item.module, call) if item.owner is None else None
    if pattern is not None:
        return copied.signature(view, pattern)
    found = _inside(view, item, inside)
    if found is None:
        return None
    if last in ("partial", "partialmethod"):
        if last == "partialmethod":
            found = msgspec.structs.replace(found, parameters=signatures.bound(found.parameters, item))
        given = call.arguments[1:]
        if any(a.startswith("*") for a in given) or any(k == "**" for k, _ in call.keywords):
            return None
        parameters = partly_applied(found.parameters, len(given), dict(call.keywords))
        return None if parameters is None else msgspec.structs.replace(found, parameters=parameters)
    if last in ("staticmethod", "classmethod") or (item.binding == "instance" and _is_plain_function(view, item, inside)):
        return msgspec.structs.replace(found, parameters=signatures.bound(found.parameters, item))
    return found


def _is_plain_function(view: View, item: Item, text: str) -> bool:
    """Does it mean a function that gets the instance as its first argument once it is a method?"""
    target = view.lookup(item.module, text, item.owner)
    return isinstance(target, Item) and (target.kind == "function" or (target.kind == "method" and target.owner is item.owner))


def _inside(view: View, item: Item, text: str) -> Signature | None:
    """What the wrapped function takes, `self` and `cls` included."""
    if not texts.is_dotted(text):
        return None
    target = view.lookup(item.module, text, item.owner)
    if not isinstance(target, Item) or target is item:
        return None
    if target.kind == "class" or (target.kind == "method" and target.owner is not item.owner):
        return signatures.signature(view, target)
    if isinstance(target.definition, Function):
        # Seen from inside the class body a method is a plain function.
        taken = keeping.taken(view, target.module, target.definition.decorators, target.definition.parameters)
        return signatures.of_function(target.definition, taken, None)
    return signatures.signature(view, target) if target.kind == "function" else None


def partly_applied(parameters: tuple[Parameter, ...], positional: int, keywords: dict[str, str]) -> tuple[Parameter, ...] | None:
    """What is left to callers of `functools.partial(f, *positional, **keywords)`, as `inspect.signature` says; None where the call could never
    work."""
    left: list[Parameter] = []
    closed = False
    for p in parameters:
        if positional and p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
            positional -= 1
            if p.name in keywords and p.kind == POSITIONAL_OR_KEYWORD:
                return None
            continue
        if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY) and p.name in keywords:
            closed = closed or p.kind == POSITIONAL_OR_KEYWORD  # what follows can be given by keyword only
            left.append(Parameter(p.name, KEYWORD_ONLY, keywords[p.name], p.annotation))
        elif p.kind == VAR_POSITIONAL:
            positional = 0
            if not closed:
                left.append(p)
        elif closed and p.kind == POSITIONAL_OR_KEYWORD:
            left.append(Parameter(p.name, KEYWORD_ONLY, p.default, p.annotation))
        else:
            left.append(p)
    known = {p.name for p in parameters}
    if positional or (any(k not in known for k in keywords) and not any(p.kind == VAR_KEYWORD for p in parameters)):
        return None
    return tuple(left)
