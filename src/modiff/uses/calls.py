"""Calls of the client: what is called, whether it takes the arguments, what it gives."""

from __future__ import annotations

import ast

from msgspec.structs import replace

from modiff.uses import library
from modiff.uses.binding import Arguments, Bound
from modiff.uses.contents import put_by_method
from modiff.uses.events import Answer
from modiff.uses.lookups import attribute
from modiff.uses.modules import Scope
from modiff.uses.protocols import ITERATING, iterated, measured
from modiff.uses.readings import Reading
from modiff.uses.refusing import refusal
from modiff.uses.values import (
    OF_VERSION,
    UNKNOWN,
    Awaitable,
    Constant,
    Foreign,
    Gives,
    Instance,
    Keywords,
    Method,
    Missing,
    OneOf,
    OwnClass,
    OwnFunction,
    Plain,
    Super,
    Thing,
    Value,
    may_be_other,
    of_version,
    one_of,
    options,
    worked_out,
)  # fmt: skip

_IMPORTS = frozenset({"importlib.import_module", "builtins.__import__"})
_PATCHES = ("mock.patch", "mock.patch.dict", "unittest.mock.patch")
_VERSIONS = frozenset({"importlib.metadata.version", "importlib_metadata.version", "pkg_resources.get_distribution"})
_OPEN = (UNKNOWN, *(Plain(f"builtins.{name}") for name in ("bool", "int", "float", "str", "tuple", "list")))
"""What the library gives where it cannot be worked out: `int(part)`."""
_INSPECTS = frozenset({"inspect.signature", "inspect.getfullargspec", "inspect.getargspec"})
"""Functions that ask what something takes: of what a package defines, another version says otherwise."""


def call(reading: Reading, node: ast.Call, scope: Scope) -> Value:
    """What a call gives; that it binds, or does not, is noted."""
    from modiff.uses.expressions import evaluate

    if isinstance(node.func, ast.Name) and node.func.id == "super" and reading.owner is not None:
        return Super(reading.owner)
    receiver: Value = UNKNOWN
    if isinstance(node.func, ast.Attribute):
        receiver = evaluate(reading, node.func.value, scope)
        called = attribute(reading, node.func, receiver, node.func.attr)
    else:
        called = evaluate(reading, node.func, scope)
    given = arguments(reading, node, scope)
    if (
        isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and any(isinstance(each, Keywords) for each in options(receiver))
    ):
        scope.bind(node.func.value.id, one_of([_after(each, node.func.attr, given) for each in options(receiver)]))
    if isinstance(node.func, ast.Attribute):
        put_by_method(reading, node.func.value, receiver, node.func.attr, given.positional, scope)
    inputs = (receiver, *given.positional, *(value for _, value in given.keywords))
    for each in options(called) if called is not UNKNOWN else ():
        if isinstance(each, Foreign):
            result = _foreign(reading, node, each.path, receiver, given)
            if result is not None:
                return worked_out(result, *inputs)
    result = call_value(reading, node, called, given) if called is not UNKNOWN else UNKNOWN
    return OF_VERSION if of_version(*inputs) and _may_depend(called, result) else worked_out(result, *inputs)


def _may_depend(called: Value, result: Value) -> bool:
    """May what a call gives depend on a version that it is given? What the library gives is worked out where it can be."""
    if any(isinstance(each, OwnFunction) for each in options(called)):
        return all(isinstance(each, Constant) or each == Plain("builtins.bool") for each in options(result)) or result == UNKNOWN
    return result in _OPEN


def _after(held: Value, method: str, given: Arguments) -> Value:
    """A mapping after one of its methods was called."""
    if not isinstance(held, Keywords) or method in ("get", "items", "keys", "values", "copy"):
        return held
    first = given.positional[0] if given.positional else None
    name = first.value if isinstance(first, Constant) and isinstance(first.value, str) else None
    if method == "setdefault" and name is not None:
        return held.including(name, given.positional[1] if len(given.positional) > 1 else Constant(None))
    if method == "pop" and name is not None:
        return held.without(name)
    if method == "update" and first is None and not given.more_keywords and not given.sometimes:
        for key, value in given.keywords:
            held = held.including(key, value)
        return held
    return Keywords(held.keys, False, False)


