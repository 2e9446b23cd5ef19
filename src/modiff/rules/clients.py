"""Writes the few lines that work with the old version and fail with the new one, where path and signature make them plain.

A call is shown as what `inspect` says of its arguments: that works whatever the body would make of placeholders, and opens no connections.
Nothing is run here.
"""

from __future__ import annotations

import builtins
import inspect
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from modiff.model.changes import Change, Gone, KeywordLost, ParameterChanged, ResultChanged
from modiff.model.facts import (
    KEYWORD_ONLY,
    POSITIONAL_ONLY,
    POSITIONAL_OR_KEYWORD,
    VAR_KEYWORD,
    VAR_POSITIONAL,
    Assignment,
    Class,
    Function,
    Parameter,
)
from modiff.model.findings import Certainty
from modiff.model.items import Item

_ANNOUNCES = re.compile(r"keyword|positional|kwonly")
_BREAKS_CALLS_WITHOUT = frozenset({"required-added", "default-removed"})
_LITERALS = {"True", "False", "None"}
_ON_A_DAY: dict[int, tuple[str, ...]] = {VAR_POSITIONAL: ("2020", "1", "1"), VAR_KEYWORD: ("year=2020", "month=1", "day=1")}
_OF_BUILTIN: dict[str, dict[int, tuple[str, ...]]] = {
    "builtins.str": {VAR_POSITIONAL: ('"text"',), VAR_KEYWORD: ('object="text"',)},
    "builtins.bytes": {VAR_POSITIONAL: ('b"bytes"',)},
    "builtins.int": {VAR_POSITIONAL: ("1",)},
    "builtins.float": {VAR_POSITIONAL: ("1.0",)},
    "datetime.date": _ON_A_DAY,
    "datetime.datetime": _ON_A_DAY,
}
"""What constructs classes that `inspect` knows no signature of, by position and by name."""
_MARK = '"this"'
"""Stands in a call for the argument that is followed."""
_EXAMPLES = {"int": "1", "float": "1.0", "str": '"text"', "bytes": 'b"bytes"', "bool": "True"}


def holds_always(change: Change) -> bool:
    """Is it so wherever the lines are run? A program that runs is no type checker."""
    return change.when in (None, "not TYPE_CHECKING")


def import_of(change: Change) -> tuple[str, str] | None:
    """(import statement, expression for the thing): `from pkg import C`, `C.m`. None where the path does not say which part of it is a module."""
    item = change.old
    if item is None or item.kind == "module":
        return None
    path, inside = change.path, _classes_above(item)
    if isinstance(change, ParameterChanged | KeywordLost) and change.callable == "constructor":
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


def import_of_class(change: Change) -> tuple[str, str] | None:
    """The same for the class whose member the path names, where the member itself may be new."""
    names = change.path.split(".")[:-1]
    item = change.old or change.new
    owner = item.owner if item is not None else None
    if change.home is None or owner is None or not all(name.isidentifier() and not keyword.iskeyword(name) for name in names):
        return None
    depth = len(change.home.split("."))
    return (f"from {change.home} import {names[depth]}", ".".join(names[depth:])) if depth < len(names) else None


def use_of_name(change: Gone) -> str | None:
    """Lines that reach a name which is gone."""
    home, _, name = change.path.rpartition(".")
    if not holds_always(change):
        return None
    if change.kind == "module" and change.old is not None and change.old.path == change.path:
        return f"import {change.path}"
    if change.kind == "module" or (change.old is None and change.home == home):
        return f"from {home} import {name}" if home and name.isidentifier() and not keyword.iskeyword(name) else None
    if change.old is None:
        return None
    found = import_of(change)
    if found is None:
        return None
    statement, expression = found
    if change.taken_from_class or not is_on_class(change.old):
        return _of_instance(change, statement, expression)
    return statement if "." not in expression else f"{statement}\n\n{expression}"


def _of_instance(change: Gone, statement: str, expression: str) -> str | None:
    """An instance is made, and asked for what it had."""
    made = change.instance
    cls, _, name = expression.rpartition(".")
    return "\n".join([*made.imports, statement, "", f"{cls}({', '.join(made.arguments)}).{name}"]) if made is not None and cls else None


def is_on_class(item: Item) -> bool:
    """Can it be read from the class? A slot can; of fields only those with a plain default, and not where attrs makes them."""
    if "annotated-only" in item.flags or ("instance" in item.flags and "slot" not in item.flags):
        return False
    maker = item.owner.flags & {"dataclass", "attrs"} if item.owner is not None and item.kind == "attribute" else frozenset[str]()
    value = item.definition.value if isinstance(item.definition, Assignment) else None
    return not maker or (value is not None and value.call is None and "attrs" not in maker)


def failing_call(change: ParameterChanged) -> str | None:
    """A call that binds to the old signature and not to the new one, or where there is none, one that binds its last argument to another parameter.
    None where neither is known."""
    found = import_of(change) if not _is_compiled(change.old) else None
    old, new = _signature(change.old_signature.parameters), _signature(change.new_signature.parameters)
    if found is None or old is None or new is None or not holds_always(change):
        return None
    of_builtin = _OF_BUILTIN.get(change.old_signature.owner or "") if change.callable == "constructor" else None
    if of_builtin is not None and change.event == "removed" and change.before is not None:
        given = of_builtin.get(change.before.kind)
        return f"{found[0]}\n\n{found[1]}({', '.join(given)})" if given and _bound(new, given) is None else None
    for arguments in _candidates(change):
        if _bound(old, arguments) is not None and _bound(new, arguments) is None:
            if _is_made_by_builtin(change):
                return f"{found[0]}\n\n{found[1]}({', '.join(arguments)})" if not arguments or _is_exception(change) else None
            names, binding = _binding(change, found[1], arguments)
            return f"from inspect import {names}\n{found[0]}\n\n{binding}  # as in {found[1]}({', '.join(arguments)})"
    if _is_made_by_builtin(change):
        return None
    return real_call(change) if change.call is not None else _shifted_call(change, found, old, new)


