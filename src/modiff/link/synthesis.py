"""Classes that no class body spells out: named tuples and enums made by calls, and the constructors that dataclasses and named tuples get."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from modiff.link.targets import Outside
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, Assignment, Call, Class, Expression, Parameter
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MAKERS = {"namedtuple": "namedtuple", "NamedTuple": "namedtuple", "Enum": "enum", "IntEnum": "enum", "StrEnum": "enum", "Flag": "enum", "IntFlag": "enum"}
_HOMES = ("collections", "typing", "typing_extensions", "enum")


def made_class(view: View, module: str, assignment: Assignment) -> str | None:
    """`namedtuple` or `enum` where the value is a call that makes such a class; None for anything else."""
    call = assignment.value.call if assignment.value is not None else None
    return None if call is None else _maker(view, module, call)


def _maker(view: View, module: str, call: Call) -> str | None:
    kind = _MAKERS.get(call.callee.rpartition(".")[2])
    if kind is None or len(call.arguments) < 2:
        return None
    target = view.lookup(module, call.callee)
    return kind if isinstance(target, Outside) and target.path.partition(".")[0] in _HOMES else None


def item_for_call(view: View, cls: Item, call: Call) -> Item | None:
    """The class that `class X(namedtuple("X", "a b"))` derives from; None where the call makes no such class."""
    kind = _maker(view, cls.module, call)
    if kind is None:
        return None
    made = Assignment(Expression(f"{call.callee}(…)", call=call))
    return Item(f"{cls.path}.<base>", "class", cls.name, cls.module, owner=cls.owner, definition=made, line=cls.line, file=cls.file, flags=frozenset({kind}))


def bases_of_made_class(view: View, cls: Item) -> tuple[str, ...]:
    """Bases of a class that was made by a call: where its maker comes from."""
    return ("typing.NamedTuple", "builtins.tuple") if "namedtuple" in cls.flags else ("enum.Enum",) if "enum" in cls.flags else ()


def fields_of_made_class(view: View, cls: Item) -> list[Item]:
    """Fields of a named tuple, members of an enum, that a call names."""
    names = _field_names(cls)
    flag = "field" if "namedtuple" in cls.flags else "enum-member"
    return [
        Item(f"{cls.path}.{n}", "attribute", n, cls.module, owner=cls, definition=Assignment(), line=cls.line, file=cls.file, flags=frozenset({flag})) for n in names or ()
    ]


def _field_names(cls: Item) -> list[str] | None:
    call = _call(cls)
    return None if call is None else _names_in(call.arguments[1])


def _call(cls: Item) -> Call | None:
    value = cls.definition.value if isinstance(cls.definition, Assignment) else None
    return value.call if value is not None else None


def _names_in(text: str) -> list[str] | None:
    """`"a b"`, `"a, b"`, `["a", "b"]`, `[("a", int), …]` or `{"a": 1}` as a list of names; None where it is none of these."""
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        return tree.value.replace(",", " ").split()
    parts = tree.elts if isinstance(tree, ast.List | ast.Tuple) else tree.keys if isinstance(tree, ast.Dict) else None
    if parts is None:
        return None
    out = []
    for part in parts:
        first = part.elts[0] if isinstance(part, ast.Tuple) and part.elts else part
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            return None
        out.append(first.value)
    return out


def named_tuple_parameters(view: View, cls: Item) -> tuple[Parameter, ...] | None:
    """What constructs a named tuple: its fields in order; None where reading cannot say."""
    if isinstance(cls.definition, Class):
        fields = [b for b in cls.definition.members if isinstance(b.definition, Assignment) and b.definition.annotation is not None]
        return tuple(
            Parameter(b.name, POSITIONAL_OR_KEYWORD, b.definition.value.text if b.definition.value else None, b.definition.annotation)
            for b in fields if isinstance(b.definition, Assignment)
        )
    names, call = _field_names(cls), _call(cls)
    if names is None or call is None:
        return None
    keywords = dict(call.keywords)
    defaults = _literal_list(keywords["defaults"]) if "defaults" in keywords else []
    if defaults is None or any(k in keywords for k in ("rename", "**")):
        return None
    start = len(names) - len(defaults)
    return tuple(Parameter(n, POSITIONAL_OR_KEYWORD, defaults[i - start] if i >= start else None) for i, n in enumerate(names))


def _literal_list(text: str) -> list[str] | None:
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    if isinstance(tree, ast.List | ast.Tuple):
        return [ast.unparse(e) for e in tree.elts]
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult) and isinstance(tree.left, ast.Tuple) and isinstance(tree.right, ast.Constant) and isinstance(tree.right.value, int):
        return [ast.unparse(tree.left.elts[0])] * tree.right.value if len(tree.left.elts) == 1 else None
    return None


class _Options:
    """The options of one `@dataclass`."""

    def __init__(self, call: Call | None) -> None:
        given = dict(call.keywords) if call is not None else {}
        self.init = given.get("init", "True") != "False"
        self.kw_only = given.get("kw_only", "False") == "True"


def dataclass_options(definition: Class) -> _Options | None:
    """The options of its dataclass decorator; None: it has none."""
    for mark in definition.decorators:
        name = mark.name or (mark.call.callee if mark.call else "")
        if name.rpartition(".")[2] == "dataclass":
            return _Options(mark.call)
    return None


def dataclass_fields(definition: Class, kw_only: bool) -> dict[str, Parameter | None]:
    """The fields that one class body adds, in order; None for a name that is taken out of the constructor (`init=False`, `ClassVar`)."""
    out: dict[str, Parameter | None] = {}
    for binding in definition.members:
        made = binding.definition
        if not isinstance(made, Assignment):
            continue
        if made.annotation is None:
            continue
        head = made.annotation.partition("[")[0].rpartition(".")[2]
        if head == "KW_ONLY":
            kw_only = True
        elif head != "ClassVar":
            out[binding.name] = _field(binding.name, made, kw_only)
    return out


def _field(name: str, made: Assignment, kw_only: bool) -> Parameter | None:
    default = made.value.text if made.value is not None else None
    call = made.value.call if made.value is not None else None
    if call is not None and call.callee.rpartition(".")[2] in ("field", "Field"):
        given = dict(call.keywords)
        if given.get("init") == "False":
            return None
        kw_only = given.get("kw_only", str(kw_only)) == "True"
        default = given.get("default") or (f"{given['default_factory']}()" if "default_factory" in given else None)
        if default is None and call.arguments and call.callee.endswith("Field") and call.arguments[0] != "...":
            default = call.arguments[0]
    return Parameter(name, KEYWORD_ONLY if kw_only else POSITIONAL_OR_KEYWORD, default, made.annotation)
