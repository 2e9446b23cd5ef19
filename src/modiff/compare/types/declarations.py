"""What classes and type variables declare to type checkers (keys of typed dicts, `@final`, members of protocols, variance), names for them only."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.compare.types.classes import NO_MEMBERS
from modiff.compare.types.places import Place, Places, is_typed_dict
from modiff.compare.types.scene import Scene
from modiff.graph.when import when_of
from modiff.link import classes, outside, visibility
from modiff.link.targets import Outside
from modiff.link.view import View
from modiff.model.changes import TypingChanged, TypingEvent
from modiff.model.facts import Assignment, Binding, Class
from modiff.model.items import Item
from modiff.model.policy import Surface


def changes(place: Place, scene: Scene) -> Iterator[TypingChanged]:
    """What this place declares otherwise now."""
    before, after = place.before, place.after
    if place.is_same_text:
        return
    if before.kind == after.kind and "final" in after.flags and "final" not in before.flags and not _is_closed(before):
        yield _change(place, "became-final")
    if before.kind == after.kind == "class":
        if is_typed_dict(scene.old, before) and is_typed_dict(scene.new, after):
            yield from _keys(place, scene)
        elif _is_protocol(scene.old, before) and _is_protocol(scene.new, after):
            yield from _protocol(place, scene)
    elif before.kind == after.kind == "attribute":
        was, now = _variance(before), _variance(after)
        if was is not None and now is not None and was != now and was != "invariant":
            yield _change(place, "variance-changed", before=was, after=now)


def _change(
    place: Place, event: TypingEvent, part: str = "", before: str | None = None, after: str | None = None, names: tuple[str, ...] = ()
) -> TypingChanged:
    return TypingChanged(
        path=place.path, also=place.also, old=place.before, new=place.after, when=when_of(place.after), event=event, part=part, before=before,
        after=after, names=names, typed=place.typed,
    )  # fmt: skip


def _is_closed(cls: Item) -> bool:
    """Does a metaclass that is called so forbid subclasses at run time already?"""
    keywords = dict(cls.definition.keywords) if isinstance(cls.definition, Class) else {}
    return keywords.get("metaclass", "").rpartition(".")[2] in ("Final", "FinalMeta", "NoPublicConstructor")


# --- typed dicts (PEP 589, 655)


def _keys(place: Place, scene: Scene) -> Iterator[TypingChanged]:
    old, new = keys_of(scene.old, place.before), keys_of(scene.new, place.after)
    for name, item in old.items():
        if name not in new and (item.owner is place.before or item.owner is None or item.owner.name.startswith("_")):
            yield _change(place, "key-removed", name, before=item.annotation)
    asked = {name: item for name, item in new.items() if is_required(item) and (name not in old or not is_required(old[name]))}
    own = [name for name, item in asked.items() if item.owner is place.after or item.owner is None or item.owner.name.startswith("_")]
    if own:
        yield _change(place, "key-required", own[0], after=asked[own[0]].annotation, names=tuple(own))


def keys_of(view: View, cls: Item) -> dict[str, Item]:
    """The keys of a typed dict, with those it inherits."""
    return {
        name: member.item
        for name, member in classes.members(view, cls).items()
        if member.item.kind == "attribute" and member.item.annotation is not None
    }


def is_required(key: Item) -> bool:
    """Must a typed dict have this key?"""
    head = (key.annotation or "").partition("[")[0].rpartition(".")[2]
    if head in ("Required", "NotRequired"):
        return head == "Required"
    definition = key.owner.definition if key.owner is not None else None
    return not (isinstance(definition, Class) and ("total", "False") in definition.keywords)


# --- protocols (PEP 544)


def _is_protocol(view: View, cls: Item) -> bool:
    return any(isinstance(base, Outside) and base.path in outside.PROTOCOLS for base in classes.bases(view, cls))


def _protocol(place: Place, scene: Scene) -> Iterator[TypingChanged]:
    """Classes that have all members fit; one more, and those that do not have it fit no more."""
    old, new = classes.members(scene.old, place.before), classes.members(scene.new, place.after)
    added = tuple(name for name in new if name not in old and not hasattr(object, name) and name not in NO_MEMBERS)
    if added:
        yield _change(place, "protocol-member-added", added[0], names=added)


# --- type variables


def _variance(item: Item) -> str | None:
    """covariant, contravariant, invariant; None: it is no type variable."""
    definition = item.definition
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    if call is None or call.callee.rpartition(".")[2] != "TypeVar":
        return None
    given = dict(call.keywords)
    if "infer_variance" in given:
        return None
    return next((word for word in ("covariant", "contravariant") if given.get(word) == "True"), "invariant")


# --- names for type checkers only


def _is_type_variable(binding: Binding) -> bool:
    definition = binding.definition
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    return call is not None and call.callee.rpartition(".")[2] in ("TypeVar", "ParamSpec", "TypeVarTuple")


_FOR_ITSELF = "imported by the package's __init__"
"""A module's imports under TYPE_CHECKING are for its own annotations, unless it says more."""


def names_removed(places: Places, scene: Scene, surface: Surface) -> Iterator[TypingChanged]:
    """Public names that a module binds under TYPE_CHECKING alone, or that its stub alone names, and no more; names too that a stub left out though
    they are still there at run time."""
    for module in places.modules():
        space = scene.old.namespace(module)
        by_stub = places.has_stubs(module)
        for name, bindings in space.names.items() if space is not None else ():
            hidden = all(any(test.kind == "typing" and test.holds for test in b.guard) for b in bindings)
            if not hidden and (not by_stub or _is_type_variable(bindings[-1])):
                continue
            was = scene.old.resolve(module, name)
            if was is None or scene.new.resolve(module, name) is not None or scene.new.hidden_names(module):
                continue
            if places.is_lost_at_run_time(module, name) or (hidden and places.answers_at_run_time(module, name)):
                continue
            if visibility.why_public(scene.old, module, name, surface) not in (None, _FOR_ITSELF):
                item = was if isinstance(was, Item) else None
                yield TypingChanged(path=f"{module}.{name}", old=item, event="name-removed", typed=places.is_typed(module))
