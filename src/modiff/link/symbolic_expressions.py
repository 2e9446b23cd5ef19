"""The expressions of a symbolic run: what they give where literal values decide it, and which attributes `setattr` sets meanwhile."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from modiff.link.symbolic_values import (
    ABOVE,
    DECORATED,
    EXISTING,
    INSTANCE,
    ITS_CLASS,
    ITS_MODULE,
    NOTHING,
    OWN_NAMES,
    PLAIN_FUNCTION,
    UNKNOWN,
    Bound,
    Literally,
    MadeClass,
    Named,
    Raised,
    Routine,
    Special,
    TooMuch,
    Value,
    World,
    as_value,
    bound,
    is_plain,
    joined,
    listed,
    truth_of,
)

_MOST = 500
"""Elements of a list that a loop runs over."""
_TEXT_METHODS = frozenset(
    "capitalize endswith format join lower lstrip removeprefix removesuffix replace rsplit rstrip split startswith strip title upper".split()
)
_PLAIN = frozenset({"len", "str", "sorted", "list", "tuple", "set", "frozenset", "dict", "range", "zip", "enumerate", "bool", "reversed", "int"})
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Is: operator.is_, ast.IsNot: operator.is_not, ast.Lt: operator.lt, ast.Gt: operator.gt,
    ast.LtE: operator.le, ast.GtE: operator.ge, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
_CHANGES = frozenset("add append clear discard extend insert pop popitem remove reverse setdefault sort update".split())
"""Methods that change the list, set or table they are called on."""


class Expressions:
    """The part of a run that gives values to expressions; `symbolic.Run` adds statements and calls."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.done: dict[str, Value] = {}
        """What was set on the decorated class for certain."""
        self.doubtful: set[str] = set()
        """What may have been set; `*` where a name is computed."""
        self._doubt = 0
        """How many conditions stand above that reading cannot settle."""
        self._set_in_branch: tuple[int, set[str]] = (0, set())
        """How deep the branch of a condition lies that is being read, and what it sets for certain."""
        self._unknown = 0
        """How often something was asked that is not known, and might have raised."""

    def call(self, routine: Value, positional: list[Value], keywords: Mapping[str, Value]) -> Value:
        """What a function gives for these arguments."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: Value, names: dict[str, Any]) -> None:
        """Binds a target."""
        raise NotImplementedError

    def value(self, node: ast.expr, names: dict[str, Any]) -> Value:
        """The value of an expression."""
        match node:
            case ast.Constant(value=value):
                return Literally(value)
            case ast.Name(id=name):
                if name in names:
                    return names[name]  # type: ignore[no-any-return]
                return UNKNOWN if hasattr(builtins, name) and name != "__name__" else self.world.outside(name)
            case ast.Attribute(value=inner, attr=attribute):
                return self._attribute(self.value(inner, names), attribute)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                found = [self.value(part, names) for part in parts]
                return UNKNOWN if any(isinstance(part, ast.Starred) for part in parts) else Literally(found)
            case ast.Dict(keys=keys, values=values):
                return self._table([(key, value, names) for key, value in zip(keys, values, strict=True)])
            case (
                ast.ListComp(elt=element, generators=[loop])
                | ast.SetComp(elt=element, generators=[loop])
                | ast.GeneratorExp(elt=element, generators=[loop])
            ):
                rounds = self._rounds(loop, names)
                return UNKNOWN if rounds is None else Literally([self.value(element, inner) for inner in rounds])
            case ast.DictComp(key=key, value=value, generators=[loop]):
                rounds = self._rounds(loop, names)
                return UNKNOWN if rounds is None else self._table([(key, value, inner) for inner in rounds])
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys"), attr="modules"), slice=index) if self.world.module is not None:
                return ITS_MODULE if self.value(index, names) == Literally(self.world.module) else UNKNOWN
            case ast.Subscript(value=held, slice=index):
                return self._subscript(self.value(held, names), self.value(index, names))
            case ast.JoinedStr(values=values):
                return self._joined_text(values, names)
            case ast.BinOp(left=left, op=op, right=right):
                return joined(op, self.value(left, names), self.value(right, names))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = truth_of(self.value(operand, names))
                return UNKNOWN if truth is None else Literally(not truth)
            case ast.BoolOp(op=op, values=values):
                return self._either([self.value(v, names) for v in values], isinstance(op, ast.Or))
            case ast.IfExp(test=test, body=body, orelse=orelse):
                truth = truth_of(self.value(test, names))
                return UNKNOWN if truth is None else self.value(body if truth else orelse, names)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self._compared(op, self.value(left, names), self.value(right, names))
            case ast.Lambda():
                return Routine(node, dict(names))
            case ast.Call():
                return self._call(node, names)
            case _:
                return UNKNOWN

    def _attribute(self, inner: Value, name: str) -> Value:
        if inner is DECORATED and name == "__dict__":
            return OWN_NAMES
        if inner is INSTANCE and name == "__class__":
            return ITS_CLASS
        if inner is ITS_MODULE and name == "__dict__":
            return OWN_NAMES
        if isinstance(inner, Named) and name == "__dict__":
            return self.world.own_names(inner.path)
        if inner in (INSTANCE, ITS_CLASS) or (inner is DECORATED and not self._may_have_set(name)):
            found = self.world.class_value(name)
        else:
            found = self.world.member(inner.path, name) if isinstance(inner, Named) else UNKNOWN
        self._unknown += found is UNKNOWN
        return found

    def _table(self, pairs: list[tuple[ast.expr | None, ast.expr, dict[str, Any]]]) -> Value:
        made: dict[str, Value] = {}
        for key, value, names in pairs:
            held = self.value(value if key is None else key, names)
            inside = held.value if isinstance(held, Literally) else None
            if key is None and isinstance(inside, dict):
                made.update(inside)
            elif key is not None and isinstance(inside, str):
                made[inside] = self.value(value, names)
            else:
                return UNKNOWN
        return Literally(made)

    def _rounds(self, loop: ast.comprehension, names: dict[str, Any]) -> list[dict[str, Any]] | None:
        """The names of each round of a comprehension; None where reading cannot say."""
        over = self.looped(self.value(loop.iter, names))
        if over is None or len(over) > _MOST:
            return None
        rounds = []
        for element in over:
            inner = dict(names)
            self.assign(loop.target, element, inner)
            wanted = [truth_of(self.value(test, inner)) for test in loop.ifs]
            if None in wanted:
                return None
            if all(wanted):
                rounds.append(inner)
        return rounds

    def looped(self, value: Value) -> list[Value] | None:
        """What a loop over it gives; None: not known."""
        if isinstance(value, Named):
            found = self.world.looped(value.path)
            return [Literally(text) for text in found] if found is not None else None
        return listed(value)

    def _subscript(self, held: Value, index: Value) -> Value:
        if isinstance(held, Literally) and isinstance(index, Literally):
            if isinstance(held.value, dict) and isinstance(index.value, str):
                if index.value not in held.value:
                    raise Raised("KeyError")
                found: Value = held.value[index.value]
                return found
            if isinstance(held.value, list) and isinstance(index.value, int) and -len(held.value) <= index.value < len(held.value):
                return held.value[index.value]  # type: ignore[no-any-return]
        self._unknown += 1
        return UNKNOWN

    def _joined_text(self, parts: list[ast.expr], names: dict[str, Any]) -> Value:
        out = []
        for part in parts:
            if isinstance(part, ast.FormattedValue):
                found = self.value(part.value, names)
                if part.format_spec is not None or part.conversion not in (-1, ord("s")) or not is_plain(found):
                    return UNKNOWN
                out.append(str(found.value))  # type: ignore[union-attr]
            else:
                out.append(str(part.value))  # type: ignore[attr-defined]
        return Literally("".join(out))

    def _either(self, values: list[Value], wanted: bool) -> Value:
        for value in values[:-1]:
            truth = truth_of(value)
            if truth is None:
                return UNKNOWN
            if truth is wanted:
                return value
        return values[-1]

    def _compared(self, op: ast.cmpop, left: Value, right: Value) -> Value:
        is_in = isinstance(op, ast.In)
        if right is OWN_NAMES and isinstance(left, Literally) and isinstance(op, ast.In | ast.NotIn):
            has = True if left.value in self.done else self.world.has(left.value)
            return UNKNOWN if has is None or has else Literally(not is_in)
        if isinstance(left, Routine | Bound | Named | MadeClass) or left in (EXISTING, DECORATED):
            is_settled = right == NOTHING and isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq)
            return Literally(isinstance(op, ast.IsNot | ast.NotEq)) if is_settled else UNKNOWN
        if not isinstance(left, Literally) or not isinstance(right, Literally):
            return UNKNOWN
        container = [p.value if isinstance(p, Literally) else p for p in right.value] if isinstance(right.value, list) else right.value
        if isinstance(container, list) and any(isinstance(p, Special) for p in container):
            return UNKNOWN
        try:
            return Literally(bool(_COMPARE[type(op)](left.value, container)))
        except (TypeError, KeyError):
            return UNKNOWN

    # --- calls

    def _call(self, node: ast.Call, names: dict[str, Any]) -> Value:
        found = self._called(node, names)
        self._forget_what_changes(node, names)
        return found

    def _forget_what_changes(self, node: ast.Call, names: dict[str, Any]) -> None:
        """What a call puts into a list or table is not known afterwards: `names.append(x)`, `exec(text, table)`."""
        changed: list[ast.expr] = []
        if isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
            changed = [node.func.value]
        elif isinstance(node.func, ast.Name) and node.func.id == "exec":
            changed = node.args[1:]
        for part in changed:
            if isinstance(part, ast.Name) and part.id in names:
                names[part.id] = UNKNOWN

    def _called(self, node: ast.Call, names: dict[str, Any]) -> Value:
        if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
            given = [self.value(a.value if isinstance(a, ast.Starred) else a, names) for a in node.args]
            if ast.unparse(node.func) == "setattr" or DECORATED in given:
                self.doubtful.add("*") if ast.unparse(node.func) == "setattr" else None
            return UNKNOWN
        positional = [self.value(a, names) for a in node.args]
        keywords = {k.arg: self.value(k.value, names) for k in node.keywords if k.arg is not None}
        if isinstance(node.func, ast.Name) and node.func.id not in names:
            if node.func.id == "type" and len(positional) == 3 and not keywords:
                return self._made(node, positional[2])
            if node.func.id == "setattr" and len(positional) == 3 and positional[0] is DECORATED and not _is_name(positional[1]):
                self.doubtful.add(_pattern_of(node.args[1]))
                return NOTHING
            known = Literally(keywords) if node.func.id == "dict" and not positional else self._builtin(node.func.id, positional)
            if known is not None:
                self._unknown += known is UNKNOWN
                return known
        if ast.unparse(node.func) in ("itertools.chain", "chain") and not keywords:
            chained = [listed(one) for one in positional]
            return UNKNOWN if None in chained else Literally([part for one in chained for part in one or ()])
        if isinstance(node.func, ast.Attribute):
            receiver = self.value(node.func.value, names)
            method = self.world.class_method(node.func.attr) if receiver is DECORATED else UNKNOWN
            if isinstance(method, Bound):
                return self.call(method.function, [DECORATED, *positional] if method.how == "class" else positional, keywords)
            if not isinstance(receiver, Named):
                found = self._method(receiver, node.func.attr, positional, keywords)
                self._unknown += found is UNKNOWN
                return found
        inner = node.func
        if isinstance(inner, ast.Call) and ast.unparse(inner.func).rpartition(".")[2] == "wraps" and len(positional) == 1:
            return positional[0]
        called = self.value(inner, names)
        if isinstance(called, Named) and self.world.is_mapping(called.path) and not positional:
            return Literally(keywords)
        found = self.call(called, positional, keywords)
        self._unknown += found is UNKNOWN
        return found

    def _made(self, node: ast.Call, contents: Value) -> Value:
        """The class of `type(name, bases, {...})`."""
        if self._doubt or not isinstance(contents, Literally) or not isinstance(contents.value, dict):
            return UNKNOWN
        return MadeClass(None, contents=contents.value, bases=ast.unparse(node.args[1]))

    def _builtin(self, name: str, given: list[Value]) -> Value | None:
        """None: it is no builtin that is known here."""
        if name == "setattr" and len(given) == 3:
            if isinstance(given[0], MadeClass):
                raise TooMuch  # it is not what its statement says
            if given[0] is DECORATED:
                self._set(given[1], given[2])
            return NOTHING
        if name in ("getattr", "hasattr") and len(given) >= 2:
            return self._asked(name, given)
        if name in ("classmethod", "staticmethod", "property") and given:
            return bound(name, given)
        if name == "super" or (name == "type" and given == [INSTANCE]):
            return ABOVE if name == "super" else ITS_CLASS
        if name == "vars" and given == [DECORATED]:
            return OWN_NAMES
        if name not in _PLAIN:
            return None
        if name in ("set", "frozenset") and len(given) == 1 and (parts := listed(given[0])) is not None:
            return Literally(list(dict.fromkeys(parts))) if all(is_plain(part) for part in parts) else UNKNOWN
        try:
            plain = [g.value for g in given if isinstance(g, Literally)]
            return as_value(getattr(builtins, name)(*plain)) if len(plain) == len(given) else UNKNOWN
        except Exception:  # what the builtin minds about the arguments
            return UNKNOWN

    def _asked(self, name: str, given: list[Value]) -> Value:
        asked = given[1].value if isinstance(given[1], Literally) and isinstance(given[1].value, str) else None
        if asked is None:
            return UNKNOWN
        if given[0] in (ABOVE, ITS_CLASS):
            return self._looked_up(given[0], asked, name == "hasattr", given[2] if len(given) > 2 else None)
        if isinstance(given[0], Named):
            found = self.world.member(given[0].path, asked)
            return found if name == "getattr" else UNKNOWN if found is UNKNOWN else Literally(True)
        if given[0] is PLAIN_FUNCTION and not asked.startswith("__"):
            return Literally(False) if name == "hasattr" else given[2] if len(given) > 2 else UNKNOWN
        if given[0] is not DECORATED:
            return UNKNOWN
        if asked in self.done:
            return self.done[asked] if name == "getattr" else Literally(True)
        method = self.world.class_method(asked) if not self._may_have_set(asked) else UNKNOWN
        if isinstance(method, Bound):
            return method if name == "getattr" else Literally(True)
        has = None if self._may_have_set(asked) else self.world.has(asked)
        if name == "hasattr":
            return UNKNOWN if has is None else Literally(has)
        return UNKNOWN if has is None else EXISTING if has else given[2] if len(given) > 2 else UNKNOWN

    def _looked_up(self, asked: Value, name: str, whether: bool, otherwise: Value | None = None) -> Value:
        """An attribute of `super()` or of the class; Raised where there is none."""
        has = (self.world.asked_above if asked is ABOVE else self.world.asked_of_class)(name)
        if has is None:
            self._unknown += 1
            return UNKNOWN
        if whether:
            return Literally(has)
        if not has and otherwise is None:
            raise Raised("AttributeError")
        return UNKNOWN if has or otherwise is None else otherwise

    def _method(self, receiver: Value, name: str, given: list[Value], keywords: Mapping[str, Value]) -> Value:
        if isinstance(receiver, Literally) and isinstance(receiver.value, dict):
            return self._of_table(receiver.value, name, given)
        if name in ("__getattr__", "__getattribute__") and given and isinstance(given[-1], Literally):
            # `object.__getattribute__(self, name)`: `__getattr__` runs when that way has found nothing.
            is_above = receiver in (ABOVE, INSTANCE) or (receiver is UNKNOWN and len(given) == 2 and given[0] is INSTANCE)
            return self._looked_up(ABOVE, "__getattr__" if name == "__getattr__" else str(given[-1].value), False) if is_above else UNKNOWN
        if isinstance(receiver, Literally) and isinstance(receiver.value, bytes) and name == "decode" and all(is_plain(g) for g in given):
            return _decoded(receiver.value, given)
        if not isinstance(receiver, Literally) or not isinstance(receiver.value, str) or name not in _TEXT_METHODS:
            return UNKNOWN
        try:
            arguments = [[e.value for e in listed(g) or ()] if name == "join" else g.value for g in given]  # type: ignore[union-attr]
            named = {k: v.value for k, v in keywords.items()}  # type: ignore[union-attr]
            return as_value(getattr(receiver.value, name)(*arguments, **named))
        except Exception:  # an argument that is not known, or one that the method minds
            return UNKNOWN

    def _of_table(self, table: dict[str, Value], name: str, given: list[Value]) -> Value:
        if name in ("items", "keys", "values") and not given:
            pairs = [[Literally(k), v] for k, v in table.items()]
            return Literally([Literally(p) if name == "items" else p[name == "values"] for p in pairs])
        if name == "get" and given and isinstance(given[0], Literally) and isinstance(given[0].value, str):
            return table.get(given[0].value, given[1] if len(given) > 1 else NOTHING)
        return UNKNOWN

    def _set(self, name: Value, value: Value) -> None:
        if not isinstance(name, Literally) or not isinstance(name.value, str):
            self.doubtful.add("*")
        elif self._doubt:
            self.doubtful.add(name.value)
            if self._set_in_branch[0] == self._doubt:
                self._set_in_branch[1].add(name.value)
        else:
            self.done[name.value] = value

    def _may_have_set(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.doubtful)

    def _set_either_way(self, name: str) -> None:
        """Both branches of a condition set it, to one thing or another."""
        if not self._doubt:
            self.done[name] = UNKNOWN
            self.doubtful.discard(name)
        elif self._set_in_branch[0] == self._doubt:
            self._set_in_branch[1].add(name)


def _decoded(held: bytes, given: list[Value]) -> Value:
    try:
        return Literally(held.decode(*(g.value for g in given)))  # type: ignore[union-attr]
    except (TypeError, LookupError, UnicodeError):
        return UNKNOWN


def _is_name(value: Value) -> bool:
    return isinstance(value, Literally) and isinstance(value.value, str)


def _pattern_of(node: ast.expr) -> str:
    """What a computed name looks like: `set_*_request` for `f"set_{method}_request"`; `*` for any."""
    if not isinstance(node, ast.JoinedStr):
        return "*"
    return "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "*" for part in node.values)
