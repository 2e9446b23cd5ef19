"""What a function looks at before it raises TypeError itself, as who checks what it was given does: parameters, and keys of `**kwargs`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import dotted_name
from modiff.model.bodies import Refusal

_INNER = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))
_BINDS = frozenset((g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT, g.FOR))
_KEY = re.compile(rb"""(?<!\w)["'](\w+)["']""")
_NAME = re.compile(rb"(?<![\w.'\"])[A-Za-z_]\w*")
_UNHEARD = re.compile(
    rb"unexpected|unknown|unheard|unrecogni|unsupported|invalid|got an?\b|not (?:an? )?(?:accept|allow|valid|recogni|support)"
    rb"|does(?: not|n't) (?:accept|take)|takes no|too many",
    re.IGNORECASE,
)  # fmt: skip


def refusals(block: Node, text: bytes, names: Collection[str]) -> tuple[Refusal, ...]:
    """Each test under which the body of a function with these parameters raises TypeError, where it speaks of one of them, in order of the source."""
    if b"TypeError" not in g.source(block, text):
        return ()
    bound = _bound(block, text)
    found: dict[Refusal, None] = {}
    for node, tests in _raises(block, text, ()):
        words, keys = _followed(tests, bound, node.start_byte)
        about = tuple(sorted(words & set(names)))
        if about:
            found.setdefault(Refusal(about, tuple(sorted(keys)), _UNHEARD.search(g.source(node, text)) is not None))
    return tuple(found)


def _raises(node: Node, text: bytes, tests: tuple[bytes, ...]) -> Iterator[tuple[Node, tuple[bytes, ...]]]:
    """The statements that raise TypeError, each with what was asked on the way there, the outermost first."""
    asked = tests
    for child in g.parts(node):
        if child.kind_id == g.RAISE:
            if _is_type_error(child, text):
                yield child, asked
        elif child.kind_id in (g.IF, g.WHILE, g.ELIF_CLAUSE):
            condition = child.child_by_field_id(g.F_CONDITION)
            inside = (*asked, g.source(condition, text)) if condition is not None else asked
            yield from _raises(child, text, inside)
            if child.kind_id == g.ELIF_CLAUSE:
                asked = inside  # of branches that come after it
        elif child.kind_id == g.FOR:
            over = child.child_by_field_id(g.F_RIGHT)
            yield from _raises(child, text, (*asked, g.source(over, text)) if over is not None else asked)
        elif child.kind_id == g.TRY:
            yield from _tried(child, text, asked)
        elif child.kind_id not in _INNER and child.kind_id != g.EXPRESSION_STATEMENT:
            yield from _raises(child, text, asked)


def _tried(node: Node, text: bytes, tests: tuple[bytes, ...]) -> Iterator[tuple[Node, tuple[bytes, ...]]]:
    """The same of a `try`: whoever raises in a handler asked by trying."""
    body = node.child_by_field_id(g.F_BODY)
    tried = (*tests, g.source(body, text)) if body is not None else tests
    for part in g.parts(node):
        yield from _raises(part, text, tried if part.kind_id == g.EXCEPT_CLAUSE else tests)


def _is_type_error(node: Node, text: bytes) -> bool:
    value = g.first(node)
    callee = value.child_by_field_id(g.F_FUNCTION) if value is not None and value.kind_id == g.CALL else value
    return callee is not None and dotted_name(callee, text) in ("TypeError", "builtins.TypeError")


def _bound(block: Node, text: bytes) -> dict[str, list[tuple[int, bytes]]]:
    """What the variables of a body are given, and loop over, as source, each with where that stands."""
    found: dict[str, list[tuple[int, bytes]]] = {}
    stack = [block]
    while stack:
        node = stack.pop()
        left, right = (node.child_by_field_id(f) for f in (g.F_LEFT, g.F_RIGHT)) if node.kind_id in _BINDS else (None, None)
        if left is not None and right is not None:
            for name in _NAME.findall(g.source(left, text)):
                found.setdefault(name.decode(), []).append((node.start_byte, g.source(right, text)))
        if node.kind_id not in _INNER:
            stack.extend(node.named_children)
    return found


def _followed(tests: tuple[bytes, ...], bound: dict[str, list[tuple[int, bytes]]], end: int) -> tuple[set[str], set[str]]:
    """The names that tests speak of, by way of variables too that were bound before `end`, and the texts that stand there as keys may."""
    words: set[str] = set()
    keys: set[str] = set()
    left = list(tests)
    while left:
        source = left.pop()
        keys.update(key.decode() for key in _KEY.findall(source))
        for name in {one.decode() for one in _NAME.findall(source)} - words:
            words.add(name)
            left.extend(given for start, given in bound.get(name, ()) if start < end)
    return words, keys
