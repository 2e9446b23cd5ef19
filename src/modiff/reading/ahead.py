"""Reading for who goes through two versions module by module and may stop anywhere: no more is read than the next round needs.

Where a round costs nothing (files on this machine) a round is one module. Where each costs requests, rounds grow, each twice the one before: at most
as much is read in vain as was of use, and the rounds stay few.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modiff.reading.library import Library


class Ahead:
    """Knows the order in which modules will be asked for."""

    def __init__(self, libraries: Sequence[Library], order: Iterable[str], *, all_at_once: bool) -> None:
        """`order`: the modules that may be asked for. `all_at_once`: all of them will be."""
        self._libraries = libraries
        self._order = list(order)
        self._place = {module: index for index, module in enumerate(self._order)}
        self._round = len(self._order) if all_at_once else 1
        self._grows = any(library.release.tree is not None and not getattr(library.release.tree, "near", False) for library in libraries)
        self._read: set[str] = set()

    def read(self, module: str) -> None:
        """Reads this module of all versions, and with it what comes next in this round."""
        if module in self._read:
            return
        start = self._place.get(module)
        some = self._order[start : start + self._round] if start is not None else [module]
        some = [one for one in some if one not in self._read]
        self._read.update(some)
        for library in self._libraries:
            library.facts(some)
        if self._grows:
            self._round *= 2
