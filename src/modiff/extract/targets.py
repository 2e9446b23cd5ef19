"""What stands left of `=`: targets, one by one, each with the value it gets where the text says which."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from modiff.extract import grammar as g

MAX_TARGETS = 1_000
"""Targets of one chained assignment (`a = b = … = value`); what a program needs is a handful."""

_SEQUENCES = frozenset((g.TUPLE, g.LIST, g.EXPRESSION_LIST, g.PATTERN_LIST, g.TUPLE_PATTERN, g.LIST_PATTERN))
_SPLATS = frozenset((g.LIST_SPLAT_PATTERN, g.LIST_SPLAT))


def targets_and_value(assignment: Node) -> tuple[list[Node], Node | None, Node | None]:
    """The targets of an assignment, left to right, its value and its annotation. `a = b = v` has two targets."""
    targets: list[Node] = []
    annotated: Node | None = None
    node: Node | None = assignment
    while node is not None and node.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT) and len(targets) < MAX_TARGETS:
        left = node.child_by_field_id(g.F_LEFT)
        if left is not None:
            targets.append(left)
        if annotated is None:
            annotated = node.child_by_field_id(g.F_TYPE)
        node = node.child_by_field_id(g.F_RIGHT)
    return targets, node, annotated


def names_bound_by_target(target: Node, value: Node | None, text: bytes) -> Iterator[tuple[Node, Node | None]]:
    """Each name, attribute or subscript that a target binds, with its value: pairwise where both sides are written out, None where the
    value is unpacked at run time."""
    stack: list[tuple[Node, Node | None]] = [(target, value)]
    while stack:
        node, given = stack.pop()
        kind = node.kind_id
        if kind in (g.AS_PATTERN_TARGET, g.PARENTHESIZED) or (kind == g.TUPLE_PATTERN and _only_parentheses(node)):
            inner = g.parts(node)
            if len(inner) == 1:
                stack.append((inner[0], given))
        elif kind in _SPLATS:
            inner = g.parts(node)
            if inner:
                stack.append((inner[0], None))
        elif kind in _SEQUENCES:
            targets = g.parts(node)
            stack.extend(reversed(list(zip(targets, _values(targets, given), strict=True))))
        else:
            yield node, given


def _only_parentheses(node: Node) -> bool:
    """`(a) = 1` binds `a` itself; `(a,) = x` unpacks."""
    return node.named_child_count == 1 and not any(child.type == "," for child in node.children)


def _values(targets: list[Node], given: Node | None) -> list[Node | None]:
    nothing: list[Node | None] = [None] * len(targets)
    while given is not None and given.kind_id == g.PARENTHESIZED:
        given = g.first(given)
    if given is None or given.kind_id not in _SEQUENCES:
        return nothing
    values = g.parts(given)
    if len(values) != len(targets) or any(node.kind_id in _SPLATS for node in [*values, *targets]):
        return nothing
    return list(values)
