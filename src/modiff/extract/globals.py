"""Names of the module that functions bind: `global cache` in a body, where no statement of the module itself binds the name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from modiff.model.facts import Binding, Served

HOW = "global"
"""`Served.how` of such names: they are there once the function has run, and nobody promises them."""

_GLOBAL = re.compile(rb"global[ \t]+([^\n#;]+)")
"""Begins with plain letters, which are found quickly; that nothing but white space stands before them is asked afterwards."""
_NAME = re.compile(r"[^\W\d]\w*")
_IMPORT = re.compile(rb"^[ \t]+from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)", re.MULTILINE)
_IMPORTED = re.compile(r"(\w+)(?:\s+as\s+(\w+))?")


def bound_by_functions(text: bytes, bindings: Iterable[Binding]) -> Iterator[Served]:
    """What functions of a file bind in its module, one by one, with the module that they import a name from where they say so. `text` is
    the file as it can be read, bodies included; `bindings` are those of the module itself, whose names are left out."""
    if b"global" not in text:
        return
    own: set[str] | None = None
    for match in _GLOBAL.finditer(text):
        indent = text[text.rfind(b"\n", 0, match.start()) + 1 : match.start()]
        if not indent or indent.strip(b" \t"):
            continue
        own = own if own is not None else {binding.name for binding in bindings}
        names = [name for name in _NAME.findall(match[1].decode("utf-8", "replace")) if name not in own]
        if names:
            body = text[match.end() : _end_of_block(text, match.end(), indent)]
            sources = dict(_imported(body))
            found = tuple((name, sources.get(name)) for name in names if name in sources or _is_bound(body, name))
            if found:
                yield Served(HOW, text.count(b"\n", 0, match.start()) + 1, found, complete=True)


def _end_of_block(text: bytes, start: int, indent: bytes) -> int:
    """Where the first line begins that is set less deep; the end of the text if none is."""
    less = re.compile(rb"^[ \t]{0," + str(len(indent) - 1).encode() + rb"}[^\s#]", re.MULTILINE)
    found = less.search(text, start)
    return found.start() if found is not None else len(text)


def _imported(body: bytes) -> Iterator[tuple[str, str]]:
    for match in _IMPORT.finditer(body):
        module = match[1].decode("utf-8", "replace")
        for name, alias in _IMPORTED.findall(match[2].decode("utf-8", "replace")):
            yield alias or name, f"{module}{'' if module.endswith('.') else '.'}{name}"


def _is_bound(body: bytes, name: str) -> bool:
    written = re.escape(name.encode())
    return re.search(rb"(?<![\w.])" + written + rb"[ \t]*(?::[^=\n]+)?=(?!=)|\b(?:def|class|as)[ \t]+" + written + rb"\b", body) is not None
