"""Patterns that follow Python's text by tokens: strings, comments, brackets, logical lines.

They are for the scan that runs before parsing (`cutting`), so they are built to run at the speed of `re`: what cannot match otherwise is
possessive, and nothing goes back. Where a pattern stops before its end, the text is not what it seems, and its user must leave it alone.
All of them need `re.DOTALL`.
"""

from __future__ import annotations

_ESCAPED = rb"\\(?:\r\n|.)"
LONG_STRINGS = rb'"""(?:[^"\\]++|' + _ESCAPED + rb'|"(?!""))*+"""|' + rb"'''(?:[^'\\]++|" + _ESCAPED + rb"|'(?!''))*+'''"
_PLAIN = rb"(?<![fFtT])(?<![fFtT][rR])"
STRINGS = rb"|".join(
    (
        LONG_STRINGS,
        _PLAIN + rb'"(?!"")(?:[^"\\\n]++|' + _ESCAPED + rb')*+"',
        _PLAIN + rb"'(?!'')(?:[^'\\\n]++|" + _ESCAPED + rb")*+'",
        # Since PEP 701 quotes may stand inside the braces of an f-string; one whose braces do not close is such a string, and nothing to be sure of.
        rb'"(?!"")(?:[^"\\\n{]++|' + _ESCAPED + rb'|\{\{|\{(?:[^{}"\n]++|\{[^{}"\n]*+\})*+\})*+"',
        rb"'(?!'')(?:[^'\\\n{]++|" + _ESCAPED + rb"|\{\{|\{(?:[^{}'\n]++|\{[^{}'\n]*+\})*+\})*+'",
    )
)
COMMENT = rb"#[^\n]*+"


def brackets(levels: int) -> bytes:
    """What stands in brackets, nested up to so many levels."""
    inside = rb"[^\"'#()\[\]{}]++|" + STRINGS + rb"|" + COMMENT
    group = rb"[(\[{](?:" + inside + rb")*+[)\]}]"
    for _ in range(levels - 1):
        group = rb"[(\[{](?:" + inside + rb"|" + group + rb")*+[)\]}]"
    return group


EMPTY_LINES = rb"(?:[ \t\f\r]*+(?:#[^\n]*+)?\n)*+"
"""Empty lines and comments, as many as there are; a comment's indentation means nothing."""

CODE = rb"(?:[^\"'#\n()\[\]{}\\]++|" + brackets(5) + rb"|" + STRINGS + rb"|\\\r?\n|\\)*+"
"""The code of a logical line: to its line break, or to the comment before it."""

REST_OF_LINE = CODE + rb"(?:#[^\n]*+)?\n"
"""The rest of a logical line, with comment and line break."""
