"""Parameters of a `def` or `lambda`, and PEP 695's type parameters."""

from __future__ import annotations

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.normal import CACHED_SOURCE, annotation, normal, parsed_assignment, remember
from modiff.extract.rendering import identifier
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter

_lists: dict[bytes, tuple[Parameter, ...]] = {}


def parameters(node: Node, text: bytes) -> tuple[Parameter, ...]:
    """The parameters of a `parameters` or `lambda_parameters` node. Whole lists are remembered, as most methods share theirs."""
    key = text[node.start_byte : node.end_byte]
    found = _lists.get(key)
    if found is None:
        found = tuple(_read(node, text))
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_lists, key, found)
    return found


def _read(node: Node, text: bytes) -> list[Parameter]:
    read: list[Parameter] = []
    kind = POSITIONAL_OR_KEYWORD
    for child in node.named_children:
        what = child.kind_id
        if what == g.IDENTIFIER:
            read.append(Parameter(_name(child, text), kind))
        elif what == g.DEFAULT_PARAMETER:
            read.append(_with_default(child, text, kind))
        elif what == g.TYPED_DEFAULT_PARAMETER:
            read.append(_with_default(child, text, kind, _annotation(child, text)))
        elif what == g.TYPED_PARAMETER:
            inner = g.first(child)
            if inner is not None and inner.kind_id in _STARRED:
                kind = _starred(read, inner, text, kind, _annotation(child, text))
            elif inner is not None:
                read.append(Parameter(_name(inner, text), kind, None, _annotation(child, text)))
        elif what in _STARRED:
            kind = _starred(read, child, text, kind, None)
        elif what == g.KEYWORD_SEPARATOR:
            kind = KEYWORD_ONLY
        elif what == g.POSITIONAL_SEPARATOR:
            read[:] = [Parameter(p.name, POSITIONAL_ONLY, p.default, p.annotation) for p in read]
        elif what == g.TUPLE_PATTERN:
            read.append(Parameter(normal(child, text), kind))
    return read


_STARRED = frozenset((g.LIST_SPLAT_PATTERN, g.DICTIONARY_SPLAT_PATTERN))


def _starred(read: list[Parameter], node: Node, text: bytes, kind: int, annotated: str | None) -> int:
    """Adds `*args` or `**kwargs`; says what kind follows it."""
    inner = g.first(node)
    name = _name(inner, text) if inner is not None else ""
    if node.kind_id == g.LIST_SPLAT_PATTERN:
        read.append(Parameter(name, VAR_POSITIONAL, None, annotated))
        return KEYWORD_ONLY
    read.append(Parameter(name, VAR_KEYWORD, None, annotated))
    return kind


def _name(node: Node, text: bytes) -> str:
    return identifier(text[node.start_byte : node.end_byte])


def _with_default(node: Node, text: bytes, kind: int, annotated: str | None = None) -> Parameter:
    name, value = node.child_by_field_id(g.F_NAME), node.child_by_field_id(g.F_VALUE)
    shown = "" if name is None else normal(name, text) if name.kind_id == g.TUPLE_PATTERN else _name(name, text)
    return Parameter(shown, kind, normal(value, text) if value is not None else "", annotated)


def _annotation(node: Node, text: bytes) -> str | None:
    kind = node.child_by_field_id(g.F_TYPE)
    return annotation(kind, text) if kind is not None else None


def type_parameters(node: Node, text: bytes) -> tuple[str, ...]:
    """`[T: int = str, *Ts, **P]` piece by piece. The grammar does not know PEP 696's defaults, so the pieces are cut out here."""
    inside = g.source(node, text)[1:-1].decode("utf-8", "replace")
    return tuple(_type_parameter(piece) for piece in _pieces(inside) if piece)


def _type_parameter(piece: str) -> str:
    stars = "**" if piece.startswith("**") else "*" if piece.startswith("*") else ""
    found = parsed_assignment(piece[len(stars) :].strip())
    if found is None:
        return " ".join(piece.split())
    name, bound, default = found
    return stars + name + (f": {bound}" if bound is not None else "") + (f" = {default}" if default is not None else "")


def _pieces(inside: str) -> list[str]:
    """Cut at commas outside brackets and strings, comments left out."""
    pieces, piece, depth, quote, comment = [], "", 0, "", False
    for char in inside:
        if comment:
            comment = char != "\n"
        elif quote:
            quote = "" if char == quote else quote
            piece += char
        elif char == "#":
            comment = True
        elif char == "," and depth == 0:
            pieces.append(piece.strip())
            piece = ""
        else:
            depth += (char in "([{") - (char in ")]}")
            quote = char if char in "'\"" else ""
            piece += char
    return [*pieces, piece.strip()]
