"""What the expressions of a constructor give in a trial."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from modiff.compare.making.values import ANY, MADE_UP, Foreign, Known, Local, Object, Referred, Several, Unfit, Unknown, Value, is_made_up, joined
from modiff.graph.graph import Graph
from modiff.link import texts
from modiff.link.targets import Outside
from modiff.model.facts import Assignment
from modiff.model.items import Item

Names = dict[str, Value]
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.BitOr: operator.or_, ast.BitAnd: operator.and_, ast.BitXor: operator.xor, ast.Not: operator.not_,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert, ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
    ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda left, right: left in right, ast.NotIn: lambda left, right: left not in right,
}  # fmt: skip
_MOST = 10_000
"""Elements or characters of a value that a trial makes itself."""


class Expressions:
    """Gives values; what calls give, heirs say. `module` is where the names of what is run are looked up."""

    def __init__(self, graph: Graph) -> None:
        self.graph, self.view = graph, graph.view
        self.module = ""
        self.words: list[str] = []
        """What was compared with texts that were made up."""

    def call(self, node: ast.Call, names: Names) -> Value:
        """What a call gives."""
        raise NotImplementedError

    def show(self, value: Value) -> None:
        """A value is made a text of. Raises Unfit where that may fail."""
        raise NotImplementedError

    def attribute_of(self, value: Value, name: str) -> Value:
        """What `value.name` gives. Raises Unfit where it gives nothing."""
        raise NotImplementedError

    @contextmanager
    def doubtful(self) -> Any:
        """What is done meanwhile may not be done."""
        yield

    def value(self, node: ast.expr | None, names: Names) -> Value:
        """What an expression gives. Raises Unfit where it fails, or may for the values that were made up."""
        if node is None:
            return Known(None)
        match node:
            case ast.Constant():
                return Known(node.value)
            case ast.Name():
                return self._named(node.id, names)
            case ast.Attribute():
                return self.attribute_of(self.value(node.value, names), node.attr)
            case ast.Call():
                return self.call(node, names)
            case ast.BoolOp():
                return self._chosen(node, names)
            case ast.IfExp():
                return self._either(node, names)
            case ast.Compare():
                return self._compared(node, names)
            case ast.UnaryOp():
                operand = self.value(node.operand, names)
                truth = self.truth(operand) if isinstance(node.op, ast.Not) else None
                return Known(not truth, is_made_up(operand)) if truth is not None else self._applied(type(node.op), [operand])
            case ast.BinOp():
                return self._applied(type(node.op), [self.value(node.left, names), self.value(node.right, names)])
            case ast.Lambda():
                return Local(node, names, self.module)
            case ast.NamedExpr():
                names[node.target.id] = found = self.value(node.value, names)
                return found
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
                return self._display(node, names)
            case ast.Subscript():
                return self._item_of(self.value(node.value, names), self.value(node.slice, names))
            case ast.Slice():
                parts = [self.value(part, names) for part in (node.lower, node.upper, node.step)]
                return self.tried(slice, parts, {}) if all(isinstance(part, Known) for part in parts) else ANY
            case ast.JoinedStr():
                return self._text(node, names)
        return self._looped(node, names)

    def truth(self, value: Value) -> bool | None:
        """Is it true? None: not known."""
        if isinstance(value, Known):
            return bool(value.value)
        if isinstance(value, Several):
            return bool(value.values)
        if isinstance(value, Object):
            return None if {"__bool__", "__len__"} & self.graph.members(value.cls).keys() else True
        return None if isinstance(value, Unknown | Foreign) else True

    def _named(self, name: str, names: Names) -> Value:
        return names[name] if name in names else self.looked_up(self.module, name)

    def looked_up(self, module: str, dotted: str) -> Value:
        """What a name means in a module of the release."""
        found = self.view.lookup(module, dotted)
        return self.as_value(found) if isinstance(found, Item | Outside) else ANY

    def as_value(self, found: Item | Outside) -> Value:
        """What a path that was followed leads to."""
        if isinstance(found, Outside):
            name = found.path.removeprefix("builtins.")
            return Known(getattr(builtins, name)) if name in ("True", "False", "None") else Foreign(found.path)
        return self.assigned(found) if found.kind == "attribute" else Referred(found)

    def assigned(self, item: Item) -> Value:
        """The value of a variable, where it is a literal."""
        value = item.definition.value if isinstance(item.definition, Assignment) and not item.definition.augmented else None
        node = texts.parsed(value.text) if value is not None and all(test.kind in ("version", "platform") for test in item.guard) else None
        if value is None or node is None:
            return ANY
        try:
            return Known(ast.literal_eval(node))
        except (ValueError, TypeError, MemoryError, RecursionError):
            return self._computed(node, value.text, item)

    def _computed(self, node: ast.expr, text: str, item: Item) -> Value:
        """The value of a variable that another name gives, or a question about Python's version."""
        if isinstance(node, ast.Tuple):
            return self._composed(node, item)
        if isinstance(node, ast.Name):
            found = self.view.lookup(item.module, node.id)
            return self.as_value(found) if isinstance(found, Outside) else ANY
        if not text.startswith("sys.version_info"):
            return ANY
        outer, self.module = self.module, item.module
        try:
            return self.value(node, {})
        finally:
            self.module = outer

    def _composed(self, node: ast.Tuple, item: Item) -> Value:
        """A tuple of names: `string_types = (str, bytes)`."""
        names = [texts.dotted(part) for part in node.elts]
        return Several(tuple(self.looked_up(item.module, name) if name is not None else ANY for name in names))

    def _chosen(self, node: ast.BoolOp, names: Names) -> Value:
        """`a or b`, `a and b`: as far as the first is known, the first or the rest."""
        first, *rest = node.values
        value, wanted = self.value(first, names), isinstance(node.op, ast.Or)
        for operand in rest:
            truth = self.truth(value)
            if truth is wanted:
                return value
            if truth is None:
                with self.doubtful():
                    value = joined(value, self.value(operand, names))
            else:
                value = self.value(operand, names)
        return value

    def _either(self, node: ast.IfExp, names: Names) -> Value:
        truth = self.truth(self.value(node.test, names))
        if truth is not None:
            return self.value(node.body if truth else node.orelse, names)
        with self.doubtful():
            return joined(self.value(node.body, names), self.value(node.orelse, names))

    def _compared(self, node: ast.Compare, names: Names) -> Value:
        values = [self.value(part, names) for part in (node.left, *node.comparators)]
        found: list[Value] = [self._pair(op, *pair) for op, pair in zip(node.ops, pairwise(values), strict=True)]
        return found[0] if len(found) == 1 else joined(*found) if all(self.truth(v) is not False for v in found) else Known(False)

    def _pair(self, op: ast.cmpop, left: Value, right: Value) -> Value:
        if isinstance(op, ast.Is | ast.IsNot) and not (isinstance(left, Known) and isinstance(right, Known)):
            same = left is right
            settled = same or not (isinstance(left, Unknown) or isinstance(right, Unknown))
            return Known(same == isinstance(op, ast.Is)) if settled and not (isinstance(left, Foreign) and isinstance(right, Foreign)) else ANY
        if isinstance(left, Known) and isinstance(right, Known):
            self._note(left, right)
            return self._applied(type(op), [left, right])
        if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
            return self._applied(type(op), [left, right])
        return MADE_UP if is_made_up(left) or is_made_up(right) else ANY

    def _note(self, left: Known, right: Known) -> None:
        """The words that something made up is compared with: one of them may be what is wanted."""
        for one, other in ((left, right), (right, left)):
            if one.made_up and isinstance(one.value, str) and not other.made_up:
                words = other.value if isinstance(other.value, list | tuple | set | frozenset | dict) else [other.value]
                self.words.extend(word for word in words if isinstance(word, str) and word)

    def _applied(self, op: type[ast.AST], values: list[Value]) -> Value:
        """An operator. Made up values are put to it only where they are known."""
        if all(isinstance(value, Known) for value in values) and op in _OPERATORS:
            return self.tried(_OPERATORS[op], values, {})
        if any(map(is_made_up, values)):
            raise Unfit
        if op is ast.Mod:
            self.show(values[1])
        return ANY

    def tried(self, function: Callable[..., Any], positional: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
        """What a plain function of the language gives for plain values."""
        made_up = any(map(is_made_up, (*positional, *keywords.values())))
        values = [one.value for one in positional if isinstance(one, Known)]
        if any(isinstance(value, int) and abs(value) > _MOST for value in values):
            return Unknown(made_up)
        try:
            return Known(function(*values, **{name: one.value for name, one in keywords.items() if isinstance(one, Known)}), made_up)
        except Exception as error:
            raise Unfit from error

    def _display(self, node: ast.List | ast.Tuple | ast.Set | ast.Dict, names: Names) -> Value:
        """A list, tuple, set or dict of plain values, or of any."""
        if isinstance(node, ast.Dict):
            keys = [self.value(key, names) if key is not None else ANY for key in node.keys]
            values = [self.value(value, names) for value in node.values]
            if all(isinstance(value, Known) for value in (*keys, *values)):
                return self.tried(lambda *every: dict(zip(every[: len(keys)], every[len(keys) :], strict=True)), [*keys, *values], {})
            return ANY
        found: list[Value] = []
        for part in node.elts:
            value = self.value(part.value if isinstance(part, ast.Starred) else part, names)
            if not isinstance(part, ast.Starred):
                found.append(value)
            elif isinstance(value, Known) and isinstance(value.value, list | tuple):
                found.extend(Known(one, value.made_up) for one in value.value)
            else:
                return Unknown(is_made_up(value))
        if not all(isinstance(value, Known) for value in found):
            return Several(tuple(found))
        maker: Callable[..., Any] = list if isinstance(node, ast.List) else tuple if isinstance(node, ast.Tuple) else set
        return self.tried(lambda *every: maker(every), found, {})

    def _item_of(self, value: Value, key: Value) -> Value:
        if isinstance(value, Known) and isinstance(key, Known):
            return self.tried(operator.getitem, [value, key], {})
        if is_made_up(value) or is_made_up(key) or isinstance(value, Object):
            raise Unfit
        return ANY

    def _text(self, node: ast.JoinedStr, names: Names) -> Value:
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.show(self.value(part.value, names))
        return Known("text")

    def _looped(self, node: ast.expr, names: Names) -> Value:
        """A comprehension: over nothing it is empty, over what the package has it is anything."""
        if not isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            raise Unfit
        source = self.value(node.generators[0].iter, names)
        if isinstance(source, Known) and hasattr(source.value, "__iter__") and not source.value:
            return Known({} if isinstance(node, ast.DictComp) else [], source.made_up)
        if isinstance(source, Object) or is_made_up(source):
            raise Unfit
        return ANY

    def is_referred(self, value: Value, kind: str) -> bool:
        """Is it a thing of the release of this kind?"""
        return isinstance(value, Referred) and value.item.kind == kind
