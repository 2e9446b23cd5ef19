"""Expressions of the client as values; what they ask of packages is noted on the way."""

from __future__ import annotations

import ast
from typing import Any

from modiff.uses import library
from modiff.uses.calls import awaited, call
from modiff.uses.events import Answer
from modiff.uses.lookups import attribute, element_of, named
from modiff.uses.modules import Scope
from modiff.uses.narrowing import narrow
from modiff.uses.protocols import iterated, operated
from modiff.uses.readings import Reading
from modiff.uses.references import check_listed
from modiff.uses.values import (
    OF_VERSION,
    UNKNOWN,
    Constant,
    Instance,
    Keywords,
    Missing,
    OwnFunction,
    Plain,
    Value,
    of_version,
    one_of,
    options,
    worked_out,
)


def evaluate(reading: Reading, node: ast.expr | None, scope: Scope) -> Value:
    """What an expression is."""
    if isinstance(node, ast.Name):  # nine of ten are one of these
        return named(reading, scope, node.id)
    if isinstance(node, ast.Attribute):
        found = attribute(reading, node, evaluate(reading, node.value, scope), node.attr)
        return scope.names.get(f"{node.value.id}.{node.attr}", found) if isinstance(node.value, ast.Name) else found
    if isinstance(node, ast.Constant):
        return Constant(node.value) if node.value is not Ellipsis else UNKNOWN
    if isinstance(node, ast.Call):
        return call(reading, node, scope)
    match node:
        case None:
            return UNKNOWN
        case ast.Await(value=inner):
            return awaited(evaluate(reading, inner, scope))
        case ast.Subscript(value=inner, slice=index):
            return _subscript(reading, node, evaluate(reading, inner, scope), index, scope)
        case ast.BoolOp(values=values, op=op):
            return _boolean(reading, op, values, scope)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            value = evaluate(reading, inner, scope)
            if isinstance(value, Constant):
                return worked_out(Constant(not value.value), value)
            return OF_VERSION if of_version(value) else Plain("builtins.bool")
        case ast.Compare():
            return _compare(reading, node, scope)
        case ast.BinOp(left=left, right=right, op=op):
            one, other = evaluate(reading, left, scope), evaluate(reading, right, scope)
            operated(reading, node, one, other)
            return _binary(one, other, op)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _conditional(reading, test, body, orelse, scope)
        case ast.NamedExpr(target=target, value=inner):
            value = evaluate(reading, inner, scope)
            scope.bind(target.id, value)
            return value
        case ast.Lambda():
            return _lambda(reading, node, scope)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            return _comprehension(reading, node, scope)
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return _display(node, [evaluate(reading, each, scope) for each in elements])
        case ast.Dict():
            return _dict(reading, node, scope)
        case ast.Starred(value=inner):
            evaluate(reading, inner, scope)
            return UNKNOWN
        case ast.Yield(value=inner) | ast.YieldFrom(value=inner):
            value = evaluate(reading, inner, scope)
            if reading.function is not None:
                reading.learnt.note_yielded(reading.function, value if isinstance(node, ast.Yield) else element_of(reading, value))
            return UNKNOWN
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(reading, child, scope)
        elif isinstance(child, ast.FormattedValue):
            evaluate(reading, child.value, scope)
    return library.literal(node)


def _display(node: ast.expr, values: list[Value]) -> Value:
    if isinstance(node, ast.Tuple):
        if all(isinstance(each, Constant) for each in values):
            return Constant(tuple(each.value for each in values if isinstance(each, Constant)))
        return Plain("builtins.tuple", tuple(values))
    kind = "list" if isinstance(node, ast.List) else "set"
    held = one_of(values) if values else UNKNOWN
    return Plain(f"builtins.{kind}", (held,) if held != UNKNOWN else ())


def _dict(reading: Reading, node: ast.Dict, scope: Scope) -> Value:
    keys: list[tuple[str, Value]] = []
    plain, others = True, False
    for key, value in zip(node.keys, node.values, strict=True):
        held = evaluate(reading, value, scope)
        if isinstance(value, ast.List | ast.Tuple | ast.Set):
            check_listed(reading, value.elts)
        name = evaluate(reading, key, scope) if key is not None else None
        if isinstance(name, Constant) and isinstance(name.value, str):
            keys.append((name.value, held))
        elif key is None and isinstance(held, Keywords):
            keys += held.keys if held.always else ()
            others = others or not (held.always and held.complete)
        elif key is None:
            others = True
        else:
            plain = False
    return Keywords(tuple(keys), not others) if plain and all(key.isidentifier() for key, _ in keys) else Plain("builtins.dict")


