"""Annotations of the client as code: when they are evaluated, names in them have to answer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy

from modiff.link import texts
from modiff.uses.expressions import evaluate
from modiff.uses.modules import Scope
from modiff.uses.readings import Reading


def evaluate_annotations(reading: Reading, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    """Annotations are evaluated when a function is defined, unless the module asks for them to be kept as text (PEP 563)."""
    kept = reading.typing_only
    reading.typing_only = kept or are_text(reading)
    extra = [each for each in (node.args.vararg, node.args.kwarg) if each is not None]
    for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, *extra):
        annotation(reading, parameter.annotation, scope)
    annotation(reading, node.returns, scope)
    reading.typing_only = kept


def annotation(reading: Reading, node: ast.expr | None, scope: Scope) -> None:
    """Evaluates one; what stands in it as text is for type checkers alone."""
    with reading.stands_as("annotation"):
        if not isinstance(node, ast.Constant):
            evaluate(reading, node, scope)
        for text in _texts_in(node):
            kept, reading.typing_only = reading.typing_only, True
            inner = texts.parsed(text.value.strip()) if isinstance(text.value, str) else None
            if inner is not None:
                evaluate(reading, ast.fix_missing_locations(_moved(inner, text)), scope)
            reading.typing_only = kept


def _texts_in(node: ast.expr | None) -> Iterator[ast.Constant]:
    """Texts that stand for types: not those of `Literal["a"]`, nor what `Annotated` says besides."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.Subscript(value=head, slice=inside):
            word = (texts.dotted(head) or "").rpartition(".")[2]
            parts = list(inside.elts) if isinstance(inside, ast.Tuple) else [inside]
            for part in () if word == "Literal" else parts[:1] if word == "Annotated" else parts:
                yield from _texts_in(part)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _texts_in(left)
            yield from _texts_in(right)
        case ast.List(elts=elements):
            for element in elements:
                yield from _texts_in(element)


def _moved(node: ast.expr, to: ast.expr) -> ast.expr:
    node = deepcopy(node)  # others read the same text elsewhere
    for each in ast.walk(node):
        ast.copy_location(each, to)
    return node


def are_text(reading: Reading) -> bool:
    """Does the module ask for annotations to be kept as text (PEP 563)?"""
    return any(
        isinstance(statement, ast.ImportFrom) and statement.module == "__future__" and any(alias.name == "annotations" for alias in statement.names)
        for statement in reading.module.tree.body[:8]
    )
