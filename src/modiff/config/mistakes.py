"""Collects all mistakes of one file, each with its line and the nearest right word, so that they can be mended in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_FEW = 8
"""Right words that are all listed where none is near."""


class Mistakes:
    """Of a text in TOML. Paths are those of keys: `("tool", "modiff", "rules", "function-removed")`."""

    def __init__(self, text: str) -> None:
        self.found: list[tuple[int | None, str]] = []
        """(line, from 1, or None where it is not known; what is wrong there), in the order in which they were added."""
        self._text = text
        self._lines = _lines_of_keys(text)

    def add(self, path: tuple[str, ...], what: str) -> None:
        """Something is wrong with this key or its value."""
        self.found.append((self.line(path), what))

    def add_value(self, path: tuple[str, ...], word: str, what: str) -> None:
        """Something is wrong with one text of a list: told with the line on which that stands, if it is found behind the key."""
        key, lines = self.line(path), self._text.splitlines()
        quoted = (f'"{word}"', f"'{word}'")
        behind = range(key or 1, len(lines) + 1)
        self.found.append((next((number for number in behind if any(text in lines[number - 1] for text in quoted)), key), what))

    def unknown(self, path: tuple[str, ...], what: str, word: str, known: Iterable[str]) -> None:
        """A word that is not among those known: `what` says what it is not (`no rule`)."""
        self.add(path, f"{what} {word!r}{nearest(word, known)}")

    def line(self, path: tuple[str, ...]) -> int | None:
        """Where the key stands; for one inside an inline table the line that holds it, or that of what is above it."""
        if path in self._lines:
            return self._lines[path]
        if len(path) < 2:
            return None
        above = self.line(path[:-1])
        lines = self._text.splitlines()
        word = re.compile(rf"(?<![\w-])[\"']?{re.escape(path[-1])}[\"']?\s*=")
        return next((number for number in range(above or 1, len(lines) + 1) if word.search(lines[number - 1])), above)


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or all right words where there are few and none is near."""
    words = list(known)
    near = get_close_matches(word.replace("_", "-").lower(), words, 1, 0.55)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; there {'is' if len(words) == 1 else 'are'} {', '.join(words)}" if len(words) <= _FEW else ""


def _lines_of_keys(text: str) -> dict[tuple[str, ...], int]:
    """The line on which each key, and each table, first stands. Text in multi-line strings may be taken for keys: that costs only a line number."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            for end in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:end], number)
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
