"""Names that functions bind: `global cache` in a body, where no statement of the module itself binds the name; and in functions that the module
calls `globals()[name] = …`, and attributes of its submodules, `sub.name = …`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from modiff.model.facts import Binding, Served

HOW = "global"
"""`Served.how` of such names: they are there once the function has run, and nobody promises them."""

_GLOBAL = re.compile(rb"global[ \t]+([^\n#;]+)")
"""Begins with plain letters, which are found quickly; that nothing but white space stands before them is asked afterwards."""
_FUNCTION = re.compile(rb"^(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_FILLS = re.compile(rb"""globals\(\)(?:\.update\(|\[(?![ \t]*["'][^"'\n]*["'][ \t]*\])[^\]\n]+\][ \t]*=(?!=))|\b(\w+)[ \t]*=[ \t]*globals\(\)""")
_SIBLINGS = re.compile(rb"^[ \t]+from[ \t]+\.[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)", re.MULTILINE)
_SET = re.compile(rb"(?:^[ \t]+|=[ \t]*)([^\W\d]\w*)\.([^\W\d]\w*)[ \t]*(?==(?!=))", re.MULTILINE)
_NEXT = re.compile(rb"^[^\s#)\]}]", re.MULTILINE)
_NO_CALL = re.compile(rb"[ \t#@)]|(?:async[ \t]+)?def\b|class\b|from\b|import\b")
_NAME = re.compile(r"[^\W\d]\w*")
_IMPORT = re.compile(rb"^[ \t]+from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]+)", re.MULTILINE)
_IMPORTED = re.compile(r"(\w+)(?:\s+as\s+(\w+))?")


def bound_by_functions(text: bytes, bindings: Iterable[Binding]) -> Iterator[Served]:
    """What functions of a file bind in its module, one by one, with the module that they import a name from where they say so. `text` is
    the file as it can be read, bodies included; `bindings` are those of the module itself, whose names are left out."""
    yield from _set_on_submodules(text)
    if b"global" not in text:
        return
    yield from _computed_by_functions(text)
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


def _computed_by_functions(text: bytes) -> Iterator[Served]:
    """The calls in statements of the module itself of its own functions that bind names in it which they compute."""
    if b"globals()" not in text:
        return
    for name, body, _ in _functions(text):
        if any(_fills(body, match[1]) for match in _FILLS.finditer(body)) and (place := _called_at(text, name)) is not None:
            yield Served("globals", text.count(b"\n", 0, place) + 1)


def _set_on_submodules(text: bytes) -> Iterator[Served]:
    """The attributes that functions of the module which it calls itself set on submodules that they import."""
    if b"from . import" not in text or _SIBLINGS.search(text) is None:  # plain words are found quickly
        return
    for name, body, start in _functions(text):
        listed = (match[1].decode("utf-8", "replace") for match in _SIBLINGS.finditer(body))
        modules = {found for names in listed for found, alias in _IMPORTED.findall(names) if not alias}
        written = [match for match in _SET.finditer(body) if match[1].decode("utf-8", "replace") in modules] if modules else []
        for match in written if written and _called_at(text, name) is not None else ():
            target = b".".join(match.groups()).decode("utf-8", "replace")
            yield Served(HOW, text.count(b"\n", 0, start + match.start()) + 1, ((target, None),), complete=True)


def _functions(text: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Functions of the module: name, the text that follows it, and where that begins."""
    for function in _FUNCTION.finditer(text):
        end = _NEXT.search(text, function.end())
        yield function[1], text[function.end() : end.start() if end is not None else len(text)], function.end()


def _fills(body: bytes, variable: bytes | None) -> bool:
    """Does it set computed names, at once or by way of a variable that holds the namespace?"""
    if variable is None:
        return True
    written = re.escape(variable)
    return re.search(rb"(?<![\w.])" + written + rb"""(?:\.update\(|\[(?![ \t]*["'][^"'\n]*["'][ \t]*\])[^\]\n]+\][ \t]*=(?!=))""", body) is not None


def _called_at(text: bytes, name: bytes) -> int | None:
    """Where a statement of the module itself calls this function first; None: none does."""
    for call in re.finditer(rb"(?<![\w.])" + re.escape(name) + rb"[ \t]*\(", text):
        outer = text.rfind(b"\n", 0, call.start()) + 1
        while outer and _is_within(text, outer):
            outer = text.rfind(b"\n", 0, outer - 1) + 1
        if _NO_CALL.match(text, outer) is None:
            return call.start()
    return None


def _is_within(text: bytes, start: int) -> bool:
    """Is this no line with which a statement of the module begins: set in, empty, a comment, the end of brackets?"""
    return text[start : start + 1] in (b" ", b"\t", b"\n", b"\r", b"#", b")", b"]", b"}", b"")


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
