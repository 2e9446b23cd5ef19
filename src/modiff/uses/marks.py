"""Decorators of a package that say by their annotations that they give back what they are given: `def mark(f: F) -> F`, `-> Callable[[F], F]`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from modiff.link import decorators, keeping, texts
from modiff.model.facts import Expression, Function
from modiff.model.items import Item
from modiff.uses.values import Method, Thing

if TYPE_CHECKING:
    from modiff.uses.worlds import World


def keep_results(world: World, item: Item) -> bool:
    """Does every decorator of a function leave what it gives as it is?"""
    definition = item.definition
    return isinstance(definition, Function) and all(_keeps(world, item, mark) for mark in definition.decorators)


def _keeps(world: World, item: Item, mark: Expression) -> bool:
    if decorators.unknown([mark]) is None:
        return True
    dotted, called = decorators.dotted(mark), mark.call is not None
    if keeping.decorator_keeps_parameters(world.graph_of(item).view, dotted, item.module, called=called):
        return True
    found = world.followed(dotted, item)
    if isinstance(found, Thing) and found.item.kind == "attribute":
        found = world.value_of_attribute(found.item, None)
    definition = found.item.definition if isinstance(found, Thing | Method) else None
    return isinstance(definition, Function) and definition.returns is not None and _says_so(definition, definition.returns, called)


def _says_so(definition: Function, returns: str, called: bool) -> bool:
    """`-> Callable[[F], F]` where it is called first, else `(f: F) -> F`."""
    node = texts.parsed(returns)
    if not called:
        first = next((p.annotation for p in definition.parameters if p.name not in ("self", "cls")), None)
        return isinstance(node, ast.Name) and first == returns
    match node:
        case ast.Subscript(value=head, slice=ast.Tuple(elts=[ast.List(elts=[ast.Name(id=given)]), ast.Name(id=made)])):
            return given == made and (texts.dotted(head) or "").rpartition(".")[2] == "Callable"
    return False
