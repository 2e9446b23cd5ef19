"""What is collapsed so that a picture stays readable: packages, by the parts of dotted names."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable

READABLE = 40
"""Boxes of one picture that can still be read on a screen."""
READABLE_ROWS = 90
"""Those of a tree, whose lines nobody has to follow."""


ELSEWHERE = "other distributions"
"""What stands above top names of others, where they are many. No dotted name has a space."""
MANY_OTHERS = 8


class Tree:
    """Dotted names, each below the longest part of it."""

    def __init__(self, names: Iterable[str], others: Collection[str] = ()) -> None:
        """`others`: top names that are put together below one, if they are many."""
        self._others = others if len(others) > MANY_OTHERS else ()
        self.names = set(names)
        self.below: dict[str, list[str]] = {"": []}
        """What stands directly below each name, sorted; "" is above all."""
        self.count: dict[str, int] = {}
        """How many of the names lie at or below each."""
        for name in sorted(self.names):
            self._add(name)
            for above in self.above(name):
                self.count[above] = self.count.get(above, 0) + 1

    def _add(self, name: str) -> None:
        if name in self.below:
            return
        self.below[name] = []
        above = self._above(name)
        self._add(above)
        self.below[above].append(name)

    def above(self, name: str) -> list[str]:
        """The name itself and all above it, the nearest first."""
        found = [name]
        while name := self._above(name):
            found.append(name)
        return found

    def _above(self, name: str) -> str:
        return name.rpartition(".")[0] or (ELSEWHERE if name in self._others else "")

    def parts(self, name: str) -> list[str]:
        """What stands in its place when it is opened: what is below it, and itself where it is one of the names and has something below."""
        return [*([name] if name in self.names else []), *self.below[name]]

    def is_closed(self, name: str) -> bool:
        """Does a box of this name stand for more than one?"""
        return self.count[name] > 1


def collapsed(tree: Tree, root: str = "", most: int = READABLE, last: Collection[str] = ()) -> dict[str, str]:
    """The box of each name at or below `root`: its own, or that of what it is collapsed into. What lies highest is opened first, and of those the one
    with the fewest parts, while there are not more than `most` boxes. What is alone is opened anyway, as one box says nothing. `last`: top names that
    are opened when all others are."""
    boxes: set[str] = set()
    opened: set[str] = set()
    heap: list[tuple[bool, int, int, str]] = []
    open_now = [root]
    while True:
        for name in open_now:
            opened.add(name)
            boxes.discard(name)
            if name in tree.names:
                boxes.add(name)
            for part in tree.below[name]:
                boxes.add(part)
                if tree.is_closed(part) or part not in tree.names:
                    of_others = part == ELSEWHERE or part.partition(".")[0] in last
                    heapq.heappush(heap, (of_others, part.count("."), len(tree.parts(part)), part))
        open_now = []
        while heap and not open_now:
            _, _, parts, name = heapq.heappop(heap)
            if len(boxes) - 1 + parts <= most or parts <= 1 or boxes == {name}:
                open_now = [name]
        if not open_now:
            break
    inside = sorted(name for name in tree.names if not root or root in tree.above(name))
    return {name: next(above for above in tree.above(name) if above in boxes and (above == name or above not in opened)) for name in inside}
