"""What can be saved where the text could not be parsed, and what has to be given up.

The parser repairs what it cannot read locally, but a bracket that is never closed swallows what follows. So a broken stretch is cut at the
lines that begin a statement, and each piece is parsed alone: pieces that read well stay; of a broken `def` the body is blanked out; a broken
class or block is cut again, statement by statement; what is left is blanked out whole. Blanks keep every position, so the mended text
is parsed once more and read like any other. Each blanked statement is a gap, as it may bind names that reading does not see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.rendering import identifier
from modiff.model.facts import Gap

MAX_PIECES = 5_000
"""Pieces of one stretch; what falls into more is no program."""

MAX_PARSED = 6_000_000
"""Bytes of one file that are parsed again; when they are used up, what is left of a broken stretch is given up."""

MAX_DEPTH = 20
"""Blocks in blocks that are cut again."""

_STRINGS = re.compile(rb'#[^\n]*|"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
_NOT_NEWLINE = re.compile(rb"[^\n]")
_CONTINUES = re.compile(rb"[ \t]*(?:else|elif|except|finally|case)\b")
_OPENS_BLOCK = re.compile(rb"[ \t]*(?:class|if|elif|else|try|except|finally|for|while|with|match|case|async[ \t]+(?:for|with))\b")
_FUNCTION = re.compile(rb"[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)")
_DEFINED = re.compile(rb"^[ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)", re.MULTILINE)
_BEGINS_STATEMENT = re.compile(rb"[ \t]*[A-Za-z_@\x80-\xff]")
_INDENTED = re.compile(rb"^([ \t]+)[^ \t\n#]", re.MULTILINE)


def mended(root: Node, text: bytes) -> tuple[bytes, list[Gap]]:
    """The text with what cannot be read blanked out, and a gap for each blank."""
    gaps: list[Gap] = []
    pieces: list[bytes] = []
    budget = [min(MAX_PARSED, 100_000 + 6 * len(text))]
    end = 0
    for start, stop in _broken_stretches(root, text):
        start = max(start, end)
        pieces.append(text[end:start])
        mender = _Mender(text.count(b"\n", 0, start) + 1, gaps, budget)
        pieces.append(mender.stretch(text[start:stop], b"", "", 0))
        end = stop
    pieces.append(text[end:])
    return b"".join(pieces), gaps


def _broken_stretches(root: Node, text: bytes) -> Iterator[tuple[int, int]]:
    """Whole lines from the first broken statement on, through those that follow it at a wrong column."""
    if root.kind_id == g.ERROR:
        yield 0, len(text)
        return
    start: int | None = None
    for child in root.children:
        if child.has_error or child.is_missing or (start is not None and child.start_point.column > 0):
            start = text.rfind(b"\n", 0, child.start_byte) + 1 if start is None else start
        elif start is not None:
            yield start, text.rfind(b"\n", 0, child.start_byte) + 1
            start = None
    if start is not None:
        yield start, len(text)


class _Mender:
    """Mends one stretch of text; `line` is the number of its first line, gaps are added to `gaps`; `budget` holds the bytes that may still be
    parsed, for the whole file."""

    def __init__(self, line: int, gaps: list[Gap], budget: list[int]) -> None:
        self.line = line
        self.gaps = gaps
        self.budget = budget

    def _reads_well(self, piece: bytes, indent: bytes, body_may_be_broken: bool) -> bool:
        self.budget[0] -= len(piece)
        return self.budget[0] > 0 and _reads_well(piece, indent, body_may_be_broken)

    def stretch(self, text: bytes, indent: bytes, scope: str, depth: int) -> bytes:
        """Statements that begin at this indentation, one after the other."""
        cuts = _cuts(text, indent)
        if len(cuts) > MAX_PIECES:
            return self._blanked(text, indent, scope)
        result = []
        for start, stop in zip(cuts, [*cuts[1:], len(text)], strict=True):
            piece = text[start:stop]
            result.append(piece if not piece.strip() else self._piece(piece, indent, scope, depth))
            self.line += piece.count(b"\n")
        return b"".join(result)

    def _piece(self, piece: bytes, indent: bytes, scope: str, depth: int) -> bytes:
        head = _without_decorators(piece)
        function = _FUNCTION.match(piece, head)
        if self._reads_well(piece, indent, body_may_be_broken=function is not None):
            return piece
        if function is not None:
            kept = self._without_body(piece, head, indent)
            if kept is not None:
                name = function[1].decode("utf-8", "replace")
                self.gaps.append(Gap(f"The body of `{name}` could not be read as Python.", self.line, scope, hides=False))
                return kept
        elif _OPENS_BLOCK.match(piece, head) and depth < MAX_DEPTH and self.budget[0] > 0:
            gaps, line = list(self.gaps), self.line
            cut = self._block(piece, head, indent, scope, depth)
            self.line = line
            if self._reads_well(cut, indent, body_may_be_broken=True):
                return cut
            self.gaps[:] = gaps
        return self._blanked(piece, indent, scope)

    def _blanked(self, piece: bytes, indent: bytes, scope: str) -> bytes:
        defined = ", ".join([f"`{name.decode('utf-8', 'replace')}`" for name in _DEFINED.findall(piece)[:5]])
        what = f"The definition of {defined}" if defined else "This"
        self.gaps.append(Gap(f"{what} could not be read as Python.", self.line, scope))
        return _blank(piece, indent)

    def _without_body(self, piece: bytes, head: int, indent: bytes) -> bytes | None:
        """A `def` whose body is blank, cut after the first line that ends its header; None where no line does."""
        masked = _masked(piece)
        for match in re.finditer(rb":[ \t]*(?:#+[ \t]*)?\n", masked[head:]):
            end = head + match.end()
            body = piece[end:]
            inner = _INDENTED.search(body)
            deeper = inner[1] if inner is not None and len(inner[1]) > len(indent) else indent + b" "
            first = body.find(b"\n")
            if 0 <= first < len(deeper) + 1:
                continue
            kept = piece[:end] + _blank_body(body, deeper)
            if self._reads_well(kept, indent, body_may_be_broken=False):
                return kept
            if match.start() > 5_000:
                break
        return None

    def _block(self, piece: bytes, head: int, indent: bytes, scope: str, depth: int) -> bytes:
        """A class or block: its header lines as they are, what is set deeper statement by statement."""
        named = re.match(rb"[ \t]*class[ \t]+(\w+)", piece[head:])
        inner_scope = ".".join(filter(None, (scope, named[1].decode("utf-8", "replace")))) if named else scope
        result: list[bytes] = []
        start = self.line
        for header, body in _sections(piece, indent):
            result.append(header)
            self.line = start + sum(part.count(b"\n") for part in result)
            deeper = _INDENTED.search(body)
            if deeper is not None:
                result.append(self.stretch(body, deeper[1], inner_scope, depth + 1))
            else:
                result.append(body)
        return b"".join(result)


def _sections(piece: bytes, indent: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(header lines, body lines) of a compound statement: `if …:` and what is set deeper, `else:` and what is set deeper."""
    masked = _masked(piece)
    depth = len(indent)
    header, body = b"", b""
    at = 0
    in_header = True
    for row in masked.splitlines(keepends=True):
        written = piece[at : at + len(row)]
        at += len(row)
        shallow = len(row) - len(row.lstrip(b" \t")) <= depth and _BEGINS_STATEMENT.match(row) is not None
        if shallow and body:
            yield header, body
            header, body, in_header = b"", b"", True
        if in_header or shallow:
            header += written
            in_header = not row.rstrip(b" \t\n#").endswith(b":")
        else:
            body += written
    yield header, body


