"""What a name can lead to: an item of this version, something of another distribution, or a place where reading ends."""

from __future__ import annotations

from typing import Literal

import msgspec

from modiff.model.items import Item


class Outside(msgspec.Struct, frozen=True):
    """Something that another distribution or the standard library defines."""

    path: str
    """Dotted, as far as it is known: `numpy.ndarray`, `builtins.ValueError`."""


class Unsettled(msgspec.Struct, frozen=True):
    """The name is there, or may be, and reading cannot say what it is."""

    reason: str
    witness: Literal["stub", "unread", "nobody"] | None = None
    """Who says that it is there. None: a statement. `stub`: only the stub beside the source. `unread`: it may be in a module that has no text, as
    any name may. `nobody`: it may come with a star import from such a module, and the list that would name it (`__all__`) does not."""
    unread: str | None = None
    """The extension module that it comes from, which has no text; None: none, or it is not known."""


Target = Item | Outside | Unsettled
