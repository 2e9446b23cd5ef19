"""Which classes a class no longer derives from, seen through its whole method resolution order."""

from __future__ import annotations

from modiff.compare.pairing import Pairing
from modiff.graph.graph import Graph
from modiff.link.targets import Outside, Unsettled
from modiff.model.changes import BasesChanged
from modiff.model.items import Item
from modiff.model.policy import Surface

# They are asked for nothing by name: neither caught nor tested for, so losing one breaks nobody by itself.
_UNASKED = ("typing.", "typing_extensions.", "abc.", "builtins.object", "six.")


class Ancestry:
    """Answers for one pair of versions."""

    def __init__(self, old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> None:
        self.old, self.new, self.surface = old, new, surface
        self.heirs: dict[Item, set[Item]] = {}
        """New items by the old item they are paired with."""
        for before, after in pairing.pairs:
            self.heirs.setdefault(before, set()).add(after)

    def change(self, before: Item, after: Item, paths: list[str]) -> BasesChanged | None:
        """What this class lost and gained; None where nothing that anybody could ask for."""
        old_order, new_order = self.old.ancestors(before)[1:], self.new.ancestors(after)
        if any(isinstance(a, Unsettled) for a in new_order):
            return None
        lost = tuple(self._path(a) for a in old_order if self._is_lost(a, new_order))
        if not lost:
            return self._reordering(before, after, paths)
        known = {self._path(a) for a in old_order}
        gained = tuple(p for a in new_order[1:] if not isinstance(a, Unsettled) and (p := self._path(a)) not in known)
        return BasesChanged(path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, lost=lost, gained=gained)

    def _reordering(self, before: Item, after: Item, paths: list[str]) -> BasesChanged | None:
        """The same direct bases in another order: what two of them define comes from another one now."""
        was, now = self.old.bases(before), self.new.bases(after)
        if len(was) < 2 or len(was) != len(now):
            return None
        places = [next((i for i, other in enumerate(now) if self._is_same(base, other)), None) for base in was]
        if None in places or places == sorted(place for place in places if place is not None):
            return None
        return BasesChanged(path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, lost=(), gained=(), reordered=True)

    def _is_same(self, before: Item | Outside | Unsettled, after: Item | Outside | Unsettled) -> bool:
        if isinstance(before, Item):
            return isinstance(after, Item) and (after in self.heirs.get(before, ()) or after.path == before.path)
        return before == after

    def direct_bases(self, before: Item) -> list[Item]:
        """The direct bases that this release defines."""
        return [b for b in self.old.bases(before) if isinstance(b, Item)]

    @staticmethod
    def _path(ancestor: Item | Outside | Unsettled) -> str:
        return ancestor.reason if isinstance(ancestor, Unsettled) else ancestor.path

    def _is_lost(self, ancestor: Item | Outside | Unsettled, new_order: tuple[Item | Outside | Unsettled, ...]) -> bool:
        if isinstance(ancestor, Unsettled):
            return False
        if isinstance(ancestor, Outside):
            return not ancestor.path.startswith(_UNASKED) and ancestor not in new_order and not self._other_spelling(ancestor, new_order)
        return self._is_lost_item(ancestor, new_order)

    @staticmethod
    def _other_spelling(ancestor: Outside, new_order: tuple[Item | Outside | Unsettled, ...]) -> bool:
        """The same class under another name of another module (`IOError` and `OSError`, `collections.Mapping` and `collections.abc.Mapping`)."""
        last = ancestor.path.rpartition(".")[2]
        same = {"IOError": "OSError", "EnvironmentError": "OSError", "StandardError": "Exception", "unicode": "str", "long": "int"}
        return any(isinstance(a, Outside) and a.path.rpartition(".")[2] in (last, same.get(last)) for a in new_order)

    def _is_lost_item(self, ancestor: Item, new_order: tuple[Item | Outside | Unsettled, ...]) -> bool:
        there = self.heirs.get(ancestor) or self._beside(ancestor)
        if not there:
            return False  # the class itself is gone, which is a finding of its own
        if any(h in new_order for h in there) or any(isinstance(a, Item) and a.path == ancestor.path for a in new_order):
            return False
        if any(h.kind == "class" and self.new.answers_isinstance_itself(h) for h in there):
            return False  # a shim that goes on answering for its former heirs
        return bool(self.old.paths_of(ancestor, self.surface))  # else nobody could name it

    def _beside(self, ancestor: Item) -> set[Item]:
        """What a class is now that lies beside what is compared: the same."""
        found = self.new.at(ancestor.path) if not self.old.holds(ancestor.module) else None
        return {found} if isinstance(found, Item) else set()
