"""What the graph of one version is made of: nodes and edges, as plain frozen data."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from modiff.model.facts import KIND_NAMES, Parameter
from modiff.model.items import ApiItem, Kind
from modiff.model.placing import Place

NodeKind = Literal["module", "class", "function", "method", "property", "attribute", "parameter", "external"]
Level = Literal["module", "function", "method", "parameter"]
EdgeKind = Literal["contains", "inherits", "exports", "imports"]
LEVELS: tuple[Level, ...] = ("module", "function", "method", "parameter")
EDGE_KINDS: tuple[EdgeKind, ...] = ("contains", "exports", "imports", "inherits")


class Node(msgspec.Struct, frozen=True):
    """A module, class, function, method, property, attribute or parameter of one version, or a class of another distribution that one of them
    derives from. Fields that say nothing of its kind are None, or empty."""

    id: str
    """The dotted place where it is defined, an inherited member's in its heir; of a parameter `place(name)`. No two nodes share one."""
    kind: NodeKind
    """`external`: a base that another distribution defines."""
    name: str
    """Dotted for a module, else the last name."""
    level: Level
    """How deep it lies. `module`: modules; `function`: what stands in a module (classes, functions, attributes, bases from elsewhere); `method`:
    what stands in a class; `parameter`: parameters."""
    module: str | None = None
    """The id of the module that it stands in; a module's is its own. None for what another distribution defines."""
    definition: str | None = None
    """The id of the function, class or attribute of a module in which it stands, which may be itself. None for modules."""
    public: bool = False
    """Is it promised, on the surface that was asked for? A parameter is as its function is."""
    path: str | None = None
    """The public path users write. None where nobody is promised it, and for parameters."""
    also: tuple[str, ...] = ()
    """Other public paths that reach it, sorted."""
    canonical: str | None = None
    """Where it is defined: the id, but for inherited members and names of other distributions."""
    why: str | None = None
    """Why it is public, or why not."""
    when: str | None = None
    """The condition under which it exists; None: always."""
    binding: Literal["instance", "class", "static"] | None = None
    """Of methods."""
    flags: tuple[str, ...] = ()
    """As in `modiff show --format json`: async, generator, abstract, dataclass, enum …"""
    signature: str | None = None
    """The calls it takes, `(x, *, y=None)`, annotations left out; a class's are its constructor's. None for what cannot be called."""
    returns: str | None = None
    """The return annotation as source."""
    type_parameters: tuple[str, ...] = ()
    annotation: str | None = None
    """Of attributes, properties and parameters, as source."""
    value: str | None = None
    """Of attributes: what is assigned, as source."""
    bases: tuple[str, ...] = ()
    """Direct bases of a class, dotted, in order."""
    inherited_from: str | None = None
    """The class that defines a member which its class does not."""
    deprecated: str | None = None
    """What the source says of its deprecation; None: it is not deprecated."""
    file: str | None = None
    """Inside the release."""
    line: int | None = None
    """From 1."""
    order: int | None = None
    """Of a parameter: its place, from 0."""
    parameter_kind: str | None = None
    """Of a parameter: POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY or VAR_KEYWORD."""
    default: str | None = None
    """Of a parameter: its default as source; None: it has none."""
    required: bool | None = None
    """Of a parameter: must a caller give it? None for anything else."""

    @property
    def package(self) -> str | None:
        """The top-level import package it belongs to. None for what another distribution defines."""
        return self.module.partition(".")[0] if self.module is not None else None

    @property
    def attributes(self) -> dict[str, Any]:
        """All that is said of it but its id, by name: what is None, or empty, is left out."""
        said = {name: getattr(self, name) for name in (*self.__struct_fields__[1:], "package")}
        return {name: value for name, value in said.items() if value is not None and value != ()}


class Edge(msgspec.Struct, frozen=True):
    """One relation between two nodes."""

    source: str
    """Id of a node."""
    target: str
    """Id of a node."""
    kind: EdgeKind
    """`contains`: from a package to its modules, a module to what it defines, a class to its members, a callable to its parameters. `inherits`: from
    a class to a direct base. `exports`: from a module to what it offers and another module defines. `imports`: from a module to one that it imports
    when it is imported itself."""
    name: str | None = None
    """Of `exports`: the name it has there."""
    order: int | None = None
    """Of `inherits`: the place among the bases, from 0."""

    @property
    def attributes(self) -> dict[str, Any]:
        """What is said of it beside its ends, by name."""
        said = {"kind": self.kind, "name": self.name, "order": self.order}
        return {name: value for name, value in said.items() if value is not None}


ATTRIBUTES: tuple[str, ...] = (*Node.__struct_fields__, "package")
"""Everything that can be asked of a node by name."""


def node_at(place: Place, level: Level, module: str | None, definition: str | None) -> Node:
    """A place of the tree of definitions as a node."""
    item = place.item
    if item is None:
        return Node(place.where, place.kind, place.name, level, module, definition)
    return Node(
        id=place.where, kind=place.kind, name=place.name, level=level, module=module, definition=definition, **_said(item)
    )  # fmt: skip


def _said(item: ApiItem) -> dict[str, Any]:
    said = {name: getattr(item, name) for name in item.__struct_fields__ if name not in ("kind", "signature")}
    signature = item.signature
    return {**said, "signature": signature.shown if signature else None, "returns": signature.returns if signature else None}


def parameter_of(owner: Node, parameter: Parameter, order: int) -> Node:
    """A parameter of a callable as a node."""
    return Node(
        id=f"{owner.id}({parameter.name})",
        kind="parameter",
        name=parameter.name,
        level="parameter",
        module=owner.module,
        definition=owner.definition,
        public=owner.public,
        annotation=parameter.annotation,
        order=order,
        parameter_kind=KIND_NAMES[parameter.kind],
        default=parameter.default,
        required=parameter.required,
    )


def base_outside(path: str, packages: frozenset[str]) -> Node:
    """A base that is no item itself: private, or of another distribution."""
    name, ours = path.rpartition(".")[2], path.partition(".")[0] in packages
    if not ours:
        return Node(path, "external", name, "function", definition=path, path=path)
    return Node(path, "class", name, "function", module=path.rpartition(".")[0] or None, definition=path)


def level_of(kind: Kind, in_class: bool) -> Level:
    """How deep something of this kind lies. `in_class`: does it stand in a class?"""
    if kind == "module":
        return "module"
    return "method" if in_class else "function"
