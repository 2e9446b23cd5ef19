"""Decorator functions: does what they give take the same calls as what they stand on?

They do where they return the function itself, or an inner function that takes `*args, **kwargs` (perhaps after some parameters of its own) and hands
all of it on, in the same order, to the function.
"""

from __future__ import annotations

import re
from typing import Literal

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.signatures import parameters
from modiff.model.facts import POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL

Ways = tuple[Literal["bare", "called"], ...]
_INNER = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)[^\n]*\(", re.MULTILINE)
_MAX_DEPTH = 3
"""Functions in functions: `def factory(option): def decorator(f): def wrapper(…)`."""


def ways_it_keeps(node: Node, text: bytes) -> Ways:
    """As `Body.keeps`, for a `function_definition`."""
    body, listed = node.child_by_field_id(g.F_BODY), node.child_by_field_id(g.F_PARAMETERS)
    first = g.first(listed) if listed is not None else None
    if body is None or first is None or not may_keep(g.source(first, text), g.source(body, text)):
        return ()
    found: list[Literal["bare", "called"]] = []
    if _keeps_bare(node, text, 0):
        found.append("bare")
    if _keeps_called(node, text):
        found.append("called")
    return tuple(found)


def gives_itself(node: Node, text: bytes) -> bool:
    """As `Body.gives_itself`, for a `function_definition`."""
    listed = node.child_by_field_id(g.F_PARAMETERS)
    first = _text(g.first(listed), text) if listed is not None else ""
    if first not in ("self", "cls") or _INNER.search(text, node.start_byte, node.end_byte) is None:
        return False
    inner, values = _inner_functions(node, text), returned_values(node, text)
    functions = [inner.get(_name(value, text) or "") for value in values]
    return bool(values) and all(
        f is not None and (own := returned_values(f, text)) and all(_name(value, text) == first for value in own) for f in functions
    )


def may_keep(first: bytes, body: bytes) -> bool:
    """Is a function inside, or the first parameter, spoken of in what it returns? Most functions do neither, and need no closer look."""
    if b"return" not in body:
        return False
    names = [*re.findall(rb"\w+", first)[:1], *(_INNER.findall(body) if b"def" in body else ())]
    return re.search(rb"\breturn\b[^\n]*(?<![.\w])(?:" + b"|".join(names) + rb")\b", body) is not None if names else False


def _keeps_called(node: Node, text: bytes) -> bool:
    """Is what it returns a decorator that keeps parameters? (Where it is given the function at once, it may decorate it at once.)"""
    inner = _inner_functions(node, text)
    returned = returned_values(node, text)
    if any(is_partial_of_itself(node, value, text) for value in returned):
        return _keeps_bare(node, text, 0)  # with options it gives itself, and the inner function only when it is used without
    given = False
    for value in returned:
        name = _name(value, text)
        if name in inner and _keeps_bare(inner[name], text, 1):
            given = True
        elif not _is_applied(value, text, inner):
            return False
    return given


def _keeps_bare(node: Node, text: bytes, depth: int) -> bool:
    listed = node.child_by_field_id(g.F_PARAMETERS)
    taken = parameters(listed, text) if listed is not None else ()
    if not taken or depth >= _MAX_DEPTH or taken[0].kind not in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
        return False
    function, inner = taken[0].name, _inner_functions(node, text)
    returned = returned_values(node, text)
    kept = 0
    for value in returned:
        name = _name(value, text)
        if name == function or (name in inner and _hands_on(inner[name], function, text)):
            kept += 1
        elif (applied := applied_to(value, text)) is not None and applied[1] == function and applied[0] in inner:
            kept += _keeps_bare(inner[applied[0]], text, depth + 1)
        elif not (is_partial_of_itself(node, value, text) or _only_without_function(node, name, inner, text)):
            return False
    return kept > 0


def _only_without_function(node: Node, name: str | None, inner: dict[str, Node], text: bytes) -> bool:
    """`return decorator` of a function that may be used with and without options: what it gives then is a decorator that keeps."""
    listed = node.child_by_field_id(g.F_PARAMETERS)
    taken = parameters(listed, text) if listed is not None else ()
    return name in inner and bool(taken) and taken[0].default == "None" and _keeps_bare(inner[name], text, 1)


def _hands_on(wrapper: Node, function: str, text: bytes) -> bool:
    """Does every call of the function inside hand on all that the wrapper takes, and is there one?"""
    listed, body = wrapper.child_by_field_id(g.F_PARAMETERS), wrapper.child_by_field_id(g.F_BODY)
    taken = parameters(listed, text) if listed is not None else ()
    kinds = [p.kind for p in taken]
    if body is None or kinds[-2:] != [VAR_POSITIONAL, VAR_KEYWORD] or any(p.default is not None for p in taken):
        return False
    wanted = [*(p.name for p in taken[:-2]), f"*{taken[-2].name}", f"**{taken[-1].name}"]
    if any(k not in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD) for k in kinds[:-2]) or is_changed(body, {p.name for p in taken}, text):
        return False
    found = [call for call in calls(body) if _text(call.child_by_field_id(g.F_FUNCTION), text) == function]
    return bool(found) and all(_arguments(call, text) == wanted for call in found)


