"""Client code as it lies in files."""

from __future__ import annotations

import msgspec


class ClientFile(msgspec.Struct, frozen=True):
    """One file of client code."""

    path: str
    """As the user would name it."""
    module: str
    """The dotted name under which files below the same root import it; empty: none can."""
    package: bool
    """Is it an `__init__`?"""
    text: bytes
    lines: tuple[int, ...] = ()
    """Of a file that is no code as it stands (a notebook, `pyproject.toml`): for each line of the text (from 0) the line of the file. Empty: the text
    is the file's."""
