"""What a function's return statements give, where it is plain: kinds of values in words, and whether the end of the body may be reached.

Nothing is run in order: a local variable may hold whatever any of its assignments gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.model.facts import Parameter

UNKNOWN = "?"

_KINDS = {
    g.NONE: "None",
    g.TRUE: "bool",
    g.FALSE: "bool",
    g.NOT: "bool",
    g.FLOAT: "float",
    g.LIST: "list",
    g.LIST_COMPREHENSION: "list",
    g.DICTIONARY: "dict",
    g.DICTIONARY_COMPREHENSION: "dict",
    g.TUPLE: "tuple",
    g.EXPRESSION_LIST: "tuple",
    g.SET: "set",
    g.SET_COMPREHENSION: "set",
    g.GENERATOR: "generator",
    g.LAMBDA: "function",
}
_DEEPEST = 4
"""Functions in functions that are followed."""
_INNER = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))
_OWN_SCOPE = frozenset((g.LIST_COMPREHENSION, g.SET_COMPREHENSION, g.DICTIONARY_COMPREHENSION, g.GENERATOR))
_BIND_NOTHING = frozenset((g.RETURN, g.RAISE, g.ASSERT, g.CALL, g.STRING, g.COMMENT, g.COMPARISON, g.BOOLEAN, g.BINARY, g.NOT, g.ATTRIBUTE))
_IDENTITY = (b"is", b"is not", b"in", b"not in")
"""Comparisons that always give a bool; the others are what `__eq__` and its kin give."""
_GROWS = frozenset({"list", "str", "bytes", "dict", "set", "tuple"})
"""What `x += y` leaves as it is, whatever `y` is."""
_ENCODINGS = frozenset({"utf-8", "utf8", "ascii", "latin-1", "latin1", "iso-8859-1", "utf-16", "utf_8", "us-ascii"})
_TEXT_METHODS = {
    **dict.fromkeys("format join strip lstrip rstrip lower upper replace title capitalize center ljust rjust zfill expandtabs".split()),
    "split": "list",
    "rsplit": "list",
    "splitlines": "list",
    "startswith": "bool",
    "endswith": "bool",
    "find": "int",
    "count": "int",
}
"""Methods of a literal text; None: they give the same sort of text."""
_SUPER = re.compile(rb"super\(\s*(?:\w+\s*,\s*(\w+)\s*)?\)")


class Returns:
    """The return statements of one function."""

    def __init__(self, block: Node, text: bytes, taken: tuple[Parameter, ...], returned: list[Node], outer: frozenset[str] = frozenset()) -> None:
        self._block, self._text = block, text
        self._taken = frozenset(p.name for p in taken) | outer
        self._receiver = taken[0].name if taken and taken[0].name in ("self", "cls") else None
        self._returned = returned
        self._bound: dict[str, list[Node | None]] | None = None
        """What local variables are given; None among the values: something that is not read (a loop, an import, unpacking)."""

    def kinds(self) -> tuple[str, ...]:
        """See `Body.returns`."""
        found: dict[str, None] = {}
        for statement in self._returned:
            value = g.first(statement)
            found.update(dict.fromkeys(["None"] if value is None else self._kinds(value)))
        return tuple(found)

    # --- expressions

    def _kinds(self, node: Node, through: tuple[str, ...] = ()) -> list[str]:
        node = _bare(node)
        kind = node.kind_id
        if kind in _KINDS:
            return [_KINDS[kind]]
        if kind == g.CONDITIONAL:
            parts = g.parts(node)
            return [*self._kinds(parts[0], through), *self._kinds(parts[-1], through)] if len(parts) == 3 else [UNKNOWN]
        if kind == g.FUNCTION:  # what the name of an inner `def` holds
            return ["function" if node.parent is None or node.parent.kind_id != g.DECORATED else UNKNOWN]
        if kind == g.CALL and (inner := self._inner_function(node)) is not None and len(through) < _DEEPEST:
            return self._of_inner(inner, through)
        if kind == g.IDENTIFIER:
            return self._name(g.source(node, self._text).decode("utf-8", "replace"), through)
        return [self._kind(node)]

    def _kind(self, node: Node) -> str:
        if node.kind_id == g.INTEGER:
            return "complex" if g.source(node, self._text)[-1:] in b"jJ" else "int"
        if node.kind_id in (g.STRING, g.CONCATENATED):
            return _text_kind(node, self._text)
        if node.kind_id == g.COMPARISON:
            signs = [g.source(sign, self._text) for sign in node.children_by_field_id(g.F_OPERATORS)]
            return "bool" if len(signs) == 1 and b" ".join(signs[0].split()) in _IDENTITY else UNKNOWN
        if node.kind_id == g.BINARY:
            return self._joined(node)
        return self._called(node) if node.kind_id == g.CALL else UNKNOWN

    def _joined(self, node: Node) -> str:
        """`"%s" % x` and `"a" + x` are texts, whatever x is."""
        left, right = (_bare(n) if n is not None else None for n in (node.child_by_field_id(g.F_LEFT), node.child_by_field_id(g.F_RIGHT)))
        sign = node.child_by_field_id(g.F_OPERATOR)
        sides = {b"%": (left,), b"+": (left, right)}.get(g.source(sign, self._text) if sign is not None else b"", ())
        for side in sides:
            if side is not None and side.kind_id in (g.STRING, g.CONCATENATED):
                return _text_kind(side, self._text)
            if side is not None and side.kind_id == g.BINARY and (found := self._joined(side)) != UNKNOWN:
                return found
        return UNKNOWN

    def _called(self, node: Node) -> str:
        callee = node.child_by_field_id(g.F_FUNCTION)
        if callee is None:
            return UNKNOWN
        name = dotted_name(callee, self._text)
        if name is not None and (name in ("cls", "self.__class__") or self._is_of_module(name) or self._is_own_method(name)):
            coded = self._coded(callee, node)
            return coded or f"call {name}"
        if callee.kind_id != g.ATTRIBUTE:
            return UNKNOWN
        return self._coded(callee, node) or self._above(callee) or self._of_literal(callee)

    def _above(self, callee: Node) -> str | None:
        """`super().m` and `super(C, self).m`, which ask the next class of the order."""
        asked, name = callee.child_by_field_id(g.F_OBJECT), callee.child_by_field_id(g.F_ATTRIBUTE)
        if asked is None or name is None or asked.kind_id != g.CALL or "super" in self._taken or "super" in self._bindings():
            return None
        match = _SUPER.fullmatch(g.source(asked, self._text))
        if match is None or (match[1] is not None and match[1].decode("utf-8", "replace") != self._receiver):
            return None
        return f"call super().{g.source(name, self._text).decode('utf-8', 'replace')}"

    def _is_of_module(self, name: str) -> bool:
        """Does a dotted name begin outside the function?"""
        first = name.partition(".")[0]
        return first not in self._taken and first not in self._bindings()

    def _is_own_method(self, name: str) -> bool:
        """Is it `self.x`, or `cls.x`?"""
        first, _, rest = name.partition(".")
        return first == self._receiver and bool(rest) and "." not in rest and first not in self._bindings()

    def _inner_function(self, call: Node) -> Node | None:
        """The one `def` in this function that a call calls; None: it calls something else."""
        callee = call.child_by_field_id(g.F_FUNCTION)
        if callee is None or callee.kind_id != g.IDENTIFIER:
            return None
        name = g.source(callee, self._text).decode("utf-8", "replace")
        bound = self._bindings().get(name, [])
        only = bound[0] if len(bound) == 1 and name not in self._taken else None
        return only if only is not None and only.kind_id == g.FUNCTION else None

    def _of_inner(self, function: Node, through: tuple[str, ...]) -> list[str]:
        """What a function that is defined in this one gives; what it takes, and what is bound out here, is not known in there."""
        block = function.child_by_field_id(g.F_BODY)
        head = g.source(function, self._text)
        if block is None or b"yield" in head or head.startswith(b"async") or (function.parent is not None and function.parent.kind_id == g.DECORATED):
            return [UNKNOWN]
        own = function.child_by_field_id(g.F_PARAMETERS)
        names = frozenset(n.decode("utf-8", "replace") for n in re.findall(rb"\w+", g.source(own, self._text) if own is not None else b""))
        returned = [node for node in _of_own_scope(block) if node.kind_id == g.RETURN]
        inner = Returns(block, self._text, (), returned, self._taken | self._bindings().keys() | names)
        found: dict[str, None] = {}
        for statement in returned:
            value = g.first(statement)
            found.update(dict.fromkeys(["None"] if value is None else inner._kinds(value, (*through, ""))))
        return [*found, *(["None"] if "None" not in found and may_end(block, self._text) else [])]

    def _coded(self, callee: Node, call: Node) -> str | None:
        """`x.encode("utf-8")` gives bytes, and `x.decode("utf-8")` text; None: it is no such call."""
        method = callee.child_by_field_id(g.F_ATTRIBUTE)
        word = g.source(method, self._text) if method is not None else b""
        if word not in (b"encode", b"decode"):
            return None
        given, named = arguments(call, self._text)
        encoding = given[0] if given else named.get("encoding")
        said = string_literal(encoding, self._text) if encoding is not None else None
        return None if said is None or said.lower() not in _ENCODINGS else "bytes" if word == b"encode" else "str"

    def _of_literal(self, callee: Node) -> str:
        """A method of a literal text: `", ".join(x)`."""
        holder, method = callee.child_by_field_id(g.F_OBJECT), callee.child_by_field_id(g.F_ATTRIBUTE)
        if holder is None or method is None or holder.kind_id not in (g.STRING, g.CONCATENATED):
            return UNKNOWN
        name = g.source(method, self._text).decode("utf-8", "replace")
        return (_TEXT_METHODS[name] or _text_kind(holder, self._text)) if name in _TEXT_METHODS else UNKNOWN

    # --- local variables

    def _name(self, name: str, through: tuple[str, ...]) -> list[str]:
        if name == self._receiver and name not in self._bindings():
            return ["self"]
        values = self._bindings().get(name)
        if not values or name in self._taken or name in through or b"nonlocal" in self._text:
            return [UNKNOWN]
        found: dict[str, None] = {}
        for value in values:
            found.update(dict.fromkeys([UNKNOWN] if value is None else self._kinds(value, (*through, name))))
        return list(found) if UNKNOWN not in found and self._only_grows(name, found) else [UNKNOWN]

    def _only_grows(self, name: str, kinds: dict[str, None]) -> bool:
        """Does `x += …` leave the variable what it was?"""
        return name not in self._augmented or kinds.keys() <= _GROWS

    def _bindings(self) -> dict[str, list[Node | None]]:
        if self._bound is None:
            self._bound = {}
            self._augmented: set[str] = set()
            for node in _of_own_scope(self._block, b":=" not in self._text):
                self._bind(node)
        return self._bound

    def _bind(self, node: Node) -> None:
        assert self._bound is not None
        left = node.child_by_field_id(g.F_LEFT)
        if node.kind_id == g.ASSIGNMENT and left is not None:
            value = node.child_by_field_id(g.F_RIGHT)
            while value is not None and value.kind_id == g.ASSIGNMENT:  # a = b = []
                value = value.child_by_field_id(g.F_RIGHT)
            if left.kind_id != g.IDENTIFIER:
                self._note_all(left)
            elif value is not None:
                self._note(left, value)
        elif node.kind_id == g.AUGMENTED_ASSIGNMENT and left is not None:
            if left.kind_id == g.IDENTIFIER:
                self._augmented.add(g.source(left, self._text).decode("utf-8", "replace"))
        elif node.kind_id in (g.FOR, g.AS_PATTERN, g.NAMED_EXPRESSION, g.CASE_PATTERN):
            self._note_all(left or node.child_by_field_id(g.F_NAME) or node)
        elif node.kind_id in (g.IMPORT, g.IMPORT_FROM, g.GLOBAL, g.DELETE):
            self._note_all(node)
        elif node.kind_id == g.FUNCTION and (name := node.child_by_field_id(g.F_NAME)) is not None:
            self._note(name, node)
        elif node.kind_id == g.CLASS:
            self._note_all(node.child_by_field_id(g.F_NAME) or node)

    def _note(self, name: Node, value: Node | None) -> None:
        assert self._bound is not None
        self._bound.setdefault(g.source(name, self._text).decode("utf-8", "replace"), []).append(value)

    def _note_all(self, node: Node) -> None:
        """Every name in a target: what it is given is not read. Of `x[0] = …` and `x.a = …` that is too much, and does no harm but for x."""
        if node.kind_id in (g.SUBSCRIPT, g.ATTRIBUTE):
            return
        if node.kind_id == g.IDENTIFIER:
            self._note(node, None)
        for part in node.named_children:
            self._note_all(part)


def may_end(block: Node, text: bytes) -> bool:
    """May control come to the end of these statements? Whether a called function ever comes back is not asked."""
    return all(_may_pass(statement, text) for statement in g.parts(block))


def says_nothing(block: Node) -> bool:
    """Is there nothing in it but a docstring or `...`, as in stubs and protocols?"""
    return all(
        s.kind_id == g.EXPRESSION_STATEMENT and (inner := g.first(s)) is not None and inner.kind_id in (g.STRING, g.CONCATENATED, g.ELLIPSIS)
        for s in g.parts(block)
    )


def _may_pass(node: Node, text: bytes) -> bool:
    kind = node.kind_id
    if kind in (g.RETURN, g.RAISE):
        return False
    if kind == g.WHILE:
        condition = node.child_by_field_id(g.F_CONDITION)
        return condition is None or g.source(condition, text) not in (b"True", b"1") or _breaks(node)
    if kind == g.WITH:
        body = node.child_by_field_id(g.F_BODY)
        return body is None or may_end(body, text)
    if kind in (g.IF, g.TRY):
        return _branch_may_pass(node, text)
    return True


def _branch_may_pass(node: Node, text: bytes) -> bool:
    """An `if` without `else` lets control by; of a `try` its body, or any handler, unless the `finally` does not."""
    blocks = {part.kind_id: part for part in node.named_children}
    if (last := blocks.get(g.FINALLY_CLAUSE)) is not None and not _block_may_end(last, text):
        return False
    if node.kind_id == g.IF and g.ELSE_CLAUSE not in blocks:
        return True
    ways = [part for part in node.named_children if part.kind_id in (g.BLOCK, g.ELIF_CLAUSE, g.ELSE_CLAUSE, g.EXCEPT_CLAUSE)]
    if node.kind_id == g.TRY and g.ELSE_CLAUSE in blocks:
        ways = [part for part in ways if part.kind_id != g.BLOCK or _block_may_end(part, text)]
        body = blocks.get(g.BLOCK)
        ways = [part for part in ways if part.kind_id != g.BLOCK and (part.kind_id != g.ELSE_CLAUSE or body is None or may_end(body, text))]
    return any(_block_may_end(part, text) for part in ways)


def _block_may_end(node: Node, text: bytes) -> bool:
    if node.kind_id == g.BLOCK:
        return may_end(node, text)
    block = next((part for part in node.named_children if part.kind_id == g.BLOCK), None)
    return block is None or may_end(block, text)


def _breaks(loop: Node) -> bool:
    """Is there a `break` in it? One of an inner loop counts too: then more is taken for possible than is."""
    return any(node.type == "break_statement" for node in _of_own_scope(loop))


def _of_own_scope(block: Node, statements_only: bool = False) -> Iterator[Node]:
    """All that is bound in a function itself: inner functions are seen, and not what is in them; nor comprehensions. Without `:=` nothing is bound
    but by statements."""
    stack = list(reversed(block.named_children))
    while stack:
        node = stack.pop()
        kind = node.kind_id
        if statements_only and kind == g.EXPRESSION_STATEMENT:
            first: Node | None = node.named_child(0)
            while first is not None and first.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT):
                yield first
                first = first.child_by_field_id(g.F_RIGHT)
            continue
        yield node
        if kind not in _INNER and kind not in _OWN_SCOPE and not (statements_only and kind in _BIND_NOTHING):
            stack.extend(reversed(node.named_children))


def _bare(node: Node) -> Node:
    while node.kind_id == g.PARENTHESIZED and (inner := g.first(node)) is not None:
        node = inner
    return node


def _text_kind(node: Node, text: bytes) -> str:
    prefix = g.source(node, text)[:3].partition(b"'")[0].partition(b'"')[0]
    return "bytes" if b"b" in prefix.lower() else "str"
