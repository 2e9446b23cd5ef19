"""`exec` of code that stands there as text. A text that is known is source like any other, and is read as such; of one that is put together the
statements around it are kept, for linking to run on names (`Gap.code`)."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.model.facts import Binding, Class, Guard

MOST = 200_000
"""Bytes of code in a literal that are read; more are no program of a release, and stay a gap."""

MOST_KEPT = 3_000
"""Bytes of statements that are kept."""

_OUTERMOST = frozenset((g.FOR, g.WITH, g.IF, g.WHILE, g.TRY))


def parsed(code: str) -> tuple[bytes, list[Node]] | None:
    """The text and statements of code that is executed; None where it is not plain Python."""
    readable = code.encode("utf-8", "replace").replace(b"\r\n", b"\n") + b"\n"
    if len(readable) > MOST or b"\0" in readable:
        return None
    root = g.PARSER.parse(readable).root_node
    return None if root.has_error else (readable, [node for node in root.named_children if node.kind_id != g.COMMENT])


def placed(binding: Binding, line: int, end_line: int, guard: Guard, nested: bool) -> Binding:
    """What executed code binds, as bound by the statement on these lines that executes it."""
    definition = binding.definition
    if isinstance(definition, Class):
        definition = msgspec.structs.replace(
            definition,
            members=tuple(placed(member, line, end_line, (), member.nested) for member in definition.members),
            instance_attributes=tuple(msgspec.structs.replace(attribute, line=line) for attribute in definition.instance_attributes),
        )
    return Binding(binding.name, line, end_line, definition, guard + binding.guard, nested or binding.nested)


def kept(call: Node, text: bytes) -> str:
    """The whole statement of a class body in which code is executed, mostly a loop, as indented as it stands. Empty: it is too long."""
    outermost = call
    above = call.parent
    while above is not None and above.kind_id != g.CLASS:
        if above.kind_id in _OUTERMOST:
            outermost = above
        above = above.parent
    start = text.rfind(b"\n", 0, outermost.start_byte) + 1
    if outermost.end_byte - start > MOST_KEPT or text[start : outermost.start_byte].strip():
        return ""
    return text[start : outermost.end_byte].decode("utf-8", "replace")
