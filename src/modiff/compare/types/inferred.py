"""Variance that nobody declares: type checkers infer it from the members of a class (PEP 695, `infer_variance=True`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from modiff.compare.types.ancestors import Ancestors
from modiff.compare.types.forms import Named, Type, is_settled
from modiff.compare.types.polarity import Variance, occurrences
from modiff.compare.types.variables import parameters_of
from modiff.link import classes, texts
from modiff.link.view import View
from modiff.model.facts import Function
from modiff.model.items import Item

_NOT_ASKED = ("__init__", "__new__", "__init_subclass__", "__class_getitem__", "__slots__", "__match_args__")
_FIXED = ("Final", "ClassVar")

Seen = tuple[Type | None, bool | None]
"""A type that a member shows (None: not known), and where: True as what it gives, False as what it takes, None as both."""


def inferred_variance(view: View, cls: Item, ancestors: Ancestors, variance: Variance) -> str | None:
    """One sign for each type parameter, for a class that declares none. None where a member does not tell its types."""
    names = parameters_of(view, cls)
    if not names:
        return None
    stands: list[set[bool | None]] = [set() for _ in names]
    vague: set[bool | None] = set()
    for type_, direction in (*_of_members(view, cls, ancestors), *((base, True) for base in ancestors.bases_of(cls) if not _is_mark(base))):
        if type_ is None or not is_settled(type_):
            vague.add(direction)
            continue
        for variable, upwards in occurrences(type_, variance):
            if variable.of == "?":
                return None
            if variable.of == f"{ancestors.path_of(cls)}/{len(names)}":
                met = stands[variable.place]
                met.update({True, False} if direction is None and upwards is not None else {upwards if direction or upwards is None else not upwards})
    signs = [_sign(met, vague) for met in stands]
    return None if None in signs else "".join(sign or "" for sign in signs)


def _sign(met: set[bool | None], vague: set[bool | None]) -> str | None:
    if {True, False} <= met:
        return "="
    if None in met or None in vague or (vague and False in met):
        return None
    return "-" if False in met else "+"


def _is_mark(base: Named) -> bool:
    return base.path in ("typing.Generic", "typing.Protocol")


def _of_members(view: View, cls: Item, ancestors: Ancestors) -> Iterator[Seen]:
    for name, member in classes.members(view, cls).items():
        item = member.item
        if name in _NOT_ASKED or item.kind == "class":
            continue
        if isinstance(item.definition, Function) and item.kind in ("method", "function"):
            yield from _of_method(item, item.definition, cls, ancestors)
        else:
            yield _of_attribute(item, cls, ancestors)


def _of_method(item: Item, definition: Function, cls: Item, ancestors: Ancestors) -> Iterator[Seen]:
    if "overloaded" in item.flags:
        yield None, None
        return
    for parameter in definition.parameters[0 if item.binding == "static" else 1 :]:
        if parameter.annotation is not None:
            yield ancestors.type_of(parameter.annotation, item, cls), False
    if definition.returns is not None:
        yield ancestors.type_of(definition.returns, item, cls), True


def _of_attribute(item: Item, cls: Item, ancestors: Ancestors) -> Seen:
    """What may be set is taken too, but for private names (type checkers agree on that)."""
    is_only_read = item.name.startswith("_") or (item.kind == "property" and "settable" not in item.flags)
    if item.annotation is None:
        says_nothing = item.value is not None and isinstance(texts.parsed(item.value), ast.Constant)
        return (Named("builtins.object"), True) if says_nothing else (None, True if is_only_read else None)
    owner = item.owner.flags if item.owner is not None else frozenset()
    head = item.annotation.partition("[")[0].rpartition(".")[2]
    is_only_read = is_only_read or head in _FIXED or "frozen" in owner or "namedtuple" in owner
    return ancestors.type_of(item.annotation, item, cls), True if is_only_read else None
