"""Digests of the text of functions, so that two versions of a body can be told apart without reading either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zlib import crc32

from modiff.model.facts import Binding, Class, Function

GIVES_NOTHING = bytes(4)
"""Stands for a function that has no return statement, or one that gives what its body alone does not tell."""
_WORDS = rb"[A-Za-z_][\w.]*(?:\[|\.[a-z_]\w*(?<!encode)(?<!decode)(?<!deque)(?<!partial)(?<!__class__)(?![\w.]))"
_UNTOLD = re.compile(_WORDS)
"""`x.y`, `x[0]` and `module.function(…)`: by far the most of what is not plain, told by its looks."""
_RETURN = re.compile(
    rb"\n[ \t]+return(?!\w)[ \t]*+(?:(?P<untold>"
    + _WORDS
    + rb")|(?P<variable>[A-Za-z_]\w*)[ \t\r]*(?=[\n#]|\Z)|(?P<called>[A-Za-z_]\w*)\(|(?P<other>[^\s#]))?"
)


def digests(readable: bytes, bindings: Iterable[Binding]) -> bytes:
    """See `Facts.digests`."""
    functions = sorted(_functions(bindings, []), key=_line)
    if all(binding.definition.returns is not None for binding in functions if type(binding.definition) is Function):
        return b""
    starts, untold = _starts(readable, functions), _untold_functions(bindings)
    found = {}
    for index, binding in enumerate(functions):
        if type(binding.definition) is Function and binding.definition.returns is None:
            found[id(binding)] = _digest(readable[starts[index] : starts[index + 1]], binding.definition, untold)
    return b"".join([found[id(binding)] for binding in unannotated(bindings)])


def _starts(text: bytes, functions: list[Binding]) -> list[int]:
    """Where each function stands, and the end of the text. What follows a function up to the next one has no return statement."""
    found = []
    line, at = 1, 0
    for binding in functions:
        word = b"def " + binding.name.encode()
        while line < binding.line:
            start = text.find(word, at + 1)
            if start < 0:
                return _starts_by_line(text, functions)
            line += text.count(b"\n", at, start)
            at = start
        if line > binding.line:
            return _starts_by_line(text, functions)
        found.append(at)
    return [*found, len(text)]


def _starts_by_line(text: bytes, functions: list[Binding]) -> list[int]:
    """The same, whatever is written between `def` and the name."""
    lines = [0]
    for part in text.split(b"\n"):
        lines.append(lines[-1] + len(part) + 1)
    return [*(min(lines[binding.line - 1], len(text)) for binding in functions), len(text)]


def _untold_functions(bindings: Iterable[Binding]) -> frozenset[bytes]:
    """Functions of the module's own level that do not say what they give: nor does who returns what they return."""
    plain: dict[str, bool] = {}
    for binding in bindings:
        made = binding.definition
        is_plain = type(made) is Function and made.returns is None and "generator" not in made.flags
        plain[binding.name] = is_plain and plain.get(binding.name, True)
    return frozenset(name.encode() for name, is_plain in plain.items() if is_plain)


def _digest(function: bytes, definition: Function, untold_functions: frozenset[bytes]) -> bytes:
    if b"return" not in function:
        return GIVES_NOTHING
    gives = False
    for untold, variable, called, other in _RETURN.findall(function):
        if untold or called in untold_functions or (variable and _is_untold(variable, function, definition)):
            return GIVES_NOTHING
        gives = gives or bool(called or other or variable not in (b"", b"None"))
    return crc32(function).to_bytes(4, "little") if gives else GIVES_NOTHING


def _is_untold(variable: bytes, function: bytes, definition: Function) -> bool:
    """Is it a parameter other than an instance or a class, or a variable that is given something which is not plain?"""
    name = variable.decode("utf-8", "replace")
    if name not in ("self", "cls") and any(parameter.name == name for parameter in definition.parameters):
        return True
    at = function.find(assigned := variable + b" = ")
    while at >= 0:
        if function[at - 1 : at].isspace() and _UNTOLD.match(function, at + len(assigned)) is not None:
            return True
        at = function.find(assigned, at + 1)
    return False


def unannotated(bindings: Iterable[Binding]) -> list[Binding]:
    """Every `def` of a module and of its classes that does not say what it returns, in the order of `Facts.digests`."""
    return [binding for binding in _functions(bindings, []) if type(binding.definition) is Function and binding.definition.returns is None]


def _functions(bindings: Iterable[Binding], found: list[Binding]) -> list[Binding]:
    for binding in bindings:
        definition = binding.definition
        if type(definition) is Function:
            found.append(binding)
        elif type(definition) is Class:
            _functions(definition.members, found)
    return found


def _line(binding: Binding) -> int:
    return binding.line
