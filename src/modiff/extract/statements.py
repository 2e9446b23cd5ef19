"""Digests of the text of statements, so that two versions of a file can be told apart name by name without reading either again."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from modiff.model.facts import Binding, Import

BYTES = 8
"""Of each digest."""
_NONE = bytes(BYTES)
"""Of an import, of which its facts say all."""


def statements(readable: bytes, bindings: Iterable[Binding]) -> bytes:
    """See `Facts.statements`."""
    lines = readable.split(b"\n")
    return b"".join([_NONE if type(each.definition) is Import else _digest(lines, each.line, each.end_line) for each in bindings])


def _digest(lines: list[bytes], first: int, last: int) -> bytes:
    text = lines[first - 1] if first == last else b"\n".join(lines[first - 1 : last])
    return blake2b(text, digest_size=BYTES).digest()


def by_binding(said: bytes) -> list[bytes]:
    """The digests, one for each binding."""
    return [said[at : at + BYTES] for at in range(0, len(said), BYTES)]
