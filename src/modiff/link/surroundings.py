"""What names around a function mean to a symbolic run: literals of modules, functions and classes of the release."""

from __future__ import annotations

import ast
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from modiff.link import bodies, classes, interfaces, texts
from modiff.link.symbolic import Run
from modiff.link.symbolic_values import UNKNOWN, Literally, Named, Raised, Routine, TooMuch, Value, World, listed
from modiff.link.targets import Outside
from modiff.model.facts import Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def routine(view: View, function: Item) -> Routine | None:
    """A function whose body was kept as text, with what the names that it reads mean around it; None for any other."""
    body = bodies.body(view, function)
    node = parsed(body.source) if body is not None and body.source is not None else None
    if node is None or body is None or body.source is None:
        return None
    around = {name: meaning(view, function.module, name) for name in _names_read(body.source) if name != function.name}
    return Routine(node, {name: value for name, value in around.items() if value != UNKNOWN})


@lru_cache(512)
def _names_read(source: str) -> tuple[str, ...]:
    """The names that a function reads, sorted."""
    node = parsed(source)
    return tuple(sorted({n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)})) if node is not None else ()


@lru_cache(512)
def parsed(source: str) -> ast.FunctionDef | None:
    """The function that a text is; None where this Python does not read it."""
    try:
        first = ast.parse(textwrap.dedent(source)).body[0]
    except (SyntaxError, ValueError, MemoryError, RecursionError, IndexError):
        return None
    return first if isinstance(first, ast.FunctionDef) else None


def meaning(view: View, module: str, name: str) -> Value:
    """What a name of a module means: a literal, or something of the release. Memoised."""
    key = ("meaning", (module, name))
    if key not in view.memo:
        view.memo[key] = UNKNOWN  # a name that leads back to itself
        view.memo[key] = _meaning(view, module, name)
    return cast("Value", view.memo[key])


def _meaning(view: View, module: str, name: str) -> Value:
    if name == "__name__":
        return Literally(module)
    target = view.resolve(module, name)
    if not isinstance(target, Item):
        return UNKNOWN
    if target.kind != "attribute":
        return Named(target.path)
    return value_in(view, target.module, texts.parsed(target.value or "")) if _is_settled(view, target) else UNKNOWN


def _is_settled(view: View, variable: Item) -> bool:
    """Is it bound once, by a plain assignment?"""
    space = view.namespace(variable.module)
    bound = space.names.get(variable.name, ()) if space is not None and variable.owner is None else ()
    return variable.value is not None and (variable.owner is not None or len(bound) == 1)


def value_in(view: View, module: str, node: ast.expr | None) -> Value:
    """The value of an expression that stands in a module; unknown where it raises, or takes too long."""
    if node is None:
        return UNKNOWN
    try:
        return Run(plain_world(view, module)).value(node, {})
    except (Raised, TooMuch, RecursionError):
        return UNKNOWN


def plain_world(view: View, module: str) -> World:
    """What an expression or statement of a module may ask for, that has nothing to do with a class."""
    return World(
        has=lambda name: None,
        outside=lambda name: meaning(view, module, name),
        member=lambda path, name: attribute(view, path, name),
        function=lambda path: function_at(view, path),
        is_mapping=lambda path: is_mapping(view, path),
        looped=lambda path: interfaces.names_at(view, path),
    )


def function_at(view: View, path: str) -> Value:
    """A function of the release, ready to be run; unknown where it is none, or may be another one for its decorators."""
    item = view.at(path)
    if not isinstance(item, Item) or item.kind != "function" or not isinstance(item.definition, Function):
        return UNKNOWN
    return (routine(view, item) if not item.definition.decorators else None) or UNKNOWN


def attribute(view: View, path: str, name: str) -> Value:
    """What an attribute of a module or class of the release means."""
    holder = view.at(path)
    if not isinstance(holder, Item) or holder.kind not in ("module", "class"):
        return UNKNOWN
    if holder.kind == "module":
        return meaning(view, holder.path, name)
    found = view.attribute(holder, name)
    if not isinstance(found, Item):
        return UNKNOWN
    return Named(found.path) if found.kind != "attribute" else said_in_body(view, found)


def said_in_body(view: View, variable: Item) -> Value:
    """What the body of a class binds once, to something that names of the body have no part in."""
    owner, value = variable.owner, texts.parsed(variable.value or "")
    if owner is None or value is None or not isinstance(owner.definition, Class) or "instance" in variable.flags:
        return UNKNOWN
    bound = [b.name for b in owner.definition.members]
    if bound.count(variable.name) != 1 or any(isinstance(n, ast.Name) and n.id in bound for n in ast.walk(value)):
        return UNKNOWN
    return value_in(view, variable.module, value)


def own_names(view: View, path: str) -> Value:
    """The `__dict__` of a class of the release: its methods and properties, and unknown values; unknown where its slots can't be read."""
    cls = view.at(path)
    if not isinstance(cls, Item) or cls.kind != "class" or not isinstance(cls.definition, Class) or classes.is_under_way(view, cls):
        return UNKNOWN
    own = classes.own_members(view, cls)
    found: dict[str, Value] = {
        name: Named(item.path) if item.kind != "attribute" else UNKNOWN
        for name, item in own.items()
        if not {"instance", "annotated-only"} & item.flags or "slot" in item.flags
    }
    if "__slots__" in own:
        slots = listed(said_in_body(view, own["__slots__"]))
        if slots is None or not all(isinstance(slot, Literally) and isinstance(slot.value, str) for slot in slots):
            return UNKNOWN
        found |= {slot.value: UNKNOWN for slot in slots if isinstance(slot, Literally) and slot.value not in found}
    return Literally(found)


def is_mapping(view: View, path: str) -> bool:
    """Does calling this class make a dict of its keywords (PEP 589)?"""
    cls = view.at(path)
    return (
        isinstance(cls, Item)
        and cls.kind == "class"
        and any(isinstance(a, Outside) and a.path.endswith(".TypedDict") for a in classes.mro(view, cls))
    )
