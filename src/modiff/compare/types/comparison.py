"""The order of work: find the pairs of items that carry types, and say what differs of each."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from modiff.compare.pairing import Pairing
from modiff.compare.types.aliases import changes as alias_changes
from modiff.compare.types.annotations import changes as annotation_changes
from modiff.compare.types.declarations import changes as declaration_changes
from modiff.compare.types.declarations import names_removed
from modiff.compare.types.overloads import changes as overload_changes
from modiff.compare.types.places import Places
from modiff.compare.types.scene import Scene
from modiff.compare.types.type_parameters import changes as type_parameter_changes
from modiff.compare.types.unpacked import changes as keyword_changes
from modiff.graph.graph import Graph
from modiff.model.changes import Change, TypeChanged, TypingChanged
from modiff.model.policy import Surface


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> Iterator[Change]:
    """Every change of types between two versions; none where a source does not know annotations."""
    if "annotations" in old.release.unknown | new.release.unknown:
        return
    scene = Scene(old, new, pairing)
    shared: dict[tuple[str, ...], list[TypingChanged]] = {}
    """What several callables show by one typed dict, or several classes by one type variable."""
    through_aliases: dict[tuple[object, ...], list[TypeChanged]] = {}
    places = Places(old, new, surface, pairing, scene.hidden_aliases.keys() | scene.changed_dicts() | scene.other_classes)
    for place in places:
        for change in annotation_changes(place, scene):
            if change.via is None:
                yield change
            else:
                key = change.via, change.of, change.relation, change.old_fits_new, change.new_fits_old
                through_aliases.setdefault(key, []).append(change)
        yield from overload_changes(place, scene)
        yield from alias_changes(place, scene)
        yield from declaration_changes(place, scene)
        for cause, keyword in (*keyword_changes(place, scene, surface), *type_parameter_changes(place, scene, surface)):
            shared.setdefault(cause, []).append(keyword)
    yield from names_removed(places, scene, surface)
    for shown in through_aliases.values():
        first = min(shown, key=lambda change: (change.path.count("."), len(change.path), change.path, change.part))
        yield msgspec.structs.replace(first, others=len(shown) - 1)
    for told in shared.values():
        least = min(told, key=lambda change: (change.path.count("."), len(change.path), change.path))
        yield msgspec.structs.replace(least, others=len(told) - 1)