def _without_decorators(piece: bytes) -> int:
    """Where the line after the last decorator begins."""
    masked = _masked(piece)
    head = 0
    for match in re.finditer(rb"^[ \t]*(@|async\b|def\b|class\b)", masked, re.MULTILINE):
        if match[1] != b"@":
            return match.start() if masked[:1].strip() in (b"@", b"") and b"@" in masked[: match.start()] else head
    return head


def _reads_well(piece: bytes, indent: bytes, body_may_be_broken: bool) -> bool:
    """Is there no error in the piece (but, if allowed, in bodies of functions)? Indented pieces are parsed inside a block."""
    root = g.PARSER.parse(b"if 1:\n" + piece if indent else piece).root_node
    if not root.has_error:
        return True
    if root.kind_id == g.ERROR:
        return False
    return all(body_may_be_broken and not hides for _, _, hides in lost_regions(root))


def _blank(piece: bytes, indent: bytes) -> bytes:
    """As many lines of the same length, the first of which is a statement that says nothing."""
    blank = _NOT_NEWLINE.sub(b" ", piece)
    start = len(indent)
    return blank[:start] + b"0" + blank[start + 1 :] if len(blank) > start and b"\n" not in blank[: start + 1] else blank


def _blank_body(body: bytes, indent: bytes) -> bytes:
    """As many lines, with a statement that says nothing where the last code stood."""
    lines = body.split(b"\n")
    last = max((number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith(b"#")), default=0)
    return b"\n" * last + indent + b"0" + b"\n" * (len(lines) - 1 - last)


def _masked(text: bytes) -> bytes:
    """The text with the insides of strings (`"`, further lines blank) and comments (`#`) made harmless."""
    return _STRINGS.sub(_mask, text)


def _mask(match: re.Match[bytes]) -> bytes:
    first, *others = match.group().split(b"\n")
    fill = b"#" if first[:1] == b"#" else b'"'
    return b"\n".join([fill * len(first), *(b" " * len(other) for other in others)])


def _cuts(text: bytes, indent: bytes) -> list[int]:
    """Where statements begin at this indentation; decorators stay with what they decorate."""
    masked = _masked(text)
    cuts = [0]
    decorated = False
    for match in re.finditer(rb"^" + indent + rb"(?:[A-Za-z_\x80-\xff]|@)", masked, re.MULTILINE):
        if _CONTINUES.match(masked, match.start()):
            continue
        if not decorated and match.start() > 0:
            cuts.append(match.start())
        decorated = match.group().endswith(b"@")
    return cuts


def lost_regions(root: Node) -> Iterator[tuple[Node, str, bool]]:
    """Each node that could not be read: (node, dotted name of the class it stands in, may it hide names?). Inside the body of a function
    it hides none."""
    stack: list[tuple[Node, str, bool]] = [(root, "", True)]
    while stack:
        node, scope, hides = stack.pop()
        if node.is_error or node.is_missing:
            yield node, scope, hides
            continue
        if not node.has_error:
            continue
        for child in reversed(node.children):
            inner_scope, inner_hides = scope, hides
            if child.kind_id == g.TYPE_PARAMETER:
                continue
            if child.kind_id == g.BLOCK:
                if node.kind_id == g.FUNCTION:
                    inner_hides = False
                elif node.kind_id == g.CLASS:
                    inner_scope = _inside(scope, node)
            stack.append((child, inner_scope, inner_hides))


def _inside(scope: str, node: Node) -> str:
    named = node.child_by_field_id(g.F_NAME)
    name = identifier(named.text) if named is not None and named.text else "?"
    return f"{scope}.{name}" if scope else name