def arguments(reading: Reading, node: ast.Call, scope: Scope) -> Arguments:
    """What the call gives."""
    from modiff.uses.expressions import evaluate
    from modiff.uses.references import check_listed

    for given in (*node.args, *(keyword.value for keyword in node.keywords)):
        if isinstance(given, ast.List | ast.Tuple | ast.Set):
            check_listed(reading, given.elts)
    positional: list[Value] = []
    more = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = evaluate(reading, argument.value, scope)
            if isinstance(value, Constant) and isinstance(value.value, tuple) and not more:
                positional.extend(Constant(each) for each in value.value)
            else:
                more = True
            continue
        value = evaluate(reading, argument, scope)
        if not more:
            positional.append(value)
    keywords: list[tuple[str, Value]] = []
    sometimes: list[str] = []
    others = False
    for keyword in node.keywords:
        value = evaluate(reading, keyword.value, scope)
        if keyword.arg is not None:
            keywords.append((keyword.arg, value))
        else:
            others = _unpacked(value, keywords, sometimes) or others
    return Arguments(tuple(positional), more, tuple(keywords), tuple(sometimes), others)


def _unpacked(value: Value, keywords: list[tuple[str, Value]], sometimes: list[str]) -> bool:
    """Adds the keys of a mapping. May it have others?"""
    found = [each for each in options(value) if isinstance(each, Keywords)]
    always = [name for name, _ in found[0].keys] if found else []
    always = [name for name in always if all(each.always and name in dict(each.keys) for each in found)]
    if len(found) < len(options(value)) or may_be_other(value):
        return True
    keywords += [(name, held) for name, held in found[0].keys if name in always]
    sometimes += dict.fromkeys(name for each in found for name, _ in each.keys if name not in always)
    return not all(each.complete for each in found)


def call_value(reading: Reading, node: ast.AST, called: Value, given: Arguments) -> Value:
    """Calls each of what it may be."""
    if not isinstance(called, OneOf):
        return _call_one(reading, node, called, given, alone=True)
    alone = not may_be_other(called) and _all_alike(reading, options(called), given)
    return one_of([_call_one(reading, node, each, given, alone=alone) for each in options(called)] + ([UNKNOWN] if may_be_other(called) else []))


def _all_alike(reading: Reading, called: tuple[Value, ...], given: Arguments) -> bool:
    """Does none of these take the arguments, if it is several?"""
    if len(called) == 1:
        return True
    bound = [reading.world.bound(each, given) for each in called]
    return all(each is not None and each.problem is not None for each in bound)


def _call_one(reading: Reading, node: ast.AST, called: Value, given: Arguments, *, alone: bool) -> Value:
    from modiff.uses.functions import call_own, construct_own

    match called:
        case OwnFunction():
            return call_own(reading, called, given, node)
        case OwnClass():
            return construct_own(reading, called, given, node)
        case Thing() | Method() | Instance():
            _check(reading, node, called, given, alone)
            return reading.world.called(called)
        case Foreign(path="builtins.dict") if not given.positional and not given.more_positional and (given.keywords or given.sometimes):
            return Keywords(given.keywords, not given.more_keywords and not given.sometimes)
        case Foreign(path="builtins.map") if len(given.positional) == 2:
            return library.mapped(given.positional[0], given.positional[1])
        case Foreign(path=path):
            worked_out = library.computed(path, given.positional)
            return worked_out if worked_out is not None else library.called(path)
        case Gives(result=result):
            return result
        case Plain() | Constant():
            _not_callable(reading, node, called)
    return UNKNOWN


def _not_callable(reading: Reading, node: ast.AST, called: Value) -> None:
    path = library.class_path(called) if getattr(called, "said", None) is None else None
    if path is None or path in ("builtins.type", "types.FunctionType", "types.MethodType") or path.startswith(("typing.", "collections.abc.")):
        return
    name = path.rpartition(".")[2]
    reading.tell(node, "call", "", Answer(False, path, None, f"'{name}' object is not callable", "what it is was inferred", "TypeError"))


