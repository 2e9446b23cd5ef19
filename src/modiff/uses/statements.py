"""Statements of the client: what they bind, which of them run, which exceptions are caught where."""

from __future__ import annotations

import ast

from modiff.link import texts
from modiff.uses import typed
from modiff.uses.annotations import evaluate_annotations
from modiff.uses.assignments import assign, assign_annotated, update
from modiff.uses.binding import Arguments
from modiff.uses.contracts import check_class, check_keywords
from modiff.uses.expressions import evaluate
from modiff.uses.imports import import_modules, import_names
from modiff.uses.lookups import element_of
from modiff.uses.modules import Scope
from modiff.uses.narrowing import narrow
from modiff.uses.protocols import iterated, managed
from modiff.uses.readings import Reading, catches
from modiff.uses.references import check_settings
from modiff.uses.values import (
    UNKNOWN,
    Constant,
    Instance,
    Manager,
    Method,
    Missing,
    OwnClass,
    OwnFunction,
    OwnInstance,
    Plain,
    Value,
    of_version,
    one_of,
    options,
)

_ABSENT = frozenset({"ImportError", "ModuleNotFoundError", "AttributeError"})


def run(reading: Reading, body: list[ast.stmt], scope: Scope) -> bool:
    """Runs the statements in order. True: what follows the block is reached."""
    for statement in body:
        if not _run_one(reading, statement, scope):
            return False
    return True


def _run_one(reading: Reading, node: ast.stmt, scope: Scope) -> bool:
    match node:  # what there is most of comes first
        case ast.Expr(value=value):
            evaluate(reading, value, scope)
            return not _never_returns(value)
        case ast.Assign(targets=targets, value=value):
            given = evaluate(reading, value, scope)
            for target in targets:
                assign(reading, target, given, scope)
            check_settings(reading, targets, value)
        case ast.If():
            return _if(reading, node, scope)
        case ast.Return(value=value):
            found = evaluate(reading, value, scope) if value is not None else Constant(None)
            if reading.function is not None:
                reading.learnt.note_returned(reading.function, found)
            return False
        case ast.Import():
            import_modules(reading, node, scope)
        case ast.ImportFrom():
            import_names(reading, node, scope)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            _define(reading, node, scope)
        case ast.ClassDef():
            _class(reading, node, scope)
        case ast.AnnAssign(target=target, annotation=said, value=value):
            assign_annotated(reading, target, said, value, scope)
        case ast.AugAssign(target=target, value=value):
            evaluate(reading, value, scope)
            update(reading, target, scope)
        case ast.For() | ast.AsyncFor():
            return _for(reading, node, scope)
        case ast.While(test=test, body=body, orelse=orelse):
            evaluate(reading, test, scope)
            _either(reading, scope, [lambda: _narrowed(reading, test, body, scope), lambda: True])
            return run(reading, orelse, scope)
        case ast.Try() | ast.TryStar():
            return _try(reading, node, scope)
        case ast.With() | ast.AsyncWith():
            return _with(reading, node, scope)
        case ast.Match():
            return _match(reading, node, scope)
        case ast.Raise(exc=exc, cause=cause):
            evaluate(reading, exc, scope)
            evaluate(reading, cause, scope)
            return False
        case ast.Continue() | ast.Break():
            return False
        case ast.Global(names=names):
            scope.globals.update(names)
        case ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    scope.names.pop(target.id, None)
        case ast.Assert(test=test, msg=said):
            evaluate(reading, test, scope)
            evaluate(reading, said, scope)
            narrow(reading, test, scope)
        case _:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    evaluate(reading, child, scope)
    return True


