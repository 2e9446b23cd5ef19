"""Under which condition a name is bound, where several statements may bind it: `if found: x = 1` and `else: x = 2` bind it either way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link.environment import is_beyond
from modiff.model.facts import Binding, Class, Deletion
from modiff.model.items import Item

_Tests = tuple[tuple[str, bool], ...]
"""Conditions that reading cannot settle, outermost first: their text, and whether it holds."""


def when_bound(graph: Graph, item: Item) -> str | None:
    """The condition under which the name of this item is bound, as source (`when_of`), and None where it is bound in the other case too."""
    said = when_of(item)
    if said is None:
        return None
    binds = (b for b in _bindings(graph, item) if not isinstance(b.definition, Deletion) and not graph.view.environment.excludes(b.guard))
    cases = {_tests(binding) for binding in binds}
    return None if _cover_everything(cases) else said


def _bindings(graph: Graph, item: Item) -> Sequence[Binding]:
    """The statements that may bind it where it is defined."""
    if item.owner is None:
        space = graph.view.namespace(item.module)
        return space.names.get(item.name, ()) if space is not None else ()
    return [b for b in item.owner.definition.members if b.name == item.name] if isinstance(item.owner.definition, Class) else ()


def _tests(binding: Binding) -> _Tests:
    return tuple((test.text, test.holds) for test in binding.guard if is_beyond(test))


def _cover_everything(cases: Iterable[_Tests]) -> bool:
    """Does one of the cases always hold? Two that differ in nothing but whether their last condition holds are one without it."""
    known, fresh = set[_Tests](), set(cases)
    while fresh:
        known |= fresh
        fresh = {case[:-1] for case in known if case and (*case[:-1], (case[-1][0], not case[-1][1])) in known} - known
    return () in known
