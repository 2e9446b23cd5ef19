"""From the text of an annotation to the type it means, in the module where it stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from modiff.compare.types import constructs
from modiff.compare.types.forms import (
    ANYTHING,
    BYTE_STRING,
    NONE,
    CallableType,
    Distinct,
    FixedTuple,
    Named,
    Nothing,
    OneOf,
    Self,
    Type,
    Unknown,
    Variable,
    union,
)
from modiff.link import classes
from modiff.link.targets import Outside, Target
from modiff.link.view import View
from modiff.model.facts import Assignment
from modiff.model.items import Item

_DEPTH = 12
"""Aliases in aliases, so many deep; deeper ones are recursive."""


class Scope(msgspec.Struct, frozen=True, eq=False):
    """Where an annotation stands."""

    module: str
    owner: Item | None = None
    """The class in whose body it stands."""
    variables: frozenset[str] = frozenset()
    """Type parameters (PEP 695) of the function and the class."""


class Meanings:
    """What annotations of one version mean."""

    def __init__(self, view: View, path_of: Callable[[Item], str], opaque: Callable[[Item], str | None]) -> None:
        self._view = view
        self._path_of = path_of
        self._opaque = opaque
        """The name of an alias whose change is told for itself: where it is used it stands for nothing but that; None: for its definition."""
        self._aliases: list[str] = []

    def of(self, text: str, scope: Scope) -> Type:
        """The type that this text means; parts that cannot be settled are Unknown."""
        tree = _parsed(text)
        return Unknown(text) if tree is None else self._read(tree, scope)

    def _read(self, node: ast.expr, scope: Scope) -> Type:
        match node:
            case ast.Constant(value=None):
                return NONE
            case ast.Constant(value=str(text)):
                return self.of(text.strip(), scope)
            case ast.Name() | ast.Attribute():
                return self._name(node, scope)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return union(self._read(left, scope), self._read(right, scope))
            case ast.Subscript(value=head, slice=inside):
                return self._subscript(head, inside, scope)
        return Unknown(ast.unparse(node))

    # --- names

    def _name(self, node: ast.expr, scope: Scope) -> Type:
        dotted = dotted_name(node)
        if dotted is None:
            return Unknown(ast.unparse(node))
        if dotted in scope.variables:
            return Variable()
        target = self.target(dotted, scope)
        if isinstance(target, Outside):
            return _outside(target.path, scope, self._path_of)
        if isinstance(target, Item):
            return self._item(target, dotted)
        return Unknown(dotted)

    def target(self, dotted: str, scope: Scope) -> Target | None:
        """What a name in an annotation leads to. What a class binds besides classes (a method called `list`) does not count."""
        if scope.owner is not None:
            found = self._view.lookup(scope.module, dotted, scope.owner)
            if isinstance(found, Outside) or (isinstance(found, Item) and (found.kind == "class" or constructs.is_alias(found))):
                return found
        return self._view.lookup(scope.module, dotted)

    def _item(self, item: Item, written: str) -> Type:
        if item.kind == "class":
            return Named(self._path_of(item))
        if item.kind != "attribute" or not isinstance(item.definition, Assignment) or item.definition.value is None:
            return Unknown(written)
        value = item.definition.value
        if value.call is not None:
            return self._made(item, written)
        told = self._opaque(item)
        if told is not None:
            return Named(f"alias:{told}")
        if len(self._aliases) > _DEPTH or item.path in self._aliases or item.definition.augmented:
            return Unknown(written)
        self._aliases.append(item.path)
        try:
            return self.of(value.text, Scope(item.module, item.owner))
        finally:
            self._aliases.pop()

    def _made(self, item: Item, written: str) -> Type:
        """`T = TypeVar("T", bound=X)`, `UserId = NewType("UserId", int)`."""
        assert isinstance(item.definition, Assignment)
        assert item.definition.value is not None
        call = item.definition.value.call
        assert call is not None
        maker = call.callee.rpartition(".")[2]
        if maker == "TypeVar":
            return Variable(", ".join([*call.arguments[1:], *(f"{name}={value}" for name, value in call.keywords if name == "bound")]))
        if maker == "NewType":
            return Distinct(item.path, self._made_of(item, call.arguments[1]) if len(call.arguments) == 2 else Unknown(written))
        return Unknown(written)

    def _made_of(self, item: Item, text: str) -> Type:
        """What a new type is made of; Unknown where it is made of itself."""
        if item.path in self._aliases:
            return Unknown(text)
        self._aliases.append(item.path)
        try:
            return self.of(text, Scope(item.module, item.owner))
        finally:
            self._aliases.pop()

    # --- brackets

    def _subscript(self, head: ast.expr, inside: ast.expr, scope: Scope) -> Type:
        dotted = dotted_name(head)
        target = self.target(dotted, scope) if dotted is not None and dotted not in scope.variables else None
        if isinstance(target, Item) and target.kind == "class":
            return Named(self._path_of(target), tuple(self._read(n, scope) for n in _entries(inside)))
        if not isinstance(target, Outside):
            return Unknown(f"{ast.unparse(head)}[{ast.unparse(inside)}]")
        return self._of_library(constructs.same_class(target.path), inside, scope)

    def _of_library(self, path: str, inside: ast.expr, scope: Scope) -> Type:
        home, _, name = path.rpartition(".")
        if home == "typing":
            match name:
                case "Optional":
                    return union(self._read(inside, scope), NONE)
                case "Union":
                    return union(*(self._read(n, scope) for n in _entries(inside)))
                case "Literal":
                    return union(*self._literals(_entries(inside), scope))
                case "Annotated":
                    return self._read(_entries(inside)[0], scope)
                case name if name in constructs.WRAPPERS:
                    return self._read(inside, scope)
                case "Concatenate" | "Unpack":
                    return Unknown(f"{path}[{ast.unparse(inside)}]")
        if path == "collections.abc.Callable":
            return self._callable(_entries(inside), scope)
        if path == "builtins.tuple":
            return self._tuple(inside, scope)
        arguments = tuple(self._read(n, scope) for n in _entries(inside))
        if path == "builtins.type" and len(arguments) == 1 and arguments[0] == ANYTHING:
            return Named(path)
        return Named(path, arguments)

    def _literals(self, nodes: list[ast.expr], scope: Scope) -> Iterator[Type]:
        for node in nodes:
            value = _constant(node)
            if value is not None:
                yield value
            elif (dotted := dotted_name(node)) is not None:
                yield self._enum_member(dotted, scope)
            elif isinstance(node, ast.Subscript):
                yield self._read(node, scope)  # Literal[A, Literal[B]]
            else:
                yield Unknown(ast.unparse(node))

    def _enum_member(self, dotted: str, scope: Scope) -> Type:
        found = self.target(dotted, scope)
        if isinstance(found, Item) and found.owner is not None:
            owner = self._path_of(found.owner)
            return OneOf(f"{owner}.{self._first_of_value(found.owner, found)}", owner)
        if isinstance(found, Item) and found.kind == "attribute":
            return self._item(found, dotted)  # Literal[ALIAS] where ALIAS = Literal[...]
        return Unknown(dotted)

    def _first_of_value(self, enum: Item, member: Item) -> str:
        """A later member of the same value is another name of the first one."""
        return next((n for n, other in classes.own_members(self._view, enum).items() if other.value == member.value is not None), member.name)

    def _callable(self, entries: list[ast.expr], scope: Scope) -> Type:
        if len(entries) != 2:
            return CallableType(None, ANYTHING)
        first, result = entries
        given = tuple(self._read(n, scope) for n in first.elts) if isinstance(first, ast.List) else None
        if any(isinstance(n, ast.Starred) for n in (first.elts if isinstance(first, ast.List) else ())):
            given = None
        return CallableType(given, self._read(result, scope))

    def _tuple(self, inside: ast.expr, scope: Scope) -> Type:
        entries = _entries(inside)
        if len(entries) == 2 and isinstance(entries[1], ast.Constant) and entries[1].value is ...:
            return Named("builtins.tuple", (self._read(entries[0], scope),))
        if any(isinstance(e, ast.Starred) or "Unpack[" in ast.unparse(e) for e in entries):
            return Unknown(ast.unparse(inside))
        return FixedTuple(tuple(self._read(n, scope) for n in entries))


def _outside(path: str, scope: Scope, path_of: Callable[[Item], str]) -> Type:
    path = constructs.same_class(path)
    match path:
        case "typing.Any" | "_typeshed.Incomplete":
            return ANYTHING
        case "typing.NoReturn" | "typing.Never":
            return Nothing()
        case "collections.abc.Callable":
            return CallableType(None, ANYTHING)
        case "typing.Self":
            return Self(path_of(scope.owner)) if scope.owner is not None else Unknown(path)
        case "typing.AnyStr":
            return Variable("str, bytes")
        case "types.NoneType":
            return NONE
        case "collections.abc.ByteString":
            return BYTE_STRING
    if path.startswith("typing.") and path.rpartition(".")[2] in constructs.BARE_SAYS_NOTHING:
        return ANYTHING
    return Named(path)


def dotted_name(node: ast.expr) -> str | None:
    """`a.b.c`; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def _entries(inside: ast.expr) -> list[ast.expr]:
    return list(inside.elts) if isinstance(inside, ast.Tuple) else [inside]


def _constant(node: ast.expr) -> Type | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return OneOf(ast.unparse(node), "builtins.int")
    if not isinstance(node, ast.Constant):
        return None
    return NONE if node.value is None else OneOf(repr(node.value), f"builtins.{type(node.value).__name__}")


@lru_cache(maxsize=20_000)
def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
