"""Expressions as facts: canonical text, and what linking may have to follow (a dotted name, a call, a lambda)."""

from __future__ import annotations

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.normal import CACHED_SOURCE, LONG, limited, normal, remember
from modiff.extract.rendering import CannotRender, Renderer, identifier
from modiff.extract.signatures import parameters
from modiff.model.facts import Call, Expression, Parameter

_expressions: dict[bytes, Expression] = {}


def expression(node: Node, text: bytes) -> Expression:
    """An expression that linking may have to follow."""
    key = text[node.start_byte : node.end_byte]
    found = _expressions.get(key)
    if found is None:
        found = _read(node, text)
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_expressions, key, found)
    return found


def dotted_name(node: Node, text: bytes) -> str | None:
    """`a.b.c`, or None for what is no dotted name."""
    names: list[str] = []
    while node.kind_id in (g.ATTRIBUTE, g.PARENTHESIZED):
        if node.kind_id == g.PARENTHESIZED:
            inner = g.parts(node)
            if len(inner) != 1:
                return None
            node = inner[0]
            continue
        value, name = node.child_by_field_id(g.F_OBJECT), node.child_by_field_id(g.F_ATTRIBUTE)
        if value is None or name is None:
            return None
        names.append(identifier(g.source(name, text)))
        node = value
    if node.kind_id != g.IDENTIFIER:
        return None
    names.append(identifier(g.source(node, text)))
    return ".".join(reversed(names))


def string_literal(node: Node, text: bytes) -> str | None:
    """The value of a plain string literal (adjacent ones joined); None for anything else, bytes and f-strings included."""
    if node.kind_id == g.PARENTHESIZED:
        inner = g.parts(node)
        return string_literal(inner[0], text) if len(inner) == 1 and inner[0].kind_id in (g.STRING, g.CONCATENATED) else None
    if node.kind_id not in (g.STRING, g.CONCATENATED):
        return None
    taken: list[str] = []

    def take(value: str) -> str:
        taken.append(value)
        return ""

    try:
        Renderer(text, take).render(node)
    except CannotRender:
        return None
    return taken[0] if len(taken) == 1 else None


def arguments(call: Node, text: bytes) -> tuple[list[Node], dict[str, Node]]:
    """Positional argument nodes (unpacked ones included) and keyword argument nodes by name (`**x` as `**`)."""
    listed = call.child_by_field_id(g.F_ARGUMENTS)
    positional: list[Node] = []
    keywords: dict[str, Node] = {}
    if listed is None:
        return positional, keywords
    if listed.kind_id == g.GENERATOR:
        return [listed], keywords
    for part in g.parts(listed):
        if part.kind_id == g.KEYWORD_ARGUMENT:
            name, value = part.child_by_field_id(g.F_NAME), part.child_by_field_id(g.F_VALUE)
            if name is not None and value is not None:
                keywords[identifier(g.source(name, text))] = value
        elif part.kind_id == g.DICTIONARY_SPLAT:
            keywords["**"] = part
        else:
            positional.append(part)
    return positional, keywords


def _read(node: Node, text: bytes) -> Expression:
    bare = node
    while bare.kind_id in (g.PARENTHESIZED, g.TYPE):
        inner = g.parts(bare)
        if len(inner) != 1:
            break
        bare = inner[0]
    kind = bare.kind_id
    if kind == g.CALL:
        return _called(bare, text)
    shown = normal(node, text)
    if kind in (g.IDENTIFIER, g.ATTRIBUTE):
        return Expression(shown, dotted_name(bare, text))
    if kind in (g.SUBSCRIPT, g.GENERIC_TYPE):
        head = g.first(bare)
        return Expression(shown, dotted_name(head, text) if head is not None else None)
    if kind == g.LAMBDA:
        return Expression(shown, parameters=_lambda_parameters(bare, text))
    return Expression(shown)


def _called(node: Node, text: bytes) -> Expression:
    """A call. Its text is put together from the parts, so that no argument is rendered twice."""
    function, listed = node.child_by_field_id(g.F_FUNCTION), node.child_by_field_id(g.F_ARGUMENTS)
    if function is None or listed is None or node.has_error or function.kind_id not in _TIGHT or listed.kind_id == g.GENERATOR:
        return Expression(normal(node, text))
    positional: list[str] = []
    keywords: list[tuple[str, str]] = []
    size = largest = 0
    parts = g.parts(listed)
    for part in parts:
        if part.kind_id == g.KEYWORD_ARGUMENT:
            name, value = part.child_by_field_id(g.F_NAME), part.child_by_field_id(g.F_VALUE)
            if name is not None and value is not None:
                keywords.append((identifier(g.source(name, text)), normal(value, text)))
        elif part.kind_id == g.DICTIONARY_SPLAT:
            keywords.append(("**", normal(part, text)[2:]))
        else:
            positional.append(normal(part, text))
        length = part.end_byte - part.start_byte
        size += length
        if length > largest:
            largest = length
    call = Call(normal(function, text), tuple(positional), tuple(keywords))
    if largest > LONG // 4 or (len(parts) == 1 and positional and positional[0].startswith("(")):
        return Expression(normal(node, text), call=call if size <= LONG else None)
    shown = [*positional, *[f"{name}={value}" if name != "**" else f"**{value}" for name, value in keywords]]
    return Expression(limited(f"{call.callee}({', '.join(shown)})"), call=call if size <= LONG else None)


_TIGHT = frozenset((g.IDENTIFIER, g.ATTRIBUTE, g.SUBSCRIPT, g.CALL))
"""What may be called without parentheses around it."""


def _lambda_parameters(node: Node, text: bytes) -> tuple[Parameter, ...]:
    listed = node.child_by_field_id(g.F_PARAMETERS)
    return parameters(listed, text) if listed is not None else ()
