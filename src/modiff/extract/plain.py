"""Canonical source of plain expressions, without walking their nodes: names, small integers, simple strings, and calls and lists of such.

Most values are plain, and long ones (tables, descriptors of protocol buffers) are what rendering node by node takes longest for. The text is
taken only where every token is one of these and stands where it can mean one thing; else the answer is None and the nodes are rendered. The
spelling is that of `rendering`.
"""

from __future__ import annotations

import re

MAX_DEPTH = 50
"""Brackets in brackets; beyond it `rendering` may find the nesting too deep, which is for it to say."""

_NAME = rb"(?!(?:not|await|yield|lambda|print|exec|in|is|and|or|if|else|for|from|async)\b)[A-Za-z_][A-Za-z0-9_]*+(?:\.[A-Za-z_][A-Za-z0-9_]*+)*+"
_NUMBER = rb"-?(?:0|[1-9][0-9]{0,14}+)(?![A-Za-z0-9_.])"
_STRING = rb"b?+(?:'[ -&(-\[\]-~]*+'|\"[ !#-&(-\[\]-~]*+\")"
_PLAIN = re.compile(
    rb"(?:(?:" + _NAME + rb"|" + _NUMBER + rb"|" + _STRING + rb")(?:\s*+(?=[,()=\[\]]|\Z)|(?=\.[A-Za-z_]))"
    rb"|(?<=[A-Za-z0-9_)\]])\(\s*+|\[\s*+|[)\]](?:\s*+(?=[,)\](\[]|\Z)|(?=\.[A-Za-z_]))"
    rb"|(?<=[)\]'\"])\.(?=[A-Za-z_])|,\s*+|=(?!=)\s*+)*+"
)
_TO_MEND = re.compile(rb"'[^']*+'|\"[^\"]*+\"|,\s*+[)\]]?|\s++")
_ENDS_IN_COMMA = re.compile(rb",\s*+\]")
_SUBSCRIPT = re.compile(rb"[^\s,=(\[]\s*+\[")


def plain(source: bytes) -> str | None:
    """The canonical text of the source of a call, list, attribute or name; None: it is not plain."""
    if _PLAIN.fullmatch(source) is None or _is_deep(source):
        return None
    if _ENDS_IN_COMMA.search(source) and _SUBSCRIPT.search(source):
        return None
    return _TO_MEND.sub(_mended, source).decode("ascii")


def _is_deep(source: bytes) -> bool:
    depth = 0
    if source.count(b"(") + source.count(b"[") > MAX_DEPTH:
        for bracket in _STRINGS.sub(b"", source).translate(None, _NO_BRACKETS):
            depth += 1 if bracket in b"([" else -1
            if depth > MAX_DEPTH:
                return True
    return False


_STRINGS = re.compile(rb"'[^']*+'|\"[^\"]*+\"")
_NO_BRACKETS = bytes(set(range(256)) - set(b"()[]"))


def _mended(match: re.Match[bytes]) -> bytes:
    token = match.group()
    if token.startswith(b'"'):
        return b"'" + token[1:-1] + b"'"
    if token.startswith(b","):
        return token[-1:] if token.endswith((b")", b"]")) else b", "
    return token if token.startswith(b"'") else b""
