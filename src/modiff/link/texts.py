"""Normalised source taken apart again: calls inside calls, literal lists of names, tables. Nothing is evaluated but literals."""

from __future__ import annotations

import ast
from functools import lru_cache

from modiff.model.facts import Call

_BROKEN = (SyntaxError, ValueError, MemoryError, RecursionError)


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr | None:
    """The expression that a text is; None where it is none that this Python reads."""
    try:
        return ast.parse(text, mode="eval").body
    except _BROKEN:
        return None


def shown(node: ast.expr) -> str:
    """An expression as text."""
    return ast.unparse(node)


def string(node: ast.expr | None) -> str | None:
    """The value of a string literal; None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def string_in(text: str) -> str | None:
    """The same, from text."""
    return string(parsed(text)) if text[-1:] in "'\"" else None


def strings(node: ast.expr | None) -> list[str] | None:
    """The strings of a literal list, tuple or set, or the keys of a dictionary; None where any is not literal."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        found = [string(part) for part in node.elts]
    elif isinstance(node, ast.Dict):
        found = [string(key) for key in node.keys]
    else:
        return None
    known = [s for s in found if s is not None]
    return known if len(known) == len(found) else None


def dotted(node: ast.expr) -> str | None:
    """`a.b.c` as a name; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None


def is_dotted(text: str) -> bool:
    """Is it a name, or names joined by dots?"""
    return text.replace(".", "").isidentifier()


def call(node: ast.expr | None) -> Call | None:
    """A call, taken apart one level deep as facts have it; None for anything else."""
    if not isinstance(node, ast.Call):
        return None
    keywords = tuple((k.arg or "**", ast.unparse(k.value)) for k in node.keywords)
    return Call(ast.unparse(node.func), tuple(ast.unparse(a) for a in node.args), keywords)


def call_in(text: str) -> Call | None:
    """The call that a text is."""
    return call(parsed(text)) if text.endswith(")") else None


def table(node: ast.expr | None) -> list[tuple[str, ast.expr]] | None:
    """(key, value) of a literal dictionary with strings for keys, or of `dict(a=1)`; None for anything else."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
        and all(k.arg for k in node.keywords)
    ):
        return [(k.arg, k.value) for k in node.keywords if k.arg]
    if not isinstance(node, ast.Dict):
        return None
    keys = strings(node)
    return None if keys is None else list(zip(keys, node.values, strict=True))


_OPPOSITE = {ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in"}
_NEEDS_NO_BRACKETS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant)


def negated(text: str) -> str:
    """The opposite of a condition, as people write it: `not x`, `a != b`."""
    node = parsed(text)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return ast.unparse(node.operand)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OPPOSITE:
        return f"{ast.unparse(node.left)} {_OPPOSITE[type(node.ops[0])]} {ast.unparse(node.comparators[0])}"
    return f"not {text}" if isinstance(node, _NEEDS_NO_BRACKETS) else f"not ({text})"


def elements(node: ast.expr | None) -> list[str] | None:
    """The elements of a literal list or tuple as text, `(x,) * 3` written out; None for anything else, and where one is starred."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and isinstance(node.right, ast.Constant) and isinstance(node.right.value, int):
        one = elements(node.left)
        return None if one is None or len(one) * node.right.value > 1000 else one * node.right.value
    if not isinstance(node, ast.List | ast.Tuple) or any(isinstance(e, ast.Starred) for e in node.elts):
        return None
    return [ast.unparse(e) for e in node.elts]


def made_by(factory: str) -> str:
    """What a default factory gives, as source: `list()`, and of `lambda: [1]` the `[1]`."""
    found = parsed(factory) if factory.startswith("lambda:") else None
    return ast.unparse(found.body) if isinstance(found, ast.Lambda) else f"{factory}()"
