"""Under which condition an item is bound, in words."""

from __future__ import annotations

from modiff.link import texts
from modiff.link.environment import is_beyond
from modiff.model.items import Item


def when_of(item: Item) -> str | None:
    """The condition under which an item is bound in the environment of its view, as source: what neither Python's version nor the platform settles.
    None: always."""
    parts = [t.text if t.holds else texts.negated(t.text) for t in item.guard if is_beyond(t)]
    return " and ".join(parts) or None
