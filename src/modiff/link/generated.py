"""Constructors that nobody wrote: of dataclasses (PEP 557) and attrs classes, from the fields of the class and of those above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from modiff.link import classes, makers, outside, texts
from modiff.link.makers import Maker
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, Assignment, Binding, Call, Class, Expression, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

_ATTRS_FIELDS = frozenset({"attr.ib", "attr.attrib", "attr.attr", "attr.field", "attrs.field"})
_DATACLASS_FIELDS = frozenset(
    {"dataclasses.field", "pydantic.Field", "pydantic.fields.Field", "pydantic.v1.Field", "strawberry.field", "flax.struct.field"}
)
_FACTORIES = frozenset({"attr.Factory", "attrs.Factory"})
_KEYWORD_ONLY_FOR_HEIRS = "whether kw_only reaches inherited attributes depends on the version of attrs"


class Field(msgspec.Struct, frozen=True):
    """One field of a class whose constructor is generated."""

    name: str
    parameter: Parameter | None
    """What fills it; None: the constructor does not take it."""
    doubt: str | None = None


def overrides_written(view: View, cls: Item) -> bool:
    """Is the constructor generated even where the class writes one? Only the older of attrs' decorators do that."""
    maker = makers.maker(view, cls)
    return maker is not None and maker.kind == "attrs" and maker.says("init", True) and not maker.says("auto_detect", False)


def constructor(view: View, cls: Item) -> Signature | None:
    """What the decorator above this very class makes; None: it makes no constructor."""
    maker = makers.maker(view, cls)
    if maker is None or not maker.says("init", True):
        return None
    fields, doubt = _attrs(view, cls, maker) if maker.kind == "attrs" else _dataclass(view, cls, maker)
    given = [f.parameter for f in fields if f.parameter is not None]
    ordered = [p for p in given if p.kind != KEYWORD_ONLY] + [p for p in given if p.kind == KEYWORD_ONLY]
    doubt = maker.doubt or doubt or next((f.doubt for f in fields if f.doubt), None)
    return Signature(tuple(ordered), doubt=doubt, owner=cls.path, source=maker.kind)


def _foreign_base(view: View, cls: Item) -> str | None:
    """Why there may be fields that reading does not see."""
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return ancestor.reason
        if isinstance(ancestor, Outside) and outside.members_of(ancestor.path) is None:
            return f"{ancestor.path} may have fields of its own"
    return None


def _assigned(view: View, definition: Class) -> Iterable[tuple[Binding, Assignment]]:
    for binding in definition.members:
        if isinstance(binding.definition, Assignment) and not (binding.guard and view.environment.excludes(binding.guard)):
            yield binding, binding.definition


def _head(annotation: str) -> str:
    return annotation.partition("[")[0].rpartition(".")[2]


# --- dataclasses


def _dataclass(view: View, cls: Item, maker: Maker) -> tuple[list[Field], str | None]:
    fields: dict[str, Field] = {}
    for ancestor in reversed(classes.mro(view, cls)):
        if isinstance(ancestor, Item) and isinstance(ancestor.definition, Class):
            above = makers.maker(view, ancestor)
            if above is not None and above.kind == "dataclass":
                fields.update(_own_dataclass_fields(view, ancestor, ancestor.definition, above))
    return list(fields.values()), _foreign_base(view, cls)


def _own_dataclass_fields(view: View, cls: Item, definition: Class, maker: Maker) -> dict[str, Field]:
    kw_only = maker.says("kw_only", False)
    out: dict[str, Field] = {}
    values: dict[str, Expression | None] = {}
    for binding, made in _assigned(view, definition):
        values[binding.name] = made.value or values.get(binding.name)
        if made.annotation is None:
            if binding.name in out:
                out[binding.name] = _dataclass_field(view, cls, binding.name, made.value, out[binding.name].parameter, kw_only)
            continue
        head = _head(made.annotation)
        if head == "KW_ONLY":
            kw_only = True
        elif head != "ClassVar":
            plain = Parameter(_mangled(binding.name, cls), KEYWORD_ONLY if kw_only else POSITIONAL_OR_KEYWORD, None, made.annotation)
            out[binding.name] = _dataclass_field(view, cls, binding.name, values[binding.name], plain, kw_only)
    return out


def _mangled(name: str, cls: Item) -> str:
    """`__x` in the body of `C` is `_C__x`."""
    return f"_{cls.name.lstrip('_')}{name}" if name.startswith("__") and not name.endswith("__") else name


def _dataclass_field(view: View, cls: Item, name: str, value: Expression | None, parameter: Parameter | None, kw_only: bool) -> Field:
    if value is None or parameter is None:
        return Field(name, parameter)
    call, path = value.call, None
    if call is not None and (path := makers.path_of(view, cls.module, call.callee, None)) in _DATACLASS_FIELDS:
        given = dict(call.keywords)
        if given.get("init") == "False":
            return Field(name, None)
        kind = KEYWORD_ONLY if given.get("kw_only", str(kw_only)) == "True" else POSITIONAL_OR_KEYWORD
        default = given.get("default") or _made(given.get("default_factory"))
        if default is None and call.arguments and path != "dataclasses.field" and call.arguments[0] != "...":
            default = call.arguments[0]
        default = None if default in ("...", "dataclasses.MISSING", "MISSING") else default
        return Field(
            name, Parameter(parameter.name, kind, default, parameter.annotation), "its fields' options are computed" if "**" in given else None
        )
    return Field(name, Parameter(parameter.name, parameter.kind, value.text, parameter.annotation), _strange_field(name, call))


