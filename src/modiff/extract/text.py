"""Makes of a file's bytes what the parser can take: UTF-8 without a byte order mark, lines that end in a line feed, no null bytes.

Positions must stay true to the line: nothing here adds or removes a line. What Python itself would refuse is read all the same and
said to be a gap, as the rest of the pipeline must know that the text was not taken as it stands.
"""

from __future__ import annotations

import codecs
import re

from modiff.model.facts import Gap

MAX_BYTES = 5_000_000
"""Larger files are not parsed: the largest hand-written or generated modules among popular packages stay well below it, and the parser
needs up to two hundred times a file's size in memory."""

MAX_LINE = 1_000_000
"""Bytes of one line; beyond it a file is data, not a program."""

_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#[^\n]*)?$")
_LONE_CR = re.compile(rb"\r(?!\n)")
_NOT_FOR_SOURCE = frozenset(("idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "mbcs", "oem"))
"""Codecs that are no encodings of programs: quadratic in time, tied to a machine, or able to hide code in comments."""


def readable(data: bytes) -> tuple[bytes, list[Gap]]:
    """The text as UTF-8 fit for the parser, and what had to be changed to get there."""
    gaps: list[Gap] = []
    text = data[3:] if data.startswith(codecs.BOM_UTF8) else data
    wide = _wide_encoding(text)
    if wide:
        gaps.append(Gap(f"The file is encoded in {wide}, which Python refuses; it was read all the same.", None, hides=False))
        text = text.decode(wide, "replace").encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8)
    elif not text.isascii():
        text = _as_utf8(text, gaps, marked=text is not data)
    if b"\r" in text:
        text = _LONE_CR.sub(b"\n", text)
    if b"\0" in text:
        where = text.count(b"\n", 0, text.index(b"\0")) + 1
        gaps.append(Gap("Null bytes stand in the text, which Python refuses; they were read as spaces.", where))
        text = text.replace(b"\0", b" ")
    return text, gaps


def refusal(text: bytes) -> str | None:
    """Why a text is not handed to the parser at all; None: it is."""
    if len(text) > MAX_BYTES:
        return f"The file has {len(text):,} bytes; files over {MAX_BYTES:,} are not read."
    if len(text) > MAX_LINE and max(map(len, text.split(b"\n"))) > MAX_LINE:
        return f"A line has more than {MAX_LINE:,} bytes; such files are not read."
    return None


def _wide_encoding(text: bytes) -> str | None:
    if text.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = text[:64]
    if len(start) >= 8 and len(start) % 2 == 0:
        if not any(start[1::2]) and all(start[0::2]):
            return "utf-16-le"
        if not any(start[0::2]) and all(start[1::2]):
            return "utf-16-be"
    return None


def _as_utf8(text: bytes, gaps: list[Gap], marked: bool) -> bytes:
    """Non-ASCII text in UTF-8, by the encoding it declares (PEP 263); a byte order mark rules out any other than UTF-8."""
    declared = None if marked else _declared(text)
    if declared:
        try:
            name = codecs.lookup(declared).name
            if name in _NOT_FOR_SOURCE:
                raise LookupError(name)
            if name not in ("utf-8", "utf-8-sig", "ascii"):
                return text.decode(name).encode("utf-8", "replace")
        except (LookupError, ValueError):
            gaps.append(Gap(f"The declared encoding {declared!r} cannot be used; the text was read as UTF-8.", 1, hides=False))
    try:
        text.decode("utf-8")
        return text
    except UnicodeDecodeError as error:
        where = text.count(b"\n", 0, error.start) + 1
        gaps.append(Gap("Bytes that are no UTF-8 stand in the text; they were read as Latin-1.", where, hides=False))
        return text.decode("latin-1").encode("utf-8")


def _declared(text: bytes) -> str | None:
    """The encoding that one of the first two lines names; the second counts only after a blank or comment line."""
    for row in re.split(rb"\r\n?|\n", text[:2_000], maxsplit=2)[:2]:
        match = _CODING.match(row)
        if match:
            return match.group(1).decode("ascii", "replace").lower()
        if not _BLANK.match(row):
            return None
    return None