def _never_returns(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and texts.dotted(node.func) in ("sys.exit", "exit", "quit", "os._exit")


# --- definitions


def _define(reading: Reading, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    for mark in node.decorator_list:
        evaluate(reading, mark, scope)
    for default in (*node.args.defaults, *node.args.kw_defaults):
        evaluate(reading, default, scope)
    evaluate_annotations(reading, node, scope)
    owner = reading.owner if scope.kind == "class" else None
    function = OwnFunction(node, scope, owner)
    scope.bind(node.name, function)
    reading.define(function)


def _class(reading: Reading, node: ast.ClassDef, scope: Scope) -> None:
    for mark in node.decorator_list:
        evaluate(reading, mark, scope)
    keywords = [(keyword.arg, evaluate(reading, keyword.value, scope)) for keyword in node.keywords]
    bases = tuple(evaluate(reading, base, scope) for base in node.bases)
    inner = Scope("class", reading.module, scope)
    own = OwnClass(node, inner, bases)
    kept, reading.owner = reading.owner, own
    run(reading, node.body, inner)
    reading.owner = kept
    scope.bind(node.name, own)
    for base in bases:
        for each in options(base):
            if isinstance(each, OwnClass):
                reading.heirs.setdefault(each.node, {})[node] = own
    check_class(reading, node, own)
    named = tuple((name, value) for name, value in keywords if name is not None)
    check_keywords(reading, node, own, Arguments(keywords=named, more_keywords=len(named) < len(keywords)))


# --- branches


def _either(reading: Reading, scope: Scope, ways: list[object]) -> bool:
    """Runs each way from the same state; afterwards a name is what any way that goes on made of it."""
    before = dict(scope.names)
    ends: list[dict[str, Value]] = []
    for way in ways:
        scope.names = dict(before)
        if way():  # type: ignore[operator]
            ends.append(scope.names)
    scope.names = _merged(ends) if ends else dict(before)
    return bool(ends)


def _merged(ends: list[dict[str, Value]]) -> dict[str, Value]:
    if len(ends) == 1:
        return ends[0]
    first, *others = ends
    same = dict(first)
    for end in others:
        for name, value in end.items():
            if same.get(name) is not value:  # else all ways left it as it was
                same[name] = UNKNOWN
    merged: dict[str, Value] = {}
    for name, value in same.items():
        if "." in name and not all(name in end for end in ends):
            continue  # an attribute that only one way says something of
        merged[name] = value if value is not UNKNOWN else one_of([end[name] for end in ends if name in end])
    return merged


def _narrowed(reading: Reading, test: ast.expr, body: list[ast.stmt], scope: Scope) -> bool:
    narrow(reading, test, scope)
    return run(reading, body, scope)


def _if(reading: Reading, node: ast.If, scope: Scope) -> bool:
    if texts.dotted(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"):
        kept, reading.typing_only = reading.typing_only, True
        run(reading, node.body, scope)
        reading.typing_only = kept
        run(reading, node.orelse, scope)
        return True
    settled = evaluate(reading, node.test, scope)
    if isinstance(settled, Constant):
        return _narrowed(reading, node.test, node.body, scope) if settled.value else run(reading, node.orelse, scope)
    kept, ends = reading.version_tested, list[bool]()
    reading.version_tested = kept or of_version(settled)

    def one(goes_on: bool) -> bool:
        ends.append(goes_on)
        return goes_on

    ways = [lambda: one(_narrowed(reading, node.test, node.body, scope)), lambda: one(_otherwise(reading, node, scope))]
    goes_on = _either(reading, scope, list(ways))
    leaves = reading.function is not None and any(block and isinstance(block[-1], ast.Return) for block in (node.body, node.orelse))
    if all(ends) or not leaves:  # else what follows is a branch too, up to the end of the function
        reading.version_tested = kept
    return goes_on


def _otherwise(reading: Reading, node: ast.If, scope: Scope) -> bool:
    match node.test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            narrow(reading, inner, scope)
        case ast.Compare(left=ast.Name() as name, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            narrow(reading, name, scope)
    return run(reading, node.orelse, scope)


def _for(reading: Reading, node: ast.For | ast.AsyncFor, scope: Scope) -> bool:
    over = evaluate(reading, node.iter, scope)
    iterated(reading, node.iter, over, asynchronous=isinstance(node, ast.AsyncFor))
    element = element_of(reading, over)

    def once() -> bool:
        assign(reading, node.target, element, scope)
        run(reading, node.body, scope)
        return True

    _either(reading, scope, [once, lambda: True])
    run(reading, node.orelse, scope)
    return True


def _match(reading: Reading, node: ast.Match, scope: Scope) -> bool:
    evaluate(reading, node.subject, scope)

    def one(case: ast.match_case) -> bool:
        for each in ast.walk(case.pattern):
            if isinstance(each, ast.MatchAs | ast.MatchStar) and each.name:
                scope.bind(each.name, UNKNOWN)
            elif isinstance(each, ast.MatchMapping) and each.rest:
                scope.bind(each.rest, UNKNOWN)
            elif isinstance(each, ast.MatchClass):
                evaluate(reading, each.cls, scope)
            elif isinstance(each, ast.MatchValue):
                evaluate(reading, each.value, scope)
        evaluate(reading, case.guard, scope)
        return run(reading, case.body, scope)

    return _either(reading, scope, [*(lambda case=case: one(case) for case in node.cases), lambda: True])


def _with(reading: Reading, node: ast.With | ast.AsyncWith, scope: Scope) -> bool:
    suppressed: frozenset[str] = frozenset()
    for item in node.items:
        manager = evaluate(reading, item.context_expr, scope)
        managed(reading, item.context_expr, manager, asynchronous=isinstance(node, ast.AsyncWith))
        if isinstance(item.context_expr, ast.Call) and (texts.dotted(item.context_expr.func) or "").rpartition(".")[2] in ("suppress", "raises"):
            suppressed |= _names_of(item.context_expr.args)
        if item.optional_vars is not None:
            assign(reading, item.optional_vars, _entered(reading, manager), scope)
    reading.caught = (*reading.caught, suppressed)
    goes_on = run(reading, node.body, scope)
    reading.caught = reading.caught[:-1]
    return goes_on or bool(suppressed)


def _entered(reading: Reading, manager: Value) -> Value:
    """What `with … as x` binds."""
    found: list[Value] = []
    for each in options(manager):
        match each:
            case Manager(result=result):
                found.append(result)
            case Instance():
                method = reading.world.attribute(each, "__enter__")
                method = reading.world.attribute(each, "__aenter__") if isinstance(method, Missing) else method
                result = reading.world.called(method) if isinstance(method, Method) else UNKNOWN
                result = getattr(result, "result", result)
                found.append(result if result != UNKNOWN else UNKNOWN)
            case OwnInstance():
                found.append(each)
            case _:
                found.append(each if isinstance(each, Plain) and each.path.startswith("io.") else UNKNOWN)
    return one_of(found)


# --- exceptions


def _names_of(nodes: list[ast.expr]) -> frozenset[str]:
    return frozenset((texts.dotted(node) or "?").rpartition(".")[2] for node in nodes)


def caught_by(handler: ast.ExceptHandler) -> frozenset[str]:
    """Last names of what a handler catches; the empty name stands for everything."""
    if handler.type is None:
        return frozenset({""})
    return _names_of(list(handler.type.elts) if isinstance(handler.type, ast.Tuple) else [handler.type])


def fails(handler: ast.ExceptHandler) -> bool:
    """Does a handler only put another exception in the place of what it caught? One that skips a test, or says that something has no such attribute
    or is not implemented, is an answer."""
    last = handler.body[-1]
    if not isinstance(last, ast.Raise) or len(handler.body) > 1:
        return False
    raised = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
    name = (texts.dotted(raised) or "").rpartition(".")[2] if raised is not None else ""
    return "Skip" not in name and name not in ("NotImplementedError", "StopIteration", "StopAsyncIteration")


def _try(reading: Reading, node: ast.Try | ast.TryStar, scope: Scope) -> bool:
    before = dict(scope.names)
    raised_before, reading.raised = reading.raised, []
    unsure_before, reading.unsure = reading.unsure, False
    reading.caught = (*reading.caught, frozenset[str]().union(*(caught_by(handler) for handler in node.handlers if not fails(handler))))
    goes_on = run(reading, node.body, scope)
    reading.caught = reading.caught[:-1]
    raised, reading.raised = reading.raised, raised_before
    unsure, reading.unsure = reading.unsure, unsure_before or reading.unsure
    for handler in node.handlers:
        with reading.stands_as("catch"):
            evaluate(reading, handler.type, scope)
    failed = next((handler for handler in node.handlers if any(catches(caught_by(handler), each) for each in raised)), None)
    if goes_on and failed is None:
        goes_on = run(reading, node.orelse, scope)
    body_end = scope.names
    ends = [body_end] if goes_on and failed is None else []
    for handler in node.handlers:
        scope.names = dict(before)
        may_run = unsure or not caught_by(handler) <= _ABSENT
        end = _handler(reading, handler, scope, runs=failed is handler or (failed is None and may_run))
        if end is not None and (handler is failed or failed is None):
            ends.append(end if handler is failed or may_run else {name: value for name, value in end.items() if name not in body_end})
    scope.names = _merged(ends) if ends else body_end
    goes_on = bool(ends)
    return run(reading, node.finalbody, scope) and goes_on


def _handler(reading: Reading, handler: ast.ExceptHandler, scope: Scope, *, runs: bool) -> dict[str, Value] | None:
    """What names are after it; None: nothing follows it. A handler of missing names does not run where none is missing: nothing there is noted."""
    kept, reading.silent = reading.silent, reading.silent or not runs
    if handler.name:
        scope.bind(handler.name, _exception(reading, handler, scope))
    goes_on = run(reading, handler.body, scope)
    reading.silent = kept
    return scope.names if goes_on else None


def _exception(reading: Reading, handler: ast.ExceptHandler, scope: Scope) -> Value:
    silent, reading.silent = reading.silent, True
    nodes = [] if handler.type is None else list(handler.type.elts) if isinstance(handler.type, ast.Tuple) else [handler.type]
    found = one_of([typed.instance_of(evaluate(reading, node, scope)) for node in nodes]) if nodes else UNKNOWN
    reading.silent = silent
    return found
