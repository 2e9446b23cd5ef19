"""`__all__`: each statement about it as steps that linking can carry out.

Read are lists, tuples and sets of strings, `list(...)`, `tuple(...)`, `sorted(...)` and `set(...)` of such, copies (`[:]`, `.copy()`), keys of a
table, sums with `+`, unpacking (`*names`), names of other lists, other modules' `__all__`, `+=`, `extend`, `append`, `insert`, `remove`,
comprehensions over `dir()`, `globals()` and literals, `"a b".split()`, loops that append literals, and functions of the module that do so
(`exporters`). Anything else is a step `unknown`. A statement that both sets and takes over gives one step, as order within `__all__` means nothing.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.comprehensions import names_made
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.extract.normal import normal
from modiff.model.facts import ExportStep, Guard

_WRAPPERS = frozenset(("list", "tuple", "sorted", "set", "frozenset"))
_LITERALS = frozenset((g.LIST, g.TUPLE, g.SET, g.EXPRESSION_LIST))
_READING = frozenset(("sort", "reverse", "index", "count", "copy"))
_CHANGED = re.compile(rb"__all__\s*(?:\.\s*(?:append|extend|add|insert|remove)|\+=)")
_NAMESPACES = frozenset(
    (
        "dir()",
        "globals()",
        "locals()",
        "vars()",
        "globals().keys()",
        "locals().keys()",
        "globals().copy()",
        "sorted(dir())",
        *(f"{wrapper}({space})" for wrapper in ("list", "sorted") for space in ("globals()", "locals()", "globals().keys()", "locals().keys()")),
    )
)
_PAIRS = frozenset(("globals().items()", "locals().items()", "vars().items()", "list(globals().items())", "list(locals().items())"))
_NO_UNDERSCORE = re.compile(r"not (\w+)\.startswith\('_'\)|(\w+)\[0\] != '_'|(\w+)\[:1\] != '_'")


class _Names:
    """What an expression about `__all__` was found to hold."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sources: list[str] = []
        self.every: str | None = None

    def step(self, op: str, line: int, guard: Guard) -> ExportStep:
        return ExportStep("set" if op == "set" else "add", line, tuple(self.names), tuple(self.sources), self.every, guard)


def assigned(value: Node | None, text: bytes, line: int, guard: Guard) -> list[ExportStep]:
    """The steps of `__all__ = value`."""
    found = _Names()
    if value is not None and _read(value, text, found):
        if "__all__" in found.sources:
            found.sources.remove("__all__")
            return [found.step("add", line, guard)]
        return [found.step("set", line, guard)]
    return [ExportStep("unknown", line, guard=guard)]


def added(value: Node | None, text: bytes, line: int, guard: Guard) -> list[ExportStep]:
    """The steps of `__all__ += value` and `__all__.extend(value)`."""
    found = _Names()
    if value is not None and _read(value, text, found):
        return [found.step("add", line, guard)]
    return [ExportStep("unknown", line, guard=guard)]


def called(call: Node, text: bytes, guard: Guard) -> list[ExportStep]:
    """The steps of `__all__.extend(...)` and its like; none for calls that only read (`__all__.sort()`)."""
    function = call.child_by_field_id(g.F_FUNCTION)
    method = (dotted_name(function, text) or "") if function is not None else ""
    positional, _ = arguments(call, text)
    line = g.line(call)
    if method.removeprefix("__all__.") in _READING:
        return []
    if method == "__all__.extend" and len(positional) == 1:
        return added(positional[0], text, line, guard)
    if method in ("__all__.append", "__all__.insert", "__all__.remove", "__all__.add") and positional:
        name = string_literal(positional[-1], text)
        name = _named(positional[-1], text) if name is None else name
        if name is not None:
            return [ExportStep("remove" if method.endswith("remove") else "add", line, (name,), guard=guard)]
    return [ExportStep("unknown", line, guard=guard)] if method.startswith("__all__.") else []


def looped(loop: Node, literals: dict[str, Node], text: bytes, guard: Guard) -> list[ExportStep]:
    """`for name in ...: __all__.append(name)`, the literal names, or a step `unknown`; none for loops that leave `__all__` alone."""
    target, iterable, body = (loop.child_by_field_id(field) for field in (g.F_LEFT, g.F_RIGHT, g.F_BODY))
    if target is None or iterable is None or body is None or not _CHANGED.search(text, body.start_byte, body.end_byte):
        return []
    variable = normal(target, text)
    written = " ".join(g.source(body, text).decode("utf-8", "replace").split())
    found = _Names()
    node = literals.get(normal(iterable, text), iterable)
    if written in (f"__all__.append({variable})", f"__all__ += [{variable}]") and _read(node, text, found):
        return [found.step("add", g.line(loop), guard)]
    return [ExportStep("unknown", g.line(loop), guard=guard)]


