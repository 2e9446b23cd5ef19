"""Functions of a module that add to its `__all__` when they are called, or stand as decorators: `extend_all(other)`, `@export`.

What such a function adds is read from its text: the name of what it is given (`__all__.append(f.__name__)`, a string that is given), or every
name that a given module lists (`__all__.extend(module.__all__)`). Of one that does anything else it is only known that it adds something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.model.facts import ExportStep, Guard

_WORD = b"__all__"
_GROWS = rb"__all__\s*(?:\.\s*(?:append|extend|add)\s*\(|\+=)"
_NAME = re.compile(rb"[A-Za-z_]\w*")


class Exporters:
    """Those of one module, as they are met: a function is known from its `def` on."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.speaks = _WORD in text
        """Does the module mention `__all__` at all? Otherwise nothing is asked of its functions."""
        self.adds: dict[str, str | None] = {}
        """By name, what a function adds: `name` (of what it is given), `listed` (what a module that it is given lists); None: something else."""

    def note(self, name: str, function: Node) -> None:
        """Takes in a function of the module's own level."""
        body = function.child_by_field_id(g.F_BODY)
        if not self.speaks or body is None or self.text.find(_WORD, body.start_byte, body.end_byte) < 0:
            return
        said = self.text[body.start_byte : body.end_byte]
        if re.search(_GROWS, said) is None:
            return  # it only looks
        given = function.child_by_field_id(g.F_PARAMETERS)
        first = next(iter(g.parts(given)), None) if given is not None else None
        parameter = _NAME.match(g.source(first, self.text)) if first is not None else None
        self.adds[name] = _what_it_adds(re.escape(parameter[0]), said) if parameter is not None else None

    def called(self, call: Node, guard: Guard) -> list[ExportStep]:
        """The steps of a statement that is a call: none where it calls something else."""
        function = call.child_by_field_id(g.F_FUNCTION)
        name = dotted_name(function, self.text) if function is not None else None
        if name not in self.adds:
            return []
        positional, keywords = arguments(call, self.text)
        if len(positional) != 1 or keywords:
            return [ExportStep("unknown", g.line(call), guard=guard)]
        return [self._step(self.adds[name], positional[0], g.line(call), guard)]

    def _step(self, adds: str | None, argument: Node, line: int, guard: Guard) -> ExportStep:
        said = dotted_name(argument, self.text)
        literal = string_literal(argument, self.text)
        if adds == "listed" and said is not None:
            return ExportStep("add", line, sources=(said,), guard=guard)
        if adds == "name" and (literal or said):
            return ExportStep("add", line, (literal or str(said).rpartition(".")[2],), guard=guard)
        return ExportStep("unknown", line, guard=guard)

    def decorated(self, name: str, decorators: Iterable[Node], line: int, guard: Guard) -> list[ExportStep]:
        """The steps of decorators that stand on a definition of this name."""
        out: list[ExportStep] = []
        for decorator in decorators if self.adds else ():
            called = decorator.child_by_field_id(g.F_FUNCTION) if decorator.kind_id == g.CALL else None
            said = dotted_name(called or decorator, self.text)
            if said in self.adds:
                plain = called is None and self.adds[said] == "name"
                out.append(ExportStep("add", line, (name,), guard=guard) if plain else ExportStep("unknown", line, guard=guard))
        return out


def _what_it_adds(parameter: bytes, said: bytes) -> str | None:
    if re.search(rb"__all__\s*\.\s*(?:append|add)\s*\(\s*" + parameter + rb"\s*(?:\.\s*__name__\s*)?\)", said):
        return "name"
    if re.search(rb"\b" + parameter + rb"\s*\.\s*__all__|getattr\s*\(\s*" + parameter + rb"\s*,\s*['\"]__all__['\"]", said):
        return "listed"
    return None
