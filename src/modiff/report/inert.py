"""Makes text of strangers inert: names, messages and file names come out of archives, and must neither drive a terminal nor a web page."""

from __future__ import annotations

import re

_BEFORE_WORD = re.compile(r"[@#]|://|(?i:www)(?=\.)|:(?=[\w+-]+:)")
"""What a forge turns into a mention, a reference to an issue, a link or an emoji, wherever it stands in prose."""
_MARKUP = re.compile(r"[\\`*_{}\[\]~^>]|[@#|&<$]|^\s*[-+=\d]")
"""What may mean something to a reader of Markdown, anywhere or at the start."""
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_BACKTICKS = re.compile(r"`+")


def visible(text: str) -> str:
    r"""One line that shows what is there: controls, line ends, bidirectional and other invisible signs as `\x1b`, `\n`, `\u202e`."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in text)


def prose(text: str) -> str:
    """`visible`, as Markdown that shows exactly this text and nothing else: no markup, no HTML, no mention, no link."""
    out: list[str] = []
    end = 0
    shown = visible(text)
    for match in _BEFORE_WORD.finditer(shown):
        # An empty comment stands for nothing and still keeps a forge from seeing one word.
        out += [_MARKUP.sub(_literal, shown[end : match.end()]), "<!-- -->"]
        end = match.end()
    return "".join([*out, _MARKUP.sub(_literal, shown[end:])])


def _literal(match: re.Match[str]) -> str:
    """The sign as it stands, whatever it would mean: references to characters never count as markup (CommonMark 6.2)."""
    space, sign = match.group()[:-1], match.group()[-1]
    return f"{space}\\{sign}" if sign in "\\`*_{}[]~^>" else f"{space}&#{ord(sign)};"


def code(text: str) -> str:
    """`visible`, as a Markdown code span; its fence is longer than any run of backticks inside."""
    shown = visible(text)
    if not shown.strip():
        return f"<code>{tag(shown)}</code>"
    fence = "`" * (longest_run(shown) + 1)
    space = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{space}{shown}{space}{fence}"


def longest_run(text: str) -> int:
    """Of backticks."""
    return max(map(len, _BACKTICKS.findall(text)), default=0)


def block(lines: list[str], language: str = "") -> list[str]:
    """A fenced block of Markdown that these lines cannot leave."""
    shown = [visible(line) for line in lines]
    fence = "`" * max(3, max(map(longest_run, shown), default=0) + 1)
    return [fence + language, *shown, fence]


def tag(text: str) -> str:
    """`visible`, as the content of an HTML element that a forge does not look into for mentions or links (`<code>`)."""
    return visible(text).translate(_ESCAPES)
