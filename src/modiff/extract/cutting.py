"""Takes bodies of functions out of a text before it is parsed, where nothing in them can matter to `Facts`.

Parsing is most of what extraction costs, and most of a text is bodies of functions. A body is cut where a scan is sure of its beginning and
end: it is replaced by as many lines, with a `0` where its last code stood, so every line that stays keeps its number. Whatever the scan is
not sure of stays: a body it cannot follow to a statement at the indentation of its `def`, or the whole text where a string does not end.

Of a body stays what is asked for: a docstring that speaks of deprecation, statements that warn, yield or bind an attribute on `self` (`asked`), and
a `__getattr__` and a function of the module's own level that speaks of `__all__` as a whole. Too much stays rather than too little,
so nothing is cut that `functions`, `classes`, `deprecations` or `exporters` would look into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from modiff.extract.asked import Lines, statements
from modiff.extract.normal import remember
from modiff.extract.tokens import COMMENT, EMPTY_LINES, LONG_STRINGS, REST_OF_LINE, STRINGS, brackets

MIN_BODY = 40
"""Bytes of a body that is worth a cut; shorter ones parse in no time."""

MIN_REMEMBERED = 200
"""Bytes of a function that is worth a digest."""

_DEF = rb"(?:async[ \t]++)?def[ \t]"
_AT_DEF = re.compile(rb"([ \t]*+)" + _DEF)
_TO_DEF = re.compile(rb"(?:[^\"'#\n]++|\n(?![ \t]*+" + _DEF + rb")|" + STRINGS + rb"|" + COMMENT + rb")*+", re.DOTALL)
"""From a place outside strings to the line break before the next `def`."""

_HEADER = re.compile(
    rb"(?P<outer>[ \t]*+)" + _DEF + rb"[ \t]*+(?P<name>[\w\x80-\xff]++)[ \t]*+(?:\[[^\"'#()\n]*+\][ \t]*+)?"
    rb"(?=\(\s*+(?:(?P<first>[A-Za-z_\x80-\xff][\w\x80-\xff]*+)|(?P<odd>[#\\]))?)"
    + brackets(3)
    + rb"(?:[ \t]*+->(?:[^\"'#\n()\[\]{}:\\]++|"
    + STRINGS
    + rb"|"
    + brackets(3)
    + rb")*+)?[ \t]*+:[ \t\r]*+(?:#[^\n]*+)?\n"
    rb"(?P<body>)" + EMPTY_LINES + rb"(?P<inner>(?P=outer)[ \t]++)(?=[^\s#])(?P<doc>[rRuUbB]{0,2}+(?:" + LONG_STRINGS + rb"))?",
    re.DOTALL,
)
_NEXT_DEFINITION = re.compile(EMPTY_LINES + rb"(?P<indent>[ \t]*+)(?:@[^\n]*+\n" + EMPTY_LINES + rb"[ \t]*+)*+(?:class[ \t]|" + _DEF + rb")")
"""`def` and `class` stand in no expression: a line that begins so is in no bracket."""

_NEXT_STATEMENT = re.compile(EMPTY_LINES + rb"(?P<indent>[ \t]*+)(?:(?P<word>[\w@\x80-\xff(\[{*\"'`.~+-])|\Z)")
_STRING_BEGINS = re.compile(rb"[A-Za-z]{0,2}[\"']")
_IN_LINE = re.compile(rb"[ \t\r]*+(?:#[^\n]*+)?\n")


_known: dict[bytes, bytes] = {}
"""By digest of a function's text, what is left of it: most of two versions is the same."""


@lru_cache(64)
def _deeper_lines(indent: bytes) -> re.Pattern[bytes]:
    """A line, and those after it that are set deeper; empty lines and comments among them, not after them."""
    return re.compile(rb"[^\n]*+\n(?:" + EMPTY_LINES + re.escape(indent) + rb"[ \t][^\n]*+\n)*+")


@lru_cache(64)
def _logical_lines(indent: bytes) -> re.Pattern[bytes]:
    """The rest of a logical line, and logical lines set at least so deep: strings, brackets and continued lines are followed to their end."""
    return re.compile(REST_OF_LINE + rb"(?:" + EMPTY_LINES + re.escape(indent) + REST_OF_LINE + rb")*+", re.DOTALL)


