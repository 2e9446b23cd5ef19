"""What a test says of a name where it holds: `isinstance(x, C)`, `x is not None`, `x`."""

from __future__ import annotations

import ast

from modiff.link.targets import Outside
from modiff.uses.modules import Scope
from modiff.uses.readings import Reading
from modiff.uses.typed import instance_of
from modiff.uses.values import UNKNOWN, Constant, Instance, OwnInstance, Plain, Value, may_be_other, one_of, options


def narrow(reading: Reading, test: ast.expr, scope: Scope) -> None:
    """Binds the names that the test asks about to what they are where it holds."""
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
            _narrow_to(reading, name, scope.lookup(name), kind, scope)
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Attribute(value=ast.Name(id=owner), attr=name) as held, kind]):
            _narrow_to(reading, f"{owner}.{name}", _silently(reading, held, scope), kind, scope)
        case ast.BoolOp(op=ast.And(), values=values):
            for each in values:
                narrow(reading, each, scope)
        case ast.Compare(left=ast.Name(id=name), ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]) | ast.Name(id=name):
            value = scope.lookup(name)
            if value is not None and name in scope.names:
                left = [each for each in options(value) if each != Constant(None)]
                if left:
                    scope.bind(name, one_of(left))


def _silently(reading: Reading, node: ast.expr, scope: Scope) -> Value:
    from modiff.uses.expressions import evaluate

    silent, reading.silent = reading.silent, True
    value = evaluate(reading, node, scope)
    reading.silent = silent
    return value


def _narrow_to(reading: Reading, name: str, known: Value | None, kind: ast.expr, scope: Scope) -> None:
    kinds = [_silently(reading, each, scope) for each in (kind.elts if isinstance(kind, ast.Tuple) else [kind])]
    tested = one_of([instance_of(each) for each in kinds])
    if known is None or known == UNKNOWN:
        if tested != UNKNOWN:
            scope.bind(name, tested)
        return
    kept = [each for each in options(known) if _may_be(reading, each, tested)]
    if not kept or (may_be_other(known) and tested != UNKNOWN):
        scope.bind(name, tested)
    else:
        scope.bind(name, one_of([*kept, UNKNOWN] if may_be_other(known) else kept))


def _may_be(reading: Reading, known: Value, tested: Value) -> bool:
    """May this be of a class that the test asks about, without being something else besides?"""
    if isinstance(known, OwnInstance):
        return tested == UNKNOWN or any(isinstance(each, OwnInstance) for each in options(tested))
    if not isinstance(known, Instance):
        return False
    above = reading.world.graph_of(known.cls).ancestors(known.cls)
    for each in options(tested):
        if isinstance(each, Instance) and each.cls in above:
            return True
        if isinstance(each, Plain) and (not each.path.startswith("builtins.") or any(isinstance(b, Outside) and b.path == each.path for b in above)):
            return True
    return False
