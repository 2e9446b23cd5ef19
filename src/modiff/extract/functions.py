"""A `def`: its signature, flags and deprecation. Bodies are looked into only where a search of their bytes says it is worth while."""

from __future__ import annotations

from tree_sitter import Node

from modiff.extract import deprecations
from modiff.extract import grammar as g
from modiff.extract.expressions import expression
from modiff.extract.normal import CACHED_SOURCE, annotation, remember
from modiff.extract.places import Places
from modiff.extract.signatures import parameters, type_parameters
from modiff.model.facts import Expression, Function

_SCOPES = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))


_functions: dict[bytes, Function] = {}


def read_function(node: Node, text: bytes, decorators: list[Node], yielding: Places, deprecating: Places) -> Function:
    """Reads a `function_definition`. `decorators` are the expressions after each `@`, outermost first; the places say which bodies are
    worth a look. Functions with nothing of the kind are remembered by their header, which most of two versions share."""
    body = node.child_by_field_id(g.F_BODY)
    if body is None:
        return _read(node, text, decorators)
    start, end = body.start_byte, body.end_byte
    may_yield, may_warn = yielding.within(start, end), deprecating.within(start, end)
    if may_yield or may_warn:
        return _read(node, text, decorators, body if may_yield else None, body if may_warn else None)
    key = text[(decorators[0] if decorators else node).start_byte : start].rstrip()
    found = _functions.get(key)
    if found is None:
        found = _read(node, text, decorators)
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_functions, key, found)
    return found


def _read(node: Node, text: bytes, decorators: list[Node], yielding: Node | None = None, warning: Node | None = None) -> Function:
    """`yielding` and `warning` are the body if it may do that."""
    listed = node.child_by_field_id(g.F_PARAMETERS)
    returned = node.child_by_field_id(g.F_RETURN_TYPE)
    typed = node.child_by_field_id(g.F_TYPE_PARAMETERS)
    flags: tuple[str, ...] = ("async",) if text.startswith(b"async", node.start_byte) else ()
    if yielding is not None and yields(yielding, text):
        flags += ("generator",)
    deprecated = deprecations.by_decorator(decorators, text) if decorators else None
    if deprecated is None and warning is not None:
        deprecated = deprecations.by_body(warning, text)
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
