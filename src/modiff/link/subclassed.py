"""Members that a class gets because of what it derives from: an `__init_subclass__` above it (PEP 487) that sets attributes of its subclasses.

Each is read as a class decorator is (`attached`), with the new class for `cls`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import attached, bodies, classes, surroundings, symbolic, texts
from modiff.link.symbolic_values import DECORATED, Raised, TooMuch
from modiff.model.facts import Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_HOOK = "__init_subclass__"


def add(view: View, owner: Item, own: dict[str, Item]) -> None:
    """Puts what the hooks above a class set on it among its members; what they may set besides makes a loss doubtful."""
    for hook in reversed(_hooks(view, owner)):
        run = _run(view, owner, hook, own)
        if run is not None:
            attached.take_over(view, owner, own, run, hook.path)


def _hooks(view: View, owner: Item) -> list[Item]:
    """Those that run when the class is made, the nearest first: each but the last hands on with `super()`."""
    found = []
    for ancestor in classes.mro(view, owner)[1:]:
        if not isinstance(ancestor, Item) or not isinstance(ancestor.definition, Class):
            continue
        if not any(b.name == _HOOK and isinstance(b.definition, Function) for b in ancestor.definition.members):
            continue
        hook = classes.own_members(view, ancestor).get(_HOOK)
        body = bodies.body_alone(view, hook) if hook is not None else None
        if hook is None or body is None:
            break
        found.append(hook)
        if _HOOK not in body.above:
            break
    return found


def _run(view: View, owner: Item, hook: Item, own: dict[str, Item]) -> symbolic.Run | None:
    """What one hook does; None where it sets nothing that is read."""
    routine = surroundings.routine(view, hook)
    definition = owner.definition
    if routine is None or not isinstance(definition, Class):
        return None
    given = {k: surroundings.value_in(view, owner.module, texts.parsed(text)) for k, text in definition.keywords if k not in ("metaclass", "**")}
    run = symbolic.Run(attached.world(view, owner, own, hook.module))
    try:
        run.call(routine, [DECORATED], given)
    except (Raised, TooMuch, RecursionError):
        return None
    return run
