"""What a function does with the arguments it gathers, and with mappings it fills: whether `*args` is a list of like things to it, and which keywords
it gives to methods by way of a mapping of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import dotted_name, string_literal
from modiff.model.facts import VAR_POSITIONAL, Parameter

_ALIKE = frozenset("list tuple set frozenset reversed sorted sum enumerate any all iter map filter".split())
"""Functions that treat all elements of what they are given alike."""
_METHODS = frozenset({"extend", "update", "join", "union"})
_LOOK = frozenset({g.IF, g.WHILE, g.NOT, g.BOOLEAN, g.COMPARISON, g.CONDITIONAL})
_LOOPS = frozenset({g.FOR, g.FOR_IN_CLAUSE})


def gathers(block: Node, text: bytes, taken: Iterable[Parameter]) -> bool:
    """See `Body.gathers`."""
    name = next((p.name.encode() for p in taken if p.kind == VAR_POSITIONAL), None)
    if name is None or name not in g.source(block, text):
        return False
    used = False
    for node in _identifiers(block, text, name):
        how = _use(node, text)
        if how is None:
            return False
        used = used or how
    return used


def _identifiers(block: Node, text: bytes, name: bytes) -> Iterator[Node]:
    stack = [block]
    while stack:
        node = stack.pop()
        if node.kind_id == g.IDENTIFIER and g.source(node, text) == name and not _is_a_label(node):
            yield node
        stack.extend(reversed(node.named_children))


def _is_a_label(node: Node) -> bool:
    """Is it the name of an attribute or keyword, and no variable?"""
    parent = node.parent
    field = {g.ATTRIBUTE: g.F_ATTRIBUTE, g.KEYWORD_ARGUMENT: g.F_NAME}.get(parent.kind_id) if parent is not None else None
    return parent is not None and field is not None and parent.child_by_field_id(field) == node


def _use(node: Node, text: bytes) -> bool | None:
    """Is this place a use of all elements alike (True), or a look at how many there are (False)? None: neither."""
    parent = node.parent
    if parent is None:
        return None
    if parent.kind_id in _LOOK:
        return False
    if parent.kind_id in _LOOPS:
        return True if parent.child_by_field_id(g.F_RIGHT) == node else None
    call = parent.parent if parent.kind_id == g.ARGUMENT_LIST else None
    callee = call.child_by_field_id(g.F_FUNCTION) if call is not None and call.kind_id == g.CALL else None
    if callee is None:
        return None
    if callee.kind_id == g.IDENTIFIER:
        word = g.source(callee, text).decode("utf-8", "replace")
        return False if word == "len" else True if word in _ALIKE else None
    method = callee.child_by_field_id(g.F_ATTRIBUTE) if callee.kind_id == g.ATTRIBUTE else None
    return True if method is not None and g.source(method, text).decode("utf-8", "replace") in _METHODS else None


def gives(block: Node, text: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """See `Body.gives`."""
    source = g.source(block, text)
    if b"**" not in source or (b"{" not in source and b"dict(" not in source):
        return ()
    filled = {name: keys for name, keys in _filled(g.parts(block), text).items() if keys}
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    for call in _calls(block):
        callee, listed = call.child_by_field_id(g.F_FUNCTION), call.child_by_field_id(g.F_ARGUMENTS)
        method = callee.child_by_field_id(g.F_ATTRIBUTE) if callee is not None and callee.kind_id == g.ATTRIBUTE else None
        unpacked = [g.first(each) for each in listed.named_children if each.kind_id == g.DICTIONARY_SPLAT] if listed is not None else []
        names = [dotted_name(each, text) for each in unpacked if each is not None]
        keys = sorted({key for name in names if name is not None for key in filled.get(name, ())})
        if method is not None and keys:
            found[g.source(method, text).decode("utf-8", "replace"), tuple(keys)] = None
    return tuple(found)


def _calls(block: Node) -> Iterator[Node]:
    stack = [block]
    while stack:
        node = stack.pop()
        if node.kind_id == g.CALL:
            yield node
        stack.extend(reversed(node.named_children))


def _filled(statements: list[Node], text: bytes) -> dict[str, set[str]]:
    """Mappings that statements make, with the keys that are put into them whatever happens; those of inner blocks are among them."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        inner = g.first(statement) if statement.kind_id == g.EXPRESSION_STATEMENT else None
        if inner is not None and inner.kind_id == g.ASSIGNMENT:
            _assigned(inner, text, found)
        elif statement.kind_id == g.IF:
            for name, keys in _in_every_branch(statement, text).items():
                found.setdefault(name, set()).update(keys)
        if statement.kind_id not in (g.FUNCTION, g.CLASS):
            for block in _blocks(statement):
                for name, keys in _filled(g.parts(block), text).items():
                    if name not in found:
                        found[name] = keys if _makes(block, text, name) else set()
    return found


