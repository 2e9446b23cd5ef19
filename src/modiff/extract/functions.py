"""A `def`: its signature, flags and deprecation. Bodies are looked into only where a search of their bytes says it is worth while."""

from __future__ import annotations

from tree_sitter import Node

from modiff.extract import deprecations
from modiff.extract import grammar as g
from modiff.extract.expressions import expression
from modiff.extract.normal import annotation
from modiff.extract.places import Places
from modiff.extract.signatures import parameters, type_parameters
from modiff.model.facts import Expression, Function

_SCOPES = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))


def read_function(node: Node, text: bytes, decorators: list[Node], yielding: Places, deprecating: Places) -> Function:
    """Reads a `function_definition`. `decorators` are the expressions after each `@`, outermost first; the places say which bodies are
    worth a look."""
    listed = node.child_by_field_id(g.F_PARAMETERS)
    body = node.child_by_field_id(g.F_BODY)
    returned = node.child_by_field_id(g.F_RETURN_TYPE)
    typed = node.child_by_field_id(g.F_TYPE_PARAMETERS)
    flags: tuple[str, ...] = ()
    start = node.start_byte
    if text[start] == 97 and text.startswith(b"async", start):
        flags = ("async",)
    deprecated = deprecations.by_decorator(decorators, text) if decorators else None
    if body is not None:
        start, end = body.start_byte, body.end_byte
        if yielding.within(start, end) and yields(body, text):
            flags += ("generator",)
        if deprecated is None and deprecating.within(start, end):
            deprecated = deprecations.by_body(body, text)
    return Function(
        parameters(listed, text) if listed is not None else (),
        annotation(returned, text) if returned is not None else None,
        read_decorators(decorators, text),
        flags,
        type_parameters(typed, text) if typed is not None else (),
        deprecated,
    )


def read_decorators(decorators: list[Node], text: bytes) -> tuple[Expression, ...]:
    """Decorators as expressions, outermost first."""
    return tuple([expression(node, text) for node in decorators]) if decorators else ()


def yields(body: Node, text: bytes) -> bool:
    """Does this body yield, itself and not a function, lambda or class inside it?"""
    stack = [body]
    while stack:
        for child in stack.pop().named_children:
            kind = child.kind_id
            if kind == g.YIELD:
                return True
            if kind not in _SCOPES and text.find(b"yield", child.start_byte, child.end_byte) >= 0:
                stack.append(child)
    return False
