"""What a name can lead to: an item of this version, something of another distribution, or a place where reading ends."""

from __future__ import annotations

import msgspec

from modiff.model.items import Item


class Outside(msgspec.Struct, frozen=True):
    """Something that another distribution or the standard library defines."""

    path: str
    """Dotted, as far as it is known: `numpy.ndarray`, `builtins.ValueError`."""


class Unsettled(msgspec.Struct, frozen=True):
    """The name is there, or may be, and reading cannot say what it is."""

    reason: str


Target = Item | Outside | Unsettled
