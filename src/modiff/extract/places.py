"""Where words stand in a text, found once for the whole file and then asked for ranges.

Most function bodies hold no `yield`, no warning and no `self.x = …`; knowing that without walking them is what makes extraction fast.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

_SELF_BOUND = rb"\s*\.\s*\w+\s*(?:(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)|[:,)\]\\#]|in\b)"
_DEPRECATED = (b"warn", b"Warn", b"WARN", b"eprecat", b"EPRECAT")


class Places:
    """Sorted offsets."""

    def __init__(self, offsets: list[int]) -> None:
        self.offsets = offsets

    def within(self, start: int, end: int) -> bool:
        """Does any lie in this range?"""
        offsets = self.offsets
        if not offsets:
            return False
        index = bisect_left(offsets, start)
        return index < len(offsets) and offsets[index] < end


def of_word(text: bytes, *words: bytes) -> Places:
    """Where these words (or parts of words) stand."""
    offsets: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            offsets.append(at)
            at = text.find(word, at + 1)
    if len(words) > 1:
        offsets.sort()
    return Places(offsets)


def of_deprecation(text: bytes) -> Places:
    """Where a warning or a deprecation is spoken of."""
    return of_word(text, *_DEPRECATED)


def of_attribute_binding(text: bytes, receiver: bytes) -> Places:
    """Where an attribute of the receiver may be bound: `self.x` and then what may stand after a target (`=`, `+=`, `:`, `,`, `)`, `in` …), and
    `setattr(self`. Too many rather than too few."""
    return Places([match.start() for match in attribute_binding(receiver).finditer(text)])


@lru_cache(64)
def attribute_binding(receiver: bytes) -> re.Pattern[bytes]:
    """What `of_attribute_binding` looks for."""
    name = re.escape(receiver)
    return re.compile(name + _SELF_BOUND + rb"|setattr(?:__)?\s*\(\s*" + name + rb"\b")
