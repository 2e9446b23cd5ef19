"""Decorators that this release defines: does what they give take the same calls as the function they stand on? Their bodies say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from modiff.link import bodies, decorators
from modiff.model.facts import Expression
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def unknown(view: View, module: str, marks: Sequence[Expression]) -> Expression | None:
    """The first decorator of which neither its name nor its body says that it keeps parameters; None: all keep them."""
    strange = decorators.unknown(marks)
    while strange is not None and decorator_keeps_parameters(view, decorators.dotted(strange), module, called=strange.call is not None):
        marks = marks[marks.index(strange) + 1 :]
        strange = decorators.unknown(marks)
    return strange


def decorator_keeps_parameters(view: View, dotted: str, module: str, called: bool) -> bool:
    """Is `@dotted` in this module (or `@dotted(…)`, if called) a function of this release that keeps the parameters of what it stands on?"""
    key = ("decorator_keeps", (module, dotted, called))
    if key not in view.memo:
        view.memo[key] = False  # a decorator that decorates itself
        target = view.lookup(module, dotted)
        body = bodies.body(view, target) if isinstance(target, Item) and target.kind == "function" else None
        view.memo[key] = body is not None and ("called" if called else "bare") in body.keeps
    return cast(bool, view.memo[key])
