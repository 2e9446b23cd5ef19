"""Answers that are kept: the same class is asked the same for each of its heirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

Answer = TypeVar("Answer")


def once(view: View, question: Callable[[View, Item], Answer], cls: Item) -> Answer:
    """The answer of this function about a class, found at the first time it is asked."""
    key = (question.__qualname__, cls)
    if key not in view.memo:
        view.memo[key] = question(view, cls)
    return cast("Answer", view.memo[key])
