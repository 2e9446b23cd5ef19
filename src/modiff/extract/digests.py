"""Digests of the text of functions, so that two versions of a body can be told apart without reading either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from modiff.model.facts import Binding, Class, Function

GIVES_NOTHING = bytes(4)
"""Stands for a function that has no return statement, or one that gives what its body alone does not tell."""
_OPAQUE = re.compile(rb"\n[ \t]+return[ \t]+[A-Za-z_][\w.]*(?:\[|\.[a-z_]\w*(?<!encode)(?<!decode)(?<!deque)(?<!partial)(?<!__class__)(?![\w.]))")
"""`return x.y`, `return x[0]` and `return module.function(…)`: by far the most of what is not plain, told by its looks."""


def digests(readable: bytes, bindings: Iterable[Binding]) -> bytes:
    """See `Facts.digests`."""
    functions = _unannotated(bindings, [])
    if not functions:
        return b""
    lines = readable.split(b"\n")
    return b"".join([_digest(b"\n".join(lines[b.line - 1 : b.end_line])) for b in functions])


def _digest(function: bytes) -> bytes:
    return crc32(function).to_bytes(4, "little") if b"return" in function and _OPAQUE.search(function) is None else GIVES_NOTHING


def unannotated(bindings: Iterable[Binding]) -> list[Binding]:
    """Every `def` of a module and of its classes that does not say what it returns, in the order of `Facts.digests`."""
    return _unannotated(bindings, [])


def _unannotated(bindings: Iterable[Binding], found: list[Binding]) -> list[Binding]:
    for binding in bindings:
        definition = binding.definition
        if type(definition) is Function:
            if definition.returns is None:
                found.append(binding)
        elif type(definition) is Class:
            _unannotated(definition.members, found)
    return found