def _subscript(reading: Reading, node: ast.Subscript, value: Value, index: ast.expr, scope: Scope) -> Value:
    if isinstance(index, ast.Slice):
        parts = [evaluate(reading, part, scope) if part is not None else Constant(None) for part in (index.lower, index.upper, index.step)]
        if isinstance(value, Constant) and isinstance(value.value, str | tuple) and all(isinstance(part, Constant) for part in parts):
            where: Any = slice(*(part.value for part in parts if isinstance(part, Constant)))
            return Constant(value.value[where])
        return value if isinstance(value, Plain) and value.path in ("builtins.str", "builtins.bytes", "builtins.list") else UNKNOWN
    key = evaluate(reading, index, scope)
    found: list[Value] = []
    for each in options(value):
        if isinstance(each, Keywords):
            known = dict(each.keys)
            found.append(known.get(key.value, UNKNOWN) if isinstance(key, Constant) and isinstance(key.value, str) else UNKNOWN)
        elif isinstance(each, Instance):
            found.append(_special(reading, node, each, "__getitem__", "is not subscriptable"))
        else:
            found.append(library.item(each, key))
    return OF_VERSION if of_version(value) and not isinstance(one_of(found), Constant) else worked_out(one_of(found), value)


def _special(reading: Reading, node: ast.expr, value: Instance, name: str, complaint: str) -> Value:
    """What an operator asks of an object's class."""
    found = reading.world.attribute(value, name)
    if isinstance(found, Missing):
        answer = Answer(False, f"{value.cls.path}.{name}", value.cls.path, f"'{value.cls.name}' object {complaint}", found.doubt, "TypeError")
        reading.tell(node, "result", name, answer)
        return UNKNOWN
    reading.tell(node, "result", name, Answer(True, f"{value.cls.path}.{name}", value.cls.path))
    return reading.world.called(found)


def _boolean(reading: Reading, op: ast.boolop, values: list[ast.expr], scope: Scope) -> Value:
    """`and` and `or`: what stands behind a part that settles it is not run."""
    found: list[Value] = []
    tested, names = reading.version_tested, dict(scope.names)
    for node in values:
        value = evaluate(reading, node, scope)
        found.append(value)
        if isinstance(value, Constant) and bool(value.value) == isinstance(op, ast.Or):
            break
        reading.version_tested = reading.version_tested or of_version(value)
        if isinstance(op, ast.And):
            narrow(reading, node, scope)
    reading.version_tested = tested
    if any(names.get(name) is not value for name, value in scope.names.items()):
        bound = {each.target.id for node in values for each in ast.walk(node) if isinstance(each, ast.NamedExpr)}
        told = {name: value for name, value in scope.names.items() if name in names or "." not in name}
        scope.names = {name: value if name in bound else names.get(name, value) for name, value in told.items()}  # what was narrowed is over
    if of_version(*(value for value in found if not isinstance(value, Constant))):
        return OF_VERSION
    known = [value for value in found if isinstance(value, Constant)]
    if len(known) == len(found):
        return found[-1]
    return one_of(found) if isinstance(op, ast.Or) else UNKNOWN


def _compare(reading: Reading, node: ast.Compare, scope: Scope) -> Value:
    left = evaluate(reading, node.left, scope)
    rights = [evaluate(reading, each, scope) for each in node.comparators]
    for op, (one, other) in zip(node.ops, zip([left, *rights], rights, strict=False), strict=True):
        if isinstance(op, ast.Eq | ast.NotEq):
            _never_equal(reading, node, one, other)
    found = library.compared(node.ops[0], left, rights[0]) if len(node.ops) == 1 else Plain("builtins.bool")
    return OF_VERSION if of_version(left, *rights) and not isinstance(found, Constant) else worked_out(found, left, *rights)


def _never_equal(reading: Reading, node: ast.Compare, left: Value, right: Value) -> None:
    """An object of a package's class against a text or number, which it never equals unless its class says so."""
    for one, other in ((left, right), (right, left)):
        if not isinstance(other, Constant) or other.value is None:
            continue
        for each in options(one):
            if isinstance(each, Instance):
                graph = reading.world.graph_of(each.cls)
                known = "__eq__" in graph.members(each.cls) or graph.why_member_may_answer(each.cls, "__eq__") is not None
                known = known or any(getattr(base, "path", "").startswith("builtins.") for base in graph.ancestors(each.cls))
                said = f"a '{each.cls.name}' object never equals {other.value!r}"
                answer = Answer(known, each.cls.path, each.cls.path, "" if known else said, None if known else "what it is was inferred", "")
                reading.tell(node, "result", "==", answer)
                return
            if isinstance(each, Plain | Constant):
                _tell_equality(reading, node, each, other)
                return