def is_changed(body: Node, names: set[str], text: bytes) -> bool:
    """Is one of these names bound anew, or a key put in or taken out, in the body?"""
    for node in walk(body):
        if node.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT):
            left = node.child_by_field_id(g.F_LEFT)
            bound = (left, *left.named_children) if left is not None else ()
            if any(_text(target, text) in names for target in bound):
                return True
        elif node.kind_id == g.DELETE and any(_text(n, text) in names for n in walk(node)):
            return True
        elif node.kind_id == g.CALL:
            callee = node.child_by_field_id(g.F_FUNCTION)
            receiver, _, method = _text(callee, text).rpartition(".")
            if receiver in names and method in ("pop", "update", "setdefault", "clear", "popitem"):
                return True
    return False


def _arguments(call: Node, text: bytes) -> list[str]:
    listed = call.child_by_field_id(g.F_ARGUMENTS)
    return [_text(part, text) for part in g.parts(listed)] if listed is not None else []


def _inner_functions(node: Node, text: bytes) -> dict[str, Node]:
    """Functions defined in its body, by name; decorated ones only where nothing but `wraps` stands on them."""
    body = node.child_by_field_id(g.F_BODY)
    found: dict[str, Node] = {}
    for child in walk(body, into_functions=False) if body is not None else ():
        if child.kind_id == g.FUNCTION and (named := child.child_by_field_id(g.F_NAME)) is not None:
            marks = [n for n in child.parent.named_children if n.kind_id == g.DECORATOR] if child.parent is not None else []
            if all(COPIES_NAMES.match(g.source(mark, text)) for mark in marks):
                found[_text(named, text)] = child
    return found


def returned_values(node: Node, text: bytes) -> list[Node]:
    """What its own return statements give; both branches of a conditional expression."""
    body = node.child_by_field_id(g.F_BODY)
    found: list[Node] = []
    for child in walk(body, into_functions=False) if body is not None else ():
        if child.kind_id == g.RETURN and (value := g.first(child)) is not None:
            while value.kind_id == g.PARENTHESIZED and (inside := g.first(value)) is not None:
                value = inside
            branches = g.parts(value)
            found += [branches[0], branches[2]] if value.kind_id == g.CONDITIONAL and len(branches) == 3 else [value]
    return [_unwrapped(value, text) for value in found]


COPIES_NAMES = re.compile(rb"@\s*(?:\w+\.)*_?wraps\s*\(")
"""Decorators that give the inner function the name and text of the outer one, and nothing else."""
_TAKES_INNER = {"update_wrapper": 0, "make_decorator": 1, "cast": 1}
"""Functions that hand back one of their arguments, dressed up."""


def _unwrapped(value: Node, text: bytes) -> Node:
    """The inner function in `functools.update_wrapper(inner, f)`, `cast(F, inner)` and `wraps(f)(inner)`."""
    if value.kind_id != g.CALL:
        return value
    callee, listed = value.child_by_field_id(g.F_FUNCTION), value.child_by_field_id(g.F_ARGUMENTS)
    parts = g.parts(listed) if listed is not None else []
    place = _TAKES_INNER.get(_text(callee, text).rpartition(".")[2])
    if place is not None and len(parts) > place:
        return parts[place]
    is_wraps = callee is not None and callee.kind_id == g.CALL and _text(callee.child_by_field_id(g.F_FUNCTION), text).rpartition(".")[2] == "wraps"
    return parts[0] if is_wraps and len(parts) == 1 else value


def applied_to(value: Node, text: bytes) -> tuple[str, str] | None:
    """(callee, argument) of `decorator(f)`."""
    if value.kind_id != g.CALL:
        return None
    given = _arguments(value, text)
    return (_text(value.child_by_field_id(g.F_FUNCTION), text), given[0]) if len(given) == 1 else None


def _is_applied(value: Node, text: bytes, inner: dict[str, Node]) -> bool:
    applied = applied_to(value, text)
    return applied is not None and applied[0] in inner


def is_partial_of_itself(node: Node, value: Node, text: bytes) -> bool:
    """`functools.partial(decorator, option=option)`, for use with options."""
    if value.kind_id != g.CALL or _text(value.child_by_field_id(g.F_FUNCTION), text).rpartition(".")[2] != "partial":
        return False
    given = _arguments(value, text)
    return bool(given) and given[0] == _text(node.child_by_field_id(g.F_NAME), text)


def calls(body: Node) -> list[Node]:
    """Every call in it, of functions inside too, in order of the source."""
    return [node for node in walk(body) if node.kind_id == g.CALL]


def walk(root: Node, into_functions: bool = True) -> list[Node]:
    """Nodes in order of the source; functions inside are listed, and entered if asked."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        found.append(node)
        if into_functions or node is root or node.kind_id not in (g.FUNCTION, g.LAMBDA, g.CLASS):
            stack.extend(reversed(node.named_children))
    return found


def _name(value: Node, text: bytes) -> str | None:
    return _text(value, text) if value.kind_id == g.IDENTIFIER else None


def _text(node: Node | None, text: bytes) -> str:
    return g.source(node, text).decode("utf-8", "replace") if node is not None else ""
