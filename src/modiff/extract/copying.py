"""Functions that write code at run time: they make another function, with the parameters of what they are given."""

from __future__ import annotations

import re
from typing import Literal

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments
from modiff.extract.signatures import parameters
from modiff.extract.wrapping import returned_values, walk
from modiff.model.bodies import Copies

_LOOKS = re.compile(rb"argspec|signature|__code__")
_WORDS = (b"exec", b"eval", b"FunctionType")
"""One of them stands in whatever the next pattern finds; plain words are found sooner."""
_COMPILES = re.compile(rb"\bexec\b|\b\w*exec_\w+\s*\(|FunctionType\s*\(|\beval\s*\(")
_READER = re.compile(r"_?(?:inspect_)?(?:get)?_?(?:full)?(?P<whole>argspec)(?:_\w+)?$|_?(?:get_)?signature$")
_LEAVES_OUT = re.compile(
    rb"\bdel\s+\w+(?:\[0\]|\.args|\.parameters)?\[0\]|(?:\[0\]|\.args|\bargs|\bparams|\bparameters|\.values\(\)\))\[1:\]|\.pop\(0\)"
)
"""`del spec[0][0]`, `spec.args[1:]`, `args.pop(0)`."""


def copies(node: Node, text: bytes) -> Copies | None:
    """As `Body.copies`, for a `function_definition`."""
    body, listed = node.child_by_field_id(g.F_BODY), node.child_by_field_id(g.F_PARAMETERS)
    source = g.source(body, text) if body is not None else b""
    if body is None or listed is None or not any(word in source for word in _WORDS):
        return None
    if _COMPILES.search(source) is None or _LOOKS.search(source) is None:
        return None
    taken = parameters(listed, text)
    found = _reading(body, text, taken[0].name) if taken else None
    names = _other_names(body, text, taken[0].name) if taken else {}
    if found is None or any(_text(value, text).partition(".")[0] in names for value in returned_values(node, text)):
        return None
    skips = 1 if _LEAVES_OUT.search(source) is not None and found != "code" else 0
    return Copies(taken[0].name, found != "signature", skips)


def _other_names(body: Node, text: bytes, name: str) -> set[str]:
    """Names of the function for what the parameter holds, or for its constructor: `fn = target.__init__`."""
    names = {name}
    for child in walk(body, into_functions=False):
        if child.kind_id != g.ASSIGNMENT:
            continue
        value = child.child_by_field_id(g.F_RIGHT)
        while value is not None and value.kind_id == g.ASSIGNMENT:
            value = value.child_by_field_id(g.F_RIGHT)
        written = _text(value, text)
        left = child.child_by_field_id(g.F_LEFT)
        if left is not None and left.kind_id == g.IDENTIFIER and (written in names or written.removesuffix(".__init__") in names):
            names.add(_text(left, text))
    return names


def _reading(body: Node, text: bytes, name: str) -> Literal["argspec", "signature", "code"] | None:
    """How the body looks at the parameters of what its first parameter holds; None: it does not."""
    names = _other_names(body, text, name)
    for child in walk(body, into_functions=False):
        if child.kind_id != g.CALL:
            continue
        callee = _text(child.child_by_field_id(g.F_FUNCTION), text).rpartition(".")[2]
        given, _ = arguments(child, text)
        first = _text(given[0], text) if given else ""
        if callee == "FunctionType" and first.removesuffix(".__code__") in names and first.endswith(".__code__"):
            return "code"
        reader = _READER.match(callee)
        if reader is not None and first.removesuffix(".__init__") in names:
            return "argspec" if reader["whole"] else "signature"
    return None


def _text(node: Node | None, text: bytes) -> str:
    return g.source(node, text).decode("utf-8", "replace") if node is not None else ""
