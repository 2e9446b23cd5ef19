"""Classes that a function of the release makes: `Draft7 = create(version=7)`, `class Proxy(proxy_for(ITransport))`.

The function is run on names (`symbolic`) with the arguments that it is given. What it gives may be a `class` statement inside it, or
`type(name, bases, {...})`; what such a class takes from variables of the function is mostly not known.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

import msgspec

from modiff.extract import extract
from modiff.extract.executed import placed
from modiff.link import surroundings, symbolic, texts
from modiff.link.symbolic_values import Bound, MadeClass, Named, Raised, Routine, TooMuch, Value
from modiff.model.facts import Assignment, Binding, Call, Class, Definition, Expression, Function, Parameter
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def class_made_by(view: View, module: str, call: Call, owner: Item | None, name: str, line: int) -> Class | None:
    """The class that a call gives, as a class statement of this name on this line would say it; None: it gives none, as far as reading sees."""
    if not texts.is_dotted(call.callee):
        return None
    key = ("class_made_by", (module, owner, name, line))
    if key not in view.memo:
        view.memo[key] = None  # a circle ends here
        view.memo[key] = _class_made_by(view, module, call, owner, name, line)
    return cast("Class | None", view.memo[key])


def _class_made_by(view: View, module: str, call: Call, owner: Item | None, name: str, line: int) -> Class | None:
    function = view.lookup(module, call.callee, owner)
    if not isinstance(function, Item) or function.kind != "function" or not isinstance(function.definition, Function):
        return None
    found = None if function.definition.decorators else _given_by(view, module, function, call)
    if not isinstance(found, MadeClass):
        return None
    made = _definition(view, function.module, found, name, line)
    return made if made is None or function.module == module else _elsewhere(made)


def _given_by(view: View, module: str, function: Item, call: Call) -> Value | None:
    if any(text.startswith("*") for text in call.arguments) or any(name == "**" for name, _ in call.keywords):
        return None
    routine = surroundings.routine(view, function)
    if routine is None or not any(_makes_class(node) for node in ast.walk(routine.node)):
        return None
    positional = [surroundings.value_in(view, module, texts.parsed(text)) for text in call.arguments]
    keywords = {name: surroundings.value_in(view, module, texts.parsed(text)) for name, text in call.keywords}
    try:
        return symbolic.Run(surroundings.plain_world(view, function.module)).call(routine, positional, keywords)
    except (Raised, TooMuch, RecursionError):
        return None


def _makes_class(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type" and len(node.args) == 3
    )


# --- as facts


def _definition(view: View, module: str, made: MadeClass, name: str, line: int) -> Class | None:
    said = _by_type(made) if made.node is None else _by_statement(view, module, made, made.node)
    binding = placed(Binding(name, line, line, said), line, line, (), nested=False) if said is not None else None
    return binding.definition if binding is not None and isinstance(binding.definition, Class) else None


def _by_statement(view: View, module: str, made: MadeClass, node: ast.ClassDef) -> Class | None:
    facts = extract(ast.unparse(node).encode("utf-8", "replace"))
    said = facts.bindings[0].definition if len(facts.bindings) == 1 and not facts.gaps else None
    if not isinstance(said, Class) or any(_first(mark.name or mark.text) in made.local for mark in said.decorators):
        return None
    bases = tuple(_base(view, module, made, base) for base in said.bases)
    members = tuple(msgspec.structs.replace(member, definition=_told(member.definition, made.local)) for member in said.members)
    return msgspec.structs.replace(said, bases=bases, members=members)


def _base(view: View, module: str, made: MadeClass, base: Expression) -> Expression:
    """A base as the module would name it; one without a name is computed."""
    if base.name is None or _first(base.name) not in made.local:
        return base
    value = made.names.get(base.name)
    if isinstance(value, Named):
        short = value.path.rpartition(".")[2]
        there = view.lookup(module, short)
        if isinstance(there, Item) and there.path == value.path:
            return Expression(short, short)
    return Expression(base.text)


def _told(definition: Definition, local: frozenset[str]) -> Definition:
    """A member whose value is a variable of the function is one of which the value is not known."""
    value = definition.value if isinstance(definition, Assignment) else None
    node = texts.parsed(value.text) if value is not None else None
    unknown = value is not None and (node is None or any(isinstance(n, ast.Name) and n.id in local for n in ast.walk(node)))
    return Assignment() if unknown else definition


def _by_type(made: MadeClass) -> Class:
    members = tuple(Binding(name, 1, 1, _by_value(value)) for name, value in made.contents.items())
    return Class(() if made.plain else (Expression(made.bases),), members=members)


def _by_value(value: Value) -> Definition:
    from modiff.link import attached

    if isinstance(value, Routine):
        return attached.function(value.node)
    if isinstance(value, Bound) and isinstance(value.function, Routine) and value.how != "property":
        mark = f"{value.how}method"
        said = attached.function(value.function.node)
        return msgspec.structs.replace(said, decorators=(Expression(mark, mark), *said.decorators))
    return Assignment()


def _elsewhere(made: Class) -> Class | None:
    """The same where the function stands in another module, whose names mean something else here."""
    if made.decorators:
        return None
    members = tuple(msgspec.structs.replace(member, definition=_bare(member.definition)) for member in made.members)
    return msgspec.structs.replace(made, bases=tuple(Expression(base.text) for base in made.bases if base.text != "object"), members=members)


def _bare(definition: Definition) -> Definition:
    if isinstance(definition, Function):
        taken = tuple(Parameter(p.name, p.kind, p.default) for p in definition.parameters)
        return msgspec.structs.replace(definition, parameters=taken, returns=None)
    return Assignment()


def _first(name: str) -> str:
    return name.partition(".")[0].partition("(")[0]
