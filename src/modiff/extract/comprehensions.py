"""Comprehensions over literals that make names: `[kind + side for kind in "TCP UDP".split() for side in ("Server", "Client")]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import islice

MOST = 1_000
"""Values of which nobody writes more."""
_METHODS = frozenset({"split", "lower", "upper", "title", "capitalize"})
_PLAIN_PATTERN = re.compile(r"(?:[^%]|%s)*")
"""A text to be filled without widths, which may be of any size."""
Values = Mapping[str, object]
"""What loop variables hold."""


class _NotPlain(Exception):
    """Something that literals and loop variables alone do not tell."""


def names_made(source: str) -> list[str] | None:
    """The strings that a comprehension gives; None where they hang on more than literals, or are no strings."""
    try:
        made = _value(ast.parse(source.strip(), mode="eval").body, {})
    except (_NotPlain, SyntaxError, ValueError, TypeError, IndexError, KeyError, RecursionError, MemoryError):
        return None
    return [str(one) for one in made] if isinstance(made, list) and all(isinstance(one, str) for one in made) else None


def _value(node: ast.expr, known: Values) -> object:
    match node:
        case ast.Constant(value=str() | int() | None as value):
            return value
        case ast.Name(id=name) if name in known:
            return known[name]
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return [_value(element, known) for element in elements]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _text(_value(left, known)) + _text(_value(right, known))
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            given, pattern = _value(right, known), _text(_value(left, known))
            if _PLAIN_PATTERN.fullmatch(pattern) is not None:
                return pattern % (tuple(given) if isinstance(given, list) else given)
        case ast.JoinedStr(values=parts):
            return "".join(str(_value(part, known)) for part in parts)
        case ast.FormattedValue(value=inner, conversion=-1, format_spec=None):
            return _value(inner, known)
        case ast.Call(func=ast.Attribute(value=owner, attr=method), args=given, keywords=[]) if method in _METHODS:
            return getattr(_text(_value(owner, known)), method)(*(_value(one, known) for one in given))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            rounds = list(islice(_rounds(node.generators, known), MOST + 1))
            if len(rounds) <= MOST:
                return [_value(node.elt, values) for values in rounds]
    raise _NotPlain


def _rounds(clauses: list[ast.comprehension], known: Values) -> Iterator[Values]:
    """What the loop variables hold, round for round."""
    if not clauses:
        yield known
        return
    looped = _value(clauses[0].iter, known)
    if clauses[0].is_async or not isinstance(looped, list) or len(looped) > MOST:
        raise _NotPlain
    for one in looped:
        values = {**known, **_bound(clauses[0].target, one)}
        if all(_holds(test, values) for test in clauses[0].ifs):
            yield from _rounds(clauses[1:], values)


def _bound(target: ast.expr, value: object) -> Values:
    if isinstance(target, ast.Name):
        return {target.id: value}
    if isinstance(target, ast.Tuple) and isinstance(value, list) and len(value) == len(target.elts):
        return {name: held for element, one in zip(target.elts, value, strict=True) for name, held in _bound(element, one).items()}
    raise _NotPlain


def _holds(test: ast.expr, known: Values) -> bool:
    match test:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_holds(part, known) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(_holds(part, known) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _holds(inner, known)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
            return (_value(left, known) == _value(right, known)) is isinstance(operator, ast.Eq)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as operator], comparators=[right]):
            held = _value(right, known)
            if isinstance(held, list):
                return (_value(left, known) in held) is isinstance(operator, ast.In)
    raise _NotPlain


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _NotPlain
