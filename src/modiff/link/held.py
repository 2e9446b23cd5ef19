"""Objects that attributes hold: of which class of the release is what `self._store` or a variable of a module stands for?

Told by an annotation, or by the one call that makes what is assigned, `self._store = Store(path)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import classes, replaced, returned, texts
from modiff.model.facts import Assignment, Class, Function, InstanceAttribute
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def method_of_held(view: View, cls: Item, dotted: str) -> tuple[Item, Item] | None:
    """What `_store.put` means on an instance of `cls`: the method, and the class of the object that it is called on; any number of attributes may
    come before it. None: reading cannot say."""
    *attributes, name = dotted.split(".")
    holder: Item | None = cls
    for attribute in attributes:
        member = classes.members(view, holder).get(attribute) if holder is not None else None
        holder = class_held(view, member.item, holder) if member is not None else None
    found = classes.members(view, holder).get(name) if holder is not None else None
    if found is None or holder is None or found.item.kind != "method" or "abstract" in found.item.flags:
        return None  # what heirs make of an abstract method is theirs
    return found.item, holder


def class_held(view: View, item: Item, cls: Item | None) -> Item | None:
    """The class of the release of which an attribute holds an instance, or a property gives one; None: it holds something else, one of several, or
    reading cannot say. `cls`: the class that it is asked of."""
    if item.kind == "property":
        given = returned.returned(view, item, cls)
        return _at(view, given.classes) if given is not None and given.complete and not given.awaited else None
    if item.kind != "attribute" or not isinstance(item.definition, Assignment):
        return None
    if item.owner is None:
        return replaced.class_of_value(view, item)
    if item.annotation is not None:
        return _at(view, returned.named_in(view, item.annotation, item, cls))
    bound = _binding(item)
    if bound is not None and bound.rebound:
        return None
    value = item.definition.value
    if value is None:
        return None
    if value.call is not None:
        made = view.lookup(item.module, value.call.callee) if texts.is_dotted(value.call.callee) else None
        return made if isinstance(made, Item) and made.kind == "class" and returned.makes_itself(view, made) else None
    annotation = _of_parameter(item, bound, value.text) if bound is not None else None
    return _at(view, returned.named_in(view, annotation, item, cls)) if annotation is not None else None


def _binding(item: Item) -> InstanceAttribute | None:
    """The statement in a method that binds it; None: the class body does."""
    definition = item.owner.definition if item.owner is not None else None
    attributes = definition.instance_attributes if isinstance(definition, Class) else ()
    return next((a for a in attributes if a.name == item.name and "instance" in item.flags), None)


def _of_parameter(item: Item, bound: InstanceAttribute, name: str) -> str | None:
    """The annotation of the parameter that a method assigns as it was given: `self._store = store`."""
    definition = item.owner.definition if item.owner is not None else None
    members = definition.members if isinstance(definition, Class) else ()
    methods = [b.definition for b in members if b.name == bound.method and b.line <= bound.line <= b.end_line]
    taken = methods[-1].parameters if methods and isinstance(methods[-1], Function) else ()
    return next((p.annotation for p in taken if p.name == name), None)


def _at(view: View, paths: tuple[str | None, ...]) -> Item | None:
    """The one class of these, None left aside."""
    named = [path for path in paths if path != "builtins.None"]
    found = view.at(named[0]) if len(named) == 1 and named[0] is not None else None
    return found if isinstance(found, Item) and found.kind == "class" else None