def _strange_field(name: str, call: Call | None) -> str | None:
    """A function that is called like those that describe fields: what it makes of the field is not seen."""
    if call is None or not call.callee.rpartition(".")[2].lower().endswith(("field", "attrib", "attr_ib")):
        return None
    return f"field {name} is described by {call.callee}(…)"


def _made(factory: str | None) -> str | None:
    return None if factory is None else texts.made_by(factory)


# --- attrs


def _attrs(view: View, cls: Item, maker: Maker) -> tuple[list[Field], str | None]:
    """Attributes of the bases first; one that the class says anew stands where the class says it."""
    own = _own_attributes(view, cls, maker)
    taken = {f.name for f in own}
    inherited: dict[str, Field] = {}
    for ancestor in reversed(classes.mro(view, cls)[1:]):
        above = makers.maker(view, ancestor) if isinstance(ancestor, Item) else None
        if isinstance(ancestor, Item) and above is not None and above.kind == "attrs":
            for field in _own_attributes(view, ancestor, above):
                if field.name not in taken:
                    inherited.pop(field.name, None)
                    inherited[field.name] = field
    doubt = _foreign_base(view, cls)
    above_own = list(inherited.values())
    if maker.says("kw_only", False):
        positional = any(f.parameter is not None and f.parameter.kind != KEYWORD_ONLY for f in above_own)
        doubt = doubt or (_KEYWORD_ONLY_FOR_HEIRS if positional and "auto_detect" in maker.options else None)
        above_own = [_by_keyword(f) for f in above_own]
    return [*above_own, *own], doubt


def _by_keyword(field: Field) -> Field:
    p = field.parameter
    return field if p is None else Field(field.name, Parameter(p.name, KEYWORD_ONLY, p.default, p.annotation), field.doubt)


def _own_attributes(view: View, cls: Item, maker: Maker) -> list[Field]:
    definition = cls.definition
    assert isinstance(definition, Class)
    if "these" in maker.options and maker.options["these"] != "None":
        return _these(view, cls, maker)
    assigned = list(_assigned(view, definition))
    described = {b.name for b, a in assigned if a.value is not None and a.value.call is not None and _is_attribute(view, cls, a.value.call)}
    auto = maker.options.get("auto_attribs", "False")
    if auto == "None":
        auto = str(all(a.annotation is not None for b, a in assigned if b.name in described))
    out: dict[str, Field] = {}
    for binding, made in assigned:
        if auto != "True" and binding.name not in described:
            continue
        if auto == "True" and (made.annotation is None or _head(made.annotation) == "ClassVar"):
            continue
        out[binding.name] = _attribute(view, cls, binding.name, made, maker)
    return list(out.values())


def _is_attribute(view: View, cls: Item, call: Call) -> bool:
    return makers.path_of(view, cls.module, call.callee) in _ATTRS_FIELDS


def _these(view: View, cls: Item, maker: Maker) -> list[Field]:
    written = texts.table(texts.parsed(maker.options["these"]))
    if written is None:
        return [Field("these", None, "its attributes are computed")]
    out = []
    for name, node in written:
        text = texts.shown(node)
        out.append(_attribute(view, cls, name, Assignment(Expression(text, call=texts.call(node))), maker))
    return out


def _attribute(view: View, cls: Item, name: str, made: Assignment, maker: Maker) -> Field:
    call = made.value.call if made.value is not None else None
    parameter = _mangled(name, cls).lstrip("_")
    kw_only = maker.says("kw_only", False)
    if call is None or not _is_attribute(view, cls, call):
        default = made.value.text if made.value is not None else None
        return Field(
            name, Parameter(parameter, KEYWORD_ONLY if kw_only else POSITIONAL_OR_KEYWORD, default, made.annotation), _strange_field(name, call)
        )
    given = dict(call.keywords)
    if given.get("init") == "False":
        return Field(name, None)
    alias = texts.string_in(given["alias"]) if given.get("alias", "None") != "None" else parameter
    if alias is None or "**" in given:
        return Field(name, Parameter(parameter, KEYWORD_ONLY, "..."), f"what describes attribute {name} is computed")
    kw_only = kw_only or given.get("kw_only") == "True"
    default = _attribute_default(view, cls, name, call, given)
    return Field(name, Parameter(alias, KEYWORD_ONLY if kw_only else POSITIONAL_OR_KEYWORD, default, made.annotation or given.get("type")))


def _attribute_default(view: View, cls: Item, name: str, call: Call, given: dict[str, str]) -> str | None:
    if given.get("factory", "None") != "None":
        return _made(given["factory"])
    default = given.get("default") or (call.arguments[0] if call.arguments else None)
    if default is not None and default.rpartition(".")[2] != "NOTHING":
        factory = texts.call_in(default)
        if factory is not None and factory.arguments and makers.path_of(view, cls.module, factory.callee) in _FACTORIES:
            return _made(factory.arguments[0])
        return default
    assert isinstance(cls.definition, Class)
    for binding in cls.definition.members:  # `@x.default` above a method
        if isinstance(binding.definition, Function) and any(d.name == f"{name}.default" for d in binding.definition.decorators):
            return f"self.{binding.name}()"
    return None
