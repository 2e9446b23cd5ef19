"""A `class`: its bases and keywords, and the attributes that its methods give to instances. What its body binds, `bindings` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, expression, string_literal
from modiff.extract.normal import annotation, normal
from modiff.extract.places import Places, of_attribute_binding
from modiff.extract.rendering import identifier
from modiff.extract.targets import names_bound_by_target, targets_and_value
from modiff.model.facts import Expression, InstanceAttribute

MAX_DEPTH = 120
"""Nodes in nodes on the way to a statement (an `if` and its block count twice); deeper ones are not looked at."""

SHORTEST = len("s.x=1")
"""Bytes of a body that may bind an attribute; most bodies are just the `0` that cutting left (see `cutting`)."""

_BLOCKS = frozenset(
    (g.IF, g.ELIF_CLAUSE, g.ELSE_CLAUSE, g.FOR, g.WHILE, g.TRY, g.EXCEPT_CLAUSE, g.FINALLY_CLAUSE, g.WITH, g.MATCH, g.CASE_CLAUSE, g.BLOCK)
)
_UNBOUND = frozenset(("staticmethod",))


class _Everywhere(Places):
    """For files with an absurd number of names for `self`: look at all of it."""

    def within(self, start: int, end: int) -> bool:
        return True


_EVERYWHERE = _Everywhere([])


def bases_and_keywords(node: Node, text: bytes) -> tuple[tuple[Expression, ...], tuple[tuple[str, str], ...]]:
    """What stands in the parentheses after the class's name."""
    listed = node.child_by_field_id(g.F_SUPERCLASSES)
    bases: list[Expression] = []
    keywords: list[tuple[str, str]] = []
    for part in g.parts(listed) if listed is not None else ():
        if part.kind_id == g.KEYWORD_ARGUMENT:
            name, value = part.child_by_field_id(g.F_NAME), part.child_by_field_id(g.F_VALUE)
            if name is not None and value is not None:
                keywords.append((identifier(g.source(name, text)), normal(value, text)))
        elif part.kind_id == g.DICTIONARY_SPLAT:
            keywords.append(("**", normal(part, text)[2:]))
        else:
            bases.append(expression(part, text))
    return tuple(bases), tuple(keywords)


Method = tuple[str, Node, tuple[Expression, ...]]
"""Name, node and decorators of a `def` in a class's body."""


class AttributeReader:
    """Reads what the methods of one file's classes bind on their instances."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._places: dict[bytes, Places] = {}

    def instance_attributes(self, methods: Iterable[Method]) -> tuple[InstanceAttribute, ...]:
        """First binding of each attribute, `__init__`'s first."""
        found: dict[str, InstanceAttribute] = {}
        for name, node, decorators in sorted(methods, key=lambda method: method[0] != "__init__"):
            if any(decorator.name in _UNBOUND for decorator in decorators):
                continue
            for attribute in self._bound_by_method(name, node):
                first = found.setdefault(attribute.name, attribute)
                if first is not attribute and not first.rebound and _is_bound_otherwise(first, attribute):
                    found[attribute.name] = msgspec.structs.replace(first, rebound=True)
        return tuple(found.values())

    def _bound_by_method(self, name: str, node: Node) -> Iterator[InstanceAttribute]:
        body = node.child_by_field_id(g.F_BODY)
        if body is None or body.end_byte - body.start_byte < SHORTEST:
            return
        listed = node.child_by_field_id(g.F_PARAMETERS)
        if listed is None:
            return
        if b"self" not in self._places:
            self._places[b"self"] = of_attribute_binding(self.text, b"self")
        receiver = _first_parameter(listed, self.text)
        if receiver is None:
            return
        # An instance made by `__new__` is mostly called `self` there.
        for each in (receiver, b"self") if name == "__new__" and receiver != b"self" else (receiver,):
            places = self._places.get(each)
            if places is None:
                places = self._places[each] = of_attribute_binding(self.text, each) if len(self._places) < 50 else _EVERYWHERE
            if places.within(body.start_byte, body.end_byte):
                yield from _Method(name, each, self.text, places).attributes(body)


