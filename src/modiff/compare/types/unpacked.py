"""Keywords that a callable takes by `**kwargs: Unpack[SomeTypedDict]` (PEP 692): those that type checkers no longer let through, or ask for.

A typed dict that users reach by itself tells of its own keys; here are those that only callables show.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from modiff.compare.types import constructs
from modiff.compare.types.declarations import is_required, keys_of
from modiff.compare.types.meaning import dotted_name
from modiff.compare.types.places import Place, is_typed_dict
from modiff.compare.types.scene import Scene
from modiff.graph.when import when_of
from modiff.link import texts, visibility
from modiff.link.targets import Outside
from modiff.link.view import View
from modiff.model.changes import TypingChanged, TypingEvent
from modiff.model.facts import VAR_KEYWORD, Function, Parameter
from modiff.model.items import Item
from modiff.model.policy import Surface

Cause = tuple[str, ...]


def changes(place: Place, scene: Scene, surface: Surface) -> Iterator[tuple[Cause, TypingChanged]]:
    """What the keywords of one callable have lost and are asked for, each with what makes it one cause with those of other callables."""
    before, after = place.before.definition, place.after.definition
    if not isinstance(before, Function) or not isinstance(after, Function):
        return
    was, now = _dict_of(before, scene.old, place.before), _dict_of(after, scene.new, place.after)
    if was is None or now is None or (was.path == now.path and _is_reached(scene.old, was, surface)):
        return
    named = {p.name: p for p in after.parameters if p.kind != VAR_KEYWORD}
    old, new = keys_of(scene.old, was), keys_of(scene.new, now)
    for name, key in old.items():
        if name not in new and name not in named:
            yield (was.path, now.path, "key-removed", name), _change(place, "key-removed", (name,), before=key.annotation)
    asked = tuple(n for n, key in new.items() if is_required(key) and not (n in old and is_required(old[n])) and not _was_given(before, n))
    if asked:
        yield (was.path, now.path, "key-required"), _change(place, "key-required", asked, after=new[asked[0]].annotation)


def _dict_of(definition: Function, view: View, item: Item) -> Item | None:
    """The typed dict whose keys `**kwargs` takes; None: there is none, or none that was read."""
    mapping: Parameter | None = next((p for p in definition.parameters if p.kind == VAR_KEYWORD), None)
    node = texts.parsed(mapping.annotation) if mapping is not None and mapping.annotation is not None else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = texts.parsed(node.value)
    if not isinstance(node, ast.Subscript):
        return None
    head, inside = dotted_name(node.value), dotted_name(node.slice)
    unpack = view.lookup(item.module, head) if head is not None else None
    if inside is None or not isinstance(unpack, Outside) or constructs.same_class(unpack.path) != "typing.Unpack":
        return None
    found = view.lookup(item.module, inside)
    return found if isinstance(found, Item) and found.kind == "class" and is_typed_dict(view, found) else None


def _is_reached(view: View, cls: Item, surface: Surface) -> bool:
    """Do users reach the typed dict where it is defined?"""
    return visibility.module_is_public(view, cls.module, surface) and visibility.why_public(view, cls.module, cls.name, surface) is not None


def _was_given(before: Function, name: str) -> bool:
    """Did callers have to give it already, as a parameter?"""
    return any(p.name == name and p.required for p in before.parameters)


def _change(place: Place, event: TypingEvent, names: tuple[str, ...], before: str | None = None, after: str | None = None) -> TypingChanged:
    return TypingChanged(
        path=place.path, also=place.also, old=place.before, new=place.after, when=when_of(place.after), event=event, part=names[0], before=before,
        after=after, names=names if event == "key-required" else (), typed=place.typed,
    )  # fmt: skip
