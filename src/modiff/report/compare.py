"""Two values seen against each other: which pieces of each differ, and how to show them in little room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_WORD_OR_STRING = re.compile(rf"{_STRING.pattern}|{_WORD.pattern}")
_MANY = 6
"""Strings that make a value a list of them, in which none is looked into."""
_LONG = 400
"""Pieces beyond which values are no longer aligned: the answer would be of no help to a reader, and costs the square."""

ELISION = "…"


class Piece(NamedTuple):
    """A run of text."""

    text: str
    differs: bool
    """Is it missing on the other side?"""
    beside: bool = False
    """Does it stand next to a place where only the other side has something?"""


def compare(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both values as pieces. Nothing is marked where nothing is alike, as the marks would say nothing there."""
    before, after = split(old), split(new)
    if len(before) + len(after) > _LONG:
        return [Piece(old, False)], [Piece(new, False)]
    blocks = SequenceMatcher(None, [*map(_key, before)], [*map(_key, after)], autojunk=False).get_matching_blocks()
    same_before = {a + i for a, _, size in blocks for i in range(size)}
    same_after = {b + i for _, b, size in blocks for i in range(size)}
    if not any(any(map(str.isalnum, before[at])) for at in same_before):
        return [Piece(old, False)], [Piece(new, False)]
    edges = [(a, b) for a, b, _ in blocks] + [(a + size, b + size) for a, b, size in blocks]
    return _pieces(before, same_before, {a for a, _ in edges}), _pieces(after, same_after, {b for _, b in edges})


def _key(text: str) -> str:
    """What makes two pieces the same: of `*args` and `**kwargs` the stars, as no caller writes their names."""
    return re.sub(r"^(\*+)\w+$", r"\1", text)


def split(value: str) -> list[str]:
    """The parts that a reader compares: parameters or elements where the value is a bracketed list, words elsewhere. Joined they give the value."""
    if value[:1] in "([" and _closing(value) is not None:
        return _elements(value)
    strings = _STRING.findall(value)
    return _WORD_OR_STRING.findall(value) if len(strings) >= _MANY else _WORD.findall(value)


def _pieces(texts: Sequence[str], same: set[int], edges: set[int]) -> list[Piece]:
    # A separator is never what differs: it goes with whatever stands around it.
    return [
        Piece(text, at not in same and bool(text.strip(" ,()[]")), bool({at, at + 1} & edges and 0 < at < len(texts) - 1))
        for at, text in enumerate(texts)
    ]


def _elements(value: str) -> list[str]:
    """The outer brackets, commas and elements of a list. What follows the closing bracket (`-> int`) is the last element."""
    end = _closing(value)
    assert end is not None
    out, start = [value[0]], 1
    for at, sign, depth in _signs(value[:end]):
        if sign == "," and depth == 1:
            skip = at + 1 + (value[at + 1 : at + 2] == " ")
            out += [value[start:at], value[at:skip]]
            start = skip
    return [part for part in (*out, value[start:end], value[end], value[end + 1 :]) if part]


def _closing(value: str) -> int | None:
    """Where the bracket that opens the value is closed; None: nowhere."""
    return next((at for at, sign, depth in _signs(value) if sign in ")]}" and depth == 0), None)


def _signs(value: str) -> list[tuple[int, str, int]]:
    """Brackets and commas outside of strings: where they stand, and how deep one is after them."""
    hidden = _STRING.sub(lambda match: "·" * len(match.group()), value)
    out, depth = [], 0
    for match in re.finditer(r"[()\[\]{},]", hidden):
        sign = match.group()
        depth += (sign in "([{") - (sign in ")]}")
        out.append((match.start(), sign, depth))
    return out


def shorten(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Leaves out what both sides have in common until the value fits, as far as that goes; an ellipsis stands for what is left out."""
    if sum(len(piece.text) for piece in pieces) <= width:
        return list(pieces)
    for near in (3, 1):
        kept = _near(pieces, near)
        if sum(len(piece.text) for piece in kept) <= width:
            break
    return kept


def _near(pieces: Sequence[Piece], near: int) -> list[Piece]:
    """Only pieces at most `near` places from one that differs, and the two ends (brackets)."""
    keep = {0, len(pieces) - 1}
    for at, piece in enumerate(pieces):
        if piece.differs or piece.beside:
            keep.update(range(at - near, at + near + 1))
    # A separator goes with the element beside it: `a, …` and not `a…`.
    keep |= {at + step for at in keep for step in (-1, 1) if 0 <= at + step < len(pieces) and not pieces[at + step].text.strip(" ,")}
    out: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in keep:
            out.append(piece)
        elif not out or out[-1].text != ELISION:
            out.append(Piece(ELISION, False))
    return out
