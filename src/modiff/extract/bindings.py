"""Walks the statements of a module or class body and writes down what they bind, under which guard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from tree_sitter import Node

from modiff.extract import classes, conditions, deprecations, executed, exports, imports, patterns, served
from modiff.extract import grammar as g
from modiff.extract.exporters import Exporters
from modiff.extract.expressions import arguments, dotted_name, expression, string_literal
from modiff.extract.functions import read_decorators, read_function
from modiff.extract.normal import annotation, normal
from modiff.extract.places import of_deprecation, of_word
from modiff.extract.rendering import identifier
from modiff.extract.signatures import type_parameters
from modiff.extract.targets import names_bound_by_target, targets_and_value
from modiff.model.facts import Assignment, Binding, Call, Class, Definition, Deletion, ExportStep, Expression, Gap, Guard, Served, Test

MAX_DEPTH = 100
"""Blocks in blocks; Python itself refuses more levels of indentation (`MAXINDENT` of its tokenizer)."""

MAX_EARLIER = 60
"""Earlier conditions that a branch of a long `elif` chain carries; the further ones are left out."""

_DYNAMIC = frozenset((b"exec", b"execfile"))
_HERE = frozenset(("globals()", "locals()", "vars()"))
_END_OF_BRANCH = frozenset((g.RAISE, g.RETURN))
_DOTTED = re.compile(rb"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\.(?:[A-Za-z_]\w*|\*)")
_DEFAULTS_OF_NEW = re.compile(rb"(\w+)\.__new__\.(?:__defaults__|func_defaults)")
_WALRUS = b":="


class Scope:
    """The body being read: of the module (name empty) or of a class (dotted name)."""

    def __init__(self, name: str = "", depth: int = 1) -> None:
        self.name = name
        self.depth = depth
        """How many blocks deep its own statements stand; deeper ones are nested."""
        self.bindings: list[Binding] = []
        self.methods: list[tuple[str, Node, tuple[Expression, ...]]] = []


class Walker:
    """Reads one file's statements; its fields are the facts gathered so far."""

    def __init__(self, text: bytes, executes: bool = False) -> None:
        self.text = text
        self.executes = executes
        """Do statements `not CODE in NAMESPACE` stand for Python 2's `exec`? (See `file`.)"""
        self.yields = of_word(text, b"yield")
        self.deprecations = of_deprecation(text)
        self.attributes = classes.AttributeReader(text)
        self.module = Scope()
        self.exports: list[ExportStep] = []
        self.exporters = Exporters(text)
        self.served: list[Served] = []
        self.gaps: list[Gap] = []
        self.writes: list[tuple[str, int]] = []
        self.given: list[tuple[str, str]] = []
        self.defaults: list[tuple[str, str]] = []
        self.class_calls: list[tuple[str, Call]] = []
        self.class_values: list[tuple[str, str, Expression | None, int]] = []
        self.classes: set[str] = set()
        """Names of classes of the module so far."""
        self.literals: dict[str, Node] = {}
        """Values that module-level names have, for what is built from them: `_lazy = {...}`."""
        self.module_getattr: list[tuple[Node, Guard]] = []
        self.deprecated: str | None = None
        self.main = False
        self.raises = False
        self._depth = 0

    def walk(self, statements: Iterable[Node], scope: Scope, guard: Guard = ()) -> None:
        """Reads statements in order. What follows an `if` that ends in `raise` runs only where its condition fails; that is noted for
        versions and platforms, as otherwise the module is simply not there."""
        if self._depth >= MAX_DEPTH:
            self._gap("Blocks are nested deeper here than Python allows.", next(iter(statements), None), scope)
            return
        self._depth += 1
        handlers = _HANDLERS
        for statement in statements:
            kind = statement.kind_id
            handler = handlers.get(kind)
            if handler is None:
                continue
            handler(self, statement, scope, guard)
            if kind == g.IF:
                guard += self._after(statement)
        self._depth -= 1

    def _gap(self, reason: str, node: Node | None, scope: Scope, hides: bool = True) -> None:
        self.gaps.append(Gap(reason, g.line(node) if node is not None else None, scope.name, hides))

    def _bind(self, scope: Scope, name: str, node: Node, definition: Definition, guard: Guard) -> None:
        scope.bindings.append(Binding(name, node.start_point.row + 1, node.end_point.row + 1, definition, guard, self._depth > scope.depth))

    # Definitions

    def _function(self, node: Node, scope: Scope, guard: Guard, decorators: list[Node] | None = None) -> None:
        named = node.child_by_field_id(g.F_NAME)
        if named is None or named.is_missing:
            return
        name = identifier(self.text[named.start_byte : named.end_byte])
        function = read_function(node, self.text, decorators or [], self.yields, self.deprecations)
        if scope is not self.module:
            scope.methods.append((name, node, function.decorators))
        elif name == "__getattr__":
            self.module_getattr.append((node, guard))
        elif self.exporters.speaks:
            self.exporters.note(name, node)
        self._bind(scope, name, node, function, guard)

    def _class(self, node: Node, scope: Scope, guard: Guard, decorators: list[Node] | None = None) -> None:
        named, body = node.child_by_field_id(g.F_NAME), node.child_by_field_id(g.F_BODY)
        if named is None or named.is_missing:
            return
        name = identifier(g.source(named, self.text))
        inner = Scope(f"{scope.name}.{name}" if scope.name else name, self._depth + 1)
        if body is not None:
            self.walk(body.named_children, inner)
        if scope is self.module:
            self.classes.add(name)
        if name == "__getattr__" and scope is self.module and decorators:
            self.served.append(served.by_class(inner.bindings, g.line(node), guard))
        bases, keywords = classes.bases_and_keywords(node, self.text)
        typed = node.child_by_field_id(g.F_TYPE_PARAMETERS)
        self._bind(
            scope,
            name,
            node,
            Class(
                bases,
                keywords,
                read_decorators(decorators or [], self.text),
                tuple(inner.bindings),
                self.attributes.instance_attributes(inner.methods),
                type_parameters(typed, self.text) if typed is not None else (),
                self._class_deprecated(decorators, body, inner),
            ),
            guard,
        )

    def _class_deprecated(self, decorators: list[Node] | None, body: Node | None, inner: Scope) -> str | None:
        said = deprecations.by_decorator(decorators, self.text) if decorators else None
        if said is None and body is not None and self.deprecations.within(body.start_byte, body.end_byte):
            said = deprecations.by_docstring(g.parts(body)[:1], self.text)
            for name, method, _ in inner.methods:
                within = method.child_by_field_id(g.F_BODY) if said is None and name in ("__init__", "__new__") else None
                if within is not None:
                    said = deprecations.by_warning(g.parts(within), self.text)
        return said

    def _decorated(self, node: Node, scope: Scope, guard: Guard) -> None:
        decorators = [g.first(d) for d in node.named_children if d.kind_id == g.DECORATOR]
        definition = node.child_by_field_id(g.F_DEFINITION)
        if definition is None:
            return
        read = self._function if definition.kind_id == g.FUNCTION else self._class
        read(definition, scope, guard, [decorator for decorator in decorators if decorator is not None])
        named = definition.child_by_field_id(g.F_NAME) if scope is self.module and self.exporters.adds else None
        if named is not None:
            name = identifier(g.source(named, self.text))
            self.exports += self.exporters.decorated(name, [d for d in decorators if d is not None], g.line(node), guard)

    # Simple statements

    def _expression_statement(self, node: Node, scope: Scope, guard: Guard) -> None:
        inner = g.first(node)
        if inner is None:
            return
        kind = inner.kind_id
        if kind == g.ASSIGNMENT:
            self._assignment(inner, scope, guard)
        elif kind == g.AUGMENTED_ASSIGNMENT:
            self._augmented(inner, scope, guard)
        elif kind == g.CALL:
            self._called(inner, scope, guard)
        elif kind == g.NOT and self.executes:
            self._exec(inner, scope, guard)
        if kind != g.STRING:
            self._walrus(node, scope, guard)

    def _assignment(self, node: Node, scope: Scope, guard: Guard) -> None:
        targets, value, annotated = targets_and_value(node)
        text = self.text
        if value is not None and value.kind_id == g.ASSIGNMENT:
            self._gap("An assignment has more targets than any program needs.", node, scope)
            value = None
        said = annotation(annotated, text) if annotated is not None else None
        for target in targets:
            for bound, given in names_bound_by_target(target, value, text):
                if bound.kind_id == g.IDENTIFIER:
                    self._name_assigned(identifier(text[bound.start_byte : bound.end_byte]), node, given, said, scope, guard)
                elif scope is self.module:
                    self.served += served.assigned(bound, given, self.literals, text, guard, self.module.bindings)
                    self._note_write(g.source(bound, text), node)
                    if self.classes and not guard and self._depth == 1:
                        self._note_class_value(g.source(bound, text), given, node)
                    if given is not None and not guard and (name := dotted_name(given, self.text)) is not None:
                        self.given.append((g.source(bound, self.text).decode("utf-8", "replace"), name))
                    if given is not None and not guard and (made := _DEFAULTS_OF_NEW.fullmatch(g.source(bound, text))) is not None:
                        self.defaults.append((made[1].decode("utf-8", "replace"), normal(given, text)))
        if scope is self.module and value is not None and value.kind_id == g.CALL:
            lazy = served.attached(targets, value, self.literals, text, guard)
            if lazy is not None:
                self.served.append(lazy)

    def _note_write(self, target: bytes, node: Node) -> None:
        """`othermodule.NAME = …`, `Class.member = …`, `setattr(Class, name, …)`."""
        if _DOTTED.fullmatch(target):
            self.writes.append((target.decode("utf-8", "replace"), g.line(node)))

    def _name_assigned(self, name: str, node: Node, value: Node | None, annotated: str | None, scope: Scope, guard: Guard) -> None:
        read = expression(value, self.text) if value is not None else None
        self._bind(scope, name, node, Assignment(read, annotated), guard)
        if scope is not self.module:
            return
        if name == "__all__":
            if value is not None or annotated is None:
                self.exports += exports.assigned(value, self.text, g.line(node), guard)
        elif value is not None and value.kind_id in served.LITERALS:
            self.literals[name] = value

    def _augmented(self, node: Node, scope: Scope, guard: Guard) -> None:
        target, value = node.child_by_field_id(g.F_LEFT), node.child_by_field_id(g.F_RIGHT)
        if target is None or target.kind_id != g.IDENTIFIER:
            return
        name = identifier(g.source(target, self.text))
        read = expression(value, self.text) if value is not None else None
        self._bind(scope, name, node, Assignment(read, augmented=True), guard)
        if scope is self.module and name == "__all__":
            self.exports += exports.added(value, self.text, g.line(node), guard)

    def _called(self, call: Node, scope: Scope, guard: Guard) -> None:
        function = call.child_by_field_id(g.F_FUNCTION)
        if function is None:
            return
        said = g.source(function, self.text)
        if said in _DYNAMIC:
            self._exec(call, scope, guard)
        if scope is not self.module:
            return
        if said.startswith(b"__all__"):
            self.exports += exports.called(call, self.text, guard)
        elif self.exporters.adds:
            self.exports += self.exporters.called(call, guard)
        self.served += served.called(call, self.literals, self.text, guard)
        if self.classes and not guard:
            self._note_class_call(call)
        if said == b"setattr":
            given = arguments(call, self.text)[0]
            name = string_literal(given[1], self.text) if len(given) > 1 else None
            if given:
                self._note_write(g.source(given[0], self.text) + b"." + (name or "*").encode(), call)
        self.served += served.structure_grown(call, self.literals, self.text, guard) if said.startswith(b"_import_structure") else ()

    def _note_class_value(self, target: bytes, value: Node | None, node: Node) -> None:
        """`Class.attribute = value`."""
        owner, _, name = target.decode("utf-8", "replace").partition(".")
        if owner in self.classes and name.isidentifier():
            self.class_values.append((owner, name, expression(value, self.text) if value is not None else None, g.line(node)))

    def _note_class_call(self, call: Node) -> None:
        """A call at the end of which a class of the module may have other members."""
        read = expression(call, self.text).call
        if read is None:
            return
        named = {read.callee.partition(".")[0]} if "." in read.callee else set()
        self.class_calls += [(name, read) for name in sorted(self.classes.intersection(named.union(read.arguments)))]

    def _exec(self, node: Node, scope: Scope, guard: Guard) -> None:
        """`exec(code)` binds in this very namespace; with a namespace of its own it does not concern this one."""
        if node.kind_id == g.CALL:
            spaces = [normal(space, self.text) for space in arguments(node, self.text)[0][1:]]
        elif node.kind_id == g.NOT:
            within = g.first(node)
            spaces = [normal(space, self.text) for space in g.parts(within)[1:]] if within is not None and within.kind_id == g.COMPARISON else []
        else:
            spaces = [normal(space, self.text) for space in g.parts(node)[1:]]
        if (spaces and not any(space in _HERE for space in spaces)) or self._executed(node, scope, guard):
            return
        reason = "Code that is put together at run time is executed here; it may bind any name."
        code = executed.kept(node, self.text) if scope is not self.module and node.kind_id == g.CALL else ""
        self.gaps.append(Gap(reason, g.line(node), scope.name, code=code))

    def _executed(self, node: Node, scope: Scope, guard: Guard) -> bool:
        """Binds what a literal text binds that is executed here; False where it is no literal, or says more than that."""
        given = arguments(node, self.text)[0] if node.kind_id == g.CALL else []
        code = string_literal(given[0], self.text) if given else None
        read = executed.parsed(code) if code is not None else None
        if read is None:
            return False
        inner = Walker(read[0])
        within = inner.module if scope is self.module else Scope(scope.name)
        inner.walk(read[1], within)
        more = inner.exports or inner.served or inner.writes or inner.module_getattr or inner.attributes.instance_attributes(within.methods)
        if more or any(gap.hides for gap in inner.gaps):
            return False
        first, last, nested = g.line(node), node.end_point.row + 1, self._depth > scope.depth
        scope.bindings += [executed.placed(binding, first, last, guard, nested) for binding in within.bindings]
        return True

    def _import(self, node: Node, scope: Scope, guard: Guard) -> None:
        first, last, nested = node.start_point.row + 1, node.end_point.row + 1, self._depth > scope.depth
        for name, definition in imports.names_imported(node, self.text):
            scope.bindings.append(Binding(name, first, last, definition, guard, nested))

    def _delete(self, node: Node, scope: Scope, guard: Guard) -> None:
        for target in g.parts(node):
            for bound, _ in names_bound_by_target(target, None, self.text):
                if bound.kind_id == g.IDENTIFIER:
                    self._bind(scope, identifier(g.source(bound, self.text)), node, Deletion(), guard)

    def _type_alias(self, node: Node, scope: Scope, guard: Guard) -> None:
        left, right = node.child_by_field_id(g.F_LEFT), node.child_by_field_id(g.F_RIGHT)
        if left is not None and right is not None:
            name = normal(left, self.text).partition("[")[0]
            self._bind(scope, name, node, Assignment(expression(right, self.text), type_alias=True), guard)

    def _walrus(self, node: Node, scope: Scope, guard: Guard) -> None:
        """`(name := value)` anywhere in an expression, not in lambdas (whose own it is)."""
        if self.text.find(_WALRUS, node.start_byte, node.end_byte) < 0:
            return
        stack = [node]
        while stack:
            current = stack.pop()
            if current.kind_id == g.NAMED_EXPRESSION:
                name, value = g.first(current), current.child_by_field_id(g.F_VALUE)
                if name is not None:
                    read = expression(value, self.text) if value is not None else None
                    self._bind(scope, identifier(g.source(name, self.text)), node, Assignment(read), guard)
            stack.extend(child for child in reversed(current.named_children) if child.kind_id != g.LAMBDA)

    def _raise(self, node: Node, scope: Scope, guard: Guard) -> None:
        if scope is self.module and self._depth == 1 and not guard:
            self.raises = True

    # Blocks

    def _block(self, node: Node, scope: Scope, guard: Guard) -> None:
        self.walk(node.named_children, scope, guard)

    def _body(self, node: Node, scope: Scope, guard: Guard, field: int = g.F_BODY) -> None:
        block = node.child_by_field_id(field)
        if block is not None:
            self.walk(block.named_children, scope, guard)

    def _if(self, node: Node, scope: Scope, guard: Guard) -> None:
        earlier: Guard = ()
        for branch in (node, *node.children_by_field_id(g.F_ALTERNATIVE)):
            condition = branch.child_by_field_id(g.F_CONDITION)
            if condition is None:
                self._body(branch, scope, guard + earlier)
                continue
            holds = conditions.holding(condition, self.text)
            self.main |= scope is self.module and any(test.kind == "main" and test.holds for test in holds)
            self._walrus(condition, scope, guard + earlier)
            self._body(branch, scope, guard + earlier + holds, g.F_CONSEQUENCE)
            if len(earlier) < MAX_EARLIER:
                earlier += conditions.failing(condition, self.text)

    def _after(self, node: Node) -> Guard:
        """What an `if` without alternatives that ends in `raise` says of the statements after it."""
        if node.child_by_field_id(g.F_ALTERNATIVE) is not None:
            return ()
        condition, block = node.child_by_field_id(g.F_CONDITION), node.child_by_field_id(g.F_CONSEQUENCE)
        last = next(iter(reversed(g.parts(block))), None) if block is not None else None
        if condition is None or last is None or not self._leaves(last):
            return ()
        return tuple(test for test in conditions.failing(condition, self.text) if test.kind in ("version", "platform"))

    def _leaves(self, statement: Node) -> bool:
        if statement.kind_id in _END_OF_BRANCH:
            return True
        call = g.first(statement) if statement.kind_id == g.EXPRESSION_STATEMENT else None
        return call is not None and call.kind_id == g.CALL and g.source(call, self.text).startswith((b"sys.exit(", b"exit(", b"os._exit("))

    def _try(self, node: Node, scope: Scope, guard: Guard) -> None:
        handlers = [child for child in node.named_children if child.kind_id == g.EXCEPT_CLAUSE]
        caught = [conditions.handled(handler, self.text) for handler in handlers]
        names = list(dict.fromkeys(name for handled in caught for name in handled))
        inside = (*guard, Test("try", ", ".join(names))) if handlers else guard
        self._body(node, scope, inside)
        exceptions = iter(caught)
        for clause in node.named_children:
            if clause.kind_id == g.EXCEPT_CLAUSE:
                self._clause(clause, scope, (*guard, Test("except", ", ".join(next(exceptions)))))
            elif clause.kind_id == g.ELSE_CLAUSE:
                self._clause(clause, scope, inside)
            elif clause.kind_id == g.FINALLY_CLAUSE:
                self._clause(clause, scope, guard)

    def _clause(self, clause: Node, scope: Scope, guard: Guard) -> None:
        for child in clause.named_children:
            if child.kind_id == g.BLOCK:
                self.walk(child.named_children, scope, guard)

    def _for(self, node: Node, scope: Scope, guard: Guard) -> None:
        target = node.child_by_field_id(g.F_LEFT)
        if target is not None:
            self._bind_targets(target, node, scope, guard)
        looped = served.looped(node, self.literals, self.text, guard) if scope is self.module else []
        exported = exports.looped(node, self.literals, self.text, guard) if scope is self.module else []
        known = len(self.served), len(self.exports)
        self._body(node, scope, guard)
        # What was said of the loop as a whole replaces what its statements say one by one.
        if looped:
            self.served[known[0] :] = looped
        if exported:
            self.exports[known[1] :] = exported
        self._else(node, scope, guard)

    def _else(self, node: Node, scope: Scope, guard: Guard) -> None:
        alternative = node.child_by_field_id(g.F_ALTERNATIVE)
        if alternative is not None:
            self._body(alternative, scope, guard)

    def _while(self, node: Node, scope: Scope, guard: Guard) -> None:
        condition = node.child_by_field_id(g.F_CONDITION)
        if condition is None:
            return
        self._walrus(condition, scope, guard)
        shown = normal(condition, self.text)
        inside = guard if shown in ("True", "1") else (*guard, Test("other", shown))
        self._body(node, scope, inside)
        self._else(node, scope, guard)

    def _with(self, node: Node, scope: Scope, guard: Guard) -> None:
        """`with suppress(ImportError):` is a `try` in other words."""
        for item in self._with_items(node):
            value = item.child_by_field_id(g.F_VALUE)
            if value is None:
                continue
            self._walrus(value, scope, guard)
            alias = value.child_by_field_id(g.F_ALIAS) if value.kind_id == g.AS_PATTERN else None
            if alias is not None:
                self._bind_targets(alias, node, scope, guard)
            function = value.child_by_field_id(g.F_FUNCTION) if value.kind_id == g.CALL else None
            name = dotted_name(function, self.text) if function is not None else None
            if name in ("suppress", "contextlib.suppress"):
                caught = [normal(argument, self.text) for argument in arguments(value, self.text)[0]]
                guard = (*guard, Test("try", ", ".join(caught)))
        self._body(node, scope, guard)

    def _with_items(self, node: Node) -> Iterator[Node]:
        for clause in node.named_children:
            if clause.kind_id == g.WITH_CLAUSE:
                yield from (item for item in clause.named_children if item.kind_id == g.WITH_ITEM)

    def _match(self, node: Node, scope: Scope, guard: Guard) -> None:
        subject, block = node.child_by_field_id(g.F_SUBJECT), node.child_by_field_id(g.F_BODY)
        shown = normal(subject, self.text) if subject is not None else ""
        for case in block.named_children if block is not None else ():
            if case.kind_id != g.CASE_CLAUSE:
                continue
            parts = [part for part in case.named_children if part.kind_id in (g.CASE_PATTERN, g.IF_CLAUSE)]
            written = " ".join(", ".join(g.source(part, self.text).decode("utf-8", "replace") for part in parts).split())
            inside = (*guard, Test("other", f"match {shown}: case {written}"))
            for name in patterns.captured(parts, self.text):
                self._bind(scope, name, case, Assignment(), inside)
            self._body(case, scope, inside, g.F_CONSEQUENCE)

    def _bind_targets(self, target: Node, statement: Node, scope: Scope, guard: Guard) -> None:
        for bound, _ in names_bound_by_target(target, None, self.text):
            if bound.kind_id == g.IDENTIFIER:
                row = g.line(statement)
                name, last = identifier(g.source(bound, self.text)), bound.end_point.row + 1
                scope.bindings.append(Binding(name, row, last, Assignment(passing=True), guard, self._depth > scope.depth))


_HANDLERS: dict[int, Callable[[Walker, Node, Scope, Guard], None]] = {
    g.FUNCTION: Walker._function,
    g.CLASS: Walker._class,
    g.DECORATED: Walker._decorated,
    g.EXPRESSION_STATEMENT: Walker._expression_statement,
    g.IMPORT: Walker._import,
    g.IMPORT_FROM: Walker._import,
    g.IMPORT_FUTURE: Walker._import,
    g.IF: Walker._if,
    g.TRY: Walker._try,
    g.FOR: Walker._for,
    g.WHILE: Walker._while,
    g.WITH: Walker._with,
    g.MATCH: Walker._match,
    g.DELETE: Walker._delete,
    g.TYPE_ALIAS: Walker._type_alias,
    g.EXEC: Walker._exec,
    g.RAISE: Walker._raise,
    g.BLOCK: Walker._block,
}
