"""Reads the examples of a page: two small worlds, the code of a client, and what is to be said of them.

An example is a fenced block of Python (or of plain text) in which comments part the files:

    # old [FILE]    lines of a file of the old version; without FILE it is pkg/__init__.py
    # new [FILE]    of the new version
    # both [FILE]   of both
    # client        lines of somebody who uses the old version; one that fails with the new one ends in `# raises TypeError`

and comments above a line say what is found there, on the old side or the new:

    # breaks: MESSAGE          a finding that breaks callers, and has its place in the next line
    # says: MESSAGE            a finding that breaks nobody; as the last line of its file it has no place in it
    # gone: MESSAGE            a finding that breaks callers, about a thing that has no line
    # when: CONDITION          the finding that was named last holds under this condition only

What a distribution says of itself stands in files of their own, in blocks of plain text: METADATA and entry_points.txt as in a wheel, and FILES, the
filenames of the whole release, one a line.

MESSAGE is the finding's; `# breaks[RULE]: MESSAGE` expects it of another rule than the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

MAIN = "pkg/__init__.py"

_FENCE = re.compile(r"^```(?:python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"# (?P<side>old|new|both|client)(?: (?P<file>\S+))?$")
_EXPECTATION = re.compile(r"\s*# (?P<word>breaks|says|gone)(?:\[(?P<rule>[\w-]+)\])?: (?P<message>.+)$")
_WHEN = re.compile(r"\s*# when: (?P<condition>.+)$")
_RAISES = re.compile(r"# raises (?P<error>[\w.]+)$")


@dataclass(frozen=True)
class Expected:
    """One finding that an example asks for."""

    rule: str
    message: str
    breaks: bool
    """Does it break callers?"""
    side: str | None = None
    """The side on which its line stands: old, new; None for a thing without a line."""
    file: str | None = None
    line: int | None = None
    """In the file as it is written to disk, from 1."""
    when: str | None = None
    """The condition under which it holds; None: always."""


@dataclass(frozen=True)
class Example:
    """Two versions of a small package, and what is to be found."""

    rule: str
    """On whose page it stands."""
    number: int
    """Which one on that page, from 1."""
    old: Mapping[str, str] = field(default_factory=dict)
    """Text by file."""
    new: Mapping[str, str] = field(default_factory=dict)
    client: str = ""
    expected: tuple[Expected, ...] = ()

    @property
    def name(self) -> str:
        """As tests show it: `function-removed-1`."""
        return f"{self.rule}-{self.number}"

    @property
    def failing(self) -> dict[int, str]:
        """Lines of the client that fail with the new version, and the name of the error each raises."""
        lines = enumerate(self.client.splitlines(), 1)
        return {number: match["error"] for number, line in lines if (match := _RAISES.search(line))}


def examples_of(page: str, rule: str) -> Iterator[Example]:
    """The examples of a page, in order. Raises ValueError for a block that cannot be meant: a text before the first file, a marker without a line."""
    for number, match in enumerate(_FENCE.finditer(page), 1):
        yield _parse(match[1], rule, number)


def _parse(block: str, rule: str, number: int) -> Example:
    files: dict[str, dict[str, list[str]]] = {"old": {}, "new": {}, "client": {}}
    expected: list[Expected] = []
    here: list[tuple[str, str]] = []
    for line in block.splitlines():
        if part := _PART.match(line):
            here = _start(files, part["side"], part["file"] or MAIN)
            continue
        found = _EXPECTATION.match(line)
        if found and found["word"] == "gone":
            expected.append(_expected(found, rule))
            continue
        if (condition := _WHEN.match(line)) and expected:
            expected[-1] = replace(expected[-1], when=condition["condition"].strip())
            continue
        if not here:
            raise ValueError(f"example {number} of {rule}: {line!r} stands before the first file")
        for side, file in here:
            files[side][file].append(line)
        if found:
            side, file = here[-1]
            expected.append(_expected(found, rule, side, file, len(files[side][file]) + 1))
    texts = {side: {file: "\n".join(lines) + "\n" for file, lines in known.items()} for side, known in files.items()}
    for version in ("old", "new"):
        texts[version].setdefault(MAIN, "")
    placed = tuple(_with_line_if_any(e, files) for e in expected)
    return Example(rule, number, texts["old"], texts["new"], texts["client"].get(MAIN, ""), placed)


def _start(files: dict[str, dict[str, list[str]]], side: str, file: str) -> list[tuple[str, str]]:
    """A file begins, on one side or both."""
    sides = ("old", "new") if side == "both" else (side,)
    for one in sides:
        files[one].setdefault(file, [])
    return [(one, file) for one in sides]


def _with_line_if_any(expected: Expected, files: Mapping[str, Mapping[str, list[str]]]) -> Expected:
    """A comment that ends its file is about something without a line, like a module."""
    if expected.side is None or expected.file is None or expected.line is None or expected.line <= len(files[expected.side][expected.file]):
        return expected
    return replace(expected, side=None, file=None, line=None)


def _expected(found: re.Match[str], rule: str, side: str | None = None, file: str | None = None, line: int | None = None) -> Expected:
    return Expected(found["rule"] or rule, found["message"].strip(), found["word"] != "says", side, file, line)
