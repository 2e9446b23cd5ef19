"""One spelling for each number and each string.

Numbers are written as Python's `repr` writes their value (`0x10`, `1_6`, `020` of Python 2 and `16L` are `16`; `1e3` is `1000.0`),
strings as the `repr` of theirs. `u''` and `r''` are plain strings; bytes stay bytes. The decoder is our own, so that the text of a
fact does not depend on which Python runs modiff.
"""

from __future__ import annotations

import re
import unicodedata

_MAX_DIGITS = 4000
"""Python refuses to convert longer decimal numbers (its protection against quadratic time); they stay as they stand."""

_OLD_OCTAL = re.compile(r"0+[0-7]+\Z")

_SIMPLE_ESCAPES = {"\n": "", "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|u(?P<u4>[0-9a-fA-F]{4})|U(?P<u8>[0-9a-fA-F]{8})"
    r"|N\{(?P<name>[^}]+)\}|(?P<simple>.))",
    re.DOTALL,
)


def number(text: str) -> str:
    """The canonical spelling of an integer, float or imaginary literal. Text that Python would refuse stays as it is."""
    bare = text.replace("_", "").lower().rstrip("l")
    if len(bare) > _MAX_DIGITS:
        return text
    try:
        if bare.isdigit():
            return str(int(bare, 8) if len(bare) > 1 and _OLD_OCTAL.match(bare) else int(bare))
        if bare[:2] in ("0x", "0o", "0b"):
            return str(int(bare, 0))
        value = complex(bare) if bare.endswith("j") else float(bare)
    except ValueError:
        return text
    spelled = repr(value)
    return bare if "inf" in spelled else spelled


def string_value(prefix: str, content: str) -> str | bytes:
    """The value of a string literal: `prefix` are the letters before the quotes, `content` what stands between the quotes.

    Escapes that mean nothing stay as they stand, as in Python."""
    letters = prefix.lower()
    if "b" in letters:
        body = content if "r" in letters else _unescape(content, is_bytes=True)
        return body.encode("latin-1", "replace")
    return content if "r" in letters or "\\" not in content else _unescape(content, is_bytes=False)


def _unescape(content: str, is_bytes: bool) -> str:
    def replace(match: re.Match[str]) -> str:
        kind, found = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "simple":
            return _SIMPLE_ESCAPES.get(found, match.group())
        if kind == "octal":
            return chr(int(found, 8) & 0xFF if is_bytes else int(found, 8))
        if kind == "hex":
            return chr(int(found, 16))
        if is_bytes:
            return match.group()
        if kind == "name":
            return _named_character(found, match.group())
        value = int(found, 16)
        return chr(value) if value < 0x110000 else match.group()

    return _ESCAPE.sub(replace, content)


def _named_character(name: str, escape: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return escape


def joined(pieces: list[str | bytes]) -> str | bytes:
    """The value of adjacent literals. Python 2 may mix `b''` and `''`; then the whole is text."""
    if all(isinstance(piece, bytes) for piece in pieces):
        return b"".join(piece for piece in pieces if isinstance(piece, bytes))
    return "".join(piece if isinstance(piece, str) else piece.decode("latin-1") for piece in pieces)
