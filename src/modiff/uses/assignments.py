"""Assignments of the client: what targets are bound to."""

from __future__ import annotations

import ast

from modiff.uses import library
from modiff.uses.annotations import annotation, are_text
from modiff.uses.contents import put_under_key
from modiff.uses.events import Answer
from modiff.uses.expressions import evaluate
from modiff.uses.lookups import annotated, attribute, element_of
from modiff.uses.modules import Scope
from modiff.uses.protocols import unpacked
from modiff.uses.readings import Reading
from modiff.uses.values import UNKNOWN, Constant, Instance, Keywords, OwnClass, OwnInstance, Plain, Value, one_of, options


def assign(reading: Reading, target: ast.expr, value: Value, scope: Scope) -> None:
    """Binds a target of any form."""
    match target:
        case ast.Name(id=name):
            scope.bind(name, value)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            if elements:
                unpacked(reading, elements, value)
            for index, element in enumerate(elements):
                starred = isinstance(element, ast.Starred)
                assign(reading, element.value if starred else element, UNKNOWN if starred else _part(reading, value, index), scope)  # type: ignore[attr-defined]
        case ast.Attribute(value=inner, attr=name):
            if isinstance(inner, ast.Name):
                scope.names.pop(f"{inner.id}.{name}", None)  # what a test said of it is over
            _set_attribute(reading, target, evaluate(reading, inner, scope), name, value)
        case ast.Subscript(value=inner, slice=index):
            held = evaluate(reading, inner, scope)
            key = evaluate(reading, index, scope) if not isinstance(index, ast.Slice) else UNKNOWN
            if isinstance(inner, ast.Name) and any(isinstance(each, Keywords) for each in options(held)):
                scope.bind(inner.id, one_of([_including(each, key, value) for each in options(held)]))
            put_under_key(reading, inner, held, value, scope)
        case ast.Starred(value=inner):
            assign(reading, inner, UNKNOWN, scope)


def _including(held: Value, key: Value, value: Value) -> Value:
    """A mapping after `held[key] = value`."""
    text = key.value if isinstance(key, Constant) else None
    return held.including(text, value) if isinstance(held, Keywords) and isinstance(text, str) else Plain("builtins.dict")


def _part(reading: Reading, value: Value, index: int) -> Value:
    if isinstance(value, Plain) and value.path == "builtins.tuple":
        return value.args[index] if index < len(value.args) else UNKNOWN
    if isinstance(value, Constant) and isinstance(value.value, tuple):
        return Constant(value.value[index]) if index < len(value.value) else UNKNOWN
    return element_of(reading, value)


def _set_attribute(reading: Reading, node: ast.Attribute, owner: Value, name: str, value: Value) -> None:
    if isinstance(owner, OwnInstance | OwnClass):
        cls = owner.cls if isinstance(owner, OwnInstance) else owner
        reading.learnt.note_attribute(cls.node, name, value)
    for each in options(owner):
        if isinstance(each, Instance):
            _assignable(reading, node, each, name)


def _assignable(reading: Reading, node: ast.Attribute, owner: Instance, name: str) -> None:
    graph = reading.world.graph_of(owner.cls)
    member = graph.members(owner.cls).get(name)
    path = f"{owner.cls.path}.{name}"
    if member is None:
        return
    if member.item.kind == "property" and "settable" not in member.item.flags and "cached" not in member.item.flags:
        reading.tell(
            node, "attribute", f"{name}=", Answer(False, path, member.item.path, f"property '{name}' of '{owner.cls.name}' object has no setter")
        )
    else:
        reading.tell(node, "attribute", f"{name}=", Answer(True, path, member.item.path))


def assign_annotated(reading: Reading, target: ast.expr, said: ast.expr, value: ast.expr | None, scope: Scope) -> None:
    """`x: C = value`."""
    kept = reading.typing_only
    reading.typing_only = kept or scope.kind == "function" or are_text(reading)
    annotation(reading, said, scope)
    reading.typing_only = kept
    given = evaluate(reading, value, scope) if value is not None else UNKNOWN
    declared = annotated(reading, scope, said)
    meant = given if isinstance(given, Instance | OwnInstance | Constant) or declared == UNKNOWN else declared
    if value is not None or isinstance(target, ast.Name):
        assign(reading, target, meant if value is not None else declared, scope)
    if scope.kind == "class" and isinstance(target, ast.Name) and reading.owner is not None and value is None:
        reading.learnt.note_attribute(reading.owner.node, target.id, declared)


def update(reading: Reading, target: ast.expr, scope: Scope) -> None:
    """`x += …`: what it is then is not followed, but for text."""
    if isinstance(target, ast.Name):
        known = scope.lookup(target.id)
        text = library.class_path(known) if known is not None else None
        scope.bind(target.id, Plain(text) if text in ("builtins.str", "builtins.bytes", "builtins.list") else UNKNOWN)
    elif isinstance(target, ast.Attribute):
        if isinstance(target.value, ast.Name):
            scope.names.pop(f"{target.value.id}.{target.attr}", None)
        owner = evaluate(reading, target.value, scope)
        attribute(reading, target, owner, target.attr)
        _set_attribute(reading, target, owner, target.attr, UNKNOWN)
    else:
        evaluate(reading, target, scope)
