"""A file of which only some stretches are here: lets `zipfile` read an archive that lies elsewhere, and say which bytes it misses."""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right

Span = tuple[int, int]
"""From the first byte to the one after the last."""


class Missing(Exception):
    """A read met bytes that are not here: `span` says which."""

    def __init__(self, span: Span) -> None:
        super().__init__(f"bytes {span[0]} to {span[1]} are not here")
        self.span = span


class SparseFile(io.RawIOBase):
    """Read-only and seekable. Reads that touch an absent byte raise Missing. One thread at a time."""

    def __init__(self, size: int) -> None:
        """`size`: of the whole file, in bytes."""
        super().__init__()
        self._size = size
        self._at = 0
        self._starts: list[int] = []
        self._stretches: list[bytes] = []

    def add(self, start: int, data: bytes) -> None:
        """These bytes are here from now on. Stretches inside them are forgotten, so that a byte is in the last stretch that begins before it."""
        first = bisect_left(self._starts, start)
        after = first
        while after < len(self._starts) and self._starts[after] + len(self._stretches[after]) <= start + len(data):
            after += 1
        self._starts[first:after] = [start]
        self._stretches[first:after] = [data]

    def clear(self) -> None:
        """Forgets all stretches."""
        self._starts.clear()
        self._stretches.clear()

    def has(self, span: Span) -> bool:
        """Are all bytes of the span here, in one stretch?"""
        return span[0] >= span[1] or self._holding(span) is not None

    def bytes_of(self, span: Span) -> bytes:
        """The bytes of a span. Missing if they are not all here, in one stretch."""
        found = self._holding(span)
        if found is None:
            raise Missing(span)
        return found[1][span[0] - found[0] : span[1] - found[0]]

    def _holding(self, span: Span) -> tuple[int, bytes] | None:
        place = bisect_right(self._starts, span[0]) - 1
        if place < 0 or self._starts[place] + len(self._stretches[place]) < span[1]:
            return None
        return self._starts[place], self._stretches[place]

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """As for any file; ValueError for a place before the first byte."""
        at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError(f"negative position {at}")
        self._at = at
        return at

    def read(self, size: int | None = -1) -> bytes:
        """Up to `size` bytes (None and -1: all that follow). Missing if one of them is not here."""
        end = self._size if size is None or size < 0 else min(self._at + size, self._size)
        span = (self._at, end)
        if span[0] >= span[1]:
            return b""
        found = self._holding(span)
        if found is None:
            raise Missing(span)
        self._at = end
        return found[1][span[0] - found[0] : end - found[0]]
