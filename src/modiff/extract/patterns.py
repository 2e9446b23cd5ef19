"""Names that the patterns of a `match` statement bind."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.rendering import identifier


def captured(patterns: list[Node], text: bytes) -> Iterator[str]:
    """Names that the patterns of a `case` bind."""
    stack = list(patterns)
    while stack:
        node = stack.pop()
        kind = node.kind_id
        if kind == g.DOTTED_NAME:
            name = g.source(node, text)
            if b"." not in name and name != b"_":
                yield identifier(name)
        elif kind == g.SPLAT_PATTERN:
            for part in g.parts(node):
                yield identifier(g.source(part, text))
        elif kind == g.AS_PATTERN:
            inner = g.parts(node)
            yield identifier(g.source(inner[-1], text))
            stack += inner[:-1]
        elif kind == g.IF_CLAUSE:
            continue
        else:
            parts = g.parts(node)
            # The class of `Class(...)` and the keyword of `x=pattern` are looked up, not bound.
            stack += parts[1:] if node.type in ("class_pattern", "keyword_pattern") else parts
