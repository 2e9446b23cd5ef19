"""What packages give for the parameters of functions that the client writes for them: overrides of methods, and hooks (pluggy)."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.graph import Graph
from modiff.model.facts import Function
from modiff.model.items import Item
from modiff.uses.values import UNKNOWN, Value, given_by
from modiff.uses.worlds import World


def given_for(world: World, item: Item, parameter: str) -> Value:
    """What callers give for a parameter of a function, by its annotation."""
    definition = item.definition
    known = next((p for p in definition.parameters if p.name == parameter), None) if isinstance(definition, Function) else None
    return given_by(item, world.annotated(known.annotation, item, None)) if known is not None and known.annotation is not None else UNKNOWN


def given_to_hook(world: World, name: str, parameter: str) -> Value:
    """What is given for a parameter of a hook of this name, as a package specifies it (pluggy: modules called `hookspec`)."""
    if world.hooks is None:
        world.hooks = {each.name: each for graph in world.graphs.values() for each in _specified_hooks(graph)}
    hook = world.hooks.get(name)
    return given_for(world, hook, parameter) if hook is not None else UNKNOWN


def _specified_hooks(graph: Graph) -> Iterator[Item]:
    for module in graph.modules():
        if module.rpartition(".")[2].replace("_", "") in ("hookspec", "hookspecs"):
            for name in graph.view.names(module):
                found = graph.view.resolve(module, name)
                if isinstance(found, Item) and found.kind == "function" and found.module == module:
                    yield found
