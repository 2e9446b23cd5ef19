"""The builtin classes, asked of the running Python: how they are laid out, hashed, compared and subscripted is the same on every version."""

from __future__ import annotations

import builtins


def builtin(path: str) -> type | None:
    """The builtin class of this path (`builtins.dict`); None: it is none."""
    home, _, name = path.partition(".")
    found = getattr(builtins, name, None) if home in ("builtins", "exceptions", "__builtin__") else None
    return found if isinstance(found, type) else None