def _is_bound_otherwise(first: InstanceAttribute, again: InstanceAttribute) -> bool:
    if again.value is None:
        return again.annotation is None  # a loop, `with`, or what is unpacked
    return again.value.text != "None" and (first.value is None or first.value.text != again.value.text)


def _first_parameter(listed: Node, text: bytes) -> bytes | None:
    for child in listed.named_children:
        kind = child.kind_id
        if kind == g.IDENTIFIER:
            return text[child.start_byte : child.end_byte]
        if kind in (g.TYPED_PARAMETER, g.DEFAULT_PARAMETER, g.TYPED_DEFAULT_PARAMETER):
            name = g.first(child)
            return g.source(name, text) if name is not None and name.kind_id == g.IDENTIFIER else None
        if kind not in g.EXTRAS:
            return None
    return None


class _Method:
    """Walks the statements of one method, not into nested functions and classes."""

    def __init__(self, name: str, receiver: bytes, text: bytes, places: Places) -> None:
        self.name = name
        self.places = places
        self.receiver = receiver
        self.text = text

    def attributes(self, block: Node, depth: int = 0) -> Iterator[InstanceAttribute]:
        within = self.places.within
        for statement in block.named_children:
            kind = statement.kind_id
            if kind == g.EXPRESSION_STATEMENT:
                if within(statement.start_byte, statement.end_byte):
                    yield from self._expression_statement(statement)
            elif kind in _BLOCKS and depth < MAX_DEPTH and within(statement.start_byte, statement.end_byte):
                yield from self._targets_of(statement, kind)
                yield from self.attributes(statement, depth + 1)

    def _expression_statement(self, statement: Node) -> Iterator[InstanceAttribute]:
        inner = g.first(statement)
        if inner is None:
            return
        if inner.kind_id == g.CALL:
            yield from self._setattr(inner)
        elif inner.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT):
            targets, value, annotated = targets_and_value(inner)
            for target in targets:
                yield from self._target(target, value, annotated)

    def _target(self, target: Node, value: Node | None, annotated: Node | None) -> Iterator[InstanceAttribute]:
        for bound, given in names_bound_by_target(target, value, self.text):
            if bound.kind_id != g.ATTRIBUTE:
                continue
            owner, name = bound.child_by_field_id(g.F_OBJECT), bound.child_by_field_id(g.F_ATTRIBUTE)
            if owner is None or name is None or owner.kind_id != g.IDENTIFIER or g.source(owner, self.text) != self.receiver:
                continue
            yield InstanceAttribute(
                identifier(g.source(name, self.text)),
                g.line(bound),
                self.name,
                annotation(annotated, self.text) if annotated is not None else None,
                expression(given, self.text) if given is not None else None,
            )

    def _targets_of(self, statement: Node, kind: int) -> Iterator[InstanceAttribute]:
        """`for self.x in …`, `with … as self.x`."""
        if kind == g.FOR:
            target = statement.child_by_field_id(g.F_LEFT)
            if target is not None:
                yield from self._target(target, None, None)
        elif kind == g.WITH:
            for clause in statement.named_children:
                if clause.kind_id == g.WITH_CLAUSE:
                    for item in clause.named_children:
                        value = item.child_by_field_id(g.F_VALUE)
                        alias = value.child_by_field_id(g.F_ALIAS) if value is not None else None
                        if alias is not None:
                            yield from self._target(alias, None, None)

    def _setattr(self, call: Node) -> Iterator[InstanceAttribute]:
        function = call.child_by_field_id(g.F_FUNCTION)
        if function is None or g.source(function, self.text) not in (b"setattr", b"object.__setattr__"):
            return
        positional, _ = arguments(call, self.text)
        if len(positional) == 3 and g.source(positional[0], self.text) == self.receiver:
            name = string_literal(positional[1], self.text)
            if name is not None and name.isidentifier():
                yield InstanceAttribute(name, g.line(call), self.name, None, expression(positional[2], self.text))
