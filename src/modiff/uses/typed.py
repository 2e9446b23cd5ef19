"""Annotations of a package, and of the client, as values: what an object so annotated is."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from modiff.link import outside, texts
from modiff.uses.values import UNKNOWN, Constant, Foreign, Gives, Instance, Method, OneOf, OwnClass, OwnInstance, Plain, Thing, Value, one_of


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type: what objects annotated with it are."""

    value: Value


Lookup = Callable[[str], Value | Alias | None]
"""What a dotted name means where the annotation stands."""

_OPEN = frozenset({"Any", "Generic", "Protocol", "AnyStr", "NoReturn", "Never", "Unpack", "Concatenate", "TypeVar"})
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"})


def value_of(node: ast.expr | None, lookup: Lookup, myself: Value = UNKNOWN, depth: int = 0) -> Value:
    """What an object with this annotation is; `myself`: what `Self` means there."""
    if node is None or depth > 8:
        return UNKNOWN
    match node:
        case ast.Constant(value=None):
            return Constant(None)
        case ast.Constant(value=str(text)):
            return value_of(texts.parsed(text.strip()), lookup, myself, depth + 1)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return one_of([value_of(left, lookup, myself, depth + 1), value_of(right, lookup, myself, depth + 1)])
        case ast.Name() | ast.Attribute():
            return _named(node, (), lookup, myself)
        case ast.Subscript(value=head, slice=inside):
            return _subscribed(head, inside, lookup, myself, depth)
    return UNKNOWN


def instance_of(target: Value | Alias | None, args: tuple[Value, ...] = ()) -> Value:
    """An object of this class; unknown where it is no class."""
    match target:
        case Alias(value=value):
            return value
        case Thing(item=item) if item.kind == "class":
            return Instance(item, args)
        case OwnClass():
            return OwnInstance(target)
        case Foreign(path=path):
            same = outside.same_class(path)
            if same == "builtins.None":
                return Constant(None)
            return Plain(same, args) if outside.members_of(same) is not None or same.startswith(("typing.", "collections.abc.")) else UNKNOWN
        case OneOf(values=values):
            return one_of([instance_of(value, args) for value in values])
    return UNKNOWN


def _named(node: ast.expr, args: tuple[Value, ...], lookup: Lookup, myself: Value) -> Value:
    name = texts.dotted(node)
    target = lookup(name) if name is not None else None
    if isinstance(target, Foreign) and target.path.startswith(("typing.", "typing_extensions.")):
        word = target.path.rpartition(".")[2]
        if word == "Self":
            return myself
        if word == "Text":
            return Plain("builtins.str")
        if word in _OPEN:
            return UNKNOWN
    if isinstance(target, Thing | Method) and target.item.kind != "class":
        return UNKNOWN
    return instance_of(target, args)


def _subscribed(head: ast.expr, inside: ast.expr, lookup: Lookup, myself: Value, depth: int) -> Value:
    name = texts.dotted(head)
    target = lookup(name) if name is not None else None
    word = target.path.rpartition(".")[2] if isinstance(target, Foreign) else ""
    entries = list(inside.elts) if isinstance(inside, ast.Tuple) else [inside]

    def values(nodes: list[ast.expr]) -> list[Value]:
        return [value_of(each, lookup, myself, depth + 1) for each in nodes]

    if word in ("Optional", "Union"):
        return one_of([*values(entries), *([Constant(None)] if word == "Optional" else [])])
    if word in _WRAPPERS:
        return values(entries[:1])[0]
    if word == "Literal":
        return one_of([Constant(each.value) if isinstance(each, ast.Constant) else UNKNOWN for each in entries])
    if word in ("Type", "type"):
        kinds = values(entries[:1])[0]
        return Thing(kinds.cls, kinds.cls.path) if isinstance(kinds, Instance) else UNKNOWN
    if word in ("TypeGuard", "TypeIs"):
        return Plain("builtins.bool")
    if word == "Callable":
        result = values(entries[1:2])[0] if len(entries) == 2 else UNKNOWN
        return Gives(result) if result != UNKNOWN else UNKNOWN
    return _named(head, tuple(values([each for each in entries if not isinstance(each, ast.Constant) or each.value is not Ellipsis])), lookup, myself)
