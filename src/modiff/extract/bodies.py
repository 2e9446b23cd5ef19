"""Reads bodies of functions: bytes in, `Body` out, for the functions that somebody asks about.

A body is read from its own lines alone, so that a question costs what the function costs and not its file. Never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec
from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract import text as texts
from modiff.extract.announcing import of_parameters
from modiff.extract.copying import copies
from modiff.extract.expressions import dotted_name
from modiff.extract.forwarding import Keywords
from modiff.extract.gathering import gathers, gives
from modiff.extract.normal import remember
from modiff.extract.refusals import refusals
from modiff.extract.returning import Returns, may_end, says_nothing
from modiff.extract.signatures import parameters
from modiff.extract.wrappers import hands_on_to_type, wrappers
from modiff.extract.wrapping import gives_itself, ways_it_keeps
from modiff.model.bodies import Body
from modiff.model.facts import VAR_KEYWORD, Parameter

Span = tuple[int, int]
"""First and last line of a definition, as its `Binding` has them. The last below zero: nothing is asked for but the text, `Body.source`."""

_known: dict[bytes, Body | None] = {}
"""Bodies by the digest of their text: most functions of a file that changed did not."""
_INNER = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))
_SETS_ATTRIBUTES = re.compile(rb"\bsetattr\(|\bAttributeError\b|^[ \t]+[a-z]\w*\.\w+[ \t]*=(?!=)|\breturn (?:property|\w+method)\(", re.M)
_ASKS_FOR_MARK = re.compile(rb"\A[^\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*return[ \t]+(?:getattr|hasattr)\(")
"""`def was_fixed(method): return getattr(method, "_mark", False)`: a body that is no more than this."""
_MAKES_METHOD = re.compile(rb"^[ \t]+(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\([ \t]*(?:self|cls)\b(?s:.*)^[ \t]+return[ \t]+\1[ \t]*$", re.MULTILINE)
_MAKES_CLASS = re.compile(rb"^[ \t]+class[ \t]+\w|(?:=|\breturn)[ \t]*type\(", re.MULTILINE)
_ABOVE = re.compile(rb"\bsuper\([^()]*\)\.([A-Za-z_]\w*)")
_SETS_ON_CLASS = re.compile(rb"\bsetattr\(cls\b|^[ \t]+cls\.\w+[ \t]*=(?!=)", re.MULTILINE)
_FILLS_CLASS = re.compile(rb"[ \t]*def[ \t]+__new__\b(?s:.*)(?:\]\s*=(?!=)|\bsetattr\()")
_ASKED = re.compile(rb"[ \t]*def[ \t]+__(?:getattr|init_subclass)__\b")
_LISTS = re.compile(rb"""\[[ \t]*["']__all__["'][ \t]*\][ \t]*(?:\.[ \t]*append[ \t]*\(|\+=)""")
_RETURN_TYPE = re.compile(rb"^[ \t]*:rtype:[ \t]*(\S[^\n]{0,100})$", re.MULTILINE)
_CLASS_METHOD = re.compile(rb"[ \t]+def[ \t]+\w+\([ \t]*cls\b")


def extract_bodies(data: bytes, spans: Iterable[Span]) -> Mapping[Span, Body]:
    """What the functions on these lines do.

    `data` is the file as it lies on disk; `spans` are lines of `def` statements, decorators left out. A function that cannot be read (broken text,
    nested beyond reason) is left out of the answer.
    """
    readable, _ = texts.readable(data)
    if texts.refusal(readable) is not None:
        return {}
    lines = readable.split(b"\n")
    found: dict[Span, Body] = {}
    for first, last in spans:
        own = b"\n".join(lines[first - 1 : abs(last)])
        if last < 0:
            found[first, last] = Body(source=own.decode("utf-8", "replace"))
            continue
        key = blake2b(own, digest_size=16).digest()
        body = _known[key] if key in _known else _read(own)
        remember(_known, key, body)
        if body is not None:
            found[first, last] = body
    return found


def _read(lines: bytes) -> Body | None:
    """A `def` and its suite, as indented as it stands."""
    text = b"class _:\n" + lines + b"\n" if lines[:1] in (b" ", b"\t") else b"\n" + lines + b"\n"
    try:
        node = _function_in(g.PARSER.parse(text).root_node)
        body = None if node is None or node.has_error else _body(node, text)
    except (RecursionError, ValueError):
        return None
    if body is not None and b"super(" in lines:
        body = msgspec.structs.replace(body, above=tuple(dict.fromkeys(name.decode() for name in _ABOVE.findall(lines))))
    if body is not None and _LISTS.search(lines) is not None:
        body = msgspec.structs.replace(body, lists=True)
    if body is not None and b":rtype:" in lines and (documented := _RETURN_TYPE.search(lines)) is not None:
        body = msgspec.structs.replace(body, documented=documented[1].decode("utf-8", "replace").strip())
    if body is None or not _is_kept(lines):
        return body
    return msgspec.structs.replace(body, source=lines.decode("utf-8", "replace"))


def _is_kept(lines: bytes) -> bool:
    """Is it a function that linking may want to run on names: a `__getattr__`, one of a module that sets attributes or makes a `__getattr__` or a
    class, or that only asks for an attribute; a class method that sets attributes of its class, runs for its subclasses, or makes methods; a
    `__new__` that may fill a class?"""
    if lines[:1] in (b" ", b"\t"):
        if any(pattern.match(lines) is not None for pattern in (_ASKED, _FILLS_CLASS)) or _SETS_ON_CLASS.search(lines) is not None:
            return True
        return _CLASS_METHOD.match(lines) is not None and _MAKES_METHOD.search(lines) is not None
    looked_for = (_SETS_ATTRIBUTES, _MAKES_CLASS, _MAKES_METHOD, _ASKS_FOR_MARK)
    return _ASKED.match(lines) is not None or any(pattern.search(lines) is not None for pattern in looked_for)


def _function_in(root: Node) -> Node | None:
    """The first function; a `class` that was put around it, or another statement on its line (`if x: def f(): …` is none), is passed through."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.kind_id == g.FUNCTION:
            return node
        stack.extend(reversed(node.named_children))
    return None


def _body(node: Node, text: bytes) -> Body | None:
    listed, block = node.child_by_field_id(g.F_PARAMETERS), node.child_by_field_id(g.F_BODY)
    if listed is None or block is None:
        return None
    taken = parameters(listed, text)
    returned, raised = _ends(block, text, taken)
    keeps = ways_it_keeps(node, text)
    given, turns = wrappers(node, text)
    wraps = tuple(one for one in given if one.way not in keeps)
    copied, itself = copies(node, text), gives_itself(node, text)
    mapping = next((p.name for p in taken if p.kind == VAR_KEYWORD), None)
    announced = of_parameters(node, text, [p.name for p in taken], mapping)
    all_alike, filled = gathers(block, text, taken), gives(block, text)
    plain = Body(
        keeps=keeps,
        returns=returned,
        raises=raised,
        gives_itself=itself,
        copies=copied,
        announced=announced,
        gathers=all_alike,
        gives=filled,
        wraps=wraps,
        turns=turns,
        to_type=hands_on_to_type(node, text),
    )
    if mapping is None:
        return plain
    found = Keywords(block, text, mapping, taken).read()
    return msgspec.structs.replace(
        plain,
        reads=tuple(sorted(found.reads)),
        taken_out=tuple(sorted(found.taken_out)),
        dropped=tuple(sorted(found.dropped)),
        refused=tuple(sorted(found.refused)),
        rejects=found.rejects,
        forwards=tuple(found.forwards),
        escapes=found.escapes,
        spared=found.spared,
        refusals=refusals(block, text, {p.name for p in taken}),
    )


def _ends(block: Node, text: bytes, taken: tuple[Parameter, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What it returns and raises."""
    returned: list[Node] = []
    raised: dict[str, None] = {}
    for node in _own(block):
        value = g.first(node)
        if node.kind_id == g.RETURN:
            returned.append(node)
        elif value is not None:
            callee = value.child_by_field_id(g.F_FUNCTION) if value.kind_id == g.CALL else value
            name = dotted_name(callee, text) if callee is not None else None
            if name is not None:
                raised.setdefault(name)
    kinds = Returns(block, text, taken, returned).kinds()
    falls_off = "None" not in kinds and may_end(block, text) and not says_nothing(block)
    return (*kinds, "None") if falls_off else kinds, tuple(raised)


def _own(block: Node) -> Iterator[Node]:
    """The return and raise statements of this body, not of functions inside it."""
    stack = [block]
    while stack:
        node = stack.pop()
        if node.kind_id in (g.RETURN, g.RAISE):
            yield node
        elif node.kind_id not in _INNER and node.kind_id != g.EXPRESSION_STATEMENT:
            stack.extend(reversed(node.named_children))
