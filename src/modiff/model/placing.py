"""Where each item of an API stands in the tree of definitions: shared by all that see an API as a graph.

An item stands where it is defined, an inherited member in the class that answers for it, a name of another distribution where it is offered.
What is defined in a private module stands below that module, which is then a place without an item of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from modiff.model.items import ApiItem, Kind


class Place(msgspec.Struct, frozen=True):
    """One place of the tree."""

    where: str
    """Dotted; the id of the place."""
    above: str | None
    """The place that this one lies below; None: there is none (a module outside of any package that was read)."""
    kind: Kind
    item: ApiItem | None
    """None: nobody is promised this module (or class) itself, only something in it."""

    @property
    def name(self) -> str:
        """Dotted for a module, bare for anything else."""
        return self.where if self.kind == "module" else self.where.rpartition(".")[2]


def placed(items: Iterable[ApiItem], modules: Iterable[str] = ()) -> list[Place]:
    """Every place, each before those below it. Of two items at one place the first counts. `modules`: these have a place, even where no item has."""
    known = tuple(items)
    homes = {path: item.canonical for item in known if item.kind == "class" for path in (item.path, *item.also)}
    places: dict[str, tuple[Kind, ApiItem | None]] = {}
    for item in known:
        places.setdefault(_where(item, homes), (item.kind, item))
    for where, (kind, _) in list(places.items()):
        above = where.rpartition(".")[0]
        if kind != "module" and above not in places:
            in_class = kind in ("method", "property")
            places[above] = ("class" if in_class else "module", None)
            if in_class:
                places.setdefault(above.rpartition(".")[0], ("module", None))
    for module in modules:
        places.setdefault(module, ("module", None))
    found = []
    for where in sorted(places):
        kind, held = places[where]
        above = where.rpartition(".")[0]
        found.append(Place(where, above if above in places else None, kind, held))
    return found


def _where(item: ApiItem, homes: dict[str, str]) -> str:
    if "external" in item.flags:
        return item.path  # each module that offers a name of another distribution offers it for itself
    if item.inherited_from is None:
        return item.canonical
    heir, _, name = item.path.rpartition(".")
    return f"{homes.get(heir, heir)}.{name}"
