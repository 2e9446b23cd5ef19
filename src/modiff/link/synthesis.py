"""Classes that no class body spells out: named tuples, enums and typed dictionaries made by calls, and `type("C", (B,), {...})`."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING, cast

from modiff.link import makers, records, texts
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.facts import POSITIONAL_OR_KEYWORD, Assignment, Call, Class, Expression, Parameter
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MAKERS = {
    "collections.namedtuple": "namedtuple",
    **{f"{home}.{name}": name.lower() for home in ("typing", "typing_extensions") for name in ("NamedTuple", "TypedDict")},
    **{f"enum.{name}": "enum" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum")},
    "mypy_extensions.TypedDict": "typeddict", "builtins.type": "made", "dataclasses.make_dataclass": records.FLAG,
}  # fmt: skip
_LAST = frozenset(path.rpartition(".")[2] for path in _MAKERS)
_WORDS = {"namedtuple": ("field_names", "fields"), "enum": ("names",), "typeddict": ("fields",), records.FLAG: ("fields",)}
_BASES = {"namedtuple": ("typing.NamedTuple", "builtins.tuple"), "typeddict": ("typing.TypedDict",)}


def made_class(view: View, module: str, assignment: Assignment, owner: Item | None = None) -> str | None:
    """`namedtuple`, `enum`, `typeddict` or `made` where the value is a call that makes such a class; None for anything else."""
    call = assignment.value.call if assignment.value is not None else None
    return None if call is None else _maker(view, module, call, owner)


def _maker(view: View, module: str, call: Call, owner: Item | None) -> str | None:
    if not call.arguments or (call.arguments[0][-1:] not in "'\"" and call.arguments[0] != "__name__"):
        return None
    if call.callee.rpartition(".")[2] not in _LAST:
        return _of_enum_heir(view, module, call, owner)
    path = makers.path_of(view, module, call.callee, owner)
    kind = _MAKERS.get(path or "")
    if kind == "made":
        return kind if len(call.arguments) == 3 and call.arguments[1].startswith("(") else None
    given = len(call.arguments) + sum(name in _WORDS.get(kind or "", ()) for name, _ in call.keywords)
    return kind if given >= 2 or (kind == "namedtuple" and path != "collections.namedtuple" and call.keywords) else None


def _of_enum_heir(view: View, module: str, call: Call, owner: Item | None) -> str | None:
    """`Color = Base("Color", "red green")`, where `Base` is an enum of the release."""
    last = call.callee.rpartition(".")[2]
    if len(call.arguments) < 2 or not last[:1].isupper() or not texts.is_dotted(call.callee):
        return None
    from modiff.link import classes

    base = view.lookup(module, call.callee, owner)
    if not isinstance(base, Item) or base.kind != "class":
        return None
    return "enum" if any(isinstance(a, Outside) and a.path.startswith("enum.") for a in classes.mro(view, base)) else None


def item_for_call(view: View, cls: Item, call: Call) -> Item | None:
    """The class that `class X(namedtuple("X", "a b"))` derives from; None where the call makes no such class."""
    kind = _maker(view, cls.module, call, cls.owner)
    if kind is None:
        return None
    made = Assignment(Expression(f"{call.callee}(…)", call=call))
    return Item(
        f"{cls.path}.<base>", "class", cls.name, cls.module, owner=cls.owner, definition=made, line=cls.line, file=cls.file, flags=frozenset({kind})
    )


def bases_of_made_class(view: View, cls: Item) -> list[Target]:
    """Bases of a class that was made by a call."""
    call = _call(cls)
    for flag, paths in _BASES.items():
        if flag in cls.flags:
            return [Outside(path) for path in paths]
    if call is None:
        return []
    if records.FLAG in cls.flags:
        return records.bases(view, cls, call)
    if "enum" in cls.flags:
        base = view.lookup(cls.module, call.callee, cls.owner)
        mixed = dict(call.keywords).get("type")
        above: list[Target] = [base or Outside("enum.Enum")]
        return [*(_looked_up(view, cls, mixed) if mixed else []), *above]
    if "made" not in cls.flags:
        return []
    written = texts.elements(texts.parsed(call.arguments[1]))
    out: list[Target] = (
        [Unsettled(f"the bases of {cls.path} are computed")] if written is None else [b for text in written for b in _looked_up(view, cls, text)]
    )
    if texts.table(texts.parsed(call.arguments[2])) is None:
        out.append(Unsettled(f"the members of {cls.path} are computed"))
    return out


def _looked_up(view: View, cls: Item, text: str) -> list[Target]:
    found = view.lookup(cls.module, text, cls.owner) if texts.is_dotted(text) else None
    if isinstance(found, Outside) and found.path == "builtins.object":
        return []
    return [found or Unsettled(f"base {text} of {cls.path} is not found")]


# --- members


def fields_of_made_class(view: View, cls: Item) -> list[Item]:
    """Fields of a named tuple, members of an enum, keys of a typed dictionary, members of a class made by `type`, as far as the call names them."""
    if "made" in cls.flags:
        return _made_members(view, cls)
    if records.FLAG in cls.flags:
        call = _call(cls)
        return records.members(cls, call) if call is not None else []
    flag = "field" if "namedtuple" in cls.flags else "enum-member" if "enum" in cls.flags else "annotated-only"
    out = []
    for name, text in _fields(view, cls) or ():
        value, annotation = (text, None) if flag == "enum-member" else (None, text)
        made = Assignment(Expression(value) if value else None, annotation)
        out.append(Item(
            f"{cls.path}.{name}", "attribute", name, cls.module, owner=cls, definition=made, line=cls.line, file=cls.file, flags=frozenset({flag}),
            value=value, annotation=annotation,
        ))  # fmt: skip
    return out


def _made_members(view: View, cls: Item) -> list[Item]:
    call = _call(cls)
    out = []
    for name, node in texts.table(texts.parsed(call.arguments[2])) or () if call is not None else ():
        text = texts.shown(node)
        found = view.lookup(cls.module, text, cls.owner) if texts.is_dotted(text) else None
        is_function = isinstance(found, Item) and found.kind == "function"
        out.append(Item(
            f"{cls.path}.{name}", "method" if is_function else "attribute", name, cls.module, owner=cls,
            definition=cast(Item, found).definition if is_function else Assignment(Expression(text, call=texts.call(node))),
            line=cls.line, file=cls.file, binding="instance" if is_function else None, value=None if is_function else text,
        ))  # fmt: skip
    return out


def _call(cls: Item) -> Call | None:
    value = cls.definition.value if isinstance(cls.definition, Assignment) else None
    return value.call if value is not None else None


def _fields(view: View, cls: Item) -> list[tuple[str, str | None]] | None:
    """(name, type or value as text) in order; None where reading cannot say."""
    key = ("made_fields", cls)
    if key not in view.memo:
        view.memo[key] = None  # a list that refers to itself ends here
        view.memo[key] = _read_fields(view, cls)
    return cast("list[tuple[str, str | None]] | None", view.memo[key])


def _read_fields(view: View, cls: Item) -> list[tuple[str, str | None]] | None:
    call = _call(cls)
    if call is None:
        return None
    keywords = dict(call.keywords)
    flag = next((f for f in _WORDS if f in cls.flags), "")
    text = call.arguments[1] if len(call.arguments) > 1 else next((keywords[w] for w in _WORDS.get(flag, ()) if w in keywords), None)
    if text is None:  # `NamedTuple("P", x=int)`
        return list(call.keywords) if "**" not in keywords else None
    pairs = _pairs(view, cls.module, texts.parsed(text))
    if pairs is None:
        return None
    if flag == "enum":
        return _numbered(pairs, keywords.get("start", "1"), call.callee.endswith("Flag"))
    return _renamed(pairs) if keywords.get("rename") == "True" else pairs


def _pairs(view: View, module: str, node: ast.expr | None, depth: int = 0) -> list[tuple[str, str | None]] | None:
    """`"a b"`, `["a", "b"]`, `[("a", int), …]`, `{"a": 1}`, a name that has such a value, `Other._fields`, and sums of these."""
    if node is None or depth > 10:
        return None
    one = texts.string(node)
    if one is not None:
        return [(name, None) for name in one.replace(",", " ").split()]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [_pairs(view, module, side, depth + 1) for side in (node.left, node.right)]
        return None if parts[0] is None or parts[1] is None else [*parts[0], *parts[1]]
    named = texts.dotted(node)
    if named is not None:
        return _named_pairs(view, module, named, depth)
    table = texts.table(node)
    if table is not None:
        return [(name, texts.shown(value)) for name, value in table]
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    found = [_pair(part) for part in node.elts]
    return None if None in found else [pair for pair in found if pair is not None]


def _pair(node: ast.expr) -> tuple[str, str | None] | None:
    parts = list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]
    name = texts.string(parts[0]) if parts else None
    return None if name is None else (name, texts.shown(parts[1]) if len(parts) > 1 else None)


def _named_pairs(view: View, module: str, name: str, depth: int) -> list[tuple[str, str | None]] | None:
    if name.endswith("._fields"):
        other = view.lookup(module, name.removesuffix("._fields"))
        parameters = named_tuple_parameters(view, other) if isinstance(other, Item) and other.kind == "class" else None
        return None if parameters is None else [(p.name, p.annotation) for p in parameters]
    target = view.lookup(module, name)
    if isinstance(target, Item) and target.kind == "attribute" and target.value is not None:
        return _pairs(view, target.module, texts.parsed(target.value), depth + 1)
    return None


def _numbered(pairs: list[tuple[str, str | None]], start: str, is_flag: bool) -> list[tuple[str, str | None]]:
    if not start.isdigit():
        return pairs
    return [(n, v if v is not None else str(1 << i if is_flag else int(start) + i)) for i, (n, v) in enumerate(pairs)]


def _renamed(pairs: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """As `rename=True` has it: what cannot be a field is called after its place."""
    seen: set[str] = set()
    out = []
    for index, (name, value) in enumerate(pairs):
        good = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_") and name not in seen
        seen.add(name)
        out.append((name if good else f"_{index}", value))
    return out


# --- constructors


def named_tuple_parameters(view: View, cls: Item) -> tuple[Parameter, ...] | None:
    """What constructs a named tuple: its fields in order; None where reading cannot say."""
    if isinstance(cls.definition, Class):
        return _spelled_out(view, cls.definition)
    pairs, call = _fields(view, cls), _call(cls)
    if pairs is None or call is None or "namedtuple" not in cls.flags:
        return None
    keywords = dict(call.keywords)
    defaults = _defaults(keywords.get("defaults", "None"), len(pairs), [n for n, _ in pairs])
    if defaults is None or "**" in keywords:
        return None
    for text in _given_to_new(view, cls):
        later = _defaults(text, len(pairs), [n for n, _ in pairs])
        if later is None:
            return None
        defaults = later
    start = len(pairs) - len(defaults)
    typed = call.callee.endswith("NamedTuple")
    return tuple(
        Parameter(n, POSITIONAL_OR_KEYWORD, defaults[i - start] if i >= start else None, annotation if typed else None)
        for i, (n, annotation) in enumerate(pairs)
    )


def _defaults(text: str, count: int, names: list[str]) -> list[str] | None:
    """`defaults=[…]`, `(None,) * 3`, or `(None,) * len(fields)`."""
    if text == "None":
        return []
    node = texts.parsed(text)
    written = texts.elements(node)
    if (
        written is None
        and isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mult)
        and isinstance(node.right, ast.Call)
        and texts.shown(node.right.func) == "len"
    ):
        one = texts.elements(node.left)
        written = None if one is None else one * count
    return written if written is None or len(written) <= len(names) else None


def _given_to_new(view: View, cls: Item) -> list[str]:
    """What `X.__new__.__defaults__ = (None,) * len(X._fields)` gives, each such statement as source."""
    space = view.namespace(cls.module)
    return [text for name, text in (space.facts.defaults if space is not None else ()) if name == cls.name and cls.owner is None]


def _spelled_out(view: View, definition: Class) -> tuple[Parameter, ...]:
    out: dict[str, Parameter] = {}
    for binding in definition.members:
        made = binding.definition
        if isinstance(made, Assignment) and made.annotation is not None and not view.environment.excludes(binding.guard):
            out[binding.name] = Parameter(binding.name, POSITIONAL_OR_KEYWORD, made.value.text if made.value else None, made.annotation)
    return tuple(out.values())


def slots(item: Item | None) -> tuple[str, ...]:
    """The names that a literal `__slots__` lists, bookkeeping ones left out; none where there is no such statement or it is computed."""
    try:
        value = ast.literal_eval(item.value) if item is not None and item.value is not None else ()
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple | dict | set):
        return ()
    return tuple(n for n in names if isinstance(n, str) and n not in ("__dict__", "__weakref__"))
