"""Aliases and new types that stand for another type now: told once, of the alias, and not wherever it is used."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.compare.types.constructs import is_alias, is_new_type
from modiff.compare.types.places import Place
from modiff.compare.types.relation import compared
from modiff.compare.types.scene import Scene
from modiff.graph.when import when_of
from modiff.model.changes import TypingChanged
from modiff.model.facts import Assignment
from modiff.model.items import Item


def changes(place: Place, scene: Scene) -> Iterator[TypingChanged]:
    """What an alias stood for, and what it stands for."""
    before, after = place.before, place.after
    are_aliases = (is_alias(before) and _may_be_alias(after)) or (_may_be_alias(before) and is_alias(after))
    for describes in (are_aliases, is_new_type(before) and is_new_type(after)):
        if describes and _text(before) != _text(after):
            was, now = scene.old_type(_text(before), before), scene.new_type(_text(after), after)
            found = compared(was, now, scene.classes)
            if found.relation == "same" or (found.old_fits_new is None and found.new_fits_old is None):
                continue
            relation = found.relation if found.relation != "unknown" or False not in (found.old_fits_new, found.new_fits_old) else "other"
            yield TypingChanged(
                path=place.path,
                also=place.also,
                old=before,
                new=after,
                when=when_of(after),
                event="alias-changed",
                before=_text(before),
                after=_text(after),
                relation=relation,
                typed=place.typed,
            )


def _may_be_alias(item: Item) -> bool:
    """An alias, or a plain name that may be one beside an alias."""
    value = item.definition.value if isinstance(item.definition, Assignment) else None
    return is_alias(item) or (item.kind == "attribute" and value is not None and value.name == value.text)


def _text(item: Item) -> str:
    """What the alias stands for, as source; of a new type what it is made of."""
    definition = item.definition
    value = definition.value if isinstance(definition, Assignment) else None
    if value is None:
        return ""
    return value.call.arguments[1] if value.call is not None and is_new_type(item) else value.text