def _assigned(node: Node, text: bytes, found: dict[str, set[str]]) -> None:
    left, right = node.child_by_field_id(g.F_LEFT), node.child_by_field_id(g.F_RIGHT)
    if left is None or right is None:
        return
    if left.kind_id == g.IDENTIFIER:
        keys = _keys(right, text)
        if keys is not None:
            found[g.source(left, text).decode("utf-8", "replace")] = keys
        else:
            found.pop(g.source(left, text).decode("utf-8", "replace"), None)
    elif left.kind_id == g.SUBSCRIPT:
        held, index = left.child_by_field_id(g.F_VALUE), left.child_by_field_id(g.F_SUBSCRIPT)
        name = dotted_name(held, text) if held is not None else None
        key = string_literal(index, text) if index is not None and index.kind_id == g.STRING else None
        if name is not None and key is not None:
            found.setdefault(name, set()).add(key)


def _keys(node: Node, text: bytes) -> set[str] | None:
    """Keys of a display; None: it is none."""
    if node.kind_id == g.DICTIONARY:
        keys = (each.child_by_field_id(g.F_KEY) for each in node.named_children if each.kind_id == g.PAIR)
        return {said for key in keys if key is not None and key.kind_id == g.STRING and (said := string_literal(key, text)) is not None}
    if node.kind_id == g.CALL:
        callee, listed = node.child_by_field_id(g.F_FUNCTION), node.child_by_field_id(g.F_ARGUMENTS)
        if callee is not None and g.source(callee, text) == b"dict" and listed is not None:
            names = (each.child_by_field_id(g.F_NAME) for each in listed.named_children if each.kind_id == g.KEYWORD_ARGUMENT)
            return {g.source(name, text).decode("utf-8", "replace") for name in names if name is not None}
    return None


def _blocks(statement: Node) -> Iterator[Node]:
    """Blocks in a statement, not those of functions and classes inside it."""
    stack = list(statement.named_children)
    while stack:
        node = stack.pop()
        if node.kind_id == g.BLOCK:
            yield node
        elif node.kind_id not in (g.FUNCTION, g.CLASS, g.LAMBDA):
            stack.extend(node.named_children)


def _in_every_branch(statement: Node, text: bytes) -> dict[str, set[str]]:
    """Keys that every branch of an `if` with `else` puts into a mapping."""
    blocks = list(_blocks(statement))
    if not any(child.kind_id == g.ELSE_CLAUSE for child in statement.named_children) or not blocks:
        return {}
    branches = [_filled(g.parts(block), text) for block in blocks]
    shared = set(branches[0]).intersection(*branches[1:])
    return {name: set.intersection(*(branch[name] for branch in branches)) for name in shared}


def _makes(block: Node, text: bytes, name: str) -> bool:
    """Does the block itself make the mapping, so that what is put in there is always in it?"""
    for statement in g.parts(block):
        inner = g.first(statement) if statement.kind_id == g.EXPRESSION_STATEMENT else None
        left = inner.child_by_field_id(g.F_LEFT) if inner is not None and inner.kind_id == g.ASSIGNMENT else None
        if left is not None and left.kind_id == g.IDENTIFIER and g.source(left, text).decode("utf-8", "replace") == name:
            return True
    return any(_makes(each, text, name) for statement in g.parts(block) for each in _blocks(statement))
