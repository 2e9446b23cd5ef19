"""What makes fields of what a class body annotates: `@dataclass`, attrs' decorators, decorators of the release that say
`dataclass_transform` (PEP 681)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from modiff.link import decorators, texts
from modiff.link.targets import Outside
from modiff.model.facts import Assignment, Call, Class, Expression, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_DATACLASS = frozenset(
    """dataclasses.dataclass pydantic.dataclasses.dataclass pydantic.v1.dataclasses.dataclass marshmallow_dataclass.dataclass flax.struct.dataclass
    chex.dataclass desert.dataclass dataclasses_json.dataclass""".split()
)
_NEW = {"auto_attribs": "None", "auto_detect": "True", "slots": "True", "order": "False"}
_ATTRS: Mapping[str, Mapping[str, str]] = {
    **{f"attr.{name}": {"order": "True"} for name in ("s", "attrs", "attributes")},
    "attr.dataclass": {"auto_attribs": "True", "order": "True"},
    **{f"{home}.{name}": _NEW for home in ("attr", "attrs") for name in ("define", "mutable")},
    **{f"{home}.frozen": {**_NEW, "frozen": "True"} for home in ("attr", "attrs")},
}
_FLAGS = ("frozen", "slots", "order", "kw_only", "unsafe_hash")


class Maker(msgspec.Struct, frozen=True):
    """What makes the fields of one class."""

    kind: Literal["dataclass", "attrs"]
    path: str
    """Of the decorator, as far as it is known."""
    options: Mapping[str, str]
    """Given and preset ones: name to normalised source."""
    doubt: str | None = None
    """Why it may work otherwise, as a sentence without a full stop."""

    def says(self, option: str, default: bool) -> bool:
        """Is this option true? What is no literal counts as the default."""
        return {"True": True, "False": False}.get(self.options.get(option, ""), default)

    @property
    def flags(self) -> frozenset[str]:
        """What it makes of the class, in the words of items' flags."""
        own = {flag for flag in _FLAGS if self.says(flag, False)}
        return frozenset({self.kind, *own} | ({"eq"} if self.says("eq", True) else set()))


def path_of(view: View, module: str, name: str, owner: Item | None = None) -> str | None:
    """Where something of another distribution comes from, through other names that the release gives it; None: it is not from elsewhere."""
    for _ in range(5):
        if not texts.is_dotted(name):
            return None
        target = view.lookup(module, name, owner)
        if isinstance(target, Outside):
            return target.path
        value = target.definition.value if isinstance(target, Item) and isinstance(target.definition, Assignment) else None
        if not isinstance(target, Item) or value is None or value.name is None or value.name != value.text:
            return None
        module, name, owner = target.module, value.name, None
    return None


def maker(view: View, cls: Item) -> Maker | None:
    """What makes its fields; None: nothing that stands above it."""
    definition = cls.definition
    if not isinstance(definition, Class) or not definition.decorators:
        return None
    key = ("maker", cls)
    if key not in view.memo:
        view.memo[key] = maker_among(view, cls.module, definition, cls.owner)
    return cast("Maker | None", view.memo[key])


def maker_among(view: View, module: str, definition: Class, owner: Item | None) -> Maker | None:
    """The same for a class that is no item yet."""
    for mark in definition.decorators:
        found = _made_by(view, module, mark, owner)
        if found is not None:
            return found
    return None


def _made_by(view: View, module: str, mark: Expression, owner: Item | None) -> Maker | None:
    name = decorators.dotted(mark)
    given = dict(mark.call.keywords) if mark.call is not None else {}
    found = _known(path_of(view, module, name, owner), given)
    if found is not None or not texts.is_dotted(name):
        return found
    target = view.lookup(module, name, owner)
    if isinstance(target, Item):
        return _of_release(view, target, given)
    if name.rpartition(".")[2] != "dataclass":
        return None
    return Maker("dataclass", name, given, f"@{name} is not the standard library's dataclass, and may make another constructor")


def _known(path: str | None, given: Mapping[str, str]) -> Maker | None:
    doubt = "its options are computed" if "**" in given else None
    if path is None:
        return None
    if path in _DATACLASS:
        return Maker("dataclass", path, given, doubt)
    return Maker("attrs", path, {**_ATTRS[path], **given}, doubt) if path in _ATTRS else None


def _of_release(view: View, item: Item, given: Mapping[str, str]) -> Maker | None:
    """`dataclass = functools.partial(dataclasses.dataclass, slots=True)`, or a function that says `dataclass_transform`."""
    definition = item.definition
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    if call is not None:
        return _partly_applied(view, item, call, given)
    if not isinstance(definition, Function):
        return None
    transform = next((d for d in definition.decorators if decorators.last(d) in ("dataclass_transform", "__dataclass_transform__")), None)
    if transform is None:
        doubt = f"it is made by {item.path}, which may make another constructor"
        if item.name in ("define", "frozen", "mutable"):  # most such functions pass the class on to attrs' of the same name
            return Maker("attrs", item.path, {**_ATTRS[f"attrs.{item.name}"], **given}, doubt)
        return Maker("dataclass", item.path, given, doubt) if item.name == "dataclass" else None
    preset = dict(transform.call.keywords) if transform.call is not None else {}
    kw_only = {"kw_only": preset["kw_only_default"]} if "kw_only_default" in preset else {}
    return Maker("dataclass", item.path, {**kw_only, **given}, f"it is made by {item.path}, which may make another constructor")


def _partly_applied(view: View, item: Item, call: Call, given: Mapping[str, str]) -> Maker | None:
    if call.callee.rpartition(".")[2] != "partial" or not call.arguments:
        return None
    return _known(path_of(view, item.module, call.arguments[0]), {**dict(call.keywords), **given})
