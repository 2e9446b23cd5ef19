"""What a local name of a function stands for where callers do not say otherwise: `cls = cls or Option`, `if cls is None: cls = Option`, a default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import dotted_name, string_literal
from modiff.model.facts import Parameter

_KEYS = re.compile(rb"(?:^|\.)(?:pop|get)$")


def usual(name: str, assignments: Iterable[Node], text: bytes, parameters: Sequence[Parameter]) -> tuple[str, str]:
    """A dotted name, and the parameter or key by which callers say otherwise; two empty texts where it may be anything.

    `assignments`: all of the function, also of functions inside it; `parameters`: all of the function."""
    values = [_value(node, name, text) for node in assignments]
    found = [value for value in values if value is not None]
    parameter = next((p for p in parameters if p.name == name), None)
    if not found:
        default = parameter.default if parameter is not None else None
        return (default, name) if default is not None and _is_path(default) else ("", "")
    if len(found) > 1:
        return "", ""
    return _chosen(found[0], text, name if parameter is not None and parameter.default == "None" else "")


def _value(assignment: Node, name: str, text: bytes) -> Node | None:
    """What is assigned to the name there; None: something else is assigned to."""
    left, right = assignment.child_by_field_id(g.F_LEFT), assignment.child_by_field_id(g.F_RIGHT)
    return right if left is not None and g.source(left, text) == name.encode() else None


def _chosen(value: Node, text: bytes, parameter: str) -> tuple[str, str]:
    """`parameter`: the name itself, where it is a parameter whose default is None."""
    path = dotted_name(value, text)
    if path is not None:
        return (path, parameter) if parameter and _stands_under_none(value, text, parameter) else ("", "")
    if value.kind_id == g.BOOLEAN:
        operator = value.child_by_field_id(g.F_OPERATOR)
        left, right = value.child_by_field_id(g.F_LEFT), value.child_by_field_id(g.F_RIGHT)
        if operator is None or g.source(operator, text) != b"or" or left is None or right is None:
            return "", ""
        return _or(dotted_name(right, text), _asked(left, text, only_none=True) or (parameter if g.source(left, text) == parameter.encode() else ""))
    if value.kind_id == g.CALL:
        parts = _arguments(value)
        if len(parts) == 2 and _callee(value, text).rpartition(b".")[2] == b"cast":
            path = dotted_name(parts[1], text)
            return _chosen(parts[1], text, parameter) if path is None else _or(_under_none(value, parts[1], text, parameter), parameter)
        return _or(dotted_name(parts[1], text) if len(parts) == 2 else None, _asked(value, text, only_none=False))
    return "", ""


def _or(path: str | None, unless: str) -> tuple[str, str]:
    return (path, unless) if path and unless and path not in ("None", "True", "False") else ("", "")


def _under_none(assigned: Node, value: Node, text: bytes, parameter: str) -> str | None:
    return dotted_name(value, text) if parameter and _stands_under_none(assigned, text, parameter) else None


def _asked(call: Node, text: bytes, *, only_none: bool) -> str:
    """The key of `kwargs.pop("key", None)`, `kwargs.get("key")`; empty: it is no such call. `only_none`: the default must be None, or not given."""
    if call.kind_id != g.CALL or _KEYS.search(_callee(call, text)) is None:
        return ""
    parts = _arguments(call)
    if not parts or (only_none and len(parts) > 1 and g.source(parts[1], text) != b"None"):
        return ""
    return string_literal(parts[0], text) or ""


def _stands_under_none(value: Node, text: bytes, parameter: str) -> bool:
    """Does the assignment stand in `if parameter is None:`, and so leave what callers give?"""
    at = value.parent
    while at is not None and at.kind_id != g.FUNCTION:
        if at.kind_id in (g.ELIF_CLAUSE, g.ELSE_CLAUSE):
            return False
        if at.kind_id == g.IF:
            condition = at.child_by_field_id(g.F_CONDITION)
            said = g.source(condition, text) if condition is not None else b""
            return said in (parameter.encode() + b" is None", b"not " + parameter.encode())
        at = at.parent
    return False


def _callee(call: Node, text: bytes) -> bytes:
    callee = call.child_by_field_id(g.F_FUNCTION)
    return g.source(callee, text) if callee is not None else b""


def _arguments(call: Node) -> list[Node]:
    listed = call.child_by_field_id(g.F_ARGUMENTS)
    return g.parts(listed) if listed is not None else []


def _is_path(text: str) -> bool:
    return text.replace(".", "").isidentifier() and text not in ("None", "True", "False")
