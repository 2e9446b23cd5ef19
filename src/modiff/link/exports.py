"""What `__all__` says after all statements about it ran."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from modiff.link import bodies, texts
from modiff.link.namespace import Namespace
from modiff.model.facts import Assignment, Class, ExportStep, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


_MARKS = frozenset({"public", "export", "exported", "publish", "published"})
"""Names of decorators that are worth a look."""
_ASKS_FOR_CLASS = re.compile(r"isinstance\(\w+, type\)|(?:inspect\.)?isclass\(\w+\)|issubclass\(\w+, .+\)")


class Exports(msgspec.Struct, frozen=True):
    """The value of `__all__`."""

    names: frozenset[str]
    complete: bool
    """False: a statement about it could not be followed, so there may be more names, or fewer."""
    beyond: frozenset[str] = frozenset()
    """Where names may come from that were not read: modules whose lists are taken over and are not complete, and the module itself where a
    statement of its own could not be followed. Empty where it is complete."""


def evaluate(view: View, module: str) -> Exports | None:
    """`__all__` of a module; None where no statement that may run here binds it."""
    space = view.namespace(module)
    if space is None:
        return None
    steps = [_attached(space, s) for s in space.facts.exports if not view.environment.excludes(s.guard)]
    if not steps:
        return _imported(view, module) or _marked(view, module, space)
    names: set[str] = set()
    beyond: set[str] = set()
    for step in steps:
        found, open_to = _operand(view, module, step)
        beyond |= open_to if step.op != "unknown" else {module}
        if step.op == "set":
            # Under a condition that cannot be settled both values may be meant: a name in either is promised somewhere.
            names = found | names if step.guard and view.environment.requires_luck(step.guard) else found
        elif step.op in ("add", "unknown"):
            names |= found
        else:
            names -= found
    return Exports(frozenset(names), not beyond, frozenset(beyond))


def has_marks(space: Namespace) -> bool:
    """Does a decorator stand in the module that may list what it stands on, to go by its name?"""
    for binding in space.facts.bindings:
        definition = binding.definition
        if isinstance(definition, Function | Class) and definition.decorators and not _MARKS.isdisjoint(_marks(definition)):
            return True
    return False


def _marked(view: View, module: str, space: Namespace) -> Exports | None:
    """What is decorated with a function of the release that adds names to the `__all__` of where they stand: `@public`."""
    if not has_marks(space):
        return None
    marked = ((b.name, _marks(b.definition)) for b in space.facts.bindings if isinstance(b.definition, Function | Class))
    names = {name for name, marks in marked if any(mark in _MARKS and _lists(view, module, mark) for mark in marks)}
    return Exports(frozenset(names), True) if names else None


def _marks(definition: Function | Class) -> list[str]:
    return [mark.text for mark in definition.decorators]


def _lists(view: View, module: str, name: str) -> bool:
    found = view.lookup(module, name)
    if not isinstance(found, Item) or found.kind != "function":
        return False
    body = bodies.body_alone(view, found)
    return body is not None and body.lists


def _attached(space: Namespace, step: ExportStep) -> ExportStep:
    """`__getattr__, __dir__, __all__ = lazy_loader.attach(...)` lists all that it serves."""
    served = next((s for s in space.served if s.how == "lazy_loader" and s.line == step.line), None)
    if served is None or not served.complete or step.op != "unknown":
        return step
    drawn_on = {source.split(".")[1] for _, source in served.names if source is not None}  # they hold names, and are not listed themselves
    return ExportStep("set", step.line, (*(name for name, _ in served.names), *(m for m in served.submodules if m not in drawn_on)), guard=step.guard)


def _imported(view: View, module: str) -> Exports | None:
    """`from .impl import __all__` takes over a whole list."""
    space = view.namespace(module)
    if space is None or "__all__" not in space.names:
        return None
    target = view.resolve(module, "__all__")
    if isinstance(target, Item) and target.module != module:
        return view.exports(target.module)
    return None


def _operand(view: View, module: str, step: ExportStep) -> tuple[set[str], set[str]]:
    """The names that one statement speaks of, and the modules that more may come from."""
    names, beyond = set(step.names), set[str]()
    for source in step.sources:
        found, open_to = _names_at(view, module, source)
        names |= found
        beyond |= open_to
    if step.every is not None:
        space = view.namespace(module)
        bound = {n for n in (view.names(module) if space is not None else ()) if not n.startswith("_")}
        names |= {n for n in bound if not _is_no_class(view, module, n)} if _wants_classes(step.every) else bound
        beyond |= {module} if step.every != "public" else set()
    return names, beyond


@lru_cache(64)
def _wants_classes(condition: str) -> bool:
    """Does a comprehension over what the module has keep classes alone: `… if isinstance(value, type) and issubclass(value, Base)`?"""
    node = texts.parsed(condition)
    parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node] if node is not None else []
    return any(_ASKS_FOR_CLASS.fullmatch(ast.unparse(part)) for part in parts)


def _is_no_class(view: View, module: str, name: str) -> bool:
    found = view.resolve(module, name)
    return isinstance(found, Item) and found.kind in ("function", "module")


def _names_at(view: View, module: str, source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of another module's `__all__`, or of a list of this module, and the modules that more may come from."""
    source = source.removesuffix(".__all__")
    target = view.lookup(module, source)
    if isinstance(target, Item) and target.kind == "module":
        listed = view.exports(target.path)
        if listed is not None:
            return listed.names, frozenset({target.path}) if listed.beyond else frozenset()
        return frozenset(), frozenset({module})
    found = None
    if isinstance(target, Item) and isinstance(target.definition, Assignment) and target.value is not None:
        found = _literal_names(target.value)
    return (frozenset(found), frozenset()) if found is not None else (frozenset(), frozenset({module}))


def _literal_names(text: str) -> set[str] | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, list | tuple | set) and all(isinstance(v, str) for v in value):
        return set(value)
    return set(value) if isinstance(value, dict) and all(isinstance(v, str) for v in value) else None
