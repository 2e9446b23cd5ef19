"""Values written in other words: empty collections by their names, and numbers that are computed (`tuple()` is `()`, `60 * 60` is `3600`)."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

_EMPTY: dict[str, Callable[[], object]] = {
    made.__name__: made for made in (tuple, list, dict, set, frozenset, str, bytes, int, float, bool)
}  # fmt: skip
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.Pow: operator.pow, ast.LShift: operator.lshift, ast.RShift: operator.rshift, ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_, ast.BitXor: operator.xor,
}  # fmt: skip
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos, ast.USub: operator.neg, ast.Invert: operator.invert, ast.Not: operator.not_,
}  # fmt: skip
_LONGEST_TEXT = 500
_LARGEST_EXPONENT = 256
"""Of powers and shifts: what is larger is not worth the time it takes."""


def named_constructor(text: str) -> str | None:
    """The builtin that a text calls without arguments (`tuple()`), which a module may have given another meaning; None: it is no such call."""
    name = text.removesuffix("()")
    return name if name != text and name in _EMPTY else None


def normalised(text: str) -> str:
    """The same text for the same value: the value's own words where the text is a literal, computes one of numbers, or makes an empty collection;
    else the text as it is."""
    if len(text) > _LONGEST_TEXT or text.isidentifier():
        return text
    try:
        return repr(_value(ast.parse(text, mode="eval").body))
    except (ValueError, TypeError, SyntaxError, ArithmeticError, MemoryError, RecursionError):
        return text


def _value(node: ast.expr) -> object:
    """What it is worth. ValueError: reading cannot say."""
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _number(node.left), _number(node.right)
        if isinstance(node.op, ast.Pow | ast.LShift) and abs(right) > _LARGEST_EXPONENT:
            raise ValueError("too large")
        return _BINARY[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _UNARY[type(node.op)](_number(node.operand))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _EMPTY and not node.args and not node.keywords:
        return _EMPTY[node.func.id]()
    return ast.literal_eval(node)


def _number(node: ast.expr) -> int | float:
    found = _value(node)
    if not isinstance(found, int | float):
        raise ValueError("no number")
    return found
