"""Canonical source of plain expressions, without walking their nodes: names, small integers, simple strings, and calls and lists of such.

Most values are plain, and long ones (tables, descriptors of protocol buffers) are what rendering node by node takes longest for. The text is taken only
where every token is one of these and stands where it can mean one thing; else the answer is None and the nodes are rendered. The spelling is
that of `rendering`.
"""

from __future__ import annotations

import re

MAX_OPEN = 60
"""Opening brackets in a text; beyond it `rendering` may find the nesting too deep, which is for it to say."""

_NAME = rb"(?!(?:not|await|yield|lambda|print|exec|in|is|and|or|if|else|for|from|async)\b)[A-Za-z_][A-Za-z0-9_]*+(?:\.[A-Za-z_][A-Za-z0-9_]*+)*+"
_NUMBER = rb"-?(?:0|[1-9][0-9]{0,14}+)(?![A-Za-z0-9_.])"
_STRING = rb"'[ -&(-\[\]-~]*+'|\"[ !#-&(-\[\]-~]*+\""
_PLAIN = re.compile(
    rb"(?:(?:" + _NAME + rb"|" + _NUMBER + rb"|" + _STRING + rb")\s*+(?=[,()=\[\]]|\Z)"
    rb"|(?<=[A-Za-z0-9_)\]])\(\s*+|\[\s*+|[)\]]\s*+(?=[,)\](\[]|\Z)|,\s*+|=(?!=)\s*+)*+"
)
_TO_MEND = re.compile(rb"'[^']*+'|\"[^\"]*+\"|,\s*+[)\]]?|\s++")
_ENDS_IN_COMMA = re.compile(rb",\s*+\]")
_SUBSCRIPT = re.compile(rb"[^\s,=(\[]\s*+\[")


def plain(source: bytes) -> str | None:
    """The canonical text of the source of a call, list, attribute or name; None: it is not plain."""
    if _PLAIN.fullmatch(source) is None or source.count(b"(") + source.count(b"[") > MAX_OPEN:
        return None
    if _ENDS_IN_COMMA.search(source) and _SUBSCRIPT.search(source):
        return None
    return _TO_MEND.sub(_mended, source).decode("ascii")


def _mended(match: re.Match[bytes]) -> bytes:
    token = match.group()
    if token.startswith(b'"'):
        return b"'" + token[1:-1] + b"'"
    if token.startswith(b","):
        return token[-1:] if token.endswith((b")", b"]")) else b", "
    return token if token.startswith(b"'") else b""
