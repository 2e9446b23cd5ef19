"""Where words stand in a text, found once for the whole file and then asked for ranges.

Most function bodies hold no `yield`, no warning and no `self.x = …`; knowing that without walking them is what makes extraction fast.
"""

from __future__ import annotations

import re
from bisect import bisect_left

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
    name = re.escape(receiver)
    offsets = [match.start() for match in re.finditer(name + _SELF_BOUND, text)]
    if b"setattr" in text:
        offsets += [match.start() for match in re.finditer(rb"setattr(?:__)?\s*\(\s*" + name + rb"\b", text)]
        offsets.sort()
    return Places(offsets)
