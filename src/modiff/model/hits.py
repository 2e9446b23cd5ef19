"""Lines of client code that break. Field names are those of the JSON contract (`modiff/impact/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from modiff.model.findings import Certainty
from modiff.model.locks import Moved

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
    end_column: int = 0
    """Likewise, behind the last sign on `end_line`."""
    finding: str | None = None
    """Fingerprint of the finding that explains it; None: none does. Never part of JSON."""
    through: str | None = None
    """The dependency whose code this is (`requests 2.31.0`), for a use that is not the user's own; None: it is his."""


class Step(msgspec.Struct, frozen=True):
    """One release between two."""

    version: str
    breaks: int | None
    """Lines of the user's that break with it; None: it was not read, as its neighbours settle it."""


class Upgrade(msgspec.Struct, frozen=True):
    """One dependency that moves."""

    name: str
    old: str
    new: str
    findings: int
    """Changes that were found between both."""
    used: int
    """Hits, guarded and possible ones included."""
    newest_safe: str | None = None
    """The newest release up to `new` with which no line breaks; `old` if there is none. None: not looked for."""
    steps: tuple[Step, ...] = ()
    """What each release between both would break, oldest first; empty: not looked at one by one."""


class Gone(msgspec.Struct, frozen=True):
    """A package that one lock file pins and the other does not have, though the client imports it."""

    name: str
    old: str
    """Its version there."""
    where: str
    """The file that has it no longer, as the user named it."""


class ClientGap(msgspec.Struct, frozen=True):
    """A client file that could not be read."""

    path: str
    reason: str
    file: str | None
    line: int | None


class Patch(msgspec.Struct, frozen=True):
    """A client file, mended."""

    file: str
    before: bytes
    after: bytes
    changes: tuple[tuple[int, str], ...]
    """What was done: (line in the old text, in words)."""


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
    unused: tuple[Moved, ...] = ()
    """Upgrades of packages that the client does not use; nothing more was looked at."""
    gone: tuple[Gone, ...] = ()
    """Packages that the new lock file does not have and the client still imports; the lines are among the hits."""
    patches: tuple[Patch, ...] = ()
    """What mends the hits that can be mended for certain; empty: nothing can, or nobody asked."""
    unmended: Mapping[Hit, str] = {}
    """Hits that patches leave, and why."""
    mended: int | None = None
    """Hits that are gone, as the patches were applied; None: they were not."""

    @property
    def objections(self) -> tuple[Hit, ...]:
        """Certain and likely hits that are not guarded: those that make `modiff impact` end with 1."""
        return tuple(hit for hit in self.hits if hit.certainty > Certainty.possible and not hit.guarded)
