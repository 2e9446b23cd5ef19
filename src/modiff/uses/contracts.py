"""What classes of the client owe to the classes they derive from: abstract methods, and overrides that take what the base's method is called with."""

from __future__ import annotations

import ast

from modiff.link.texts import dotted
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL
from modiff.model.items import Item, Signature
from modiff.uses.binding import Arguments
from modiff.uses.events import ABSTRACT, Answer
from modiff.uses.further import given
from modiff.uses.readings import Reading
from modiff.uses.values import Foreign, Method, Missing, OwnClass, Thing

_NEVER_CALLED_SO = frozenset({"__init__", "__new__", "__init_subclass__", "__class_getitem__", "__call__"})
"""Whoever calls these of a class knows which class it is: they need not agree with the base's."""
_PLAIN_MARKS = frozenset({"staticmethod", "classmethod", "override", "abstractmethod"})
FURTHER = "does not take further keyword arguments"


def check_class(reading: Reading, node: ast.ClassDef, own: OwnClass) -> None:
    """Notes which abstract methods of its bases a class implements, and which of its methods no longer take what they are called with."""
    provided = _provided(own)
    for base in own.bases:
        if isinstance(base, Thing) and base.item.kind == "class":
            _abstract(reading, node, base, provided)
            reading.tell(node, "subclass", "", Answer(True, base.path, base.item.path))
            reading.tell(_Header(node), "subclass", f"of {base.path}", Answer(True, base.path, base.item.path))
        elif isinstance(base, Thing) and base.item.kind == "function":
            _no_class(reading, node, base)
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name not in _NEVER_CALLED_SO:
            _override(reading, statement, own)


def _no_class(reading: Reading, node: ast.ClassDef, base: Thing) -> None:
    """A function that a class derives from. One that says what stands for it there (`__mro_entries__`, PEP 560) is left alone."""
    asked = reading.world.attribute(base, "__mro_entries__")
    if isinstance(asked, Missing) and reading.world.graph_of(base.item).why_set_elsewhere([base.item], "__mro_entries__") is None:
        said = f"class {node.name} cannot derive from {base.path}, which is a function"
        reading.tell(_Header(node), "subclass", f"of {base.path}", Answer(False, base.path, base.item.path, said, asked.doubt, "TypeError"))


def _abstract(reading: Reading, node: ast.ClassDef, base: Thing, provided: set[str]) -> None:
    for name in sorted(reading.world.unimplemented(base.item)):
        there = name in provided
        said = "" if there else f"class {node.name} does not implement the abstract method '{name}' of {base.path}"
        doubt = None if there else "only objects of it fail, and a subclass may implement it"
        reading.tell(node, "subclass", name, Answer(there, f"{base.path}.{name}", f"{base.item.path}.{name}", said, doubt, "TypeError"))


def check_instance(reading: Reading, node: ast.AST, own: OwnClass) -> None:
    """Notes whether an object of a class of the client can be made at all."""
    base = _package_base(own)
    if base is None:
        return
    provided = _provided(own)
    missing = sorted(name for name in reading.world.unimplemented(base.item) if name not in provided)
    if not missing:
        reading.tell(node, "call", ABSTRACT, Answer(True, base.path, base.item.path))
        return
    said = f"class {own.node.name} does not implement the abstract method '{missing[0]}' of {base.path}"
    reading.tell(node, "call", ABSTRACT, Answer(False, f"{base.path}.{missing[0]}", f"{base.item.path}.{missing[0]}", said, None, "TypeError"))


def _package_base(own: OwnClass) -> Thing | None:
    """The class of a package that it derives from, where all its bases are known and only one is a package's."""
    found: list[Thing] = []
    for base in own.bases:
        match base:
            case Thing(item=item) if item.kind == "class":
                found.append(base)
            case OwnClass():
                above = _package_base(base)
                if above is None and base.bases:
                    return None
                found += [above] if above is not None else []
            case Foreign(path="builtins.object" | "abc.ABC"):
                continue
            case _:
                return None
    return found[0] if len(found) == 1 else None


