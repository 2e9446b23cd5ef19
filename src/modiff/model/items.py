"""What there is after linking: imports followed, bases found, members inherited. Field names follow the JSON contract (`modiff/api/1`)."""

from __future__ import annotations

from typing import Literal

import msgspec

from modiff.model.facts import Definition, Guard, Parameter

Kind = Literal["module", "class", "function", "method", "property", "attribute"]


class Signature(msgspec.Struct, frozen=True, gc=False):
    """The calls a callable takes, as its caller sees them: without `self`, with what decorators and synthesis (dataclass, NamedTuple) make of it."""

    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    doubt: str | None = None
    """Why this may not be what callers meet (an unknown decorator, a base of another distribution), as a sentence without a full stop; None:
    nothing unusual."""
    owner: str | None = None
    """For constructors and inherited methods: canonical path of the class whose `__init__`, `__new__` or fields say so."""
    source: str | None = None
    """For constructors: `__init__`, `__new__`, `dataclass`, `attrs`, `pydantic`, `namedtuple` …; None for plain callables."""
    accepts: tuple[str, ...] = ()
    """Keywords that are taken beside the parameters: old names that a decorator still maps, names of fields that may be given under an alias too."""
    through: str | None = None
    """The decorator, as it is written, whose inner function takes these in place of what it stands on; None: there is no such one."""

    @property
    def shown(self) -> str:
        """As text: `(x, *, y=None)`; annotations left out."""
        out: list[str] = []
        kinds = [p.kind for p in self.parameters]
        for index, parameter in enumerate(self.parameters):
            if parameter.kind == 3 and not any(k in (2, 3) for k in kinds[:index]):
                out.append("*")
            out.append(parameter.shown)
            if parameter.kind == 0 and (index + 1 == len(kinds) or kinds[index + 1] != 0):
                out.append("/")
        return f"({', '.join(out)})"


class Item(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A module, class, function, method, property or attribute of one version, where it is defined. One object per canonical path and
    view; views of one text, also of both versions, may have one in common."""

    path: str
    """Canonical: where it is defined, `pkg._impl.C.m`."""
    kind: Kind
    name: str
    module: str
    owner: Item | None = None
    """The class in whose body it stands; None for modules and module-level items."""
    definition: Definition | None = None
    """None for modules, and for members that are synthesised (fields of a named tuple)."""
    guard: Guard = ()
    line: int | None = None
    file: str | None = None
    binding: Literal["instance", "class", "static"] | None = None
    """For methods: how it is bound. None for anything else."""
    flags: frozenset[str] = frozenset()
    """Of async, generator, abstract, final, overloaded, settable, deletable, cached, instance (an attribute set on instances only), annotated-only,
    enum-member, field, slot, external (defined in another distribution), dataclass, attrs, namedtuple, enum, typeddict, protocol, made (by
    calling `type`), typing-only (bound under TYPE_CHECKING), copied (made at run time after the pattern of another). A class that `dataclass` or
    attrs makes has also frozen, slots, order, eq, kw_only, unsafe_hash, where its options say so."""
    deprecated: str | None = None
    value: str | None = None
    """Attributes: normalised source of the assigned value; None where none is assigned."""
    annotation: str | None = None

    @property
    def in_class(self) -> bool:
        """Is it a member of a class?"""
        return self.owner is not None


class Member(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An item as a class answers for it: its own, or inherited."""

    item: Item
    owner: Item
    """The class of the MRO that defines it."""


class ApiItem(msgspec.Struct, frozen=True):
    """One entry of `modiff show`: an item with all that is known of it, as the contract spells it."""

    path: str
    also: tuple[str, ...]
    canonical: str
    kind: Kind
    public: bool
    why: str
    """Why it is public, or why not: `listed in __all__`, `defined here`, `imported by the package's __init__`, `name starts with an underscore` …"""
    when: str | None
    binding: Literal["instance", "class", "static"] | None
    flags: tuple[str, ...]
    signature: Signature | None
    type_parameters: tuple[str, ...]
    annotation: str | None
    value: str | None
    bases: tuple[str, ...]
    inherited_from: str | None
    deprecated: str | None
    file: str | None
    line: int | None
