"""Lets go of what extraction remembers of texts that it has read, in case they come again: after the last large round they do not."""

from __future__ import annotations

from collections.abc import Sized
from typing import Protocol

from modiff.extract import bodies, cutting, expressions, functions, imports, normal, rendering, signatures


class _Cache(Sized, Protocol):
    def clear(self) -> None: ...


_CACHES: tuple[_Cache, ...] = (
    rendering._identifiers,
    normal._texts,
    normal._annotations,
    signatures._lists,
    expressions._expressions,
    imports._statements,
    functions._functions,
    cutting._known,
    bodies._known,
)


def forget() -> None:
    """What is read afterwards is read as if it were the first; the facts are the same."""
    for cache in _CACHES:
        cache.clear()
