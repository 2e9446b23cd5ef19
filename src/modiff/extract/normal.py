"""Canonical source of expressions and annotations.

Remembered by source bytes: defaults, annotations and bases repeat massively within and across files.
"""

from __future__ import annotations

import hashlib
import re
from typing import TypeVar

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.plain import plain
from modiff.extract.rendering import TEST, CannotRender, Renderer

T = TypeVar("T")

LONG = 20_000
"""Characters of canonical text beyond which a value is data: its beginning and a digest of the whole stand for it."""

_SHOWN = 200
CACHED_SOURCE = 400
"""Bytes of source up to which results are remembered."""
_CACHE_SIZE = 60_000

_DOTTED = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\Z")

_MAY_BE_PLAIN = frozenset((g.CALL, g.LIST, g.ATTRIBUTE, g.IDENTIFIER, g.STRING))

_texts: dict[bytes, str] = {}
_annotations: dict[bytes, str] = {}


def normal(node: Node, text: bytes) -> str:
    """The canonical source of an expression node. A broken or absurdly nested one stands as written, white space collapsed."""
    key = text[node.start_byte : node.end_byte]
    found = _texts.get(key)
    if found is None:
        shown = plain(key) if node.kind_id in _MAY_BE_PLAIN and not node.has_error else None
        found = limited(shown) if shown is not None else _rendered(node, text, Renderer(text))
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_texts, key, found)
    return found


def annotation(node: Node, text: bytes) -> str:
    """The canonical source of an annotation: as `normal`, quotes of string annotations removed at every depth (not in `Literal[...]`
    and not in what `Annotated[...]` adds)."""
    key = text[node.start_byte : node.end_byte]
    found = _annotations.get(key)
    if found is None:
        if _DOTTED.match(key):
            found = key.decode()
        else:
            found = _rendered(node, text, Renderer(text, _unquote))
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_annotations, key, found)
    return found


def parsed(source: str) -> tuple[Node, bytes] | None:
    """The one expression that a text holds, as a node and the bytes it lies in; None if it holds none, several, or is broken."""
    data = f"({source})".encode("utf-8", "replace")
    root = g.PARSER.parse(data).root_node
    if root.has_error or root.named_child_count != 1:
        return None
    statement = root.named_children[0]
    if statement.kind_id != g.EXPRESSION_STATEMENT or statement.named_child_count != 1:
        return None
    return statement.named_children[0], data


def parsed_assignment(source: str) -> tuple[str, str | None, str | None] | None:
    """What `name`, `name: bound`, `name = default` or `name: bound = default` says, in canonical spelling; None if it says anything else."""
    data = source.replace("\n", " ").encode("utf-8", "replace")
    root = g.PARSER.parse(data).root_node
    statement = g.first(root)
    if root.has_error or root.named_child_count != 1 or statement is None or statement.kind_id != g.EXPRESSION_STATEMENT:
        return None
    inner = g.first(statement)
    if inner is None or inner.kind_id != g.ASSIGNMENT:
        return (normal(inner, data), None, None) if inner is not None and inner.kind_id == g.IDENTIFIER else None
    name, bound, default = inner.child_by_field_id(g.F_LEFT), inner.child_by_field_id(g.F_TYPE), inner.child_by_field_id(g.F_RIGHT)
    if name is None or name.kind_id != g.IDENTIFIER:
        return None
    return normal(name, data), annotation(bound, data) if bound is not None else None, annotation(default, data) if default is not None else None


def remember(cache: dict[bytes, T], key: bytes, value: T) -> None:
    """Stores a result; a full cache starts anew, as what repeats comes back soon."""
    if len(cache) >= _CACHE_SIZE:
        cache.clear()
    cache[key] = value


def _rendered(node: Node, text: bytes, renderer: Renderer) -> str:
    try:
        if node.has_error:
            raise CannotRender("error")
        shown = renderer.render(node, TEST)
    except (CannotRender, ValueError, RecursionError):
        shown = " ".join(g.source(node, text).decode("utf-8", "replace").split())
    return limited(shown)


def limited(shown: str) -> str:
    """The text, or the beginning and a digest of a long one."""
    if len(shown) <= LONG:
        return shown
    digest = hashlib.blake2b(shown.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return f"{shown[:_SHOWN]}... ({len(shown)} characters, {digest})"


def _unquote(value: str) -> str | None:
    found = parsed(value.strip())
    if found is None:
        return None
    node, data = found
    return annotation(node, data)
