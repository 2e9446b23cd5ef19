"""What syntax asks of objects that packages give: loops, `with`, `len`, unpacking and operators, which are methods with names of their own."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from modiff.link import outside
from modiff.uses import library
from modiff.uses.events import Answer
from modiff.uses.readings import Reading
from modiff.uses.values import Constant, Instance, Manager, Method, Missing, Plain, Value, may_be_other, options

_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "add"), ast.Sub: ("-", "sub"), ast.Mult: ("*", "mul"), ast.Div: ("/", "truediv"), ast.FloorDiv: ("//", "floordiv"),
    ast.Mod: ("%", "mod"), ast.Pow: ("**", "pow"), ast.BitOr: ("|", "or"), ast.BitAnd: ("&", "and"), ast.BitXor: ("^", "xor"),
    ast.LShift: ("<<", "lshift"), ast.RShift: (">>", "rshift"), ast.MatMult: ("@", "matmul"),
}  # fmt: skip
_MAY_BE = "it may be something else"
_MANAGER = "_GeneratorContextManager"
ITERATING = frozenset(f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "enumerate", "iter", "sum", "any", "all"))
"""Functions that loop over their first argument."""


def iterated(reading: Reading, node: ast.expr, value: Value, *, asynchronous: bool = False) -> None:
    """Notes whether a loop can go over it."""
    wanted = ("__aiter__",) if asynchronous else ("__iter__", "__getitem__")
    _asked(reading, node, value, wanted, "is not an asynchronous iterable" if asynchronous else "is not iterable")


def measured(reading: Reading, node: ast.expr, value: Value) -> None:
    """Notes whether `len` takes it."""
    _asked(reading, node, value, ("__len__",), "has no len()")


def managed(reading: Reading, node: ast.expr, value: Value, *, asynchronous: bool) -> None:
    """Notes whether `with`, or `async with`, takes it."""
    protocol = f"does not support the {'asynchronous ' if asynchronous else ''}context manager protocol"
    wanted = "__aenter__" if asynchronous else "__enter__"
    if isinstance(value, Manager):
        made = f"'{'_Async' + _MANAGER[1:] if value.asynchronous else _MANAGER}' object"
        fine = value.asynchronous == asynchronous
        said = "" if fine else f"{made} {protocol}"
        reading.tell(node, "result", wanted, Answer(fine, value.origin, value.origin or None, said, None, "TypeError"))
        return
    _asked(reading, node, value, (wanted,), protocol)


def _asked(reading: Reading, node: ast.expr, value: Value, wanted: Sequence[str], complaint: str) -> None:
    """Notes whether the classes of what it may be have one of these methods: fine where any has, as which it is nobody knows."""
    possible = [each for each in options(value) if each != Constant(None)]
    objects = [each for each in possible if isinstance(each, Instance)]
    name, *others = wanted
    given = [each for each in possible if isinstance(each, Plain) and each.origin is not None and each.said is None]
    if not objects and len(given) == len(possible) and given:
        _asked_of_plain(reading, node, given, wanted, complaint)
    if not objects:
        return
    doubt = _MAY_BE if may_be_other(value) else None
    missing: list[tuple[Instance, Missing]] = []
    for each in objects:
        found = reading.world.attribute(each, name)
        for other in others:
            found = reading.world.attribute(each, other) if isinstance(found, Missing) else found
        if not isinstance(found, Missing):
            canonical = found.item.path if isinstance(found, Method) else each.cls.path
            reading.tell(node, "result", name, Answer(True, f"{each.cls.path}.{name}", canonical))
            return
        missing.append((each, found))
    if len(missing) == len(possible):
        first, lacks = missing[0]
        said = f"'{first.cls.name}' object {complaint}"
        answer = Answer(False, f"{first.cls.path}.{name}", first.cls.path, said, lacks.doubt or doubt, "TypeError", above=lacks.above)
        reading.tell(node, "result", name, answer)


def _asked_of_plain(reading: Reading, node: ast.expr, given: list[Plain], wanted: Sequence[str], complaint: str) -> None:
    """The same of what a package gives that is of a class of the library."""
    first, name = given[0], wanted[0]
    known = [outside.members_of(each.path) for each in given]
    if any(names is None or each.path.startswith(("typing.", "types.")) for each, names in zip(given, known, strict=True)):
        return
    fine = any(names is not None and not names.isdisjoint(wanted) for names in known)
    said = "" if fine else f"'{first.path.rpartition('.')[2]}' object {complaint}"
    reading.tell(node, "result", name, Answer(fine, first.origin or "", first.origin, said, None, "TypeError"))


def unpacked(reading: Reading, targets: list[ast.expr], value: Value) -> None:
    """Notes whether a tuple that a package gives has as many parts as it is taken apart into."""
    node = ast.Tuple(elts=targets, ctx=ast.Store())
    node.lineno, node.col_offset = targets[0].lineno, targets[0].col_offset
    node.end_lineno, node.end_col_offset = targets[-1].end_lineno, targets[-1].end_col_offset
    starred = any(isinstance(each, ast.Starred) for each in targets)
    wanted = len(targets) - starred
    tuples = [each for each in options(value) if isinstance(each, Plain) and each.path == "builtins.tuple" and each.origin is not None]
    if not tuples or may_be_other(value) or len(tuples) < len(options(value)) or any(len(each.args) < 2 for each in tuples):
        if isinstance(value, Instance):
            iterated(reading, node, value)
        return
    fitting = next((each for each in tuples if len(each.args) == wanted or (starred and len(each.args) > wanted)), None)
    origin = (fitting or tuples[0]).origin or ""
    if fitting is not None:
        reading.tell(node, "result", "unpacked", Answer(True, origin, origin))
        return
    given = len(tuples[0].args)
    said = f"{origin}() gives {given} things, which are taken apart into {wanted}"
    reading.tell(node, "result", "unpacked", Answer(False, origin, origin, said, None, "ValueError"))


def operated(reading: Reading, node: ast.BinOp, left: Value, right: Value) -> None:
    """Notes whether what a package gives, an object of a class of the library, has an operator at all. Where the other side may have it, nothing is
    said."""
    sign, name = _OPERATORS[type(node.op)]
    for each in options(left):
        if not isinstance(each, Plain) or each.origin is None or each.said is not None:
            return
    first = options(left)[0]
    assert isinstance(first, Plain)
    origin = first.origin or ""
    known = [outside.members_of(path) for path in (library.class_path(each) or "" for each in options(left))]
    if any(names is None or f"__{name}__" in names for names in known):
        reading.tell(node, "result", sign, Answer(True, origin, origin))
        return
    other = library.class_path(right)
    reflected = outside.members_of(other) if other is not None else None
    if reflected is None or f"__r{name}__" in reflected:
        return
    kinds = [f"'{path.rpartition('.')[2]}'" for path in (first.path, str(other))]
    said = f"unsupported operand types for {sign}: {kinds[0]} and {kinds[1]}"
    reading.tell(node, "result", sign, Answer(False, origin, origin, said, None, "TypeError"))
