"""Lines of source around the places that findings name, read from trees that are still open."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from modiff.errors import ModiffError
from modiff.model.findings import Excerpt, Finding
from modiff.model.release import Tree

BEFORE, AFTER = 2, 6
"""Lines around the one that is named."""
_CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)


def excerpts(findings: Iterable[Finding], old: Tree | None, new: Tree | None) -> dict[tuple[str, str, int], Excerpt]:
    """By side, file and line. Files that cannot be read have none; each file is read once, those of a side in one round."""
    wanted: dict[str, dict[str, set[int]]] = {"old": {}, "new": {}}
    for finding in findings:
        for side, place in (("old", finding.old), ("new", finding.new)):
            if place is not None and place.file is not None and place.line is not None:
                wanted[side].setdefault(place.file, set()).add(place.line)
    found: dict[tuple[str, str, int], Excerpt] = {}
    for side, tree in (("old", old), ("new", new)):
        for file, text in _texts(tree, wanted[side]).items():
            lines = text.splitlines()
            for line in wanted[side][file]:
                if 0 < line <= len(lines):
                    first = max(1, line - BEFORE)
                    found[side, file, line] = Excerpt(first, tuple(lines[first - 1 : line + AFTER]))
    return found


def _texts(tree: Tree | None, files: Iterable[str]) -> dict[str, str]:
    if tree is None:
        return {}
    try:
        return {file: _decoded(payload) for file, payload in tree.read([file for file in files if file in tree.files]).items()}
    except ModiffError:
        return {}


def _decoded(payload: bytes) -> str:
    """As its coding line says (PEP 263), UTF-8 where it says nothing; what does not fit is shown as a replacement."""
    head = b"\n".join(payload.split(b"\n", 2)[:2])
    said = _CODING.search(head)
    try:
        name = codecs.lookup(said[1].decode("ascii")).name if said else "utf-8"
    except LookupError:
        name = "utf-8"
    return payload.removeprefix(codecs.BOM_UTF8).decode(name, "replace")
