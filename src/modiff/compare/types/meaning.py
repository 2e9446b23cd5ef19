"""From the text of an annotation to the type it means, in the module where it stands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from modiff.compare.types import constructs, variables
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
    Unpacked,
    Variable,
    replaced,
    union,
)
from modiff.link import classes
from modiff.link.targets import Outside, Target
from modiff.link.view import View
from modiff.model.facts import Assignment, Class
from modiff.model.items import Item

_DEPTH = 12
"""Aliases in aliases, so many deep; deeper ones are recursive."""


class Scope(msgspec.Struct, frozen=True, eq=False):
    """Where an annotation stands."""

    module: str
    owner: Item | None = None
    """The class in whose body it stands."""
    declared: tuple[str, ...] = ()
    """Type parameters (PEP 695) of the function itself, as source."""


class Meanings:
    """What annotations of one version mean."""

    def __init__(self, view: View, path_of: Callable[[Item], str], opaque: Callable[[Item], str | None]) -> None:
        self._view = view
        self._path_of = path_of
        self._opaque = opaque
        """The name of an alias whose change is told for itself: where it is used it stands for nothing but that; None: for its definition."""
        self._aliases: list[str] = []
        self._known: dict[tuple[str, str, Item | None, tuple[str, ...]], Type] = {}
        self._parameters: dict[Item, tuple[str, ...] | None] = {}

    def of(self, text: str, scope: Scope) -> Type:
        """The type that this text means; parts that cannot be settled are Unknown."""
        if self._aliases:
            return self._of(text, scope)
        key = text, scope.module, scope.owner, scope.declared
        if key not in self._known:
            self._known[key] = self._of(text, scope)
        return self._known[key]

    def forget(self) -> None:
        """Other aliases stand for nothing but their name from now on: what was read so far does not count."""
        self._known.clear()

    def _of(self, text: str, scope: Scope) -> Type:
        if text.startswith("*"):
            return Unpacked(self.of(text[1:], scope))  # *args: *Ts
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
            case ast.Starred(value=inside):
                return Unpacked(self._read(inside, scope))
        return Unknown(ast.unparse(node))

    # --- names

    def _name(self, node: ast.expr, scope: Scope) -> Type:
        dotted = dotted_name(node)
        if dotted is None:
            return Unknown(ast.unparse(node))
        variable = self._declared(dotted, scope)
        if variable is not None:
            return variable
        target = self.target(dotted, scope)
        if isinstance(target, Outside):
            found = _outside(target.path, scope, self._path_of)
            return self._in_class(found, scope) if isinstance(found, Variable) else found
        if isinstance(target, Item):
            found = self._item(target, dotted)
            return self._in_class(found, scope) if variables.maker(target) is not None and isinstance(found, Variable) else _of_anything(found)
        return Unknown(dotted)

    def _declared(self, name: str, scope: Scope) -> Variable | None:
        """The type parameter of this name (PEP 695), of the function or else of its class."""
        own = next((text for text in scope.declared if variables.bare(text) == name), None)
        if own is not None:
            return variables.written(own, lambda text: self._guarded(name, text, scope))
        definition = scope.owner.definition if scope.owner is not None else None
        of_class = definition.type_parameters if isinstance(definition, Class) else ()
        text = next((text for text in of_class if variables.bare(text) == name), None)
        if text is None:
            return None
        return self._in_class(variables.written(text, lambda text: self._guarded(name, text, scope)), scope)

    def _in_class(self, variable: Variable, scope: Scope) -> Variable:
        """A parameter of the class in whose body it stands is known by its place there."""
        owner = scope.owner
        if owner is None:
            return variable
        if owner not in self._parameters:
            self._parameters[owner] = variables.parameters_of(self._view, owner)
        known = self._parameters[owner]
        if known is None:
            return msgspec.structs.replace(variable, of="?")
        if variable.path not in known:
            return variable
        path = self._path_of(owner)
        return msgspec.structs.replace(variable, path=f"{path}[{known.index(variable.path)}]", of=f"{path}/{len(known)}")

    def _guarded(self, key: str, text: str, scope: Scope) -> Type:
        """What a text means that belongs to what has this key; Unknown where it mentions itself, or leads too deep."""
        if len(self._aliases) > _DEPTH or key in self._aliases:
            return Unknown(text)
        self._aliases.append(key)
        try:
            return self.of(text, scope)
        finally:
            self._aliases.pop()

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
        if item.definition.augmented:
            return Unknown(written)
        return self._guarded(item.path, value.text, Scope(item.module, item.owner))

    def _made(self, item: Item, written: str) -> Type:
        """`T = TypeVar("T", bound=X)`, `UserId = NewType("UserId", int)`."""
        assert isinstance(item.definition, Assignment)
        assert item.definition.value is not None
        call = item.definition.value.call
        assert call is not None
        scope = Scope(item.module, item.owner)
        if variables.maker(item) is not None:
            return variables.declared(item.path, call, lambda text: self._guarded(item.path, text, scope))
        if call.callee.rpartition(".")[2] == "NewType":
            return Distinct(item.path, self._guarded(item.path, call.arguments[1], scope) if len(call.arguments) == 2 else Unknown(written))
        return Unknown(written)

    # --- brackets

    def _subscript(self, head: ast.expr, inside: ast.expr, scope: Scope) -> Type:
        dotted = dotted_name(head)
        target = self.target(dotted, scope) if dotted is not None and self._declared(dotted, scope) is None else None
        if isinstance(target, Item) and target.kind == "class":
            return Named(self._path_of(target), tuple(self._read(n, scope) for n in _entries(inside)))
        if isinstance(target, Item) and constructs.is_alias(target):
            return self._filled(target, inside, scope)
        if not isinstance(target, Outside):
            return Unknown(f"{ast.unparse(head)}[{ast.unparse(inside)}]")
        return self._of_library(constructs.same_class(target.path), inside, scope)

    def _filled(self, alias: Item, inside: ast.expr, scope: Scope) -> Type:
        """A generic alias with types in its brackets, which stand for its variables in their order."""
        given = tuple(self._read(n, scope) for n in _entries(inside))
        told = self._opaque(alias)
        if told is not None:
            return Named(f"alias:{told}", given)
        open_ones = list(dict.fromkeys(self._variables_in(alias)))
        found = self._item(alias, alias.name)
        if len(open_ones) != len(given) or any(isinstance(each, Unpacked | Unknown) for each in given):
            return Unknown(f"{alias.path}[{ast.unparse(inside)}]")
        by_path = dict(zip(open_ones, given, strict=True))
        return replaced(found, lambda variable: by_path.get(variable.path, ANYTHING))

    def _variables_in(self, alias: Item) -> Iterator[str]:
        """Paths of the type variables in the text of an alias, in order."""
        scope = Scope(alias.module, alias.owner)
        for name in _names_in(_parsed(alias.value or "")):
            found = self.target(name, scope)
            if isinstance(found, Outside) and constructs.same_class(found.path) == variables.ANY_STR:
                yield variables.ANY_STR
            elif isinstance(found, Item) and variables.maker(found) is not None:
                yield found.path

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
                case "Unpack":
                    return Unpacked(self._read(inside, scope))
                case "Concatenate":
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
        first, result = self._given_to(entries[0], scope), self._read(entries[1], scope)
        return CallableType(first[0], result, first[1])

    def _given_to(self, node: ast.expr, scope: Scope) -> tuple[tuple[Type, ...] | None, Variable | None]:
        """What stands first in the brackets of `Callable`: parameters, and the variable for those that follow. None: any, or not settled."""
        if isinstance(node, ast.List):
            given = tuple(self._read(n, scope) for n in node.elts)
            return (None if any(isinstance(each, Unpacked) for each in given) else given), None
        dotted = dotted_name(node.value if isinstance(node, ast.Subscript) else node)
        if dotted is not None and isinstance(node, ast.Subscript):
            target, entries = self.target(dotted, scope), _entries(node.slice)
            if isinstance(target, Outside) and constructs.same_class(target.path) == "typing.Concatenate" and entries:
                first, rest = tuple(self._read(n, scope) for n in entries[:-1]), self._read(entries[-1], scope)
                return (first, rest) if isinstance(rest, Variable) else (None, None)
        found = self._name(node, scope) if dotted is not None and not isinstance(node, ast.Subscript) else None
        return ((), found) if isinstance(found, Variable) else (None, None)

    def _tuple(self, inside: ast.expr, scope: Scope) -> Type:
        entries = _entries(inside)
        if len(entries) == 2 and isinstance(entries[1], ast.Constant) and entries[1].value is ...:
            return Named("builtins.tuple", (self._read(entries[0], scope),))
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
            return variables.any_str()
        case "types.NoneType":
            return NONE
        case "collections.abc.ByteString":
            return BYTE_STRING
    if path.startswith("typing.") and path.rpartition(".")[2] in constructs.BARE_SAYS_NOTHING:
        return ANYTHING
    return Named(path)


def _of_anything(alias: Type) -> Type:
    """An alias with variables and without brackets means Any in the place of each (PEP 484)."""
    return replaced(alias, lambda _: ANYTHING)


def _names_in(node: ast.AST | None) -> Iterator[str]:
    """Dotted names in the order of the text, within strings too."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = _parsed(node.value)
    if node is None:
        return
    dotted = dotted_name(node) if isinstance(node, ast.Name | ast.Attribute) else None
    if dotted is not None:
        yield dotted
        return
    for child in ast.iter_child_nodes(node):
        yield from _names_in(child)


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
