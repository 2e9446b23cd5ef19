"""Decorator functions that put an inner function with a signature of its own in place of what they stand on.

`def deco(fn): def inner(a, *, b=None): …; return inner` gives something that takes `a` and `b`, whatever `fn` takes; `functools.wraps` changes only
what `inspect` shows. What an inner function takes by `*args` and `**kwargs` is for the function inside, if every call of it hands them on alike.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.signatures import parameters
from modiff.extract.wrapping import COPIES_NAMES, applied_to, calls, is_changed, is_partial_of_itself, may_keep, returned_values, walk
from modiff.model.bodies import HandedOn, Wrapper
from modiff.model.facts import POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter

Way = Literal["bare", "called"]
Turned = Literal["async", "generator", "other"]
Turns = tuple[tuple[Way, Turned], ...]
_STARS = (VAR_POSITIONAL, VAR_KEYWORD)
_MAX_DEPTH = 3
_LITERAL = re.compile(r"-?[\d.]+$|(None|True|False)$|[bru]*(['\"])[^'\"]*\2$|\(\)$|\[\]$|\{\}$")
_Found = tuple[tuple[Node, ...], str]
"""Definitions of the inner function (several: in the branches of a condition), and the name of the function that they stand for."""


def wrappers(node: Node, text: bytes) -> tuple[tuple[Wrapper, ...], Turns]:
    """As `Body.wraps` and `Body.turns`, for a `function_definition`."""
    body, listed = node.child_by_field_id(g.F_BODY), node.child_by_field_id(g.F_PARAMETERS)
    first = g.first(listed) if listed is not None else None
    inside = g.source(body, text) if body is not None else b""
    if first is None or b"def" not in inside or not may_keep(g.source(first, text), inside):
        return (), ()
    ways: tuple[tuple[Way, _Found | None], ...] = (("bare", _given_bare(node, text, 0)), ("called", _given_called(node, text)))
    given = [(way, found) for way, found in ways if found is not None]
    read = (_read(way, found, text) for way, found in given)
    turned = ((way, _turned(found, text)) for way, found in given)
    return tuple(wrapper for wrapper in read if wrapper is not None), tuple((way, kind) for way, kind in turned if kind is not None)


def _turned(found: _Found, text: bytes) -> Turned | None:
    """What a call of the inner function gives; None: what a call of the function inside gives. Where one is for coroutines and another is not, it is
    chosen after that function."""
    nodes, function = found
    kinds = {_kind(node, function, text) for node in nodes}
    if None in kinds and "other" not in kinds:
        return None
    return kinds.pop() if len(kinds) == 1 else "other"


def _kind(node: Node, function: str, text: bytes) -> Turned | None:
    own = walk(node.child_by_field_id(g.F_BODY) or node, into_functions=False)
    if any(part.kind_id == g.YIELD for part in own):
        return "generator" if not _is_async(node, text) else "other"
    if _is_async(node, text):
        return "async"
    held = {
        _text(part.child_by_field_id(g.F_LEFT), text)
        for part in own
        if part.kind_id == g.ASSIGNMENT and _is_call_of(part.child_by_field_id(g.F_RIGHT), function, text)
    }
    values = returned_values(node, text)
    # One way that hands it on is enough: others (`return None` where nothing helped) are for when it failed.
    return None if any(_is_call_of(value, function, text) or _text(value, text) in held for value in values) else "other"


def _is_async(node: Node, text: bytes) -> bool:
    return text[node.start_byte : node.start_byte + 6] in (b"async ", b"async\t")


def _is_call_of(value: Node | None, function: str, text: bytes) -> bool:
    return value is not None and value.kind_id == g.CALL and _text(value.child_by_field_id(g.F_FUNCTION), text) == function


def _given_bare(node: Node, text: bytes, depth: int) -> _Found | None:
    """What `@d` puts in place of a function; None: not one thing, or something else than an inner function."""
    taken = _taken(node, text)
    if not taken or depth >= _MAX_DEPTH or taken[0].kind not in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
        return None
    function, inner, found = taken[0].name, _inner(node, text), list[_Found | None]()
    values = returned_values(node, text)
    factories = {a[0] for value in values if (a := applied_to(value, text)) is not None and a[1] == function and len(inner.get(a[0], ())) == 1}
    for value in values:
        name = _text(value, text)
        if name in factories:
            continue  # `return decorator` where no function was given: the way with options
        if name in inner:
            found.append((inner[name], function))
        elif (a := applied_to(value, text)) is not None and a[0] in factories:
            found.append(_given_bare(inner[a[0]][0], text, depth + 1))
        elif not is_partial_of_itself(node, value, text):
            return None
    return found[0] if found and all(one == found[0] for one in found) else None


def _given_called(node: Node, text: bytes) -> _Found | None:
    """The same for `@d(…)`."""
    inner, found = _inner(node, text), list[_Found | None]()
    values = returned_values(node, text)
    if any(is_partial_of_itself(node, value, text) for value in values):
        return _given_bare(node, text, 0)
    for value in values:
        name = _text(value, text)
        if len(inner.get(name, ())) == 1:
            found.append(_given_bare(inner[name][0], text, 1))
        elif (a := applied_to(value, text)) is None or a[0] not in inner:
            return None
    return found[0] if found and all(one == found[0] for one in found) else None


def _inner(node: Node, text: bytes) -> dict[str, tuple[Node, ...]]:
    """Functions defined in its body, by name: none of a name that something else than `wraps` stands on, or that is bound otherwise, too."""
    body = node.child_by_field_id(g.F_BODY)
    found: dict[str, list[Node]] = {}
    spoilt: set[str] = set()
    for child in walk(body, into_functions=False) if body is not None else ():
        if child.kind_id == g.FUNCTION:
            name = _text(child.child_by_field_id(g.F_NAME), text)
            found.setdefault(name, []).append(child)
            marks = [n for n in child.parent.named_children if n.kind_id == g.DECORATOR] if child.parent is not None else []
            if not all(COPIES_NAMES.match(g.source(mark, text)) for mark in marks):
                spoilt.add(name)
        elif child.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT) and (left := child.child_by_field_id(g.F_LEFT)) is not None:
            spoilt |= {_text(n, text) for n in (left, *left.named_children) if left.kind_id != g.ATTRIBUTE}
    return {name: tuple(nodes) for name, nodes in found.items() if name not in spoilt}


def _read(way: Way, found: _Found, text: bytes) -> Wrapper | None:
    """What callers of the inner function meet; None where that is not the same for every definition of it, or for every call."""
    nodes, function = found
    read = {_one(way, node, function, text) for node in nodes}
    return read.pop() if len(read) == 1 else None


def _one(way: Way, node: Node, function: str, text: bytes) -> Wrapper | None:
    taken = _taken(node, text)
    own = tuple(msgspec.structs.replace(p, annotation=None, default=_as_written_anywhere(p.default)) for p in taken)
    if not any(p.kind in _STARS for p in taken):
        return Wrapper(way, own)
    hands_on = _hands_on(node, function, text)
    return Wrapper(way, own, hands_on) if hands_on is not None else None


def hands_on_to_type(node: Node, text: bytes) -> HandedOn | None:
    """As `Body.to_type`, for a `function_definition`."""
    taken = _taken(node, text)
    if _text(node.child_by_field_id(g.F_NAME), text) != "__call__" or not taken or not any(p.kind in _STARS for p in taken):
        return None
    above = _hands_on(node, "super().__call__", text) or _hands_on(node, f"super(…, {taken[0].name}).__call__", text)
    if above is not None:
        return above
    given = _hands_on(node, "type.__call__", text)
    return msgspec.structs.replace(given, positional=given.positional - 1) if given is not None and given.positional else None


def _hands_on(node: Node, function: str, text: bytes) -> HandedOn | None:
    """What each call of this function in a body is given, if that is one thing and nothing was put in before. None: it is not, or there is none."""
    body = node.child_by_field_id(g.F_BODY)
    stars = {p.name: p.kind for p in _taken(node, text) if p.kind in _STARS}
    names = {*stars, function}
    if body is None or is_changed(body, names, text) or any(_hides(inside, names, text) for inside in walk(body)):
        return None
    given = {_handed(call, stars, text) for call in calls(body) if _called(call, text) == function}
    return given.pop() if len(given) == 1 else None


def _called(call: Node, text: bytes) -> str:
    """What a call calls; of `super(Meta, cls)` without the class, which is the one around."""
    return re.sub(r"^super\(\w+, *(\w+)\)", r"super(…, \1)", _text(call.child_by_field_id(g.F_FUNCTION), text))


def _as_written_anywhere(default: str | None) -> str | None:
    """A default, if it means the same where the decorated function stands; what leans on names is only said to be one."""
    return default if default is None or _LITERAL.match(default) else "..."


def _hides(node: Node, names: set[str], text: bytes) -> bool:
    """Is it a function of its own that takes one of these names?"""
    return node.kind_id in (g.FUNCTION, g.LAMBDA) and any(p.name in names for p in _taken(node, text))


def _handed(call: Node, stars: dict[str, int], text: bytes) -> HandedOn | None:
    """What one call of the function inside gives; None where anything else is unpacked."""
    listed = call.child_by_field_id(g.F_ARGUMENTS)
    if listed is None or listed.kind_id != g.ARGUMENT_LIST:
        return None
    positional, keywords, args, mapping = 0, list[str](), False, False
    for part in g.parts(listed):
        if part.kind_id == g.KEYWORD_ARGUMENT:
            keywords.append(_text(part.child_by_field_id(g.F_NAME), text))
        elif part.kind_id in (g.LIST_SPLAT, g.PARENTHESIZED_SPLAT, g.DICTIONARY_SPLAT):
            kind = stars.get(_text(part, text).lstrip("* "))
            if kind is None or (kind == VAR_KEYWORD) != (part.kind_id == g.DICTIONARY_SPLAT):
                return None
            args, mapping = args or kind == VAR_POSITIONAL, mapping or kind == VAR_KEYWORD
        elif args:
            return None  # what follows `*args` stands in no certain place
        else:
            positional += 1
    return HandedOn(positional, tuple(keywords), args, mapping)


def _taken(node: Node, text: bytes) -> tuple[Parameter, ...]:
    listed = node.child_by_field_id(g.F_PARAMETERS)
    return parameters(listed, text) if listed is not None else ()


def _text(node: Node | None, text: bytes) -> str:
    return g.source(node, text).decode("utf-8", "replace") if node is not None else ""
