"""Subscripts of classes (`C[int]`) and patterns (`case C(x)`): what a class takes there while a program runs."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal

import msgspec

from modiff.link import classes, decorators, metaclasses, texts
from modiff.link.builtin import builtin
from modiff.link.outside import PROTOCOLS
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import Assignment, Class, Expression
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_GENERIC = PROTOCOLS | {"typing.Generic"}
_VARIABLES = frozenset({"TypeVar", "ParamSpec"})


class Subscript(msgspec.Struct, frozen=True):
    """What may stand in brackets behind a class."""

    takes: Literal["nothing", "types", "anything"]
    """types: as many as it has type parameters; anything: it has a `__class_getitem__` of another kind."""
    parameters: tuple[str, ...] = ()


def subscript(view: View, cls: Item) -> Subscript | None:
    """What `C[…]` takes (PEP 484, PEP 560, PEP 695). None where reading cannot say."""
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return None
        if isinstance(ancestor, Outside):
            if ancestor.path in _GENERIC:
                return _parameters(view, cls)
            if ancestor.path.startswith("collections.abc.") or ancestor.path == "typing.NamedTuple":
                return Subscript("anything")
            known = builtin(ancestor.path)
            if known is None and ancestor.path != "abc.ABC":
                return None
            if known is not None and hasattr(known, "__class_getitem__"):
                return Subscript("anything")
            continue
        if "__class_getitem__" in classes.own_members(view, ancestor):
            return Subscript("anything")
        if isinstance(ancestor.definition, Class) and ancestor.definition.type_parameters:
            return _parameters(view, cls)
    return Subscript("nothing") if not _metaclass_takes_subscripts(view, cls) else None


def _metaclass_takes_subscripts(view: View, cls: Item) -> bool:
    """Does a metaclass answer `C[…]`, or may one that is not known?"""
    meta = metaclasses.metaclass(view, cls)
    target = view.at(meta.path) if meta is not None else None
    if isinstance(target, Item) and target.kind == "class":
        return "__getitem__" in classes.members(view, target)
    return meta is None or not meta.path.startswith(("builtins.", "abc.", "typing."))


def _parameters(view: View, cls: Item) -> Subscript | None:
    """The type parameters of a class that `Generic` makes subscriptable: declared ones, else the variables in its bases' brackets in order."""
    definition = cls.definition
    if not isinstance(definition, Class):
        return None
    if definition.type_parameters:
        names = tuple(p.partition(":")[0].partition("=")[0].strip() for p in definition.type_parameters)
        return None if any("*" in p or "=" in p for p in definition.type_parameters) else Subscript("types", names)
    found: dict[str, None] = {}
    for base in definition.bases:
        used = _variables(view, cls, base)
        if used is None:
            return None
        if base.name is not None and base.name.rpartition(".")[2] in ("Generic", "Protocol") and used:
            return Subscript("types", tuple(used))
        found.update(dict.fromkeys(used))
    return Subscript("types", tuple(found)) if found else Subscript("nothing")


def _variables(view: View, cls: Item, base: Expression) -> list[str] | None:
    """Type variables in the brackets of one base; None where something in them is not known to be a variable or a type."""
    node = texts.parsed(base.text)
    if base.call is not None or node is None:
        return None
    if not isinstance(node, ast.Subscript):
        return []
    out = []
    for part in ast.walk(node.slice):
        if isinstance(part, ast.Starred | ast.Constant):
            return None
        if isinstance(part, ast.Name):
            variable = _is_variable(view, cls, part.id)
            if variable is None:
                return None
            out += [part.id] if variable else []
    return list(dict.fromkeys(out))


def _is_variable(view: View, cls: Item, name: str) -> bool | None:
    """Is it a type variable without a default? None: reading cannot say, or it stands for several types, or has a default (PEP 646, PEP 696)."""
    target = view.lookup(cls.module, name, cls.owner)
    if isinstance(target, Outside):
        return (
            False
            if target.path.startswith("builtins.")
            else True
            if target.path in ("typing.AnyStr",)
            else False
            if target.path.startswith("typing.")
            else None
        )
    if not isinstance(target, Item):
        return None
    value = target.definition.value if isinstance(target.definition, Assignment) else None
    if value is None or value.call is None:
        return False if target.kind == "class" else None
    if value.call.callee.rpartition(".")[2] not in _VARIABLES:
        return None
    return None if any(key == "default" for key, _ in value.call.keywords) else True


def is_runtime_checkable(cls: Item) -> bool:
    """May a protocol be asked for by `isinstance` (PEP 544)?"""
    return isinstance(cls.definition, Class) and decorators.has(cls.definition.decorators, "runtime_checkable", "runtime")


def match_arguments(view: View, cls: Item) -> tuple[str, ...] | None:
    """What `__match_args__` says where it is written as a literal (PEP 634), its own or a base's; None: none is written, or it is computed."""
    member = classes.members(view, cls).get("__match_args__")
    if member is None or member.item.value is None:
        return None
    names = texts.strings(texts.parsed(member.item.value))
    return None if names is None else tuple(names)