def _check(reading: Reading, node: ast.AST, called: Thing | Method | Instance, given: Arguments, alone: bool) -> None:
    """Notes whether the call binds."""
    path, canonical = _path(called)
    if isinstance(called, Instance) and "__call__" not in reading.world.graph_of(called.cls).members(called.cls):
        graph = reading.world.graph_of(called.cls)
        doubt = graph.why_member_may_answer(called.cls, "__call__")
        reading.tell(node, "call", "", Answer(False, path, canonical, f"'{called.cls.name}' object is not callable", doubt, "TypeError"))
        return
    raised = refusal(reading.world, called)
    if raised is not None:
        said = f"'{called.cls.name}' object is not callable" if isinstance(called, Instance) else f"{path}() does nothing but raise {raised}"
        reading.tell(node, "call", "", Answer(False, path, canonical, said, None if alone else "it may be something else", raised))
        return
    bound = reading.world.bound(called, given)
    if bound is None:
        return
    _tell_callers(reading, reading.function, given, bound, path, canonical)
    if bound.problem is None:
        answer = Answer(True, path, canonical, bound=bound.arguments, takes=bound.takes, gathered=bound.rest, flags=bound.flags)
        reading.tell(node, "call", "", answer)
        return
    doubt = bound.doubt or (None if alone else "it may be another function")
    open_ = bound.doubt is None and not alone
    reading.tell(node, "call", "", Answer(False, path, canonical, f"{path}() {bound.problem}", doubt, "TypeError", open=open_))


def _tell_callers(reading: Reading, function: ast.AST | None, given: Arguments, bound: Bound, path: str, canonical: str, depth: int = 3) -> None:
    """Notes at each caller that gives a keyword which is handed on whether it is taken."""
    if function is None or not depth:
        return
    for name in given.sometimes:
        refused = bound.problem is not None and bound.part == name
        answer = Answer(not refused, path, canonical, f"{path}() {bound.problem}" if refused else "", bound.doubt if refused else None, "TypeError")
        for giver in reading.learnt.extra(function).get(name, ()):
            reading.events.tell(giver.file, giver.node, "call", name, replace(answer, caught=giver.caught))
            if giver.handed_on:
                _tell_callers(reading, giver.function, Arguments(sometimes=(name,)), bound, path, canonical, depth - 1)


def _path(called: Thing | Method | Instance) -> tuple[str, str]:
    match called:
        case Thing(path=path, item=item):
            return path, item.path
        case Method(item=item, cls=cls):
            return f"{cls.path}.{item.name}", item.path
        case Instance(cls=cls):
            return f"{cls.path}.__call__", cls.path


def _foreign(reading: Reading, node: ast.Call, path: str, receiver: Value, given: Arguments) -> Value | None:
    """Functions of the library that look at names: `getattr`, `import_module`, `mock.patch` …; None: it is none of these."""
    first = given.positional[0] if given.positional else None
    second = given.positional[1] if len(given.positional) > 1 else None
    name = second.value if isinstance(second, Constant) and isinstance(second.value, str) else None
    if path in ("builtins.getattr", "builtins.hasattr") and first is not None and name is None and second is not None:
        return _one_of_names(reading, node, path, first, second)
    if path == "builtins.getattr" and first is not None and name is not None:
        found = attribute(reading, node if len(given.positional) == 2 else None, first, name)
        return found if len(given.positional) == 2 else one_of([found, given.positional[2]])
    if path == "builtins.hasattr" and first is not None and name is not None:
        return _has(reading, first, name)
    if path == "builtins.len" and first is not None:
        measured(reading, node, first)
    elif path in ITERATING and first is not None:
        iterated(reading, node, first)
    if path in _IMPORTS and isinstance(first, Constant) and isinstance(first.value, str):
        return imported(reading, node, first.value)
    if path in _INSPECTS and first is not None and any(isinstance(each, Thing | Method) for each in options(first)):
        return OF_VERSION
    if path in _VERSIONS and isinstance(first, Constant) and isinstance(first.value, str):
        version = reading.world.version(first.value)
        if version is not None:
            return Constant(version, version=True) if path.endswith("version") else OF_VERSION
        return None
    if path in _VERSIONS and first is not None and not isinstance(first, Constant):
        return OF_VERSION  # of whichever package its callers name
    if path == "functools.partial" and first is not None:
        return _partial(reading, node, first, replace(given, positional=given.positional[1:]))
    if path.endswith(_PATCHES) and isinstance(first, Constant) and isinstance(first.value, str):
        _patched(reading, node, first.value)
    elif path.endswith("mock.patch.object") and first is not None and name is not None:
        attribute(reading, node, first, name)
    elif isinstance(node.func, ast.Attribute) and all(isinstance(each, Plain | Constant | Keywords) for each in options(receiver)):
        method = node.func.attr
        results = [library.method_of(each, method, given.positional) for each in options(receiver) if not isinstance(each, Keywords)]
        return one_of([*results, *([UNKNOWN] if len(results) < len(options(receiver)) else [])])
    return None


