"""Writes the few lines that work with the old version and fail with the new one, where path and signature make them plain.

A call is shown as what `inspect` says of its arguments: that works whatever the body would make of placeholders, and opens no connections.
Nothing is run here.
"""

from __future__ import annotations

import builtins
import inspect
import keyword
import re
from collections.abc import Iterator, Sequence

from modiff.model.changes import Change, Gone, ParameterChanged
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, Assignment, Class, Function, Parameter
from modiff.model.items import Item

_ANNOUNCES = re.compile(r"keyword|positional|kwonly")
_BREAKS_CALLS_WITHOUT = frozenset({"required-added", "default-removed"})
_LITERALS = {"True", "False", "None"}
_EXAMPLES = {"int": "1", "float": "1.0", "str": '"text"', "bytes": 'b"bytes"', "bool": "True"}


def import_of(change: Change) -> tuple[str, str] | None:
    """(import statement, expression for the thing): `from pkg import C`, `C.m`. None where the path does not say which part of it is a module."""
    item = change.old
    if item is None or item.kind == "module":
        return None
    path, inside = change.path, _classes_above(item)
    if isinstance(change, ParameterChanged) and change.callable == "constructor":
        path = path.removesuffix(".__init__")
        inside -= item.kind != "class"
    parts = path.split(".")
    depth = len(parts) - inside - 1
    if change.home is not None:  # a class may hide a module of its name, as one that a package imports out of it
        depth = min(depth, len(change.home.split("."))) if inside else len(change.home.split("."))
    module, names = parts[:depth], parts[depth:]
    if not module or not names or not all(p.isidentifier() and not keyword.iskeyword(p) for p in parts):
        return None
    return f"from {'.'.join(module)} import {names[0]}", ".".join(names)


def use_of_name(change: Gone) -> str | None:
    """Lines that reach a name which is gone."""
    home, _, name = change.path.rpartition(".")
    if change.when is not None:
        return None
    if change.kind == "module" and change.old is not None and change.old.path == change.path:
        return f"import {change.path}"
    if change.kind == "module" or (change.old is None and change.home == home):
        return f"from {home} import {name}" if home and name.isidentifier() and not keyword.iskeyword(name) else None
    if change.old is None:
        return None
    found = import_of(change)
    if found is None or change.taken_from_class or not _is_on_class(change.old):
        return None
    statement, expression = found
    return statement if "." not in expression else f"{statement}\n\n{expression}"


def _is_on_class(item: Item) -> bool:
    """Can it be read from the class? A slot can; of fields only those with a plain default, and not where attrs makes them."""
    if "annotated-only" in item.flags or ("instance" in item.flags and "slot" not in item.flags):
        return False
    maker = item.owner.flags & {"dataclass", "attrs"} if item.owner is not None and item.kind == "attribute" else frozenset[str]()
    value = item.definition.value if isinstance(item.definition, Assignment) else None
    return not maker or (value is not None and value.call is None and "attrs" not in maker)


def failing_call(change: ParameterChanged) -> str | None:
    """A call that binds to the old signature and not to the new one. None where all that binds goes on binding, if to something else."""
    found = import_of(change)
    old, new = _signature(change.old_signature.parameters), _signature(change.new_signature.parameters)
    if found is None or old is None or new is None or change.when is not None:
        return None
    statement, expression = found
    for arguments in _candidates(change):
        if _binds(old, arguments) and not _binds(new, arguments):
            if _is_made_by_builtin(change):
                return f"{statement}\n\n{expression}({', '.join(arguments)})" if not arguments or _is_exception(change) else None
            call = f"{expression}({', '.join(arguments)})"
            return f"{_bound(change, statement, expression, arguments)}  # as in {call}"
    return None


def _bound(change: ParameterChanged, statement: str, expression: str, arguments: Sequence[str]) -> str:
    """The call as `inspect` binds it. A decorator that only announces keyword-only parameters already shows them as such: behind it they are not."""
    if _only_announces(change):
        made = change.callable == "constructor"
        given = ["None", *arguments] if made or _wants_self(change) else list(arguments)
        target = f"{expression}.__init__" if made else expression
        return f"from inspect import signature, unwrap\n{statement}\n\nsignature(unwrap({target})).bind({', '.join(given)})"
    if _is_made_twice(change):
        return f"from inspect import signature\n{statement}\n\nsignature({expression}.__init__).bind({', '.join(['None', *arguments])})"
    given = ["None", *arguments] if _wants_self(change) else list(arguments)
    return f"from inspect import signature\n{statement}\n\nsignature({expression}).bind({', '.join(given)})"


