"""Type parameters of classes that take less than they did, or that values fit differently by: what `Box[int]` may be, and where it may stand.

A variable that several classes share is told once; one that users reach by itself tells of its own variance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from modiff.compare.types import variables
from modiff.compare.types.forms import Type, Variable
from modiff.compare.types.places import Place
from modiff.compare.types.relation import fits
from modiff.compare.types.scene import Scene
from modiff.graph.when import when_of
from modiff.link import visibility
from modiff.link.view import View
from modiff.model.changes import TypingChanged, TypingEvent
from modiff.model.facts import Class
from modiff.model.items import Item
from modiff.model.policy import Surface

_WORDS = {"+": "covariant", "-": "contravariant", "=": "invariant"}
_ANY = "any type"
Cause = tuple[str, ...]


def changes(place: Place, scene: Scene, surface: Surface) -> Iterator[tuple[Cause, TypingChanged]]:
    """What is said of the parameters of a class otherwise now, each with what makes it one cause with those of other classes."""
    before, after = place.before, place.after
    if not (before.kind == after.kind == "class"):
        return
    old_names, new_names = variables.parameters_of(scene.old, before), variables.parameters_of(scene.new, after)
    if not old_names or not new_names or len(old_names) != len(new_names):
        return
    signs = scene.classes.variance_in(before, 0), scene.classes.variance_in(after, 1)
    for index, (was, now) in enumerate(zip(old_names, new_names, strict=True)):
        old, new = _range(was, before, scene.old, scene.old_type), _range(now, after, scene.new, scene.new_type)
        if old is not None and new is not None and _takes_less(old[0], new[0], scene):
            yield (was if "." in was else f"{before.path}[{index}]", old[1], new[1]), _change(place, "bound-narrowed", was, old[1], new[1])
        if signs[0] is not None and signs[1] is not None and signs[0][index] not in ("=", signs[1][index]):
            if was == now and _is_reached(scene.old, was, surface):
                continue
            told = _WORDS[signs[0][index]], _WORDS[signs[1][index]]
            yield (was if "." in was else f"{before.path}[{index}]", *told), _change(place, "variance-changed", was, *told)


def _change(place: Place, event: TypingEvent, name: str, before: str, after: str) -> TypingChanged:
    return TypingChanged(
        path=place.path, also=place.also, old=place.before, new=place.after, when=when_of(place.after), event=event, part=name.rpartition(".")[2],
        before=before, after=after, typed=place.typed,
    )  # fmt: skip


def _takes_less(old: Variable, new: Variable, scene: Scene) -> bool:
    """Is there a type that the old one could be, and the new one can not?"""
    given, taken = msgspec.structs.replace(old, path="", role="given"), msgspec.structs.replace(new, path="new", role="taken")
    return fits(given, taken, scene.classes) is False


def _range(name: str, cls: Item, view: View, read: Callable[[str, Item], Type]) -> tuple[Variable, str] | None:
    """What a type parameter is restricted to, and how that is written; None where it stands for other things than one type, or is not known."""
    if name == variables.ANY_STR:
        return variables.any_str(), "one of str, bytes"
    definition = cls.definition
    written = definition.type_parameters if isinstance(definition, Class) else ()
    if written:
        text = next(text for text in written if variables.bare(text) == name)
        said = variables.limit(text)
        shown = f"one of {said[1:-1]}" if said.startswith("(") else said
        return None if text.startswith("*") else (variables.written(text, lambda part: read(part, cls)), shown or _ANY)
    made = view.at(name)
    call = variables.maker(made) if isinstance(made, Item) else None
    if not isinstance(made, Item) or call is None or call.callee.rpartition(".")[2] != "TypeVar":
        return None
    shown = f"one of {', '.join(call.arguments[1:])}" if call.arguments[1:] else dict(call.keywords).get("bound", _ANY).strip("'\"")
    return variables.declared(name, call, lambda part: read(part, made)), shown


def _is_reached(view: View, path: str, surface: Surface) -> bool:
    """Do users reach a variable by itself?"""
    module, _, name = path.rpartition(".")
    if module not in view.modules or not visibility.module_is_public(view, module, surface):
        return False
    return visibility.why_public(view, module, name, surface) is not None
