"""Overloads (PEP 484) that are gone: calls they took which none of those that are left takes.

Variants are merged, reordered and split without breaking anybody, and type checkers try each member of a union by itself: so what is asked is
whether every parameter of a lost variant still fits the types that the new variants of its shape take together.
"""

from __future__ import annotations

from collections.abc import Iterator

from modiff.compare.calls import NAMED
from modiff.compare.types.forms import NONE, Type, parts, union
from modiff.compare.types.generic import Generic
from modiff.compare.types.places import Place
from modiff.compare.types.relation import fits, without
from modiff.compare.types.scene import Scene, overloads
from modiff.graph.when import when_of
from modiff.link.signatures import bound
from modiff.model.changes import TypeChanged, TypingChanged
from modiff.model.facts import POSITIONAL_ONLY, VAR_KEYWORD, VAR_POSITIONAL, Function, Parameter
from modiff.model.items import Item

Parameters = tuple[Parameter, ...]
_EACH_ALONE = Generic({}, {}, frozenset(), frozenset(), (frozenset(), frozenset()), "open")
"""Variants may be for receivers of some types alone, so what the variables of a class are in them is not known."""


def changes(place: Place, scene: Scene) -> Iterator[TypingChanged | TypeChanged]:
    """Every overload that is gone, and not taken care of by others; where none is left as it was, the parameters that take less."""
    if place.before.kind not in ("function", "method") or place.after.kind not in ("function", "method"):
        return
    old, new = _variants(overloads(scene.old, place.before), place.before), _variants(overloads(scene.new, place.after), place.after)
    if not new and isinstance(place.after.definition, Function):
        new = _variants([place.after.definition], place.after)
    refused = {index: found for index, variant in enumerate(old) if variant not in new and (found := list(_refused(variant, new, place, scene)))}
    if refused and len(refused) == len(old):
        for before, after in refused[0]:
            yield _narrowed(place, before, after)
        return
    for index in refused:
        yield TypingChanged(
            path=place.path, also=place.also, old=place.before, new=place.after, when=when_of(place.after), event="overload-removed",
            before=shown(old[index]), typed=place.typed,
        )  # fmt: skip


def _narrowed(place: Place, before: Parameter, after: Parameter) -> TypeChanged:
    return TypeChanged(
        path=place.path, also=place.also, old=place.before, new=place.after, when=when_of(place.after), of="parameter", part=before.name,
        before=before.annotation or "", after=after.annotation or "", relation="narrower", old_fits_new=False, new_fits_old=None, typed=place.typed,
        callable="constructor" if place.before.name in ("__init__", "__new__") else "method" if place.before.in_class else "function",
    )  # fmt: skip


def _variants(functions: list[Function], item: Item) -> list[Parameters]:
    return [f.parameters if item.owner is None else bound(f.parameters, item) for f in functions]


def _refused(variant: Parameters, new: list[Parameters], place: Place, scene: Scene) -> Iterator[tuple[Parameter, Parameter]]:
    """The parameters of which it is sure that no new variant takes all they took, each with one that stands there now."""
    alike = [other for other in new if _has_shape_of(variant, other)]
    for index, parameter in enumerate(variant):
        if parameter.kind not in NAMED or parameter.annotation is None:
            continue
        there = [found for other in alike if (found := _counterpart(parameter, index, other)) is not None]
        if len(there) < len(alike) or not there or any(p.annotation is None for p in there):
            continue
        takes = union(*(_type(p, place, scene) for p in there))
        given = scene.old_type(parameter.annotation, place.before)
        given = without(given, [t for t in parts(given) if scene.is_only_a_mark(t)])
        asked = _EACH_ALONE.of_parameter(given, takes)
        if not scene.is_only_a_mark(given) and fits(asked.old, asked.new_place, scene.classes) is False:
            yield parameter, there[0]


def _type(parameter: Parameter, place: Place, scene: Scene) -> Type:
    found = scene.new_type(parameter.annotation or "", place.after)
    return union(found, NONE) if parameter.default == "None" else found


def _has_shape_of(variant: Parameters, other: Parameters) -> bool:
    """Does the other one take the parameters that must be given, and ask for no more? That one is gone that may be left out is told of itself."""
    matched = [_counterpart(p, index, other) for index, p in enumerate(variant) if p.kind in NAMED and p.required]
    if any(p is None for p in matched) and not any(p.kind in (VAR_POSITIONAL, VAR_KEYWORD) for p in other):
        return False
    matched += [_counterpart(p, index, other) for index, p in enumerate(variant) if p.kind in NAMED and not p.required]
    names = {p.name for p in matched if p is not None}
    return all(p.name in names for p in other if p.required)


def _counterpart(parameter: Parameter, index: int, other: Parameters) -> Parameter | None:
    by_name = next((p for p in other if p.name == parameter.name and p.kind in NAMED), None)
    if by_name is None and (parameter.kind == POSITIONAL_ONLY or parameter.name.startswith("__")):
        return other[index] if index < len(other) and other[index].kind in NAMED else None
    return by_name


def shown(parameters: Parameters) -> str:
    """As text, with types: `(x: int, y: str = ...)`."""
    return f"({', '.join(map(_shown, parameters))})"


def _shown(parameter: Parameter) -> str:
    annotation = f": {parameter.annotation}" if parameter.annotation is not None else ""
    return parameter.shown.partition("=")[0] + annotation + (f" = {parameter.default}" if parameter.default is not None else "")
