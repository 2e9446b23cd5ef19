"""Annotations of the client as code: when they are evaluated, names in them have to answer."""

from __future__ import annotations

import ast

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
    """Evaluates one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        kept, reading.typing_only = reading.typing_only, True
        inner = texts.parsed(node.value.strip())
        if inner is not None:
            evaluate(reading, ast.fix_missing_locations(_moved(inner, node)), scope)
        reading.typing_only = kept
    else:
        evaluate(reading, node, scope)


def _moved(node: ast.expr, to: ast.expr) -> ast.expr:
    for each in ast.walk(node):
        ast.copy_location(each, to)
    return node


def are_text(reading: Reading) -> bool:
    """Does the module ask for annotations to be kept as text (PEP 563)?"""
    return any(
        isinstance(statement, ast.ImportFrom) and statement.module == "__future__" and any(alias.name == "annotations" for alias in statement.names)
        for statement in reading.module.tree.body[:8]
    )
