"""Where a lost thing may have gone: the same item under another path, its like elsewhere, or another name in its place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from modiff.compare.pairing import Pairing
from modiff.graph.graph import Graph
from modiff.link.visibility import is_private_name
from modiff.model.facts import Class, Function
from modiff.model.items import Item
from modiff.model.policy import Surface

_ALIKE = 0.5
"""Share of names in common from which two classes, modules or parameter lists are taken for versions of one thing."""
_SPELT_ALIKE = 0.6
"""Ratio of `difflib` from which two names may be spellings of one."""
_SPELT_APART = 0.65
"""The same ratio for what is left of two names without the kind that they share with others."""
_MANY, _HARDLY = 5, 0.9
"""Members in common, and their share, from which a class is the old one whatever it is called."""
_SAME_FAMILY = 0.75
"""The same ratio for classes of which there are others with the same members."""
_MOST_CANDIDATES = 60
"""Beyond this many arrivals in one place the place was rewritten, and likeness of names says nothing."""


_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
Named = tuple[str, Item]
"""A thing under the last name of the path that it is lost at, or came at: an alias has another name than what it stands for."""


class Likeness:
    """Answers for one pair of versions."""

    def __init__(self, old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> None:
        self.old, self.new, self.surface = old, new, surface
        self.taken = pairing.answered
        self._by_name: dict[str, list[Item]] | None = None
        self._modules_by_name: dict[str, list[str]] | None = None
        self._stay: dict[str, frozenset[str]] = {}

    def moved_to(self, item: Item, lost: list[str]) -> tuple[str | None, bool]:
        """A path at which the lost item, or its like, is found now, and whether it is the very item under its canonical path."""
        home = self.new.at(item.path)
        if isinstance(home, Item) and home.kind == item.kind and item.path not in lost:
            promised = [p for p in self.new.paths_of(home, self.surface) if p not in lost]
            return (promised[0] if promised else home.path), True
        for path in self.old.paths_of(item, self.surface):
            if path not in lost and isinstance(self.new.at(path), Item):
                return path, True
        found = sorted(
            (self.new.paths_of(other, self.surface)[0] for other in self._namesakes(item) if self._is_like(item, other)), key=self.new.preference
        )
        if lost and not _is_private(lost[0]):
            found = [path for path in found if not _is_private(path)]  # nobody should be sent there
        return (found[0] if found else None), False

    def _namesakes(self, item: Item) -> list[Item]:
        if self._by_name is None:
            self._by_name = {}
            for path, target in self.new.every_public_path(self.surface).items():
                if isinstance(target, Item) and target.kind != "module" and target.name == path.rpartition(".")[2]:
                    known = self._by_name.setdefault(target.name, [])
                    if target not in known:
                        known.append(target)
        return [other for other in self._by_name.get(item.name, ()) if other.kind == item.kind]

    def _is_taken(self, other: Item) -> bool:
        """Does some promised path of the old version lead to it? Also one beside the part that is looked at."""
        if other in self.taken:
            return True
        promised = self.old.every_public_path(self.surface)
        return any(path in promised for path in self.new.paths_of(other, self.surface))

    def _is_like(self, item: Item, other: Item) -> bool:
        if item.kind == "attribute":
            return not self._is_taken(other) and item.value is not None and item.value == other.value and len(item.name) > 2
        if item.kind == "function":
            return self._same_parameters(item, other) if self._is_taken(other) else self._like_parameters(item, other)
        return self._overlap(self.old.own_members(item), self.new.own_members(other)) >= (0.9 if self._is_taken(other) else _ALIKE)

    def _same_parameters(self, item: Item, other: Item) -> bool:
        before, after = item.definition, other.definition
        return isinstance(before, Function) and isinstance(after, Function) and len(before.parameters) > 1 and before.parameters == after.parameters

    def _like_parameters(self, item: Item, other: Item) -> bool:
        before, after = self.old.signature(item), self.new.signature(other)
        if before is None or after is None:
            return False
        return self._overlap({p.name for p in before.parameters}, {p.name for p in after.parameters}) >= _ALIKE

    @staticmethod
    def _overlap(before: Iterable[str], after: Iterable[str]) -> float:
        a, b = set(before), set(after)
        return len(a & b) / len(a | b) if a or b else 1.0

    def renamed_to(self, lost: Named, arrivals: Iterable[Named], rivals: Iterable[Named] = ()) -> str | None:
        """Of the things that came in the same place, the name of the one that most likely took the place of a lost one; None: none is like it, or it
        is more like another. `rivals`: what else was lost there."""
        name, item = lost
        near = [other for other in arrivals if other[1].kind == item.kind and (is_private_name(name) or not is_private_name(other[0]))]
        if not near or len(near) > _MOST_CANDIDATES:
            return None
        scored = sorted(((self._rename_score(lost, other), other[0]) for other in near), reverse=True)
        best, heir = scored[0]
        if best <= 0 or (len(scored) > 1 and best == scored[1][0]):
            return None
        taker = next(other for other in near if other[0] == heir)
        others = [one for one in rivals if one[0] != name and one[1].kind == item.kind]
        return heir if all(self._rename_score(one, taker) < best for one in others) else None

    def _rename_score(self, lost: Named, came: Named) -> float:
        (name, item), (other_name, other) = lost, came
        if _plain(name) == _plain(other_name):
            return 2.0
        if _is_special(name) or _is_special(other_name):
            return 0.0  # which the language asks for by this very name
        if item.kind in ("function", "method"):
            before, after = self.old.signature(item), self.new.signature(other)
            same = before is not None and after is not None and before.parameters == after.parameters and len(before.parameters) > 0
            return _spelt(name, other_name, _SPELT_ALIKE) if same else 0.0
        if item.kind == "class" and isinstance(item.definition, Class) and isinstance(other.definition, Class):
            before_names, after_names = set(self.old.own_members(item)), set(self.new.own_members(other))
            enough = len(before_names & after_names) >= 2 and self._overlap(before_names, after_names) >= _SPELT_ALIKE
            hardly_differ = len(before_names & after_names) >= _MANY and self._overlap(before_names, after_names) >= _HARDLY
            if not enough or not (hardly_differ or self._differ_alike(lost, came)):
                return 0.0
            return _spelt(name, other_name, _SAME_FAMILY if self._is_one_of_many(item, before_names) else _ALIKE)
        return 0.0

    def _differ_alike(self, lost: Named, came: Named) -> bool:
        """Are two names alike also without what they end in, where that says what many are: `Channel` of `StoreChannel` and `ForumChannel`, where
        there is a `TextChannel` too?"""
        own, theirs = _words(lost[0]), _words(came[0])
        kinds, shared = self._kinds_that_stay(lost[1]), 0
        while own and theirs and own[-1] == theirs[-1]:
            shared += own[-1] in kinds
            own.pop()
            theirs.pop()
        return not shared or not own or not theirs or _spelt("".join(own), "".join(theirs), _SPELT_APART) > 0

    def _kinds_that_stay(self, item: Item) -> frozenset[str]:
        """The last words of the names of classes beside it that both versions have."""
        if item.owner is not None:
            return frozenset()
        if item.module not in self._stay:
            facts = self.old.facts(item.module)
            names = [b.name for b in (facts.bindings if facts is not None else ()) if isinstance(b.definition, Class)]
            stay = [name for name in names if isinstance(self.new.at(f"{item.module}.{name}"), Item)]
            self._stay[item.module] = frozenset(word for name in stay for word in _words(name)[-1:])
        return self._stay[item.module]

    def _is_one_of_many(self, item: Item, members: set[str]) -> bool:
        """Have other classes of its module, which stay, the same members? Then a new one with them may be just another of the kind."""
        facts = self.old.facts(item.module)
        for binding in facts.bindings if facts is not None and item.owner is None else ():
            if isinstance(binding.definition, Class) and binding.name != item.name:
                path = f"{item.module}.{binding.name}"
                other = self.old.at(path) if isinstance(self.new.at(path), Item) else None
                if isinstance(other, Item) and other.kind == "class" and self._overlap(members, self.old.own_members(other)) >= _SPELT_ALIKE:
                    return True
        return False

    def module_moved_to(self, module: str) -> str | None:
        """A module of the new version that holds most of the names of a lost one."""
        lost = self.old.module_behind(module)
        names = {n for n in self.old.view.names(lost.path) if not n.startswith("_")} if lost is not None else set()
        if self._modules_by_name is None:
            self._modules_by_name = {}
            for other in self.new.public_modules(self.surface):
                self._modules_by_name.setdefault(_plain(other.rpartition(".")[2]), []).append(other)
        found = []
        for other in self._modules_by_name.get(_plain(module.rpartition(".")[2]), ()):
            theirs = {n for n in self.new.view.names(other) if not n.startswith("_")}
            if other not in self.old.view.modules and len(names & theirs) >= max(1, _ALIKE * len(names)):
                found.append(other)
        return min(found, key=self.new.preference) if found else None


def _spelt(name: str, other: str, least: float) -> float:
    """How alike two names are, above 0.3; 0: less than `least`."""
    ratio = difflib.SequenceMatcher(None, name, other, autojunk=False).ratio()
    return ratio + 0.3 if ratio >= least else 0.0


def _words(name: str) -> list[str]:
    """`HTTP`, `Error` and `v2` of `HTTPError_v2`, in small letters."""
    return [word.lower() for word in _WORD.findall(name)]


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _is_private(path: str) -> bool:
    return any(map(is_private_name, path.split(".")))
