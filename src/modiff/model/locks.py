"""What a lock file says: the one version of each package that an environment holds."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Pin(msgspec.Struct, frozen=True):
    """One package at one version."""

    name: str
    """Normalised (PEP 503)."""
    version: str
    """As the file spells it."""
    line: int | None
    """Where the file says so, from 1; None: not known."""
    needs: tuple[str, ...] | None = None
    """Normalised names of what it requires, whatever the environment; None: this kind of file does not say."""
    marker: str | None = None
    """Environments it is for (PEP 508); None: all."""


class Lock(msgspec.Struct, frozen=True):
    """All that one file pins, for this machine."""

    source: str
    """As the user named it."""
    kind: str
    """`uv.lock`, `requirements.txt`, …: what it was read as."""
    pins: Mapping[str, Pin]
    """By normalised name."""
    left_out: tuple[str, ...] = ()
    """What is named there without a version that an index has: sentences."""


class Moved(msgspec.Struct, frozen=True):
    """A package that one side has in another version than the other."""

    name: str
    old: str
    """A version."""
    new: str
    old_spec: str
    new_spec: str
