"""What stands around a use of a name in a function's body: whether it always runs, which names the function binds, what a key may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import dotted_name, string_literal
from modiff.extract.imports import names_imported
from modiff.extract.targets import names_bound_by_target
from modiff.model.facts import POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, Import, Parameter

COLLECTIONS = frozenset((g.LIST, g.TUPLE, g.SET))
_PASSED_THROUGH = frozenset(
    (
        g.EXPRESSION_STATEMENT,
        g.RETURN,
        g.ASSIGNMENT,
        g.WITH,
        g.WITH_CLAUSE,
        g.WITH_ITEM,
        g.AS_PATTERN,
        g.BLOCK,
        g.AWAIT,
        g.CALL,
        g.ARGUMENT_LIST,
        g.KEYWORD_ARGUMENT,
        g.ATTRIBUTE,
        g.PARENTHESIZED,
        g.TUPLE,
        g.EXPRESSION_LIST,
        g.SUBSCRIPT,
    )
)
"""What may stand between a body and a call that always runs."""
_ENDS_EARLY = re.compile(rb"\breturn\b|\bcontinue\b|\bbreak\b")


class Surroundings:
    """One body, and what is known of its function."""

    def __init__(self, block: Node, text: bytes, parameters: Sequence[Parameter]) -> None:
        """`block`: the body; `parameters`: all of the function's, at least one."""
        self.block, self.text = block, text
        self.receiver = parameters[0].name if parameters[0].kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD) else None
        self.star = next((p.name for p in parameters if p.kind == VAR_POSITIONAL), None)
        self.taken = parameters
        self.parameters = {p.name for p in parameters}
        self._locals: dict[str, Import | None] | None = None

    def always_runs(self, call: Node) -> bool:
        """Does every call that does not fail before get to this node? Not inside conditions, loops and `try`, nor after an early end."""
        node: Node | None = call
        statement = call
        while node is not None and node != self.block:
            if node.kind_id not in _PASSED_THROUGH:
                return False
            statement, node = node, node.parent
        start = self.block.start_byte
        head = g.first(self.block)
        said = g.first(head) if head is not None and head.kind_id == g.EXPRESSION_STATEMENT else None
        if said is not None and said.kind_id in (g.STRING, g.CONCATENATED):
            start = said.end_byte
        return _ENDS_EARLY.search(self.text, start, max(start, statement.start_byte)) is None

    def bound(self, name: str) -> tuple[bool, Import | None]:
        """Does the function itself bind this name, and by which import?"""
        if name == self.receiver or name.startswith("super("):
            return False, None
        if self._locals is None:
            self._locals = dict(self._bindings())
        return (name in self.parameters or name in self._locals), self._locals.get(name)

    def _bindings(self) -> Iterator[tuple[str, Import | None]]:
        """Every name that the body binds, inner functions' own ones among them: too many rather than too few."""
        stack = [self.block]
        while stack:
            node = stack.pop()
            kind = node.kind_id
            if kind in (g.IMPORT, g.IMPORT_FROM):
                yield from names_imported(node, self.text)
            elif kind in (g.FUNCTION, g.CLASS):
                yield self._named(node), None
                continue
            elif kind in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT, g.FOR, g.FOR_IN_CLAUSE):
                left = node.child_by_field_id(g.F_LEFT)
                for target, _ in names_bound_by_target(left, None, self.text) if left is not None else ():
                    yield g.source(target, self.text).decode("utf-8", "replace"), None
            elif kind == g.NAMED_EXPRESSION:
                yield self._named(node), None
            elif kind == g.AS_PATTERN_TARGET:
                yield g.source(node, self.text).decode("utf-8", "replace"), None
            stack.extend(node.named_children)

    def _named(self, node: Node) -> str:
        named = node.child_by_field_id(g.F_NAME)
        return g.source(named, self.text).decode("utf-8", "replace") if named is not None else ""

    def keys(self, node: Node) -> set[str] | None:
        """The keys that an expression may mean: a literal, or the variable of a loop over literals. None: computed."""
        literal = string_literal(node, self.text)
        if literal is not None:
            return {literal}
        if node.kind_id != g.IDENTIFIER:
            return None
        name = g.source(node, self.text)
        above = node.parent
        while above is not None and above != self.block.parent:
            loops = [above] if above.kind_id == g.FOR else [c for c in above.named_children if c.kind_id == g.FOR_IN_CLAUSE]
            for loop in loops:
                left, right = loop.child_by_field_id(g.F_LEFT), loop.child_by_field_id(g.F_RIGHT)
                if left is not None and right is not None and g.source(left, self.text) == name:
                    return self.strings(right)
            above = above.parent
        return None

    def strings(self, node: Node) -> set[str] | None:
        """A literal collection of strings, or a variable that is bound to one in this body and nowhere else."""
        if node.kind_id == g.IDENTIFIER:
            name = g.source(node, self.text)
            bound = ((a.child_by_field_id(g.F_LEFT), a.child_by_field_id(g.F_RIGHT)) for a in self._assignments())
            values = [value for left, value in bound if left is not None and g.source(left, self.text) == name]
            return self.strings(values[0]) if len(values) == 1 and values[0] is not None and values[0].kind_id in COLLECTIONS else None
        if node.kind_id not in COLLECTIONS:
            return None
        found = [string_literal(part, self.text) for part in g.parts(node)]
        return None if None in found else {value for value in found if value is not None}

    def _assignments(self) -> Iterator[Node]:
        stack = [self.block]
        while stack:
            node = stack.pop()
            if node.kind_id in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT):
                yield node
            stack.extend(node.named_children)

    def statement_of(self, node: Node) -> str:
        """The first line of the statement that a use stands in."""
        at: Node | None = node
        while at is not None and at.parent is not None and at.parent.kind_id != g.BLOCK:
            at = at.parent
        return g.source(at or node, self.text).decode("utf-8", "replace").splitlines()[0].strip()[:100]

    def callee(self, node: Node) -> str:
        name = dotted_name(node, self.text)
        if name is not None:
            return name
        if node.kind_id == g.ATTRIBUTE and (value := node.child_by_field_id(g.F_OBJECT)) is not None and value.kind_id == g.CALL:
            called, named = value.child_by_field_id(g.F_FUNCTION), node.child_by_field_id(g.F_ATTRIBUTE)
            if called is not None and named is not None and g.source(called, self.text) == b"super":
                listed = value.child_by_field_id(g.F_ARGUMENTS)
                given = g.parts(listed) if listed is not None else []
                # `super(Other, self)` begins elsewhere, unless Other is the class itself: link knows its name.
                start = g.source(given[0], self.text).decode() if given else ""
                return f"super({start}).{g.source(named, self.text).decode()}"
        if node.kind_id == g.CALL and (called := node.child_by_field_id(g.F_FUNCTION)) is not None and g.source(called, self.text) == b"type":
            listed = node.child_by_field_id(g.F_ARGUMENTS)
            given = g.parts(listed) if listed is not None else []
            if len(given) == 1 and self.receiver is not None and g.source(given[0], self.text).decode() == self.receiver:
                return f"{self.receiver}.__class__"
        return ""

    @staticmethod
    def ends_in_raise(block: Node | None) -> bool:
        statements = g.parts(block) if block is not None else []
        return bool(statements) and statements[-1].kind_id == g.RAISE