def _one_of_names(reading: Reading, node: ast.Call, path: str, value: Value, names: Value) -> Value | None:
    """`getattr(x, name)`, where callers give several names: each of them is asked for. What `hasattr` says of them all depends on the version."""
    given = [each.value for each in options(names) if isinstance(each, Constant) and isinstance(each.value, str)]
    if len(given) < len(options(names)) or may_be_other(names) or not any(isinstance(each, Thing | Instance) for each in options(value)):
        return None
    if path == "builtins.hasattr":
        return OF_VERSION
    return one_of([attribute(reading, node if len(node.args) == 2 else None, value, name) for name in given])


def _partial(reading: Reading, node: ast.Call, called: Value, given: Arguments) -> Value:
    """`functools.partial(f, …)`: what it gives already has to be taken; what is missing may come later."""
    if isinstance(called, Thing | Method):
        _check(reading, node, called, replace(given, more_positional=True, more_keywords=True), alone=True)
        result = reading.world.called(called)
        return Gives(result) if result != UNKNOWN else UNKNOWN
    return UNKNOWN


def _has(reading: Reading, value: Value, name: str) -> Value:
    """`hasattr`, where it is settled. Where it is not, and a package's class may be asked, it depends on the version."""
    if not isinstance(value, Thing | Instance):
        return OF_VERSION if any(isinstance(each, Thing | Instance) for each in options(value)) else Plain("builtins.bool")
    found = reading.world.attribute(value, name)
    if isinstance(found, Missing):
        return Constant(False) if found.doubt is None else OF_VERSION
    return Constant(True) if not isinstance(found, type(UNKNOWN)) else Plain("builtins.bool")


def _patched(reading: Reading, node: ast.Call, target: str) -> None:
    """`mock.patch("pkg.mod.name")`: the name has to be there."""
    module, _, name = target.rpartition(".")
    if module.partition(".")[0] not in reading.world.graphs:
        return
    value: Value = imported(reading, node, module.partition(".")[0])
    for part in module.split(".")[1:]:
        value = attribute(reading, node, value, part)
    attribute(reading, node, value, name)


def imported(reading: Reading, node: ast.AST | None, name: str) -> Value:
    """The module of an import by name; whether it is there is noted at the node."""
    if reading.client.knows(name):
        return reading.client.value(name)
    found = reading.world.imported(name)
    if name.partition(".")[0] in reading.world.graphs and node is not None:
        tell_import(reading, node, name, found)
    return found if not isinstance(found, Missing) else UNKNOWN


def tell_import(reading: Reading, node: ast.AST, name: str, found: Value | Missing) -> None:
    """Notes whether a module is there."""
    if isinstance(found, Missing):
        reading.tell(
            node, "import", name, Answer(False, name, found.canonical, f"there is no module {found.path}", found.doubt, "ModuleNotFoundError")
        )
    elif isinstance(found, Thing):
        reading.tell(node, "import", name, Answer(True, name, found.item.path))


def awaited(value: Value) -> Value:
    """What `await` gives."""
    return one_of([each.result if isinstance(each, Awaitable) else UNKNOWN for each in options(value)])
