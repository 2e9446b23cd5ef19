"""Reads bodies of functions: bytes in, `Body` out, for the functions that somebody asks about.

A body is read from its own lines alone, so that a question costs what the function costs and not its file. Never raises.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract import text as texts
from modiff.extract.expressions import dotted_name
from modiff.extract.forwarding import Keywords
from modiff.extract.normal import remember
from modiff.extract.signatures import parameters
from modiff.extract.wrapping import ways_it_keeps
from modiff.model.bodies import Body
from modiff.model.facts import VAR_KEYWORD

Span = tuple[int, int]
"""First and last line of a definition, as its `Binding` has them."""

_KINDS = {
    g.NONE: "None",
    g.TRUE: "bool",
    g.FALSE: "bool",
    g.NOT: "bool",
    g.COMPARISON: "bool",
    g.INTEGER: "int",
    g.FLOAT: "float",
    g.LIST: "list",
    g.LIST_COMPREHENSION: "list",
    g.DICTIONARY: "dict",
    g.DICTIONARY_COMPREHENSION: "dict",
    g.TUPLE: "tuple",
    g.EXPRESSION_LIST: "tuple",
    g.SET: "set",
    g.SET_COMPREHENSION: "set",
}
_known: dict[bytes, Body | None] = {}
"""Bodies by their text: most functions of a file that changed did not."""
_INNER = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))


def extract_bodies(data: bytes, spans: Iterable[Span]) -> Mapping[Span, Body]:
    """What the functions on these lines do.

    `data` is the file as it lies on disk; `spans` are lines of `def` statements, decorators left out. A function that cannot be read (broken text,
    nested beyond reason) is left out of the answer.
    """
    readable, _ = texts.readable(data)
    if texts.refusal(readable) is not None:
        return {}
    lines = readable.split(b"\n")
    found: dict[Span, Body] = {}
    for first, last in spans:
        own = b"\n".join(lines[first - 1 : last])
        body = _known[own] if own in _known else _read(own)
        remember(_known, own, body)
        if body is not None:
            found[first, last] = body
    return found


def _read(lines: bytes) -> Body | None:
    """A `def` and its suite, as indented as it stands."""
    text = b"class _:\n" + lines + b"\n" if lines[:1] in (b" ", b"\t") else b"\n" + lines + b"\n"
    try:
        node = _function_in(g.PARSER.parse(text).root_node)
        return None if node is None or node.has_error else _body(node, text)
    except (RecursionError, ValueError):
        return None


def _function_in(root: Node) -> Node | None:
    """The first function; a `class` that was put around it, or another statement on its line (`if x: def f(): …` is none), is passed through."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.kind_id == g.FUNCTION:
            return node
        stack.extend(reversed(node.named_children))
    return None


def _body(node: Node, text: bytes) -> Body | None:
    listed, block = node.child_by_field_id(g.F_PARAMETERS), node.child_by_field_id(g.F_BODY)
    if listed is None or block is None:
        return None
    taken = parameters(listed, text)
    returned, raised = _ends(block, text, taken[0].name if taken else "")
    keeps = ways_it_keeps(node, text)
    mapping = next((p.name for p in taken if p.kind == VAR_KEYWORD), None)
    if mapping is None:
        return Body(keeps=keeps, returns=returned, raises=raised)
    found = Keywords(block, text, mapping, taken).read()
    return Body(
        reads=tuple(sorted(found.reads)),
        taken_out=tuple(sorted(found.taken_out)),
        dropped=tuple(sorted(found.dropped)),
        refused=tuple(sorted(found.refused)),
        rejects=found.rejects,
        forwards=tuple(found.forwards),
        escapes=found.escapes,
        keeps=keeps,
        returns=returned,
        raises=raised,
    )


def _ends(block: Node, text: bytes, receiver: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What it returns and raises."""
    returned: dict[str, None] = {}
    raised: dict[str, None] = {}
    for node in _own(block):
        value = g.first(node)
        if node.kind_id == g.RETURN:
            returned.setdefault("None" if value is None else _kind(value, text, receiver))
        elif value is not None:
            callee = value.child_by_field_id(g.F_FUNCTION) if value.kind_id == g.CALL else value
            name = dotted_name(callee, text) if callee is not None else None
            if name is not None:
                raised.setdefault(name)
    return tuple(returned), tuple(raised)


def _own(block: Node) -> Iterator[Node]:
    """The return and raise statements of this body, not of functions inside it."""
    stack = [block]
    while stack:
        node = stack.pop()
        if node.kind_id in (g.RETURN, g.RAISE):
            yield node
        elif node.kind_id not in _INNER and node.kind_id != g.EXPRESSION_STATEMENT:
            stack.extend(reversed(node.named_children))


def _kind(node: Node, text: bytes, receiver: str) -> str:
    while node.kind_id == g.PARENTHESIZED and (inner := g.first(node)) is not None:
        node = inner
    if node.kind_id in _KINDS:
        return _KINDS[node.kind_id]
    if node.kind_id in (g.STRING, g.CONCATENATED):
        prefix = g.source(node, text)[:3].partition(b"'")[0].partition(b'"')[0]
        return "bytes" if b"b" in prefix.lower() else "str"
    if node.kind_id == g.CALL and (callee := node.child_by_field_id(g.F_FUNCTION)) is not None:
        name = dotted_name(callee, text)
        return f"call {name}" if name is not None else "?"
    return "self" if node.kind_id == g.IDENTIFIER and g.source(node, text).decode() == receiver and receiver in ("self", "cls") else "?"
