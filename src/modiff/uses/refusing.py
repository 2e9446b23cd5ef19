"""Calls that do nothing but raise, whatever they are given: what is left in place of something that was removed."""

from __future__ import annotations

from modiff.link import bodies
from modiff.model.facts import Function
from modiff.model.items import Item
from modiff.uses.values import Instance, Method, Thing
from modiff.uses.worlds import World

_GIVES_NOTHING = frozenset({None, "None", "NoReturn", "typing.NoReturn", "Never", "typing.Never"})


def refusal(world: World, called: Thing | Method | Instance) -> str | None:
    """What such a call raises; None: it does more, or reading cannot say."""
    item = _run(world, called)
    definition = item.definition if item is not None else None
    if item is None or not isinstance(definition, Function) or definition.decorators or definition.returns not in _GIVES_NOTHING:
        return None  # one that says what it gives gives it
    body = bodies.body_alone(world.graph_of(item).view, item)
    if body is None or body.returns or not body.raises:
        return None
    raised = body.raises[-1].rpartition(".")[2]
    return None if raised == "NotImplementedError" and isinstance(called, Method) else raised  # heirs may do more


def _run(world: World, called: Thing | Method | Instance) -> Item | None:
    """The function or method that a call runs."""
    item = called.cls if isinstance(called, Instance) else called.item
    if item.kind != "class":
        return item
    member = world.graph_of(item).members(item).get("__call__" if isinstance(called, Instance) else "__init__")
    return member.item if member is not None and member.item.kind == "method" else None
