"""Functions made after a pattern: `insert = public_factory(Insert, …)`, where a function of the release makes another at run time that takes what
the class, method or function takes that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link import bodies, classes, decorators, signatures, texts
from modiff.model.bodies import Copies
from modiff.model.facts import POSITIONAL_OR_KEYWORD, Call, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

_SELF = Parameter("self", POSITIONAL_OR_KEYWORD)


class Pattern(msgspec.Struct, frozen=True, eq=False):
    """What a made function is made after."""

    maker: Item
    """The function that makes it."""
    source: Item
    """The class, method or function whose parameters it has."""
    copies: Copies | None
    """How the maker reads them; None: what it makes hands all on to the source, as decorators do."""


def pattern(view: View, module: str, call: Call) -> Pattern | None:
    """What the function is made after that this call of a module-level statement makes; None: reading does not see that it makes one."""
    if not call.arguments or not texts.is_dotted(call.arguments[0]) or not texts.is_dotted(call.callee):
        return None
    key = ("made_after", (module, call.callee, call.arguments, call.keywords))
    if key not in view.memo:
        view.memo[key] = None  # a circle ends here
        view.memo[key] = _pattern(view, module, call)
    return cast("Pattern | None", view.memo[key])


def _pattern(view: View, module: str, call: Call) -> Pattern | None:
    maker = view.lookup(module, call.callee)
    if not isinstance(maker, Item) or maker.kind not in ("function", "method") or not isinstance(maker.definition, Function):
        return None
    if decorators.unknown(maker.definition.decorators) is not None:
        return None
    source = view.lookup(module, call.arguments[0])
    if not isinstance(source, Item) or source.kind not in ("class", "method", "function"):
        return None
    body = bodies.body_alone(view, maker)
    taken = maker.definition.parameters
    if body is None or not taken:
        return None
    if body.copies is not None and body.copies.of == taken[0].name:
        return Pattern(maker, source, body.copies)
    return Pattern(maker, source, None) if "bare" in body.keeps and len(call.arguments) == 1 and not call.keywords else None


def signature(view: View, made: Pattern) -> Signature | None:
    """The calls that the made function takes; None where those of its pattern are not known."""
    if made.copies is None:
        return signatures.signature(view, made.source)
    found = _as_looked_at(view, made.source, made.copies.whole)
    if found is None or len(found.parameters) < made.copies.skips:
        return None
    doubt = f"{made.maker.path} makes it at run time, after the pattern of {made.source.path}"
    return Signature(found.parameters[made.copies.skips :], None, found.doubt or doubt, accepts=found.accepts)


def _as_looked_at(view: View, source: Item, whole: bool) -> Signature | None:
    """What the maker sees: of a class its `__init__`; `whole`: with `self` and `cls`."""
    if source.kind == "class":
        init = classes.members(view, source).get("__init__")
        if init is None or init.item.kind != "method":
            return None if init is not None else signatures.signature(view, source)
        found = signatures.signature(view, init.item)
        return found if found is None or not whole else msgspec.structs.replace(found, parameters=(_SELF, *found.parameters))
    found = signatures.signature(view, source)
    if found is None or source.kind == "function":
        return found
    is_hidden = source.binding == "instance" or (whole and source.binding == "class")  # reached through the class, an instance method is a function
    return msgspec.structs.replace(found, parameters=(_SELF, *found.parameters)) if is_hidden else found
