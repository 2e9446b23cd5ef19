"""The API of one version over several environments: each item once, with the condition under which it exists."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from modiff.graph.graph import Graph
from modiff.graph.part import parts
from modiff.link.environment import Environment
from modiff.link.environments import Cell, Supported, both, condition, groups, is_of_another_language
from modiff.link.touched import Rest
from modiff.model.facts import Test
from modiff.model.items import ApiItem
from modiff.model.policy import Policy


def asked_by(graph: Graph) -> Iterable[Test]:
    """What the files of this version ask of the environment."""
    graph.read_all()
    for module in graph.modules():
        facts = graph.facts(module)
        if facts is not None and facts.asked:
            yield from facts.asked


def entries_everywhere(graph: Graph, policy: Policy, supported: Supported) -> list[ApiItem]:
    """Every item of the version that exists in some supported environment, sorted by path, with the condition under which it does."""
    alike = groups(graph.view.environment, supported, asked_by(graph))
    found = [(alike[0].cells, list(graph.entries(policy)))]
    rest = Rest(graph.view)
    found += [(group.cells, _entries_in(group.environment, graph, rest, found[0][1], policy)) for group in alike[1:]]
    return merged_entries(found, supported)


def _entries_in(environment: Environment, graph: Graph, rest: Rest, known: list[ApiItem], policy: Policy) -> list[ApiItem]:
    """The items in another environment, given all in the main one."""
    if is_of_another_language(environment, graph.view.environment):
        return list(Graph(graph.view.elsewhere(environment)).entries(policy))
    here, there = parts(graph, environment, rest)
    paths = there.touched_paths(policy.surface)
    for part in (here, there):
        part.look_at(paths)
    gone = {item.path for item in here.entries(policy)}
    return [*(item for item in known if item.path not in gone), *there.entries(policy)]


def merged_entries(found: Iterable[tuple[frozenset[Cell], Iterable[ApiItem]]], supported: Supported) -> list[ApiItem]:
    """Every item that exists somewhere, sorted by path, in the words of the first environment that has it; `when` says where that is.

    An item that is preferably written with another path elsewhere is still the same item."""
    first: dict[str, ApiItem] = {}
    known_as: dict[str, str] = {}
    where: dict[str, set[Cell]] = {}
    for cells, items in found:
        for item in items:
            path = item.path if item.path in first else known_as.get(item.path, item.path)
            if path not in first:
                first[path] = item
                known_as.update((other, path) for other in item.also)
            where.setdefault(path, set()).update(cells)
    return [_told(first[path], condition(where[path], supported)) for path in sorted(first)]


def _told(item: ApiItem, where: str | None) -> ApiItem:
    if where is None:
        return item
    return msgspec.structs.replace(item, when=both(where, item.when))
