"""Functions of the client: their parameters, their bodies, and calls of them."""

from __future__ import annotations

import ast

from modiff.uses.binding import Arguments
from modiff.uses.contracts import check_instance, overridden
from modiff.uses.hooks import given_for, given_to_hook
from modiff.uses.learnt import Giver
from modiff.uses.lookups import annotated, of_own_class
from modiff.uses.modules import Scope
from modiff.uses.readings import Reading
from modiff.uses.values import UNKNOWN, Awaitable, Constant, Keywords, Manager, Missing, OwnClass, OwnFunction, OwnInstance, Plain, Value, one_of


def run_function(reading: Reading, function: OwnFunction) -> None:
    """The body, with its parameters as annotated, or as callers give them."""
    from modiff.uses.statements import run

    node = function.node
    if isinstance(node, ast.Lambda):
        return
    scope = Scope("function", reading.module, function.scope)
    _bind_parameters(reading, function, node.args, scope)
    if run(reading, node.body, scope):
        reading.learnt.note_returned(node, Constant(None))


def _bind_parameters(reading: Reading, function: OwnFunction, arguments: ast.arguments, scope: Scope) -> None:
    node = function.node
    assert not isinstance(node, ast.Lambda)
    places = [*arguments.posonlyargs, *arguments.args]
    marks = {getattr(mark, "id", "") for mark in node.decorator_list}
    for index, parameter in enumerate([*places, *arguments.kwonlyargs]):
        if index == 0 and function.owner is not None and places and "staticmethod" not in marks:
            on_class = "classmethod" in marks or node.name in ("__new__", "__init_subclass__", "__class_getitem__")
            scope.bind(parameter.arg, function.owner if on_class else OwnInstance(function.owner))
            continue
        said = annotated(reading, function.scope, parameter.annotation)
        seen = reading.learnt.given(node, parameter.arg)
        if said == UNKNOWN and seen is None and parameter.annotation is None:
            said = _as_called_by_packages(reading, function, parameter.arg)
        scope.bind(parameter.arg, said if said != UNKNOWN or seen is None else seen)
    if arguments.vararg is not None:
        scope.bind(arguments.vararg.arg, Plain("builtins.tuple"))
    if arguments.kwarg is not None:
        extra = reading.learnt.extra(node)
        scope.bind(
            arguments.kwarg.arg, Keywords(tuple((name, one_of([each.value for each in calls])) for name, calls in extra.items()), False, False)
        )


def _as_called_by_packages(reading: Reading, function: OwnFunction, parameter: str) -> Value:
    """What a package gives for a parameter of a method that overrides one of its own, or of a function that is named like one of its hooks."""
    node = function.node
    assert not isinstance(node, ast.Lambda)
    if function.owner is None:
        return given_to_hook(reading.world, node.name, parameter) if function.scope.kind == "module" else UNKNOWN
    found = overridden(reading, function.owner, node.name) if node.name != "__init__" else None
    return given_for(reading.world, found[0], parameter) if found is not None else UNKNOWN


def call_own(reading: Reading, function: OwnFunction, given: Arguments, call: ast.AST) -> Value:
    """Notes what a call gives, and says what it returns."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return _of_lambda(reading, function, node, given)
    places = [parameter.arg for parameter in (*node.args.posonlyargs, *node.args.args)]
    if function.bound or (function.owner is not None and node.name in ("__init__", "__new__")):
        places = places[1:]
    names = {*places, *(parameter.arg for parameter in node.args.kwonlyargs)}
    for name, value in zip(places, given.positional, strict=False):
        reading.learnt.note_given(node, name, value)
    for name, value in given.keywords:
        if name in names:
            reading.learnt.note_given(node, name, value)
        elif node.args.kwarg is not None:
            _note_extra(reading, node, name, value, call, handed_on=False)
    for name in given.sometimes:
        if name not in names and node.args.kwarg is not None:
            _note_extra(reading, node, name, UNKNOWN, call, handed_on=True)
    return _result(reading, function, node)


def _of_lambda(reading: Reading, function: OwnFunction, node: ast.Lambda, given: Arguments) -> Value:
    """What its expression is, with what this call gives. That the expression answers was noted where it stands."""
    from modiff.uses.expressions import evaluate

    scope = Scope("function", reading.module, function.scope)
    for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
        scope.bind(parameter.arg, UNKNOWN)
    for parameter, value in zip((*node.args.posonlyargs, *node.args.args), given.positional, strict=False):
        scope.bind(parameter.arg, value)
    for name, value in given.keywords:
        if name in scope.names:
            scope.bind(name, value)
    with reading.deeper() as may_follow:
        return evaluate(reading, node.body, scope) if may_follow else UNKNOWN


def _note_extra(reading: Reading, node: ast.AST, name: str, value: Value, call: ast.AST, *, handed_on: bool) -> None:
    if not reading.silent:
        reading.learnt.note_extra(node, name, Giver(reading.module.file.path, call, reading.function, value, reading.all_caught(), handed_on))


def _result(reading: Reading, function: OwnFunction, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Value:
    marks = [ast.unparse(mark).rpartition(".")[2] for mark in node.decorator_list] if node.decorator_list else []
    said = annotated(reading, function.scope, node.returns, OwnInstance(function.owner) if function.owner is not None else UNKNOWN)
    if said == UNKNOWN:
        reading.demand(node)
    yielded = reading.learnt.yielded(node, reading.function) if said == UNKNOWN else None
    value = said if said != UNKNOWN else reading.learnt.returned(node, reading.function)
    if "contextmanager" in marks or "asynccontextmanager" in marks:
        made = value.args[0] if isinstance(value, Plain) and value.args else UNKNOWN
        return Manager(yielded if yielded is not None else made)
    if any(mark not in ("staticmethod", "classmethod", "property", "lru_cache", "cache", "override", "final") for mark in marks):
        return UNKNOWN
    if yielded is not None:
        return Plain("types.GeneratorType", (yielded,) if yielded != UNKNOWN else ())
    return Awaitable(value) if isinstance(node, ast.AsyncFunctionDef) else value


def construct_own(reading: Reading, cls: OwnClass, given: Arguments, call: ast.AST) -> Value:
    """An object of a client's class: its own `__init__` is called with this."""
    check_instance(reading, call, cls)
    found = of_own_class(reading, cls, "__init__", on_instance=True)
    if isinstance(found, OwnFunction):
        call_own(reading, found, given, call)
    elif not isinstance(found, Missing):
        from modiff.uses.calls import call_value

        call_value(reading, call, found, given)
    return OwnInstance(cls)
