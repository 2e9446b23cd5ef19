"""Type variables as they are declared: bound and constraints, and which of them are the parameters of a class, in order.

`TypeVar("T", bound=X)` (PEP 484), `def f[T: X](…)` (PEP 695) and `ParamSpec` (PEP 612) come out the same. Variance and defaults (PEP 696) say
nothing of what a signature takes or gives, and are not read here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from modiff.compare.types.forms import ANYTHING, OBJECT, Named, Type, Variable
from modiff.link import texts
from modiff.link.targets import Outside
from modiff.link.view import View
from modiff.model.facts import Assignment, Call, Class
from modiff.model.items import Item

ANY_STR = "typing.AnyStr"
MAKERS = ("TypeVar", "ParamSpec", "TypeVarTuple")
_EITHER_STRING = (Named("builtins.str"), Named("builtins.bytes"))

Read = Callable[[str], Type]


def any_str() -> Variable:
    """`typing.AnyStr`."""
    return Variable(ANY_STR, constraints=_EITHER_STRING)


def maker(item: Item) -> Call | None:
    """The call of `TypeVar` or its kin that made it; None: it is no such variable."""
    value = item.definition.value if isinstance(item.definition, Assignment) else None
    call = value.call if value is not None else None
    return call if call is not None and call.callee.rpartition(".")[2] in MAKERS else None


def declared(path: str, call: Call, read: Read) -> Variable:
    """What a call of `TypeVar` makes."""
    bound = dict(call.keywords).get("bound")
    return Variable(path, _bound(bound, read), tuple(read(text) for text in call.arguments[1:]))


def written(text: str, read: Read) -> Variable:
    """What one type parameter says: `T`, `T: int`, `T: (str, bytes) = str`, `**P`, `*Ts`."""
    said = limit(text)
    node = texts.parsed(said) if said else None
    if isinstance(node, ast.Tuple):
        return Variable(bare(text), OBJECT, tuple(read(ast.unparse(part)) for part in node.elts))
    return Variable(bare(text), _bound(said or None, read))


def limit(type_parameter: str) -> str:
    """`int` of `T: int = bool`; empty where nothing is said."""
    text = type_parameter.partition(":")[2]
    depth = 0
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if character == "=" and depth == 0:
            return text[:index].strip()
    return text.strip()


def bare(type_parameter: str) -> str:
    """`T` of `*T: int = str`."""
    return type_parameter.lstrip("*").partition(":")[0].partition("=")[0].strip()


def _bound(text: str | None, read: Read) -> Type:
    found = OBJECT if text is None or text == "None" else read(text)
    return OBJECT if found == ANYTHING else found


# --- of classes


def parameters_of(view: View, cls: Item) -> tuple[str, ...] | None:
    """The type parameters of a class in the order of its brackets: bare names (PEP 695), or paths of what `TypeVar` made.
    None: reading cannot say."""
    definition = cls.definition
    if not isinstance(definition, Class):
        return None
    if definition.type_parameters:
        return tuple(map(bare, definition.type_parameters))
    found: dict[str, None] = {}
    for base in definition.bases:
        if "[" not in base.text:
            continue
        node = texts.parsed(base.text)
        used = list(_used(view, cls, node.slice)) if isinstance(node, ast.Subscript) else [None]
        known = [path for path in used if path is not None]
        if len(known) < len(used):
            return None
        if base.name is not None and base.name.rpartition(".")[2] in ("Generic", "Protocol"):
            return tuple(dict.fromkeys(known))
        found.update(dict.fromkeys(known))
    return tuple(found)


def declared_variance(view: View, cls: Item) -> str | None:
    """One sign for each type parameter: `+` covariant, `-` contravariant, `=` invariant, `?` where type checkers infer it. None where reading
    cannot say."""
    definition, names = cls.definition, parameters_of(view, cls)
    if not names or not isinstance(definition, Class):
        return None
    if definition.type_parameters:
        return None if any(text.startswith("*") for text in definition.type_parameters) else "?" * len(names)
    signs = [_sign(view.at(name)) if name != ANY_STR else "=" for name in names]
    return None if None in signs else "".join(sign or "" for sign in signs)


def _sign(variable: object) -> str | None:
    call = maker(variable) if isinstance(variable, Item) else None
    said = dict(call.keywords) if call is not None else {}
    if call is None or call.callee.rpartition(".")[2] != "TypeVar":
        return None
    if "infer_variance" in said:
        return "?" if said["infer_variance"] == "True" else None
    if not {said.get("covariant", "False"), said.get("contravariant", "False")} <= {"True", "False"}:
        return None
    return "+" if said.get("covariant") == "True" else "-" if said.get("contravariant") == "True" else "="


def _used(view: View, cls: Item, inside: ast.expr) -> Iterator[str | None]:
    """Paths of the variables in the brackets of a base; None for what may be one."""
    match inside:
        case ast.Name() | ast.Attribute():
            target = view.lookup(cls.module, ast.unparse(inside), cls.owner)
            if isinstance(target, Outside):
                path = target.path.replace("typing_extensions.", "typing.")
                if path == ANY_STR:
                    yield ANY_STR
                elif not path.startswith(("builtins.", "typing.", "collections.")):
                    yield None
            elif isinstance(target, Item) and maker(target) is not None:
                yield target.path
            elif not isinstance(target, Item) or target.kind != "class":
                yield None
        case ast.Constant(value=str(text)):
            node = texts.parsed(text)
            yield from _used(view, cls, node) if node is not None else (None,)
        case ast.Starred(value=value):
            yield from _used(view, cls, value)
        case ast.Subscript(value=head, slice=more):
            yield from (path for path in _used(view, cls, head) if path is None)
            yield from _used(view, cls, more)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _used(view, cls, part)
        case ast.BinOp(left=left, right=right):
            yield from _used(view, cls, left)
            yield from _used(view, cls, right)
        case ast.Constant():
            return
        case _:
            yield None
