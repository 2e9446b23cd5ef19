"""Digests of the text of statements, so that two versions of a file can be told apart name by name without reading either again."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from modiff.model.facts import Binding

BYTES = 8
"""Of each digest."""


def statements(readable: bytes, bindings: Iterable[Binding]) -> bytes:
    """See `Facts.statements`."""
    lines = readable.split(b"\n")
    found: list[bytes] = []
    place, digest = (0, 0), b""
    for binding in bindings:
        if (binding.line, binding.end_line) != place:  # one `import` binds many names
            place = binding.line, binding.end_line
            text = lines[place[0] - 1] if place[0] == place[1] else b"\n".join(lines[place[0] - 1 : place[1]])
            digest = blake2b(text, digest_size=BYTES).digest()
        found.append(digest)
    return b"".join(found)


def by_binding(said: bytes) -> list[bytes]:
    """The digests, one for each binding."""
    return [said[at : at + BYTES] for at in range(0, len(said), BYTES)]
