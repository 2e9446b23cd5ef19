"""Differences of members and constructors as many classes show them, gathered by cause: what a base says is said once, for all its heirs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

import msgspec

Cause = TypeVar("Cause", bound=Hashable)


class Sighting(msgspec.Struct):
    """The paths at which one cause was seen."""

    at_owner: list[str]
    """Paths through the class that defines it."""
    at_heirs: list[str]
    """Paths through classes that inherit it."""

    def paths(self) -> list[str]:
        """The paths to name: the owner's, preferred first, where it is promised itself, else those of its heirs, shortest first."""
        return list(dict.fromkeys(self.at_owner)) or sorted(set(self.at_heirs), key=lambda path: (path.count("."), len(path), path))


class Collected(Generic[Cause]):
    """Causes in the order in which they were first seen."""

    def __init__(self) -> None:
        self._seen: dict[Cause, Sighting] = {}

    def add(self, cause: Cause, paths: list[str], *, own: bool) -> None:
        """Notes that these paths show the cause; `own`: the class itself defines it."""
        sighting = self._seen.setdefault(cause, Sighting([], []))
        (sighting.at_owner if own else sighting.at_heirs).extend(paths)

    def __iter__(self) -> Iterator[tuple[Cause, list[str]]]:
        for cause, sighting in self._seen.items():
            yield cause, sighting.paths()
