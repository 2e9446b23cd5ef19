"""What the annotations of one callable have in common: its type variables, and the class that `Self` means in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Literal

from modiff.compare.types.forms import Self, Type, Variable, walk
from modiff.compare.types.generic import Generic, OfClass, matched, of_receiver
from modiff.compare.types.places import Place
from modiff.compare.types.relation import Question
from modiff.compare.types.scene import Scene
from modiff.compare.types.variables import parameters_of
from modiff.link.view import View
from modiff.model.facts import Function, Parameter
from modiff.model.items import Item

_MAKE = ("__init__", "__new__")


class Shared:
    """Of one callable in both versions. Nothing is read before a type with variables is compared."""

    def __init__(
        self, place: Place, scene: Scene, kept: Sequence[tuple[Parameter, Parameter]], all_of: tuple[Sequence[Parameter], Sequence[Parameter]]
    ) -> None:
        self._place, self._scene, self._kept, self._all = place, scene, kept, all_of

    def of_parameter(self, old: Type, new: Type) -> Question:
        """How the types of a parameter are compared."""
        if _says_all(old) and _says_all(new):
            return Question(old, new, new, old)
        return self._generic.of_parameter(self._as_seen[0](old), self._as_seen[1](new))

    def of_result(self, old: Type, new: Type) -> Question:
        """How the types of a result are compared, or of an attribute."""
        if _says_all(old) and _says_all(new):
            return Question(old, new, new, old)
        return self._generic.of_result(self._as_seen[0](old), self._as_seen[1](new))

    @cached_property
    def _generic(self) -> Generic:
        old, new = ([side(p) for p in parameters] for side, parameters in zip((self._was, self._now), self._all, strict=True))
        pairs = [(self._was(before), self._now(after)) for before, after in self._kept]
        return matched(pairs, old, new, self._scene.classes, self._of_class)

    @property
    def _of_class(self) -> OfClass:
        if self._place.before.name in _MAKE or self._place.before.binding in ("class", "static"):
            return "chosen"
        if any("[" in (_receiver_text(item) or "") for item in (self._place.before, self._place.after)):
            return "open"
        return "fixed" if self._number(self._scene.old, 0) == self._number(self._scene.new, 1) is not None else "open"

    def _number(self, view: View, side: Literal[0, 1]) -> int | None:
        """How many type parameters the class has through which it is reached; None: not known."""
        item = (self._place.before, self._place.after)[side]
        cls = self._place.reached[side] if self._place.reached is not None else item.owner
        found = parameters_of(view, cls) if cls is not None else ()
        return None if found is None else len(found)

    def _was(self, parameter: Parameter) -> Type:
        return self._as_seen[0](self._scene.old_type(parameter.annotation or "object", self._place.before))

    def _now(self, parameter: Parameter) -> Type:
        return self._as_seen[1](self._scene.new_type(parameter.annotation or "object", self._place.after))

    @cached_property
    def _as_seen(self) -> tuple[Callable[[Type], Type], Callable[[Type], Type]]:
        """Reads the types of each side as users see them: through the class that they reach, whose receiver is itself."""
        scene, place = self._scene, self._place
        in_class = (
            _receiver(place.before, scene.old_type, scene.classes.path_in_new, scene),
            _receiver(place.after, scene.new_type, scene.classes.note_new, scene),
        )
        if place.reached is None or place.before.owner is None or place.after.owner is None:
            return in_class
        below = (scene.ancestors[0].as_seen(place.reached[0], place.before.owner), scene.ancestors[1].as_seen(place.reached[1], place.after.owner))
        return (lambda one: below[0](in_class[0](one))), (lambda one: below[1](in_class[1](one)))


def _says_all(one: Type) -> bool:
    """Does it mean the same wherever it stands?"""
    return not any(isinstance(part, Variable | Self) for part in walk(one))


def _receiver(item: Item, read: Callable[[str, Item], Type], path_of: Callable[[Item], str], scene: Scene) -> Callable[[Type], Type]:
    """Reads a variable that stands for the class of the receiver as `Self`."""
    text = _receiver_text(item)
    if item.owner is None or text is None:
        return lambda one: one
    return of_receiver(read(text, item), path_of(item.owner), scene.classes)


def _receiver_text(item: Item) -> str | None:
    """The annotation of `self` or `cls`; None: it has none."""
    definition = item.definition
    is_method = item.owner is not None and (item.binding != "static" or item.name == "__new__")
    return definition.parameters[0].annotation if is_method and isinstance(definition, Function) and definition.parameters else None
