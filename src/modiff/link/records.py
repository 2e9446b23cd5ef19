"""Data classes made by a call: `Point = make_dataclass("Point", ["x", ("y", int), ("z", int, 0)], kw_only=True)` (PEP 557)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec

from modiff.link import classes, texts
from modiff.link.targets import Target, Unsettled
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, Assignment, Call, Expression, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

FLAG = "record"
"""What items of such classes are marked with."""
_FIELD = ("field", "dataclasses.field")
_DEFAULTS = ("default", "default_factory")


class Field(msgspec.Struct, frozen=True):
    """One field as the call names it."""

    name: str
    annotation: str | None
    value: str | None
    """The default as source, a factory called; None: it must be given."""
    given: bool = True
    """Does the constructor take it?"""
    kw_only: bool | None = None
    """As the field says itself; None: as the class does."""


def fields(call: Call) -> list[Field] | None:
    """The class's own fields in order; None where they are computed."""
    keywords = dict(call.keywords)
    text = call.arguments[1] if len(call.arguments) > 1 else keywords.get("fields")
    node = texts.parsed(text) if text is not None else None
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    found = [_field(part) for part in node.elts]
    known = [one for one in found if one is not None]
    return known if len(known) == len(found) else None


def _field(node: ast.expr) -> Field | None:
    parts = list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]
    name = texts.string(parts[0]) if parts else None
    if name is None or len(parts) > 3:
        return None
    annotation = (texts.string(parts[1]) or texts.shown(parts[1])) if len(parts) > 1 else None
    if len(parts) < 3:
        return Field(name, annotation, None)
    described = texts.call(parts[2])
    if described is None or described.callee not in _FIELD:
        return Field(name, annotation, texts.shown(parts[2]))
    options = dict(described.keywords)
    if "**" in options:
        return None
    value = texts.made_by(options["default_factory"]) if "default_factory" in options else options.get("default")
    kw_only = {"True": True, "False": False}.get(options.get("kw_only", ""))
    return Field(name, annotation, value, options.get("init") != "False", kw_only)


def members(cls: Item, call: Call) -> list[Item]:
    """Its fields, and what its `namespace` holds."""
    out = []
    for one in fields(call) or ():
        flags = {"field"} | (set() if one.value is not None else {"instance"})
        made = Assignment(Expression(one.value) if one.value is not None else None, one.annotation)
        out.append(_item(cls, one.name, made, flags, one.value, one.annotation))
    for name, node in texts.table(texts.parsed(dict(call.keywords).get("namespace", "{}"))) or ():
        parameters = None
        if isinstance(node, ast.Lambda):
            plain = [*node.args.posonlyargs, *node.args.args]
            simple = not (node.args.vararg or node.args.kwarg or node.args.kwonlyargs or node.args.defaults)
            parameters = tuple(Parameter(p.arg, POSITIONAL_OR_KEYWORD) for p in plain) if simple else None
        value = texts.shown(node)
        made = Assignment(Expression(value, parameters=parameters, call=texts.call(node)))
        out.append(_item(cls, name, made, set(), value, None, is_method=parameters is not None))
    return out


def _item(cls: Item, name: str, made: Assignment, flags: set[str], value: str | None, annotation: str | None, is_method: bool = False) -> Item:
    return Item(
        f"{cls.path}.{name}", "method" if is_method else "attribute", name, cls.module, owner=cls, definition=made, line=cls.line, file=cls.file,
        binding="instance" if is_method else None, flags=frozenset(flags), value=None if is_method else value, annotation=annotation,
    )  # fmt: skip


def bases(view: View, cls: Item, call: Call) -> list[Target]:
    """What `bases=(…)` names."""
    written = texts.elements(texts.parsed(dict(call.keywords).get("bases", "()")))
    if written is None:
        return [Unsettled(f"the bases of {cls.path} are computed")]
    found = [view.lookup(cls.module, text, cls.owner) if texts.is_dotted(text) else None for text in written]
    return [target or Unsettled(f"base {text} of {cls.path} is not found") for text, target in zip(written, found, strict=True)]


def constructor(view: View, cls: Item) -> Signature | None:
    """What constructs it; None where reading cannot say: computed fields, bases that may have fields of their own, `init=` that is no literal."""
    call = cls.definition.value.call if isinstance(cls.definition, Assignment) and cls.definition.value is not None else None
    own = fields(call) if call is not None else None
    if call is None or own is None or len(classes.mro(view, cls)) > 1:
        return None
    options = dict(call.keywords)
    if "**" in options or options.get("init", "True") != "True" or options.get("kw_only", "False") not in ("True", "False"):
        return None
    by_name = options.get("kw_only") == "True"
    taken = [
        Parameter(f.name, KEYWORD_ONLY if (f.kw_only if f.kw_only is not None else by_name) else POSITIONAL_OR_KEYWORD, f.value, f.annotation)
        for f in own
        if f.given
    ]
    ordered = [p for p in taken if p.kind != KEYWORD_ONLY] + [p for p in taken if p.kind == KEYWORD_ONLY]
    return Signature(tuple(ordered), owner=cls.path, source="dataclass")