def _only_announces(change: ParameterChanged) -> bool:
    """Does a decorator of the old version warn of arguments by position (`deprecate_nonkeyword_arguments`, `make_keyword_only`)?"""
    item = change.old
    if change.event != "keyword-only" or item is None or item.binding == "class":
        return False
    found = item.definition
    if isinstance(found, Class):
        found = next((b.definition for b in reversed(found.members) if b.name == "__init__"), None)
    return isinstance(found, Function) and any(_ANNOUNCES.search(mark.name or mark.text) for mark in found.decorators)


def _is_made_twice(change: ParameterChanged) -> bool:
    """Has the class a `__new__` besides the `__init__` that is compared? `inspect.signature` of a class shows only what the first of them takes."""
    item = change.old
    if change.callable != "constructor" or item is None:
        return False
    found = item.definition if item.kind == "class" else item.owner.definition if item.owner is not None else None
    return isinstance(found, Class) and {"__new__", "__init__"} <= {b.name for b in found.members}


def _is_made_by_builtin(change: ParameterChanged) -> bool:
    """Did a builtin class construct it, of which `inspect` knows no signature? Calling that is safe."""
    owner = change.old_signature.owner or ""
    return change.callable == "constructor" and owner.startswith("builtins.") and owner != "builtins.object"


def _is_exception(change: ParameterChanged) -> bool:
    """Did an exception of the language construct it, which takes any arguments?"""
    made = getattr(builtins, (change.old_signature.owner or "").rpartition(".")[2], None)
    return isinstance(made, type) and issubclass(made, BaseException)


def _wants_self(change: ParameterChanged) -> bool:
    """Does the function, taken from its class, take the instance first?"""
    return change.callable == "method" and change.old is not None and change.old.binding not in ("static", "class")


def _classes_above(item: Item) -> int:
    """In how many class bodies it stands."""
    count, owner = 0, item.owner
    while owner is not None:
        count, owner = count + 1, owner.owner
    return count


def _candidates(change: ParameterChanged) -> Iterator[list[str]]:
    """Arguments of calls that the change may break, those first that show it best: of a parameter that must be given now, calls without it."""
    parameters = change.old_signature.parameters
    plain = _call(parameters, 0, [])
    if change.event in _BREAKS_CALLS_WITHOUT:
        yield plain
    in_order = [p.name for p in parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    if change.event == "variadic":
        yield _call(parameters, len(in_order), ["*", "*"])
    yield _call(parameters, 0, [change.part])
    for name in (change.part, *change.shifted):
        if name in in_order:
            yield _call(parameters, in_order.index(name) + 1, [])
    yield _call(parameters, len(in_order), ["*"])
    yield [*plain, "other=None"]
    yield plain


def _call(parameters: Sequence[Parameter], count: int, also: Sequence[str]) -> list[str]:
    """So many arguments by position, and by name what is required or asked for. Each `*` asks for one more by position."""
    positional = [p for p in parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    required = [index for index, p in enumerate(positional) if p.required and p.kind == POSITIONAL_ONLY]
    count = max(count, *(index + 1 for index in required)) if required else count
    out = [_placeholder(p) for p in positional[:count]]
    out += ["None"] * also.count("*")
    for parameter in parameters:
        by_name = parameter in positional[count:] or parameter.kind == KEYWORD_ONLY
        if by_name and (parameter.required or parameter.name in also):
            out.append(f"{parameter.name}={_placeholder(parameter)}")
    return out


def _placeholder(parameter: Parameter) -> str:
    """Something that could stand there."""
    if parameter.default is not None and (parameter.default in _LITERALS or parameter.default[0] in "'\"" or parameter.default.isdigit()):
        return parameter.default
    return _EXAMPLES.get(parameter.annotation or "", "None")


def _signature(parameters: Sequence[Parameter]) -> inspect.Signature | None:
    kinds = list(inspect._ParameterKind)
    try:
        return inspect.Signature([inspect.Parameter(p.name, kinds[p.kind], default=p.default or inspect.Parameter.empty) for p in parameters])
    except ValueError:  # of Python 2, or made by a decorator that reading misunderstood
        return None


def _binds(signature: inspect.Signature, arguments: Sequence[str]) -> bool:
    keywords = {name: value for name, equals, value in (a.partition("=") for a in arguments) if equals and name.isidentifier()}
    by_position = [a for a in arguments if a.partition("=")[0] not in keywords]
    try:
        signature.bind(*by_position, **keywords)
    except TypeError:
        return False
    return True
