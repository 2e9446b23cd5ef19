"""String nodes: their value, or their text where they have none (f-strings, t-strings, Python 2's backquotes)."""

from __future__ import annotations

from tree_sitter import Node

from modiff.extract.literals import string_value


def string_piece(node: Node, text: bytes) -> tuple[str | bytes | None, str]:
    """(value, "") of a plain literal, or (None, text as it is written). Takes a whole `string` node, with opening and closing quotes."""
    children = node.children
    opening = text[children[0].start_byte : children[0].end_byte].decode("ascii", "replace")
    content = text[children[0].end_byte : children[-1].start_byte].decode("utf-8", "replace")
    prefix = opening.rstrip("'\"`").lower()
    if "f" not in prefix and "t" not in prefix and "`" not in opening:
        return string_value(prefix, content), ""
    if "`" in opening or any(char in content for char in "'\"\\\n"):
        return None, text[node.start_byte : node.end_byte].decode("utf-8", "replace")
    return None, f"{prefix}'{content}'"
