"""Defaults that are names of constants: what counts is their value, as that is what callers get who leave the argument out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

import msgspec

from modiff.compare import values
from modiff.compare.written_values import named_constructor, normalised
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link.targets import Outside
from modiff.link.texts import call_in
from modiff.model.changes import Change, ParameterChanged
from modiff.model.facts import Assignment, Class, Parameter
from modiff.model.items import Item, Signature
from modiff.model.policy import Surface

_NAMES_FOLLOWED = 5
_ELSEWHERE = "of another distribution: "
"""What stands before the path of a thing that this release does not define."""


def is_only_respelled(old: Graph, new: Graph, change: Change) -> bool:
    """Is a default written otherwise, and the same value all the same: a constant that was renamed, written out, or given a name?"""
    if not isinstance(change, ParameterChanged) or change.event != "default-changed":
        return False
    before = value(old, change.old, change.old_signature, change.before)
    after = value(new, change.new, change.new_signature, change.after)
    return before is not None and after is not None and (before == after or _are_one_number(before, after) or _are_one_of_six(before, after))


def _are_one_number(before: str, after: str) -> bool:
    """Are they equal to Python, as `3` and `3.0` are, or `True` and `1`? Zeros of two signs are, and give other results."""
    try:
        values = ast.literal_eval(before), ast.literal_eval(after)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return all(isinstance(number, int | float) for number in values) and values[0] == values[1] and ("-" in before) is ("-" in after)


def _are_one_of_six(before: str, after: str) -> bool:
    """Are they one thing of the standard library, which one version takes from `six.moves`, where old names of modules lead to it?"""
    names = [text.rpartition(".")[2] for text in (before, after) if text.startswith(_ELSEWHERE)]
    return len(names) == 2 and names[0] == names[1] and any(text.startswith(f"{_ELSEWHERE}six.moves.") for text in (before, after))


def value(graph: Graph, item: Item | None, signature: Signature, parameter: Parameter | None) -> str | None:
    """What a default is, as normalised source (`written_values`), with names of constants followed to what they are assigned, and names of other
    distributions to their paths; None: reading cannot say."""
    if item is None or parameter is None or parameter.default is None:
        return None
    scope = item if item.kind == "class" else item.owner
    if signature.owner is not None and isinstance(found := graph.at(signature.owner), Item) and isinstance(found.definition, Class):
        scope = found
    module, text = (scope or item).module, parameter.default
    for _ in range(_NAMES_FOLLOWED):
        if not text.replace(".", "").isidentifier() or text in ("None", "True", "False"):
            if (told := _told_to_checkers(graph, module, text, scope)) is not None:
                text = told
                continue
            named = named_constructor(text)
            meant_otherwise = named is not None and isinstance(graph.view.lookup(module, named, scope), Item)
            return text if meant_otherwise else normalised(text)
        target = graph.view.lookup(module, text, scope)
        if isinstance(target, Outside):
            return f"{_ELSEWHERE}{target.path}"
        if not isinstance(target, Item) or target.kind != "attribute" or not isinstance(target.definition, Assignment) or target.definition.augmented:
            return None
        if target.value is None:
            return None
        module, text, scope = target.module, target.value, target.owner
    return None


def _told_to_checkers(graph: Graph, module: str, text: str, scope: Item | None) -> str | None:
    """What stands inside `typing.cast(T, value)`, which gives the value as it is; None: it is no such call."""
    call = call_in(text) if "cast(" in text else None
    if call is None or len(call.arguments) != 2 or call.keywords:
        return None
    target = graph.view.lookup(module, call.callee, scope)
    return call.arguments[1] if isinstance(target, Outside) and target.path == "typing.cast" else None


# --- variables whose values changed and of which nothing else tells, as private constants: whoever leaves the argument out gets another value

Constants = dict[str, tuple[str, str]]
Callable = Literal["function", "method", "constructor"]


def changes(old: Graph, new: Graph, surface: Surface) -> Iterator[ParameterChanged]:
    """Defaults that read the same and are another value. Public constants (`values`) tell of themselves."""
    changed = {module: names for module in old.modules() if module not in old.release.equal and (names := _changed_constants(old, new, module))}
    done: set[Item] = set()
    for item in old.public_paths(surface).values() if changed else ():
        if isinstance(item, Item) and item.module in changed and item not in done:
            done.add(item)
            yield from _of_item(old, new, surface, item, changed[item.module])


def _changed_constants(old: Graph, new: Graph, module: str) -> Constants:
    """Names of a module that are no public constants, and that both versions give a literal value, and not the same."""
    was, now = _untold_values(old, module), _untold_values(new, module)
    other = {name: (text, now[name]) for name, text in was.items() if name in now and now[name] != text}
    return {name: texts for name, texts in other.items() if all(map(_is_literal, texts))}


def _untold_values(graph: Graph, module: str) -> dict[str, str]:
    """What names that are no public constants, and are bound once, are assigned, unless a condition decides it."""
    facts = graph.facts(module)
    found: dict[str, str] = {}
    for binding in facts.bindings if facts is not None else ():
        made = binding.definition
        if binding.name in found:
            found[binding.name] = ""  # bound more than once
        elif isinstance(made, Assignment) and made.value is not None and not binding.name.endswith("__"):
            told_of = values.is_constant(binding.name, made.annotation) and not binding.name.startswith("_")
            found[binding.name] = made.value.text if not binding.guard and not told_of else ""
    return {name: text for name, text in found.items() if text}


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _of_item(old: Graph, new: Graph, surface: Surface, item: Item, constants: Constants) -> Iterator[ParameterChanged]:
    paths = old.paths_of(item, surface)
    there = new.at(item.path)
    if not isinstance(there, Item) or there.kind != item.kind or not paths:
        return
    if item.kind == "function":
        yield from _of_callable(old, new, item, there, paths, "function", constants)
    elif item.kind == "class":
        signature = old.signature(item)
        if signature is not None and signature.owner == item.path:
            yield from _of_callable(old, new, item, there, [f"{path}.__init__" for path in paths], "constructor", constants)
        for name, method in old.own_members(item).items():
            after = new.own_members(there).get(name)
            both = method.kind == "method" and after is not None and after.kind == "method"
            if both and after is not None and not name.startswith("__") and old.member_is_public(name, surface):
                yield from _of_callable(old, new, method, after, [f"{path}.{name}" for path in paths], "method", constants)


def _of_callable(
    old: Graph, new: Graph, before: Item, after: Item, paths: list[str], called: Callable, constants: Constants
) -> Iterator[ParameterChanged]:
    was, now = old.signature(before), new.signature(after)
    there = {p.name: p for p in now.parameters} if now is not None else {}
    for parameter in was.parameters if was is not None else ():
        other = there.get(parameter.name)
        if parameter.default not in constants or other is None or other.default != parameter.default or was is None or now is None:
            continue
        text, text_now = constants[parameter.default]
        yield ParameterChanged(
            path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, event="default-changed", part=parameter.name,
            before=msgspec.structs.replace(parameter, default=text), after=msgspec.structs.replace(other, default=text_now),
            old_signature=was, new_signature=now, callable=called, when=when_of(after),
        )  # fmt: skip
