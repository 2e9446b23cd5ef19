"""Lines of client code that break. Field names are those of the JSON contract (`modiff/impact/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from modiff.model.findings import Certainty

Use = Literal["call", "import", "attribute", "subclass", "override", "catch", "annotation", "result"]


class Hit(msgspec.Struct, frozen=True):
    """One place in client code that worked with the old version and does not with the new one."""

    file: str
    """As the user named it, or found below what he named."""
    line: int
    end_line: int
    certainty: Certainty
    use: Use
    guarded: bool
    """Does an enclosing `try` catch what would be raised?"""
    dependency: str
    """The distribution's name."""
    path: str
    """What is used, as the client reaches it."""
    rule: str
    """Of the finding that explains it."""
    since: str | None
    """The release in which it broke; None: not looked for."""
    message: str
    fix: str | None
    """What to write instead, when known."""
    column: int = 0
    """From 0, in bytes of UTF-8; never part of JSON."""


class Upgrade(msgspec.Struct, frozen=True):
    """One dependency that moves."""

    name: str
    old: str
    new: str
    findings: int
    """Changes that were found between both."""
    used: int
    """Hits, guarded and possible ones included."""


class ClientGap(msgspec.Struct, frozen=True):
    """A client file that could not be read."""

    path: str
    reason: str
    file: str | None
    line: int | None


class Impact(msgspec.Struct, frozen=True):
    """All that is said about upgrades and a client."""

    upgrades: tuple[Upgrade, ...]
    hits: tuple[Hit, ...]
    """By file and line."""
    gaps: tuple[ClientGap, ...] = ()
    deprecated: tuple[Hit, ...] = ()
    """Uses of what the new version deprecates."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    excerpts: Mapping[tuple[str, int], str] = {}
    """The line of each hit, by file and line; never part of JSON."""

    @property
    def objections(self) -> tuple[Hit, ...]:
        """Certain and likely hits that are not guarded: those that make `modiff impact` end with 1."""
        return tuple(hit for hit in self.hits if hit.certainty > Certainty.possible and not hit.guarded)
