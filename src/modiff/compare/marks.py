"""Do the decorators of a function that is written alike on both sides do the same to what it takes and gives? Those of the release have bodies."""

from __future__ import annotations

from typing import cast

from modiff.graph.graph import Graph
from modiff.link import decorators, keeping
from modiff.model.facts import Definition, Expression, Function
from modiff.model.items import Item


def do_the_same(old: Graph, new: Graph, before: Item, after: Item) -> bool:
    """Do the decorators of these two, which are written alike, leave the same parameters to callers, and give the same sort of thing?"""
    return marks_do_the_same(old, new, before.module, after.module, before.definition)


def marks_do_the_same(old: Graph, new: Graph, was_in: str, is_in: str, definition: Definition | None) -> bool:
    """The same for a definition that stands in these two modules, alike."""
    marks = definition.decorators if isinstance(definition, Function) else ()
    return not marks or all(decorators.unknown((mark,)) is None or _does_the_same(old, new, was_in, is_in, mark) for mark in marks)


def _does_the_same(old: Graph, new: Graph, was_in: str, is_in: str, mark: Expression) -> bool:
    name, called = decorators.dotted(mark), mark.call is not None
    key = ("mark does the same", (old.view, was_in, is_in, name, called))
    if key not in new.view.memo:
        new.view.memo[key] = _is_kept_text(old, new, was_in, is_in, name) or (
            keeping.effect(old.view, name, was_in, called) == keeping.effect(new.view, name, is_in, called)
            and keeping.turn(old.view, was_in, mark) == keeping.turn(new.view, is_in, mark)
        )
    return cast(bool, new.view.memo[key])


def _is_kept_text(old: Graph, new: Graph, was_in: str, is_in: str, name: str) -> bool:
    """Does it come from no function of the release, or from one in a file that is the same in both?"""
    before, after = old.view.lookup(was_in, name), new.view.lookup(is_in, name)
    if not isinstance(before, Item) and not isinstance(after, Item):
        return True
    in_one = isinstance(before, Item) and isinstance(after, Item) and before.path == after.path and before.module == after.module
    return in_one and isinstance(before, Item) and before.module in old.release.equal & new.release.equal
