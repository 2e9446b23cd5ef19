"""What a function does with its `**kwargs`: each place where the name stands is one use, and says one thing.

A use that is none of the known ones lets the mapping escape: from there on reading does not say what is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.surroundings import Surroundings
from modiff.extract.usual import usual
from modiff.model.bodies import Forward
from modiff.model.facts import Parameter

_TELLS = re.compile(r"(?:.*\.)?_?(?:warn(?:ing|_explicit|_deprecated|_external)?|debug|info|error|exception|log|print|len|bool|repr|str|format)$")
"""Functions that only look at what they are given, or tell of it."""
_IS_NONE = re.compile(rb"(\w+)\s+is\s+None")


class Keywords(Surroundings):
    """The uses of one mapping in one body."""

    def __init__(self, block: Node, text: bytes, mapping: str, parameters: Sequence[Parameter]) -> None:
        """`block`: the body; `mapping`: the name after the two stars."""
        super().__init__(block, text, parameters)
        self.mapping = mapping
        self.reads: set[str] = set()
        self.taken_out: set[str] = set()
        self.dropped: set[str] = set()
        self.refused: set[str] = set()
        self.tested: set[str] = set()
        self.rejects = False
        self.forwards: list[Forward] = []
        self.escapes: str | None = None
        self._places: dict[str, set[str | None]] = {}
        """Where keys are asked for: under the parameters that have to be None for it, None for anywhere else."""
        self._under: str | None = None
        """The place of the use that is looked at."""
        self._copies: list[str] = []
        """Names of copies that are still to be looked at."""
        self._has_copy = False
        self._is_rebound = False
        """Has the name been bound to something made of the mapping?"""
        self._may_lack = False
        """May keys have been taken out that the text does not name, here or by what is given the mapping itself?"""

    def read(self) -> Keywords:
        """Looks at every use; itself, for who asks at once."""
        for node in self._uses(self.mapping):
            if self._binds_anew(node):
                break  # from here on the name means something else
            self._note(node)
        while self._copies:
            for node in self._uses(self._copies.pop()):
                if not self._is_target(node):
                    self._note(node)
        self.reads |= self.tested - self.refused - self.dropped
        self.dropped -= self.reads
        return self

    def _note(self, node: Node) -> None:
        self._under = self._where_none(node)
        if not self._is_known(node):
            self.escapes = self.escapes or self.statement_of(node)

    @staticmethod
    def _is_target(node: Node) -> bool:
        parent = node.parent
        return parent is not None and parent.kind_id == g.ASSIGNMENT and parent.child_by_field_id(g.F_LEFT) == node

    def _copied(self, mapping: Node) -> bool:
        """`own = kwargs.copy()`: a name that has the same keys, as long as nothing else is bound to it."""
        statement = mapping.parent
        left = statement.child_by_field_id(g.F_LEFT) if statement is not None and statement.kind_id == g.ASSIGNMENT else None
        if left is None or left.kind_id != g.IDENTIFIER or self._has_copy:
            return False
        name = g.source(left, self.text)
        bound = [a for a in self._assignments() if (target := a.child_by_field_id(g.F_LEFT)) is not None and g.source(target, self.text) == name]
        if len(bound) != 1 or name.decode("utf-8", "replace") in self.parameters:
            return False
        self._has_copy = True
        self._copies.append(name.decode("utf-8", "replace"))
        return True

    def _binds_anew(self, node: Node) -> bool:
        """`kwargs = other`, always: what callers gave is not in it. Where it is made of what they gave, it may have lost or won keys."""
        parent = node.parent
        if parent is None or parent.kind_id not in (g.ASSIGNMENT, g.AUGMENTED_ASSIGNMENT) or parent.child_by_field_id(g.F_LEFT) != node:
            return False
        value = parent.child_by_field_id(g.F_RIGHT)
        derived = value is None or parent.kind_id != g.ASSIGNMENT or self.mapping.encode() in g.source(value, self.text)
        self._is_rebound = True
        return not derived and self.always_runs(parent)

    # --- finding uses

    def _uses(self, mapping: str) -> Iterator[Node]:
        name = mapping.encode()
        stack = [self.block]
        while stack:
            node = stack.pop()
            if node.kind_id == g.IDENTIFIER:
                if g.source(node, self.text) == name and not self._is_a_label(node):
                    yield node
            elif self.text.find(name, node.start_byte, node.end_byte) >= 0 and not self._hides(node, name):
                stack.extend(reversed(node.named_children))

    def _hides(self, node: Node, name: bytes) -> bool:
        """Is it a function inside with a parameter of that name?"""
        listed = node.child_by_field_id(g.F_PARAMETERS) if node.kind_id in (g.FUNCTION, g.LAMBDA) else None
        return listed is not None and re.search(rb"\*?\b" + re.escape(name) + rb"\b(?!\s*[.(\[])", g.source(listed, self.text)) is not None

    @staticmethod
    def _is_a_label(node: Node) -> bool:
        """`x.kwargs`, `f(kwargs=…)`."""
        parent = node.parent
        if parent is None:
            return False
        field = g.F_ATTRIBUTE if parent.kind_id == g.ATTRIBUTE else g.F_NAME if parent.kind_id in (g.KEYWORD_ARGUMENT, g.KEYWORD_PATTERN) else None
        return field is not None and parent.child_by_field_id(field) == node

    # --- what a use says

    def _is_known(self, node: Node) -> bool:
        """Notes what one use says; False: reading does not follow it."""
        if self._only_tells(node):
            return True
        parent = node.parent
        handler = _HANDLERS.get(parent.kind_id) if parent is not None else None
        return handler is not None and parent is not None and handler(self, node, parent)

    def _subscript(self, node: Node, parent: Node) -> bool:
        """`kwargs["x"]`, read, set or deleted."""
        key = parent.child_by_field_id(g.F_SUBSCRIPT)
        keys = self.keys(key) if key is not None and parent.child_by_field_id(g.F_VALUE) == node else None
        above = parent.parent
        if above is not None and above.kind_id == g.ASSIGNMENT and above.child_by_field_id(g.F_LEFT) == parent:
            return True  # what callers gave, if they did, is replaced
        if keys is None:
            self._may_lack = self._may_lack or self._is_deleted(above)
            return False
        if self._is_deleted(above):
            self.taken_out |= keys
            self.dropped |= keys
        else:
            self._read(keys, parent)
        return True

    def _read(self, keys: set[str], value: Node) -> None:
        """Keys whose value is used; but `x = kwargs.pop("x", None)` and then `if x is not None: raise …` refuses the key."""
        self._note_place(keys)
        (self.refused if self._is_refused(value) else self.reads).update(keys)

    def _note_place(self, keys: set[str]) -> None:
        for key in keys:
            self._places.setdefault(key, set()).add(self._under)

    @property
    def spared(self) -> tuple[tuple[str, str], ...]:
        """Keys that are asked for only where one parameter is None, each with that parameter."""
        only = ((key, next(iter(self._places[key]))) for key in sorted(self.reads) if len(self._places.get(key, ())) == 1)
        return tuple((key, parameter) for key, parameter in only if parameter is not None)

    def _where_none(self, node: Node) -> str | None:
        """The parameter that has to be None for this to run: it stands under `if parameter is None:`."""
        inner, outer = node, node.parent
        while outer is not None and inner != self.block and outer.kind_id != g.FUNCTION:
            if outer.kind_id == g.IF and outer.child_by_field_id(g.F_CONSEQUENCE) == inner:
                condition = outer.child_by_field_id(g.F_CONDITION)
                tested = _IS_NONE.fullmatch(g.source(condition, self.text)) if condition is not None else None
                if tested is not None and (name := tested[1].decode("utf-8", "replace")) in self.parameters:
                    before = self.text[self.block.start_byte : outer.start_byte]
                    return name if re.search(rb"\b%b\s*(:?)=(?!=)" % re.escape(tested[1]), before) is None else None
            inner, outer = outer, outer.parent
        return None

    def _is_refused(self, value: Node) -> bool:
        assignment = value.parent
        statement = assignment.parent if assignment is not None and assignment.kind_id == g.ASSIGNMENT else None
        following = statement.next_named_sibling if statement is not None and statement.kind_id == g.EXPRESSION_STATEMENT else None
        while following is not None and following.kind_id in g.EXTRAS:
            following = following.next_named_sibling
        if assignment is None or following is None or following.kind_id != g.IF or not self.always_runs(assignment):
            return False
        left, condition = assignment.child_by_field_id(g.F_LEFT), following.child_by_field_id(g.F_CONDITION)
        if left is None or condition is None or not self.ends_in_raise(following.child_by_field_id(g.F_CONSEQUENCE)):
            return False
        name = re.escape(g.source(left, self.text))
        return re.fullmatch(name + rb"(?:\s+is\s+not\s+[\w.]+)?", g.source(condition, self.text)) is not None

    @staticmethod
    def _is_deleted(above: Node | None) -> bool:
        """`del x["a"]`, `del x["a"], y`."""
        if above is not None and above.kind_id == g.EXPRESSION_LIST:
            above = above.parent
        return above is not None and above.kind_id == g.DELETE

    def _attribute(self, node: Node, parent: Node) -> bool:
        """`kwargs.pop("x")` and the other methods of a dictionary."""
        call, named = parent.parent, parent.child_by_field_id(g.F_ATTRIBUTE)
        if call is None or named is None or call.kind_id != g.CALL or call.child_by_field_id(g.F_FUNCTION) != parent:
            return False
        method = g.source(named, self.text).decode()
        listed = call.child_by_field_id(g.F_ARGUMENTS)
        given = g.parts(listed) if listed is not None else []
        thrown_away = call.parent is not None and call.parent.kind_id == g.EXPRESSION_STATEMENT
        if method == "update":
            return True
        if method in ("keys", "items", "values", "copy") and not given:
            return (method == "copy" and (self._forward(call) or self._copied(call))) or (method != "values" and self._loop(call))
        keys = self.keys(given[0]) if given else None
        self._may_lack = self._may_lack or (keys is None and method in ("pop", "popitem", "clear"))
        if keys is None or method not in ("get", "pop", "setdefault", "has_key", "__contains__", "__getitem__"):
            return False
        if method == "pop":
            self.taken_out |= keys
        if method == "pop" and thrown_away:
            self.dropped |= keys
        elif method in ("has_key", "__contains__"):
            self.tested |= keys
            self._note_place(keys)
        elif not (method == "setdefault" and thrown_away):
            self._read(keys, call)
        return True

    def _comparison(self, node: Node, parent: Node) -> bool:
        """`"x" in kwargs`, `kwargs != {}`."""
        parts = g.parts(parent)
        if len(parts) != 2:
            return False
        operator = self.text[parts[0].end_byte : parts[1].start_byte].strip()
        if parts[1] == node and operator in (b"in", b"not in"):
            keys = self.keys(parts[0])
            if keys is None:
                return False
            if operator == b"not in" and parent.parent is not None and parent.parent.kind_id == g.ASSERT:
                return True  # which takes nothing from it, and does not let it pass but under -O
            refusing = operator == b"in" and self._raises_if(parent) is True and self.always_runs(self._branch(parent))
            (self.refused if refusing else self.tested).update(keys)
            self._note_place(keys)
            return True
        return operator in (b"==", b"!=", b">") and self._emptiness(parent, when_filled=operator != b"==")

    def _tested(self, node: Node, parent: Node) -> bool:
        """`if kwargs:`, `not kwargs`, `assert not kwargs`."""
        return self._emptiness(node, when_filled=True)

    def _emptiness(self, test: Node, when_filled: bool) -> bool:
        """A test whether keys are left: does the function raise then?"""
        node, parent = test, test.parent
        while parent is not None and parent.kind_id in (g.NOT, g.PARENTHESIZED):
            when_filled, node, parent = when_filled is not (parent.kind_id == g.NOT), parent, parent.parent
        if parent is not None and parent.kind_id == g.ASSERT:
            return when_filled  # `assert not kwargs` fails, or does not under -O: no promise either way
        raises = self._raises_if(node)
        if raises is None:
            return self._only_chooses(node)
        if raises and when_filled and not self.always_runs(self._branch(node)):
            return False
        self.rejects = self.rejects or (raises and when_filled)
        return True

    @staticmethod
    def _branch(test: Node) -> Node:
        """The statement whose condition a test is part of; an `elif` stays what it is."""
        at = test
        while at.parent is not None and at.kind_id not in (g.IF, g.ELIF_CLAUSE):
            at = at.parent
        return at.parent if at.kind_id == g.IF and at.parent is not None else at

    def _only_chooses(self, test: Node) -> bool:
        """Is it part of a condition that leads to no `raise`? Where it leads to one, whether keys are rejected cannot be said."""
        node, parent = test, test.parent
        while parent is not None and parent.kind_id in (g.BOOLEAN, g.NOT, g.PARENTHESIZED):
            node, parent = parent, parent.parent
        if parent is None or parent.kind_id not in (g.IF, g.ELIF_CLAUSE) or parent.child_by_field_id(g.F_CONDITION) != node:
            return False
        return not self.ends_in_raise(parent.child_by_field_id(g.F_CONSEQUENCE))

    def _raises_if(self, test: Node) -> bool | None:
        """Does the function raise whenever this holds? None: it stands in no plain `if`."""
        node, parent = test, test.parent
        while parent is not None and (parent.kind_id == g.PARENTHESIZED or (parent.kind_id == g.BOOLEAN and self._operator(parent) == b"or")):
            node, parent = parent, parent.parent
        if parent is None or parent.kind_id not in (g.IF, g.ELIF_CLAUSE) or parent.child_by_field_id(g.F_CONDITION) != node:
            return None
        return self.ends_in_raise(parent.child_by_field_id(g.F_CONSEQUENCE))

    def _operator(self, node: Node) -> bytes:
        found = node.child_by_field_id(g.F_OPERATOR)
        return g.source(found, self.text) if found is not None else b""

    def _loop(self, node: Node, parent: Node | None = None) -> bool:
        """`for key in kwargs: raise …`, or `if key not in ("a", "b"): raise …` in such a loop."""
        loop = parent or node.parent
        if loop is None or loop.kind_id != g.FOR or loop.child_by_field_id(g.F_RIGHT) != node:
            return False
        block = loop.child_by_field_id(g.F_BODY)
        statements = g.parts(block) if block is not None else []
        if self.ends_in_raise(block):
            self.rejects = True
            return True
        inner = statements[0] if len(statements) == 1 and statements[0].kind_id == g.IF else None
        condition = inner.child_by_field_id(g.F_CONDITION) if inner is not None else None
        if inner is None or condition is None or condition.kind_id != g.COMPARISON:
            return False
        if not self.ends_in_raise(inner.child_by_field_id(g.F_CONSEQUENCE)):
            return False
        parts = g.parts(condition)
        if len(parts) != 2 or self.text[parts[0].end_byte : parts[1].start_byte].strip() != b"not in":
            return False
        allowed = self.strings(parts[1])
        if allowed is None:
            return False
        self.tested |= allowed
        self.rejects = True
        return True

    def _argument(self, node: Node, parent: Node) -> bool:
        """`dict(kwargs)` between the two stars and the name changes nothing."""
        call = parent.parent
        if call is None or call.kind_id != g.CALL:
            return False
        callee = call.child_by_field_id(g.F_FUNCTION)
        name = g.source(callee, self.text) if callee is not None else b""
        if name in (b"sorted", b"list", b"tuple", b"set", b"iter") and len(g.parts(parent)) == 1:
            return self._loop(call)
        if name == b"dict" and len(g.parts(parent)) == 1 and (self._forward(call) or self._copied(call)):
            return True
        self._may_lack = self._may_lack or name != b"dict"
        return False

    def _splat(self, node: Node, parent: Node) -> bool:
        """`f(**kwargs)`, `f(**{"a": 1, **kwargs})`."""
        above = parent.parent
        if above is None:
            return False
        if above.kind_id == g.DICTIONARY:
            return above.parent is not None and above.parent.kind_id == g.DICTIONARY_SPLAT and self._handed_to(above.parent, merged=above)
        return self._handed_to(parent)

    def _forward(self, mapping: Node) -> bool:
        """The same for an expression that has the same keys."""
        return mapping.parent is not None and mapping.parent.kind_id == g.DICTIONARY_SPLAT and self._handed_to(mapping.parent)

    def _handed_to(self, splat: Node, merged: Node | None = None) -> bool:
        listed = splat.parent
        call = listed.parent if listed is not None and listed.kind_id == g.ARGUMENT_LIST else None
        callee = call.child_by_field_id(g.F_FUNCTION) if call is not None else None
        if listed is None or call is None or callee is None:
            return False
        name = self.callee(callee)
        given = g.parts(listed)
        if name.rpartition(".")[2] == "partial" and given:
            name, given = self.callee(given[0]), given[1:]
        if name == "dict":
            return self._forward(call)
        self.forwards.append(self._as_forward(call, splat, name, given, merged))
        return True

    def _as_forward(self, call: Node, splat: Node, name: str, given: Sequence[Node], merged: Node | None) -> Forward:
        keywords: list[str] = []
        others = other_args = args = False
        by_position: list[Node] = []
        for part in given:
            if part.kind_id == g.KEYWORD_ARGUMENT:
                named = part.child_by_field_id(g.F_NAME)
                keywords += [g.source(named, self.text).decode()] if named is not None else []
            elif part.kind_id == g.DICTIONARY_SPLAT:
                others = others or part != splat
            elif part.kind_id in (g.LIST_SPLAT, g.PARENTHESIZED_SPLAT):
                own = self.star is not None and self.text[part.start_byte + 1 : part.end_byte].strip() == self.star.encode()
                args, other_args = args or own, other_args or not own
            else:
                by_position.append(part)
        if merged is not None:
            others = others or sum(p.kind_id == g.DICTIONARY_SPLAT for p in g.parts(merged)) > 1
        first = g.source(by_position[0], self.text).decode("utf-8", "replace") if by_position else None
        first_name = name.partition(".")[0]
        bound, imported = self.bound(first_name)
        bound = bound or (first_name != self.receiver and any(self._assigns(node, first_name) for node in self._assignments()))
        meant, unless = usual(name, self._assignments(), self.text, self.taken) if bound and imported is None else ("", "")
        if meant and self.bound(meant.partition(".")[0])[0]:
            meant = unless = ""
        return Forward(
            name,
            g.line(call) - 2,
            tuple(keywords),
            len(by_position),
            first is not None and first == self.receiver,
            args,
            other_args,
            others,
            not self._is_rebound and not self._may_lack and self.always_runs(call),
            call.parent is not None and call.parent.kind_id == g.RETURN,
            bound,
            imported,
            meant,
            unless,
        )

    # --- surroundings

    def _assigns(self, assignment: Node, name: str) -> bool:
        left = assignment.child_by_field_id(g.F_LEFT)
        return left is not None and g.source(left, self.text) == name.encode()

    def _only_tells(self, node: Node) -> bool:
        """Is it, as a whole, part of a message, or of something that is raised?"""
        if self._takes_something(node):
            return False
        above = node.parent
        while above is not None and above.kind_id != g.BLOCK:
            if above.kind_id in (g.RAISE, g.INTERPOLATION):
                return True
            if above.kind_id == g.CALL and (callee := above.child_by_field_id(g.F_FUNCTION)) is not None and callee.end_byte <= node.start_byte:
                said = g.source(callee, self.text).decode("utf-8", "replace")
                if said in ("len", "bool"):
                    return self._measured(above)
                if _TELLS.match(said):
                    return True
            above = above.parent
        return False

    def _takes_something(self, node: Node) -> bool:
        """Is it unpacked, or are single keys read?"""
        parent = node.parent
        if parent is None or parent.kind_id in (g.DICTIONARY_SPLAT, g.SUBSCRIPT, g.COMPARISON):
            return True
        return parent.kind_id == g.ATTRIBUTE and self.text[parent.end_byte - 4 : parent.end_byte] in (b".get", b".pop", b"ault")

    def _measured(self, call: Node) -> bool:
        """`len(kwargs)`, `bool(kwargs)` as a condition: a test whether keys are left."""
        top = call
        filled = True
        if call.parent is not None and call.parent.kind_id == g.COMPARISON:
            top = call.parent
            operator = self.text[call.end_byte : top.end_byte].replace(b" ", b"")
            if operator not in (b">0", b"!=0", b">=1", b"==0"):
                return False
            filled = operator != b"==0"
        return self._emptiness(top, when_filled=filled)


_Handler = Callable[[Keywords, Node, Node], bool]

_HANDLERS: dict[int, _Handler] = {
    g.SUBSCRIPT: Keywords._subscript,
    g.ATTRIBUTE: Keywords._attribute,
    g.COMPARISON: Keywords._comparison,
    g.IF: Keywords._tested,
    g.ELIF_CLAUSE: Keywords._tested,
    g.NOT: Keywords._tested,
    g.ASSERT: Keywords._tested,
    g.PARENTHESIZED: Keywords._tested,
    g.BOOLEAN: Keywords._tested,
    g.FOR: Keywords._loop,
    g.ARGUMENT_LIST: Keywords._argument,
    g.DICTIONARY_SPLAT: Keywords._splat,
}
