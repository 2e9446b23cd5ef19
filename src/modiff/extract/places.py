"""Where words stand in a text, found once for the whole file and then asked for ranges.

Most function bodies hold no `yield`, no warning and no `self.x = …`; knowing that without walking them is what makes extraction fast.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

_SELF_BOUND = rb"\s*+\.\s*+\w++\s*+(?:(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)|[:,)\]\\#]|in\b)"
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
    return Places(attribute_bindings(receiver, text, 0, len(text)))


def attribute_bindings(receiver: bytes, text: bytes, start: int, end: int) -> list[int]:
    """The offsets of the same in a part of a text, in order."""
    if text.find(receiver, start, end) < 0:
        return []
    attribute, called = _binding_patterns(receiver)
    offsets = [match.start() for match in attribute.finditer(text, start, end)]
    if text.find(b"setattr", start, end) >= 0:
        offsets += [match.start() for match in called.finditer(text, start, end)]
        offsets.sort()
    return offsets


@lru_cache(64)
def _binding_patterns(receiver: bytes) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    name = re.escape(receiver)
    return re.compile(name + _SELF_BOUND), re.compile(rb"setattr(?:__)?\s*\(\s*" + name + rb"\b")
