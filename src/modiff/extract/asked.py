"""The statements of a function's body that facts may come from: those that bind an attribute of the instance, warn, or yield.

They are found by their text, line by line, without parsing, and rather too many than too few. The blocks they stand in are written as
`if 1:`, as nothing depends on what they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from modiff.extract.places import attribute_bindings
from modiff.extract.tokens import CODE, EMPTY_LINES, REST_OF_LINE, STRINGS, brackets

Lines = list[tuple[int, int, bytes]]
"""Offsets of lines in a text, and what stands there."""

_LINE = re.compile(EMPTY_LINES + rb"(?P<indent>[ \t]*+)(?P<first>[A-Za-z]++(?![\w\x80-\xff])|@|)" + REST_OF_LINE, re.DOTALL)
_CODE = re.compile(CODE, re.DOTALL)
_REST_OF_LINE = re.compile(REST_OF_LINE, re.DOTALL)

_SCOPES = frozenset((b"def", b"class"))
_BLOCKS = frozenset(
    (b"if", b"elif", b"else", b"for", b"while", b"try", b"except", b"finally", b"with", b"async", b"match", b"case", b"def", b"class")
)
_CANNOT_STAND_ALONE = frozenset((b"elif", b"else", b"try", b"except", b"finally", b"case"))
_BINDS_NOTHING = frozenset((b"return", b"raise", b"assert", b"del", b"import", b"from", b"global", b"nonlocal", b"pass", b"yield"))


_LINES_IN_STRINGS = re.compile(rb"\"\"\"|'''|\\[\r\n]")
"""Where these stand, a line that looks like a statement may lie in a string."""


class _Unsure(Exception):
    """The body must stay as it is."""


def statements(text: bytes, start: int, end: int, indent: bytes, receivers: tuple[bytes, ...]) -> Lines | None:
    """What must stay of the body whose first line begins at `start`, set at this indentation. Receivers are the names of the instance in a
    method. None: all of it must."""
    bound = [at for receiver in receivers for at in attribute_bindings(receiver, text, start, end) if _may_bind(text, start, at, end)]
    warns, yields = text.find(b"warn", start, end) >= 0, text.find(b"yield", start, end) >= 0
    if not (bound or warns or yields):
        return []
    if len(receivers) > 1:
        bound.sort()
    if not (warns or yields or _LINES_IN_STRINGS.search(text, start, end)):
        found = _plain_assignments(text, indent, bound, end)
        if found is not None:
            return found
    try:
        return _Reader(text, indent, bound, warns, yields, receivers).read(start, end)
    except _Unsure:
        return None


def _plain_assignments(text: bytes, indent: bytes, bound: list[int], end: int) -> Lines | None:
    """The lines, where all are `self.x = …` that stand directly in the body. (`=` after an attribute is in no bracket, so its line begins a
    statement.)"""
    lines: Lines = []
    before = b"\n" + indent
    after = 0
    for at in bound:
        if at < after:
            continue
        line = at - len(indent)
        name = _AFTER_NAME.match(text, at, end)
        if name is None or text[line - 1 : at] != before or _PLAINLY_ASSIGNED.match(text, name.end(), end) is None:
            return None
        rest = _REST_OF_LINE.match(text, name.end())
        if rest is None:
            return None
        after = rest.end()
        lines.append((line, after, text[line:after]))
    return lines


class _Reader:
    def __init__(self, text: bytes, indent: bytes, bound: list[int], warns: bool, yields: bool, receivers: tuple[bytes, ...]) -> None:
        self.text = text
        self.indent = indent
        self.bound = bound
        self.warns = warns
        self.yields = yields
        self.receivers = receivers
        self.lines: Lines = []
        self.above: list[tuple[int, bytes, bool]] = []
        """Lines that the current one is set deeper than: offset of the first character, indentation, is it inside a function or class?"""
        self.written = 0
        """How many of them are among the lines already."""

    def read(self, start: int, end: int) -> Lines:
        index, count = 0, len(self.bound)
        while start < end:
            line = _LINE.match(self.text, start)
            if line is None:
                raise _Unsure
            at, start = line.start("indent"), line.end()
            self._leave_blocks(line["indent"])
            first = index
            while index < count and self.bound[index] < start:
                index += 1
            inside = self.above[-1][2] if self.above else False
            if not inside and self._is_asked(line, self.bound[first:index]):
                self._write(at, start)
            word = line["first"]
            scope = inside or word in _SCOPES or (word == b"async" and self.text.find(b"def", at, start) >= 0)
            self.above.append((at, line["indent"], scope))
        return self.lines

    def _leave_blocks(self, indent: bytes) -> None:
        above = self.above
        while above and len(above[-1][1]) >= len(indent):
            if not above[-1][1].startswith(indent):
                raise _Unsure
            above.pop()
        if above and not indent.startswith(above[-1][1]):
            raise _Unsure
        self.written = min(self.written, len(above))

    def _write(self, at: int, end: int) -> None:
        for first, indent, _ in self.above[self.written :]:
            self.lines.append((first, self.text.index(b"\n", first) + 1, indent + b"if 1:\n"))
        self.written = len(self.above)
        if self.lines and self.lines[-1][1] > at:
            raise _Unsure
        self.lines.append((at, end, self.text[at:end]))

    def _is_asked(self, line: re.Match[bytes], bound: list[int]) -> bool:
        text, at, end, first = self.text, line.start("first"), line.end(), line["first"]
        yielding = self.yields and text.find(b"yield", at, end) >= 0
        warning = self.warns and line["indent"] == self.indent and text.find(b"warn", at, end) >= 0
        if not (bound or yielding or warning):
            return False
        if first in _SCOPES or first == b"@":
            if yielding and first == b"@":
                raise _Unsure
            return False
        if first in _BLOCKS:
            return self._is_asked_of_block(at, first, bool(bound), yielding)
        if yielding or warning:
            return True
        if first in _BINDS_NOTHING and text.find(b";", at, end) < 0:
            return False
        return text.find(b"=", at, end) >= 0 or text.find(b":", at, end) >= 0 or text.find(b"setattr", at, end) >= 0

    def _is_asked_of_block(self, at: int, first: bytes, binding: bool, yielding: bool) -> bool:
        """Of a line that opens a block: it is written anew, so what it says itself must not matter, unless it holds the whole block."""
        code = _CODE.match(self.text, at)
        written = code.group().rstrip() if code is not None else b""
        if not written.endswith(b":"):
            if first in _CANNOT_STAND_ALONE and (binding or yielding):
                raise _Unsure
            return binding or yielding
        if yielding or (binding and any(_binding_header(receiver).search(written) for receiver in self.receivers)):
            raise _Unsure
        return False


_AFTER_NAME = re.compile(rb"[\w\x80-\xff]++\s*\.\s*[\w\x80-\xff]++\s*+")
_ASSIGNED = re.compile(rb"[\s)\],\\]*+(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)")
_PLAINLY_ASSIGNED = re.compile(rb"[ \t]*+(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)")
_TARGETS_BEFORE = re.compile(rb"(?:[\w\x80-\xff.,*=\s\\]|" + brackets(2) + rb"|" + STRINGS + rb"|(?<![\w\x80-\xff)\]])[(\[])*+", re.DOTALL)
"""What may stand in a statement before a target: other targets and opened brackets, but not those of a call or a subscript."""
_NOTHING_CLOSED = re.compile(rb"(?:[^\"'#()\[\]{}]++|" + brackets(2) + rb"|" + STRINGS + rb"|[(\[{])*+", re.DOTALL)
"""A beginning of a line in which no bracket of an earlier line ends."""
_NAMED_BEFORE = re.compile(rb"\b(?:as|for)\b(?:(?!\bin\b).)*+\Z", re.DOTALL)
_NAMES_OPENED = re.compile(rb"\b(?:as|for)\Z")
_UNCLEAR = re.compile(rb"[\"'#]")


def _may_bind(text: bytes, start: int, at: int, end: int) -> bool:
    """May the name at this place be a target, as far as its line and what comes before tell? The body lies between start and end."""
    name = _AFTER_NAME.match(text, at, end)
    if name is None or text.startswith(b"setattr", at) or _ASSIGNED.match(text, name.end(), end):
        return True
    line = text.rfind(b"\n", start, at) + 1 or start
    before = text[line:at]
    if b";" in before or _NAMED_BEFORE.search(before):
        return True
    if _TARGETS_BEFORE.fullmatch(before) is None and not (b":" in before and _TARGETS_BEFORE.fullmatch(before.rpartition(b":")[2])):
        return _NOTHING_CLOSED.fullmatch(before) is None
    starts = not before.strip(b" \t([")
    if text[name.end() : name.end() + 1] in (b":", b"i"):
        return starts or b":" in before
    return not (starts and _stands_in_call(text, start, at, line))


def _stands_in_call(text: bytes, start: int, at: int, line: int) -> bool:
    """Was a bracket opened right after a name, and not closed, before this place at the beginning of a line? No where that is hard to say."""
    opened = max(text.rfind(b"(", start, line), text.rfind(b"[", start, line))
    if opened <= start or not text[opened - 1 : opened].isalnum() or _UNCLEAR.search(text, text.rfind(b"\n", start, opened) + 1, line):
        return False
    if _NAMES_OPENED.search(text[max(start, opened - 4) : opened]):
        return False
    return text.find(b")", opened, line) < 0 and text.find(b"]", opened, line) < 0


@lru_cache(64)
def _binding_header(receiver: bytes) -> re.Pattern[bytes]:
    """`for self.x in …`, `with … as self.x`."""
    name = rb"(?<![\w.])" + re.escape(receiver) + rb"\s*\."
    return re.compile(rb"\Afor\b(?:(?!\bin\b).)*?" + name + rb"|\A(?:async\b.*?)?\bfor\b(?:(?!\bin\b).)*?" + name + rb"|\bas\b.*?" + name, re.DOTALL)