def without_bodies(text: bytes) -> bytes:
    """The text with bodies of functions cut; the very text where there is nothing to cut, or nothing to be sure of.

    Takes what `text.readable` gives. Lines keep their numbers, bytes do not keep their places."""
    if not text.endswith(b"\n"):
        text = text.rstrip(b" \t\f\r") + b"\n"
    pieces: list[bytes] = []
    kept = at = 0
    size = len(text)
    if not _AT_DEF.match(text):
        at = _to_def(text, 0) + 1
    while at < size:
        cut, end = _cut_function(text, at)
        if cut is not None:
            pieces += text[kept:at], cut
            kept = end
        at = _to_def(text, end - 1 if end else text.find(b"def", at) + 3)
        if at < size and text[at] != 10:
            return text
        at += 1
    pieces.append(text[kept:])
    return b"".join(pieces)


def _cut_function(text: bytes, at: int) -> tuple[bytes | None, int]:
    """What is left of the function whose `def` is on this line (None: all of it), and where it ends; 0 where that is not sure."""
    quick = _quick_end(text, at)
    key = blake2b(text[at:quick], digest_size=16).digest() if quick - at >= MIN_REMEMBERED else None
    if key is not None and (known := _known.get(key)) is not None:
        return known, quick
    header = _HEADER.match(text, at)
    end = _end_of_body(text, header, quick) if header is not None else 0
    if header is None or not end:
        return None, 0
    start = header.start("body")
    stay = _lines_that_stay(text, header, end) if end - start >= MIN_BODY else None
    if stay is None:
        return None, end
    cut = b"".join((text[at:start], *_with_blanks(text, start, stay, end, header["inner"])))
    if key is not None and end == quick:
        remember(_known, key, cut)
    return cut, end


def _quick_end(text: bytes, at: int) -> int:
    """The end of a function by indentation alone, if another definition follows it; else 0. Not to be relied on where strings or continued lines
    may lie across it."""
    first = _AT_DEF.match(text, at)
    if first is None:
        return 0
    lines = _deeper_lines(first[1]).match(text, at)
    if lines is None:
        return 0
    following = _NEXT_DEFINITION.match(text, lines.end())
    return lines.end() if following is not None and first[1].startswith(following["indent"]) else 0


def _to_def(text: bytes, start: int) -> int:
    found = _TO_DEF.match(text, start)
    return found.end() if found is not None else start


def _with_blanks(text: bytes, start: int, stay: Lines, end: int, indent: bytes) -> Iterator[bytes]:
    """Lines that stay where they are, the others empty, and a `0` in the last one if it is free."""
    for first, last, line in stay:
        yield b"\n" * text.count(b"\n", start, first)
        yield line
        start = last
    if start < end:
        yield b"\n" * (text.count(b"\n", start, end) - 1)
        yield indent
        yield b"0\n"


def _end_of_body(text: bytes, header: re.Match[bytes], quick: int) -> int:
    """Where the last line with code of a body ends; 0 where that is not sure. `quick` is where it seems to."""
    start = header.end()
    if (
        quick >= start
        and text.find(b'"""', start, quick) < 0
        and text.find(b"'''", start, quick) < 0
        and text.find(b"\\\n", start, quick) < 0
        and text.find(b"\\\r", start, quick) < 0
    ):
        return quick
    lines = _logical_lines(header["inner"]).match(text, start)
    if lines is None:
        return 0
    following = _NEXT_STATEMENT.match(text, lines.end())
    return lines.end() if following is not None and header["outer"].startswith(following["indent"]) else 0


def _lines_that_stay(text: bytes, header: re.Match[bytes], end: int) -> Lines | None:
    """The lines of a body that something is asked of; None: all."""
    start, name = header.end(), header["name"]
    if name == b"__getattr__" or header["odd"] or (not header["outer"] and text.find(b"__all__", start, end) >= 0):
        return None
    begin, stay = header.start("inner"), []
    doc = header["doc"]
    if doc is not None:
        line = _IN_LINE.match(text, start)
        if line is None:
            return None
        if b"eprecated" in doc or b"eprecated" in doc.lower():
            stay.append((begin, line.end(), text[begin : line.end()]))
        begin = line.end()
    elif _STRING_BEGINS.match(text, start) and b"deprecated" in text[start:end].lower():
        return None
    found = statements(text, begin, end, header["inner"], _receivers(header))
    return found if found is None else stay + found


def _receivers(header: re.Match[bytes]) -> tuple[bytes, ...]:
    """What the instance is called in a method."""
    first, name = header["first"], header["name"]
    if not first or not header["outer"]:
        return ()
    return (first, b"self") if name == b"__new__" and first != b"self" else (first,)