def _tell_equality(reading: Reading, node: ast.Compare, one: Plain | Constant, other: Constant) -> None:
    """Text never equals bytes, nor either of them a number or a container: where a package gave the one, that is its doing."""
    kinds = library.class_path(one), library.class_path(other)
    origin = one.origin if isinstance(one, Plain) and one.said is None else None
    differs = kinds[0] != kinds[1] and (kinds[0] in _TEXTS or kinds[1] in _TEXTS) and all(kind in _COMPARED for kind in kinds)
    if origin is None or not differs:
        reading.tell(node, "result", "==", Answer(True, origin or "", origin))
        return
    said = f"a '{str(kinds[0]).rpartition('.')[2]}' object never equals {other.value!r}"
    reading.tell(node, "result", "==", Answer(False, origin, origin, said, "what it is was inferred", ""))


_TEXTS = frozenset({"builtins.str", "builtins.bytes"})
_COMPARED = _TEXTS | {f"builtins.{name}" for name in ("int", "float", "complex", "bool", "tuple", "list", "dict", "set")}


def _binary(left: Value, right: Value, op: ast.operator) -> Value:
    text = library.class_path(left)
    if text in ("builtins.str", "builtins.bytes") and isinstance(op, ast.Add | ast.Mod | ast.Mult):
        return Plain(text)
    return UNKNOWN


def _conditional(reading: Reading, test: ast.expr, body: ast.expr, orelse: ast.expr, scope: Scope) -> Value:
    settled = evaluate(reading, test, scope)
    if isinstance(settled, Constant):
        return evaluate(reading, body if settled.value else orelse, scope)
    kept, tested = dict(scope.names), reading.version_tested
    reading.version_tested = tested or of_version(settled)
    narrow(reading, test, scope)
    one = evaluate(reading, body, scope)
    scope.names = kept
    other = evaluate(reading, orelse, scope)
    reading.version_tested = tested
    return one_of([one, other])


def _lambda(reading: Reading, node: ast.Lambda, scope: Scope) -> Value:
    inner = Scope("function", scope.module, scope)
    for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        inner.bind(parameter.arg, UNKNOWN)
    for extra in (node.args.vararg, node.args.kwarg):
        if extra is not None:
            inner.bind(extra.arg, UNKNOWN)
    kept, reading.caught = reading.caught, ()
    evaluate(reading, node.body, inner)
    reading.caught = kept
    return OwnFunction(node, scope)


def _comprehension_of_constants(reading: Reading, node: ast.expr, inner: Scope) -> Value | None:
    """`[int(x) for x in "1.2".split(".")]`, worked out; None: it is not that plain."""
    if not isinstance(node, ast.ListComp | ast.GeneratorExp) or len(node.generators) != 1:
        return None
    loop = node.generators[0]
    over = evaluate(reading, loop.iter, inner)
    if not (isinstance(over, Constant) and isinstance(over.value, tuple) and len(over.value) < 10 and isinstance(loop.target, ast.Name)):
        return None
    found: list[object] = []
    for each in over.value:
        inner.bind(loop.target.id, Constant(each))
        tests = [evaluate(reading, test, inner) for test in loop.ifs]
        if not all(isinstance(test, Constant) for test in tests):
            return None
        if not all(isinstance(test, Constant) and test.value for test in tests):
            continue
        value = evaluate(reading, node.elt, inner)
        if not isinstance(value, Constant):
            return None
        found.append(value.value)
    return Constant(tuple(found))


def _comprehension(reading: Reading, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Value:
    from modiff.uses.assignments import assign

    inner = Scope("function", scope.module, scope)
    settled = _comprehension_of_constants(reading, node, inner)
    if settled is not None:
        return settled
    for loop in node.generators:
        over = evaluate(reading, loop.iter, inner)
        iterated(reading, loop.iter, over, asynchronous=bool(loop.is_async))
        assign(reading, loop.target, element_of(reading, over), inner)
        for test in loop.ifs:
            evaluate(reading, test, inner)
            narrow(reading, test, inner)
    if isinstance(node, ast.DictComp):
        args = (evaluate(reading, node.key, inner), evaluate(reading, node.value, inner))
        return Plain("builtins.dict", args if UNKNOWN not in args else ())
    held = evaluate(reading, node.elt, inner)
    kind = {ast.ListComp: "builtins.list", ast.SetComp: "builtins.set"}.get(type(node), "types.GeneratorType")
    return Plain(kind, (held,) if held != UNKNOWN else ())
