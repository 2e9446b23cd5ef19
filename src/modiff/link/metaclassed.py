"""Members that a class gets from what makes it: the `__init__` of a metaclass of this release that says `cls.fields = …`.

It is read as a class decorator is (`attached`), with the new class for `cls`, for each class that the metaclass makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import attached, bodies, classes, surroundings, symbolic
from modiff.link.symbolic_values import DECORATED, UNKNOWN, Literally, Raised, TooMuch
from modiff.model.facts import Class
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def add(view: View, owner: Item, own: dict[str, Item]) -> None:
    """Puts what the metaclass sets on a class among its members; what it may set besides makes a loss doubtful."""
    meta = classes.metaclass(view, owner)
    hook = classes.members(view, meta).get("__init__") if meta is not None and meta is not owner else None
    if hook is None or hook.item.kind != "method" or not isinstance(owner.definition, Class):
        return
    body = bodies.body_alone(view, hook.item)
    routine = surroundings.routine(view, hook.item) if body is not None and body.source is not None else None
    if routine is None:
        return
    run = symbolic.Run(attached.world(view, owner, own, hook.item.module))
    try:
        run.call(routine, [DECORATED, Literally(owner.name), UNKNOWN, UNKNOWN], {})
    except (Raised, TooMuch, RecursionError):
        return
    attached.take_over(view, owner, own, run, f"{hook.item.path}()")