def _read(node: Node, text: bytes, found: _Names) -> bool:
    """Adds what an expression holds; False where some of it cannot be read. Sums are taken apart without recursion."""
    stack = [node]
    while stack:
        node = stack.pop()
        kind = node.kind_id
        if kind == g.PARENTHESIZED:
            stack += g.parts(node)
        elif kind in _LITERALS:
            if not _elements(node, text, found, stack):
                return False
        elif kind == g.BINARY and _is_plus(node, text):
            stack += [side for side in (node.child_by_field_id(g.F_RIGHT), node.child_by_field_id(g.F_LEFT)) if side is not None]
        elif kind in (g.LIST_COMPREHENSION, g.GENERATOR, g.SET_COMPREHENSION):
            if not _comprehension(node, text, found):
                return False
        elif kind == g.SUBSCRIPT and normal(node, text).endswith("[:]"):
            stack += g.parts(node)[:1]
        elif kind == g.CALL:
            inner = _wrapped(node, text)
            if inner is None:
                return _namespace(node, text, found)
            stack += inner
        else:
            name = dotted_name(node, text)
            if name is None:
                return False
            found.sources.append(name.removesuffix(".__all__"))
    return True


def _elements(node: Node, text: bytes, found: _Names, stack: list[Node]) -> bool:
    for element in g.parts(node):
        if element.kind_id in (g.LIST_SPLAT, g.LIST_SPLAT_PATTERN):
            stack += g.parts(element)
            continue
        name = string_literal(element, text)
        name = _named(element, text) if name is None else name
        if name is None:
            return False
        found.names.append(name)
    return True


def _named(node: Node, text: bytes) -> str | None:
    """Old code writes `f.__name__`, or bytes, for a name."""
    shown = normal(node, text)
    if shown.startswith("b'") and shown[2:-1].isidentifier():
        return shown[2:-1]
    name = dotted_name(node, text)
    return name.split(".")[-2] if name is not None and name.endswith(".__name__") else None


def _is_plus(node: Node, text: bytes) -> bool:
    operator = node.child_by_field_id(g.F_OPERATOR)
    return operator is not None and g.source(operator, text) in (b"+", b"|")


def _wrapped(call: Node, text: bytes) -> list[Node] | None:
    """The argument of `list(...)`, or what stands before `.copy()` and `.keys()`; None for other calls."""
    function = call.child_by_field_id(g.F_FUNCTION)
    if function is None:
        return None
    name = dotted_name(function, text)
    positional, _ = arguments(call, text)
    if name in _WRAPPERS:
        if normal(call, text) in _NAMESPACES:
            return None
        return positional[:1]
    if name is not None and name.endswith((".copy", ".keys")) and not positional and normal(call, text) not in _NAMESPACES:
        inner = function.child_by_field_id(g.F_OBJECT)
        return [inner] if inner is not None else None
    return None


def _namespace(node: Node, text: bytes, found: _Names) -> bool:
    """`dir()`: every name there is; `"a b c".split()`: those names."""
    if normal(node, text) in _NAMESPACES:
        found.every = "True"
        return True
    function = node.child_by_field_id(g.F_FUNCTION)
    if function is not None and function.kind_id == g.ATTRIBUTE and not arguments(node, text)[0]:
        owner, method = function.child_by_field_id(g.F_OBJECT), function.child_by_field_id(g.F_ATTRIBUTE)
        words = string_literal(owner, text) if owner is not None else None
        if words is not None and method is not None and g.source(method, text) == b"split":
            found.names += words.split()
            return True
    return False


def _comprehension(node: Node, text: bytes, found: _Names) -> bool:
    """`[n for n in dir() if not n.startswith("_")]`, and comprehensions over literals."""
    made = names_made(normal(node, text))
    if made is not None:
        found.names += made
        return True
    body, *clauses = g.parts(node)
    if not clauses or clauses[0].kind_id != g.FOR_IN_CLAUSE:
        return False
    target, *iterables = g.parts(clauses[0])
    if len(iterables) != 1 or any(clause.kind_id == g.FOR_IN_CLAUSE for clause in clauses[1:]):
        return False
    iterable = normal(iterables[0], text)
    variables = [normal(part, text) for part in g.parts(target)] or [normal(target, text)]
    conditions = [normal(part, text) for clause in clauses[1:] for part in g.parts(clause)]
    if variables[0] != normal(body, text) or iterable not in (_PAIRS if len(variables) > 1 else _NAMESPACES):
        return False
    public = len(conditions) == 1 and _NO_UNDERSCORE.fullmatch(conditions[0])
    plain = public and variables[0] in public.groups()
    found.every = "public" if plain else " and ".join(conditions) or "True"
    return True
