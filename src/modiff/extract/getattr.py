"""A module's `__getattr__` (PEP 562): which names it serves, where they come from, which of them with a warning.

Read are the usual forms: `if name == "x": …`, `if name in NAMES: …` over literals of this file, `if name in dir(module): …` with what the module
has under that name (what it has not goes on to the next statement), early `raise AttributeError` for all others, and a final
`raise AttributeError`. `complete` says that no other name can come out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.extract.imports import names_imported
from modiff.extract.normal import normal
from modiff.extract.served import mapping, resolved, strings
from modiff.model.facts import Guard, Import, Served

_WARNS = re.compile(rb"\b\w*warn\w*\b")
_GETATTR = re.compile(r"getattr\(([\w.]+), (\w+)(?:, [^()]*)?\)")
_HAS = re.compile(r"(?P<asked>\w+) in (?:(?:dir|vars)\((?P<listed>[\w.]+)\)|(?P<held>[\w.]+)\.__dict__)|hasattr\((?P<had>[\w.]+), (?P<name>\w+)\)")
_IMPORTED = re.compile(r"(?:importlib\.)?import_module\('(\.[\w.]+)', (?:__name__|__package__)\)|(?:importlib\.)?import_module\('(\w[\w.]*)'\)")


class _Reader:
    def __init__(self, parameter: str, literals: Mapping[str, Node], text: bytes) -> None:
        self.parameter = parameter
        self.literals = literals
        self.text = text
        self.names: dict[str, str | None] = {}
        self.submodules: list[str] = []
        self.deprecated: list[str] = []
        self.complete = True
        self.imported: dict[str, str] = {}
        """What the body imports, by the name it binds: where it comes from."""
        self.through: list[str] = []
        self.local: set[str] = set()
        """Names that the body assigns: what they hold is not known."""
        self.passed_on: set[str] = set()
        """Names bound to `getattr(module, name)`."""
        self.looked_up: dict[str, Node] = {}
        """Names bound to `TABLE.get(name)`, with the table."""

    def statements(self, nodes: list[Node]) -> bool:
        """Reads statements in order; True when they end in `raise` or `return` for every name."""
        for node in nodes:
            kind = node.kind_id
            if kind == g.IF:
                if self._if(node):
                    return True
            elif kind == g.RAISE:
                return True
            elif kind == g.RETURN:
                self.complete &= self._passes_on(g.first(node))
                return True
            elif kind in (g.IMPORT_FROM, g.IMPORT):
                self._import(node)
            elif kind == g.EXPRESSION_STATEMENT:
                self._assignment(g.first(node))
            elif kind in (g.TRY, g.FOR, g.WHILE, g.WITH, g.MATCH):
                self.complete = False
        return False

    def _import(self, node: Node) -> None:
        """`from a import b`, `import a.b as b`; plain `import a.b` binds what is written out in full anyway."""
        for bound, imported in names_imported(node, self.text):
            if imported.name is not None:
                self.imported[bound] = _path(imported)
            elif imported.renamed:
                self.imported[bound] = imported.module

    def _assignment(self, node: Node | None) -> None:
        """A local literal is as good as one of the module; `found = getattr(module, name)` is what may be returned later."""
        left, right = (node.child_by_field_id(f) if node is not None and node.kind_id == g.ASSIGNMENT else None for f in (g.F_LEFT, g.F_RIGHT))
        if left is None or right is None or left.kind_id != g.IDENTIFIER:
            return
        name = g.source(left, self.text).decode("utf-8", "replace")
        if right.kind_id == g.CALL and self._passes_on(right):
            self.passed_on.add(name)
        elif right.kind_id == g.CALL and (table := self._table_asked(right)) is not None:
            self.looked_up[name] = table
        else:
            self.local.add(name)
            self.literals = {**self.literals, name: right}

    def _table_asked(self, call: Node) -> Node | None:
        """The table in `TABLE.get(name)`, which gives None for what it has not; None: it is another call."""
        callee, given = call.child_by_field_id(g.F_FUNCTION), arguments(call, self.text)
        table = callee.child_by_field_id(g.F_OBJECT) if callee is not None and callee.kind_id == g.ATTRIBUTE else None
        if table is None or callee is None or not g.source(callee, self.text).endswith(b".get") or given[1]:
            return None
        asked = [normal(argument, self.text) for argument in given[0]]
        return table if asked in ([self.parameter], [self.parameter, "None"]) else None

    def _found(self, node: Node) -> tuple[list[tuple[str, str | None]] | None, bool] | None:
        """What a test of a name bound to `TABLE.get(name)` says: `x`, `x is not None`, `x is None`; None: it is no such test."""
        operands, operators = (g.parts(node), node.children_by_field_id(g.F_OPERATORS)) if node.kind_id == g.COMPARISON else ([node], [])
        table = self.looked_up.get(normal(operands[0], self.text)) if operands and operands[0].kind_id == g.IDENTIFIER else None
        if table is None:
            return None
        word = " ".join(operators[0].type.split()) if operators else "is not"
        if word not in ("is", "is not") or (operators and (len(operands) != 2 or normal(operands[1], self.text) != "None")):
            return None, False
        return self._listed(table), word == "is"

    def _passes_on(self, node: Node | None) -> bool:
        """Is it `getattr(module, name)`, of a module whose path can be said, or a name bound to that?"""
        if node is None:
            return False
        said = normal(node, self.text)
        if said in self.passed_on:
            return True
        match = _GETATTR.fullmatch(said)
        if match is None or match[2] != self.parameter or match[1].partition(".")[0] in self.local:
            return False
        module = self.imported.get(match[1], match[1])
        if module not in self.through:
            self.through.append(module)
        return True

    def _if(self, node: Node) -> bool:
        """True where the branches leave nothing to the statements after them."""
        closed = False
        for branch in (node, *node.children_by_field_id(g.F_ALTERNATIVE)):
            condition = branch.child_by_field_id(g.F_CONDITION)
            block = branch.child_by_field_id(g.F_BODY if condition is None else g.F_CONSEQUENCE)
            if block is None:
                continue
            if condition is None:
                closed = self.statements(g.parts(block))
            else:
                closed = self._branch(condition, block) or closed
        return closed

    def _branch(self, condition: Node, block: Node) -> bool:
        if (module := self._module_asked(condition)) is not None:
            self.complete &= self._hands_on(block, module)
            return False
        served, negated = self._condition(condition)
        raises = any(part.kind_id == g.RAISE for part in g.parts(block)[-1:])
        if negated:
            # `if name not in NAMES: raise AttributeError`: from here on only these names are served.
            if raises and served is not None:
                self._serve(served, block)
                return True
            self.complete &= raises
            return False
        if raises:
            return False
        if served is None:
            self.complete = False
        else:
            self._serve(served, block)
        return False

    def _module_asked(self, condition: Node) -> str | None:
        """The module, as written, of `name in dir(module)` and its like; None: it is another test."""
        match = _HAS.fullmatch(normal(condition, self.text))
        if match is None or (match["asked"] or match["name"]) != self.parameter:
            return None
        return match["listed"] or match["held"] or match["had"]

    def _hands_on(self, block: Node, module: str) -> bool:
        """Does a branch for the names that a module has end in giving them, whatever it says before?"""
        *before, last = g.parts(block)
        for statement in before:
            if statement.kind_id in (g.IMPORT_FROM, g.IMPORT):
                self._import(statement)
            elif statement.kind_id != g.EXPRESSION_STATEMENT:
                return False
        given = g.first(last) if last.kind_id == g.RETURN else None
        match = _GETATTR.fullmatch(normal(given, self.text)) if given is not None else None
        return match is not None and match[1] == module and self._passes_on(given)

    def _condition(self, node: Node) -> tuple[list[tuple[str, str | None]] | None, bool]:
        """The names for which a test of the parameter holds (None: cannot be read), and whether the test is negated."""
        if node.kind_id == g.PARENTHESIZED and len(g.parts(node)) == 1:
            return self._condition(g.parts(node)[0])
        if node.kind_id == g.NOT:
            argument = node.child_by_field_id(g.F_ARGUMENT)
            served, negated = self._condition(argument) if argument is not None else (None, False)
            return served, not negated
        if (found := self._found(node)) is not None:
            return found
        if (asked := self._unless_switched_off(node)) is not None:
            return self._condition(asked)
        operands, operators = g.parts(node), node.children_by_field_id(g.F_OPERATORS)
        if node.kind_id != g.COMPARISON or len(operands) != 2 or normal(operands[0], self.text) != self.parameter:
            return None, False
        word = " ".join(operators[0].type.split()) if operators else ""
        if word in ("==", "!="):
            name = string_literal(operands[1], self.text)
            return ([(name, None)] if name is not None else None), word == "!="
        return (self._listed(operands[1]) if word in ("in", "not in") else None), word == "not in"

    def _unless_switched_off(self, node: Node) -> Node | None:
        """The test of the parameter in `name in NAMES and not config.use_future`; None: it is another one. What a switch forbids is served as long as
        nobody turns it on."""
        if node.kind_id != g.BOOLEAN or len(g.parts(node)) != 2 or node.children[1].type != "and":
            return None
        asked, switch = g.parts(node)
        given = switch.child_by_field_id(g.F_ARGUMENT) if switch.kind_id == g.NOT else None
        said = dotted_name(given, self.text) if given is not None else None
        return asked if said is not None and said.partition(".")[0] != self.parameter else None

    def _listed(self, node: Node) -> list[tuple[str, str | None]] | None:
        """Names of a literal; where it is a dictionary of strings, they say where each comes from."""
        literal = resolved(node, self.literals, self.text)
        pairs = mapping(node, self.literals, self.text) if literal is not None and literal.kind_id in (g.DICTIONARY, g.CALL) else None
        if pairs is not None:
            return [(name, self._origin_in_mapping(name, value)) for name, value in pairs]
        found = strings(node, self.literals, self.text)
        return [(name, None) for name in found] if found is not None else None

    def _origin_in_mapping(self, name: str, value: Node) -> str | None:
        """`{"x": ".mod"}`: `x` of `.mod`; `{"x": ".mod.x"}` and `{"x": (".mod", "y")}` say it in full."""
        elements = [string_literal(part, self.text) for part in g.parts(value)] if value.kind_id == g.TUPLE else [string_literal(value, self.text)]
        if any(element is None or not re.fullmatch(r"\.*[\w.]*", element) for element in elements) or not elements or len(elements) > 2:
            return None
        module = elements[0] or ""
        attribute = elements[1] if len(elements) == 2 else None
        if attribute is None:
            attribute = "" if module.rpartition(".")[2] == name else name
        if not module:
            return None
        return module + ("" if module.endswith(".") or not attribute else ".") + attribute

    def _serve(self, served: list[tuple[str, str | None]], block: Node) -> None:
        written = g.source(block, self.text)
        warned = _WARNS.search(written) is not None
        origins = self._origins(block)
        for name, source in served:
            known = source if source is not None else origins.get(name)
            if known is None and len(served) == 1:
                known = origins.get("")
            self.names.setdefault(name, known)
            if warned:
                self.deprecated.append(name)

    def _origins(self, block: Node) -> dict[str, str | None]:
        """By name, what the branch imports; under "" what it returns, if that can be said."""
        origins: dict[str, str | None] = {}
        for statement in g.parts(block):
            if statement.kind_id == g.IMPORT_FROM:
                for bound, imported in names_imported(statement, self.text):
                    origins[bound] = _path(imported)
            elif statement.kind_id == g.RETURN:
                returned = g.first(statement)
                said = normal(returned, self.text) if returned is not None else ""
                origins.update(self._held(returned))
                match = _IMPORTED.fullmatch(said)
                if match:
                    origins[""] = match[1] or match[2]
                elif said in origins:
                    origins[""] = origins[said]
                elif returned is not None and returned.kind_id in (g.IDENTIFIER, g.ATTRIBUTE):
                    origins[""] = said if said.replace(".", "").isidentifier() else None
        return origins

    def _held(self, returned: Node | None) -> dict[str, str | None]:
        """For `return TABLE[name]`: the names of this module that the table holds."""
        if returned is None or returned.kind_id != g.SUBSCRIPT:
            return {}
        held, key = (returned.child_by_field_id(field) for field in (g.F_VALUE, g.F_SUBSCRIPT))
        if held is None or key is None or normal(key, self.text) != self.parameter:
            return {}
        pairs = mapping(held, self.literals, self.text) or ()
        return {name: normal(value, self.text) for name, value in pairs if value.kind_id == g.IDENTIFIER}


def _path(imported: Import) -> str:
    """Where an imported name comes from, with leading dots if relative."""
    return f"{'.' * imported.level}{imported.module}{'.' if imported.module else ''}{imported.name}"


def by_getattr(function: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> Served:
    """What a module-level `def __getattr__` serves."""
    listed, body = function.child_by_field_id(g.F_PARAMETERS), function.child_by_field_id(g.F_BODY)
    first = g.first(listed) if listed is not None else None
    line = g.line(function)
    if first is None or body is None:
        return Served("getattr", line, guard=guard)
    named = first if first.kind_id == g.IDENTIFIER else g.first(first)
    reader = _Reader(g.source(named, text).decode("utf-8", "replace") if named is not None else "", literals, text)
    ended = reader.statements(g.parts(body))
    return Served(
        "getattr",
        line,
        tuple(reader.names.items()),
        (),
        reader.complete and ended,
        tuple(dict.fromkeys(reader.deprecated)),
        guard,
        tuple(reader.through),
    )