def check_keywords(reading: Reading, node: ast.ClassDef, own: OwnClass, given: Arguments) -> None:
    """Notes whether the keywords of a `class` statement are taken by the `__init_subclass__` that it inherits (PEP 487)."""
    base = _package_base(own)
    if base is None or not (given.keywords or given.more_keywords) or "__init_subclass__" in own.scope.names:
        return
    method = reading.world.attribute(base, "__init_subclass__")
    if any(name == "metaclass" for name, _ in given.keywords) or not isinstance(method, Method):
        return
    bound = reading.world.bound(method, given)
    if bound is None:
        return
    path = f"{base.path}.__init_subclass__"
    said = "" if bound.problem is None else f"class {node.name}: {path}() {bound.problem}"
    reading.tell(_Header(node), "subclass", "keywords", Answer(bound.problem is None, path, method.item.path, said, bound.doubt, "TypeError"))


def _provided(own: OwnClass) -> set[str]:
    found = set(own.scope.names)
    for base in own.bases:
        if isinstance(base, OwnClass):
            found |= _provided(base)
    return found


# --- overrides


def _override(reading: Reading, node: ast.FunctionDef | ast.AsyncFunctionDef, own: OwnClass) -> None:
    """Notes whether a method takes what the one that it overrides is called with."""
    if any((dotted(mark) or "?").rpartition(".")[2] not in _PLAIN_MARKS for mark in node.decorator_list):
        return
    found = overridden(reading, own, node.name)
    if found is None:
        return
    member, signature = found
    wrong = complaint(node, signature, "staticmethod" in {dotted(mark) for mark in node.decorator_list})
    place = _Header(node)
    if wrong is None:
        reading.tell(place, "override", node.name, Answer(True, member.path, member.path))
    else:
        keyword = given(reading.world, member, _names(node.args), own.scope.names) if wrong == FURTHER else None
        wrong = f"does not take the keyword argument '{keyword}'" if keyword is not None else wrong
        said = f"{own.node.name}.{node.name}() {wrong}, as {member.path}() is called now"
        doubt = signature.doubt or ("nobody may give any" if wrong == FURTHER else None)
        reading.tell(place, "override", node.name, Answer(False, member.path, member.path, said, doubt, "TypeError"))


def _names(arguments: ast.arguments) -> set[str]:
    return {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}


class _Header(ast.AST):
    """The line of a `def` or `class`: from the keyword to the colon."""

    def __init__(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        super().__init__()
        self.lineno, self.col_offset = node.lineno, node.col_offset
        self.end_lineno = max(node.lineno, node.body[0].lineno - 1)
        self.end_col_offset = 0


def overridden(reading: Reading, own: OwnClass, name: str) -> tuple[Item, Signature] | None:
    """The method of a package that a method of this name overrides, with what it takes; None: there is none, or it is not known."""
    for base in own.bases:
        match base:
            case Thing(item=item) if item.kind == "class":
                graph = reading.world.graph_of(item)
                member = graph.members(item).get(name)
                if member is None:
                    continue
                signature = graph.signature(member.item) if member.item.kind == "method" else None
                return (member.item, signature) if signature is not None else None
            case OwnClass():
                if name in base.scope.names:
                    return None
                found = overridden(reading, base, name)
                if found is not None:
                    return found
    return None


def complaint(node: ast.FunctionDef | ast.AsyncFunctionDef, base: Signature, static: bool = False) -> str | None:
    """Why a method cannot be called as the base's signature says; None: it can. What the base only may be given, and may not, is no complaint;
    of `**kwargs` it is `FURTHER`, as they often are there to be handed to overrides."""
    arguments = node.args
    places = [*arguments.posonlyargs, *arguments.args][0 if static else 1 :]
    needed = places[: max(0, len(places) - len(arguments.defaults))]
    given = [p for p in base.parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    names = {each.arg for each in (*places, *arguments.kwonlyargs)}
    taken_by_name = {p.name for p in base.parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)}
    if not any(p.kind == VAR_POSITIONAL for p in base.parameters) and not any(p.kind == VAR_KEYWORD for p in base.parameters):
        missing = [each.arg for index, each in enumerate(needed) if index >= len(given) and each.arg not in taken_by_name]
        if missing:
            return f"needs the argument '{missing[0]}'"
    required = [p for p in given if p.required]
    if len(required) > len(places) and arguments.vararg is None:
        return f"takes {len(places)} argument{'' if len(places) == 1 else 's'} but is given {len(required)}"
    if arguments.kwarg is None:
        unknown = [p.name for p in base.parameters if p.kind == KEYWORD_ONLY and p.required and p.name not in names]
        if unknown:
            return f"does not take the keyword argument '{unknown[0]}'"
        if any(p.kind == VAR_KEYWORD for p in base.parameters):
            return FURTHER
    return None
