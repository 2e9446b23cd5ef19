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
    at_heirs: dict[str, bool]
    """Paths through classes that inherit it: is it one that other paths of its class are preferred to?"""

    def paths(self) -> list[str]:
        """The paths to name: the owner's, preferred first, where it is promised itself, else those of its heirs, preferred and short ones first."""
        if self.at_owner:
            return list(dict.fromkeys(self.at_owner))
        return sorted(self.at_heirs, key=lambda path: (self.at_heirs[path], path.count("."), len(path), path))


class Collected(Generic[Cause]):
    """Causes in the order in which they were first seen."""

    def __init__(self) -> None:
        self._seen: dict[Cause, Sighting] = {}

    def add(self, cause: Cause, paths: list[str], *, own: bool) -> None:
        """Notes that these paths, the preferred one first, show the cause; `own`: the class itself defines it."""
        sighting = self._seen.setdefault(cause, Sighting([], {}))
        if own:
            sighting.at_owner.extend(paths)
            return
        for index, path in enumerate(paths):
            sighting.at_heirs[path] = sighting.at_heirs.get(path, True) and index > 0

    def __iter__(self) -> Iterator[tuple[Cause, list[str]]]:
        for cause, sighting in self._seen.items():
            yield cause, sighting.paths()