def real_call(change: ParameterChanged | KeywordLost) -> str | None:
    """The call itself, where `inspect` cannot show what a body or a decorator makes of a keyword."""
    found = statement_and_call(change)
    return "\n\n".join(found) if found is not None else None


def statement_and_call(change: ParameterChanged | KeywordLost | ResultChanged) -> tuple[str, str] | None:
    """All that is to be imported, and the call that is known to have worked; None: none is."""
    found = import_of(change) if holds_always(change) else None
    if found is None or change.call is None:
        return None
    owner, _, name = found[1].rpartition(".")
    instance, expression = change.call.instance, found[1]
    if instance is not None:
        expression = f"{owner}({', '.join(instance.arguments)}).{name}"
    imports = sorted({*change.call.imports, *(instance.imports if instance is not None else ())})
    return "\n".join([*imports, found[0]]), f"{expression}({', '.join(change.call.arguments)})"


def _shifted_call(change: ParameterChanged, found: tuple[str, str], old: inspect.Signature, new: inspect.Signature) -> str | None:
    """A call by position whose last argument another parameter takes now."""
    parameters = change.old_signature.parameters
    in_order = [p.name for p in parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    rest = [p.name for p in parameters if p.kind == VAR_POSITIONAL]
    for name in (change.part, *change.shifted):
        if name in in_order:
            count, given = in_order.index(name), _call(parameters, in_order.index(name), [])
            arguments = [*given[:count], _MARK, *(a for a in given[count:] if not a.startswith(f"{name}="))]
        elif name in rest and change.event != "removed":
            arguments = [*_call(parameters, len(in_order), []), _MARK]
        else:
            continue
        was, now = _bound(old, arguments), _bound(new, arguments)
        value = _MARK if name in in_order else (_MARK,)
        if was is None or now is None or was.get(name) != value or now.get(name) == value or _is_left_to_the_body(change, new, now):
            continue
        names, binding = _binding(change, found[1], arguments)
        shown = _MARK if name in in_order else f"({_MARK},)"
        call = f"call = {binding}  # as in {found[1]}({', '.join(arguments)})"
        return f'from inspect import {names}\n{found[0]}\n\n{call}\nassert call.arguments["{name}"] == {shown}'
    return None


def _is_compiled(item: Item | None) -> bool:
    """Does only a stub tell of it? Of what is compiled `inspect` mostly knows no signature."""
    return item is not None and item.file is not None and item.file.endswith(".pyi")


def _is_left_to_the_body(change: ParameterChanged, new: inspect.Signature, now: Mapping[str, object]) -> bool:
    """Is it `*args` of the new version that takes the argument? Its body may put it where it was before."""
    rest = next((p.name for p in new.parameters.values() if p.kind is p.VAR_POSITIONAL), None)
    return rest is not None and _MARK in cast("tuple[str, ...]", now.get(rest, ()))


def _binding(change: ParameterChanged, expression: str, arguments: Sequence[str]) -> tuple[str, str]:
    """The call as `inspect` binds it, and what that takes of `inspect`. A decorator that only announces keyword-only parameters already shows them as
    such: behind it they are not."""
    made = change.callable == "constructor"
    if _only_announces(change):
        given = ["None", *arguments] if made or _wants_self(change) else list(arguments)
        target = f"{expression}.__init__" if made else expression
        return "signature, unwrap", f"signature(unwrap({target})).bind({', '.join(given)})"
    if _is_made_twice(change):
        return "signature", f"signature({expression}.__init__).bind({', '.join(['None', *arguments])})"
    given = ["None", *arguments] if _wants_self(change) else list(arguments)
    return "signature", f"signature({expression}).bind({', '.join(given)})"


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
    return change.callable == "constructor" and owner.startswith(("builtins.", "datetime.", "decimal.")) and owner != "builtins.object"


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
    if change.before is not None and change.before.kind == VAR_POSITIONAL and change.certainty is Certainty.certain:
        more = sum(p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD) for p in change.new_signature.parameters) - len(in_order)
        yield _call(parameters, len(in_order), ["*"] * (more + 1))
    yield _call(parameters, len(in_order), ["*"])
    taken = {p.name for p in (*parameters, *change.new_signature.parameters)}
    yield [*plain, f"{next(name for name in (*change.keys, 'other', 'another', 'one_more') if name in change.keys or name not in taken)}=None"]
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


def _bound(signature: inspect.Signature, arguments: Sequence[str]) -> Mapping[str, object] | None:
    """What each parameter takes of these arguments, as they are written; None: they do not bind."""
    keywords = {name: value for name, equals, value in (a.partition("=") for a in arguments) if equals and name.isidentifier()}
    by_position = [a for a in arguments if a.partition("=")[0] not in keywords]
    try:
        return signature.bind(*by_position, **keywords).arguments
    except TypeError:
        return None
