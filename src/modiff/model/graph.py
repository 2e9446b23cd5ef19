"""The graph of one version, as data that stands alone: `modiff.Graph`.

    graph = modiff.Graph.of(modiff.show("click==8.2.0"))
    graph.grouped_by("module")["click.core"].nodes_of("class")

It is made from what `modiff show` says, needs no package any more, and can be asked, cut, grouped and converted. (`modiff.graph.graph.Graph` is
another thing: the linked release inside modiff, which reads files while it is asked. Nobody outside modiff needs it.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from modiff.model import circles, conversions
from modiff.model.api import Api
from modiff.model.items import Kind
from modiff.model.nodes import ATTRIBUTES, EDGE_KINDS, LEVELS, Edge, EdgeKind, Level, Node, base_outside, level_of, node_at, parameter_of
from modiff.model.placing import Place, placed

if TYPE_CHECKING:
    import networkx

Wanted = Callable[[Node], bool] | Iterable["Node | str"]


class Graph(msgspec.Struct, frozen=True, dict=True):
    """Modules, what they define, and parameters, as a directed graph of named relations. Nothing in it changes; every question that gives a graph
    gives a new one."""

    nodes: tuple[Node, ...]
    """Sorted by id, but each callable's parameters in order."""
    edges: tuple[Edge, ...]
    """Sorted by source, kind, order, target and name. Both ends are among the nodes."""
    name: str | None = None
    """Of the distribution; None where it says none."""
    version: str | None = None
    """As written; None where there is none."""
    packages: tuple[str, ...] = ()
    """Top-level import names, sorted."""

    @classmethod
    def of(cls, api: Api) -> Graph:
        """The graph of one version, from what `modiff.show` gives. The policy of `show` says which names are in it."""
        nodes, edges = _Making(api).made()
        return cls(nodes, edges, api.name, api.version, api.packages)

    # --- nodes

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Node]:
        """The nodes, in their order."""
        return iter(self.nodes)

    def __contains__(self, node: object) -> bool:
        """Is this node, or a node of this id, in it?"""
        return (node.id if isinstance(node, Node) else node) in self._by_id

    def __getitem__(self, id: str) -> Node:
        """The node of this id. Raises KeyError."""
        return self._by_id[id]

    def at(self, path: str) -> Node | None:
        """The node that users reach by this path: its id, its public path, or one of the others. None: there is none."""
        return self._by_id.get(path) or self._by_path.get(path)

    def nodes_of(self, kind: str) -> tuple[Node, ...]:
        """All nodes of a kind: module, class, function, method, property, attribute, parameter, external."""
        return tuple(node for node in self.nodes if node.kind == kind)

    # --- edges

    def edges_of(self, *kinds: EdgeKind) -> tuple[Edge, ...]:
        """All edges of these kinds: contains, inherits, exports, imports."""
        return tuple(edge for edge in self.edges if edge.kind in kinds)

    def after(self, node: Node | str, kind: EdgeKind) -> tuple[Node, ...]:
        """Where edges of this kind lead from here: `after(module, "imports")` is what it imports. In the order of the edges, each once."""
        return self._ends(self._leaving[_id(node)], kind, "target")

    def before(self, node: Node | str, kind: EdgeKind) -> tuple[Node, ...]:
        """Where edges of this kind come from: `before(cls, "inherits")` are its direct heirs."""
        return self._ends(self._arriving[_id(node)], kind, "source")

    def all_after(self, node: Node | str, kind: EdgeKind) -> tuple[Node, ...]:
        """Everything that edges of this kind lead to, over any number of steps, in the order of the nodes; itself only where a circle leads back."""
        return self._reached(node, kind, self.after)

    def all_before(self, node: Node | str, kind: EdgeKind) -> tuple[Node, ...]:
        """Everything from which edges of this kind lead here, over any number of steps."""
        return self._reached(node, kind, self.before)

    def members_of(self, node: Node | str) -> tuple[Node, ...]:
        """What stands directly in it."""
        return self.after(node, "contains")

    def owner_of(self, node: Node | str) -> Node | None:
        """What it stands in; None for what stands in nothing."""
        return next(iter(self.before(node, "contains")), None)

    def parameters_of(self, node: Node | str) -> tuple[Node, ...]:
        """The parameters of a callable, in order."""
        return tuple(member for member in self.members_of(node) if member.kind == "parameter")

    def bases_of(self, node: Node | str) -> tuple[Node, ...]:
        """The direct bases of a class, in order."""
        return self.after(node, "inherits")

    def heirs_of(self, node: Node | str) -> tuple[Node, ...]:
        """The classes that derive from it directly."""
        return self.before(node, "inherits")

    # --- shape

    def roots(self, kind: EdgeKind = "contains") -> tuple[Node, ...]:
        """Where edges of this kind begin: nodes that none leads to. For any kind but `contains` only nodes that have such edges at all."""
        led_to = {edge.target for edge in self.edges if edge.kind == kind}
        having = {edge.source for edge in self.edges if edge.kind == kind} if kind != "contains" else self._by_id.keys()
        return tuple(node for node in self.nodes if node.id in having and node.id not in led_to)

    def leaves(self, kind: EdgeKind = "contains") -> tuple[Node, ...]:
        """Where edges of this kind end: nodes that none leaves. For any kind but `contains` only nodes that have such edges at all."""
        left = {edge.source for edge in self.edges if edge.kind == kind}
        having = {edge.target for edge in self.edges if edge.kind == kind} if kind != "contains" else self._by_id.keys()
        return tuple(node for node in self.nodes if node.id in having and node.id not in left)

    def cycles(self, kind: EdgeKind = "imports") -> tuple[tuple[Node, ...], ...]:
        """Sets of nodes each of which leads to each other by edges of this kind (strongly connected components): the largest first."""
        found = circles.circles((edge.source, edge.target) for edge in self.edges if edge.kind == kind)
        return tuple(tuple(self._by_id[id] for id in circle) for circle in found)

    # --- parts

    def subgraph(self, wanted: Wanted | None = None, **attributes: object) -> Graph:
        """The nodes that are wanted, and the edges between them.

        `wanted`: a question that a node answers, or nodes, or their ids; None: all. `attributes`: what a node must say of itself too
        (`subgraph(kind="class", public=True)`); of one that holds several values (flags, bases, also) it must hold this one. Raises ValueError
        for an attribute that nodes do not have, KeyError for an id that is not here."""
        for name in attributes:
            _check(name)
        if wanted is None or callable(wanted):
            chosen = self.nodes if wanted is None else tuple(node for node in self.nodes if wanted(node))
        else:
            ids = {self._by_id[_id(each)].id for each in wanted}
            chosen = tuple(node for node in self.nodes if node.id in ids)
        return self._with({node.id for node in chosen if all(_has(node, name, value) for name, value in attributes.items())})

    def edge_subgraph(self, *kinds: EdgeKind) -> Graph:
        """Only edges of these kinds, and the nodes at their ends."""
        edges = self.edges_of(*kinds)
        ends = {id for edge in edges for id in (edge.source, edge.target)}
        nodes = tuple(node for node in self.nodes if node.id in ends)
        return msgspec.structs.replace(self, nodes=nodes, edges=edges)

    def grouped_by(self, by: str | Callable[[Node], Hashable]) -> dict[Any, Graph]:
        """Subgraphs by an attribute of nodes (`module`, `definition`, `kind`, `level`, `package`, `public` …), or by what a question answers.

        A node without the attribute is in the group None; with one that holds several values (flags, bases, also), in the group of each. Groups
        are sorted, None last; edges from one group to another are in neither. Raises ValueError for an attribute that nodes do not have."""
        if isinstance(by, str):
            _check(by)
        ids: dict[Hashable, set[str]] = defaultdict(set)
        for node in self.nodes:
            value = getattr(node, by) if isinstance(by, str) else by(node)
            for each in (value or (None,)) if isinstance(value, tuple) and isinstance(by, str) else (value,):
                ids[each].add(node.id)
        inside: dict[Hashable, list[Edge]] = defaultdict(list)
        groups_of: dict[str, list[Hashable]] = defaultdict(list)
        for group, held in ids.items():
            for id in held:
                groups_of[id].append(group)
        for edge in self.edges:
            for group in groups_of[edge.source]:
                if edge.target in ids[group]:
                    inside[group].append(edge)
        members: dict[Hashable, list[Node]] = defaultdict(list)
        for node in self.nodes:
            for group in groups_of[node.id]:
                members[group].append(node)
        return {g: msgspec.structs.replace(self, nodes=tuple(members[g]), edges=tuple(inside[g])) for g in _sorted(members)}

    def down_to(self, level: Level) -> Graph:
        """Everything down to this level: module, function (classes too), method, parameter."""
        deep = LEVELS.index(level)
        return self._with({node.id for node in self.nodes if LEVELS.index(node.level) <= deep})

    def levels(self) -> dict[Level, Graph]:
        """The graph as it grows from the root: modules; with functions and classes; with methods; with parameters. `grouped_by("level")` has each
        level alone."""
        return {level: self.down_to(level) for level in LEVELS}

    # --- conversions

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """As a `networkx.MultiDiGraph`: nodes under their ids, edges under their kind (`exports` under kind and name), all with their attributes.
        Raises MissingExtra where networkx is not installed."""
        return conversions.to_networkx(self)

    def to_jgf(self) -> dict[str, Any]:
        """As JSON Graph Format 2: what `modiff show --format jgf` prints, as an object."""
        return conversions.to_jgf(self)

    def to_graphml(self) -> str:
        """As GraphML, by networkx. Attributes that hold several values are JSON. Raises MissingExtra where networkx is not installed."""
        return conversions.to_graphml(self)

    def to_dot(self) -> str:
        """As DOT, with all attributes. All of the graph: for a picture that can be read, see `modiff show --format dot`."""
        return conversions.to_dot(self)

    # --- lookups

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _by_path(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for node in self.nodes:
            for path in ((node.path,) if node.path else ()) + node.also:
                found.setdefault(path, node)
        return found

    @cached_property
    def _leaving(self) -> defaultdict[str, list[Edge]]:
        return _sides(self.edges, "source")

    @cached_property
    def _arriving(self) -> defaultdict[str, list[Edge]]:
        return _sides(self.edges, "target")

    def _ends(self, edges: Iterable[Edge], kind: EdgeKind, end: str) -> tuple[Node, ...]:
        ids = dict.fromkeys(getattr(edge, end) for edge in edges if edge.kind == kind)
        return tuple(self._by_id[id] for id in ids)

    def _reached(self, node: Node | str, kind: EdgeKind, step: Callable[[Node | str, EdgeKind], tuple[Node, ...]]) -> tuple[Node, ...]:
        seen: set[str] = set()
        todo = [_id(node)]
        while todo:
            found = [each.id for each in step(todo.pop(), kind) if each.id not in seen]
            seen.update(found)
            todo.extend(found)
        return tuple(each for each in self.nodes if each.id in seen)

    def _with(self, ids: set[str]) -> Graph:
        nodes = tuple(node for node in self.nodes if node.id in ids)
        edges = tuple(edge for edge in self.edges if edge.source in ids and edge.target in ids)
        return msgspec.structs.replace(self, nodes=nodes, edges=edges)


class _Making:
    """Nodes and edges out of an API."""

    def __init__(self, api: Api) -> None:
        self.packages = frozenset(api.packages)
        self.places = placed(api.items, {module for edge in api.imports for module in edge})
        self.reached = {path: place.where for place in self.places if place.item is not None for path in (place.item.path, *place.item.also)}
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = [Edge(source, target, "imports") for source, target in dict.fromkeys(api.imports)]

    def made(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        """Both, in their order."""
        for place in self.places:
            self._add(place)
        for place in self.places:
            self._derive(place)
        nodes = sorted(self.nodes.values(), key=lambda node: (node.id.partition("(")[0], -1 if node.order is None else node.order, node.id))
        at = {node.id: index for index, node in enumerate(nodes)}
        edges = sorted(self.edges, key=lambda e: (at[e.source], EDGE_KINDS.index(e.kind), e.order or 0, at[e.target], e.name or ""))
        return tuple(nodes), tuple(edges)

    def _add(self, place: Place) -> None:
        above = self.nodes.get(place.above) if place.above is not None else None
        level = level_of(place.kind, above is not None and above.level != "module")
        module = place.where if place.kind == "module" else above.module if above is not None else None
        definition = place.where if level == "function" else above.definition if above is not None and level != "module" else None
        node = self.nodes[place.where] = node_at(place, level, module, definition)
        if above is not None:
            self.edges.append(Edge(above.id, place.where, "contains"))
        if place.item is None or place.item.signature is None:
            return
        for order, parameter in enumerate(place.item.signature.parameters):
            held = parameter_of(node, parameter, order)
            if held.id not in self.nodes:
                self.nodes[held.id] = held
                self.edges.append(Edge(node.id, held.id, "contains"))

    def _derive(self, place: Place) -> None:
        if place.item is None:
            return
        for path in (place.item.path, *place.item.also):
            module, _, name = path.rpartition(".")
            if path != place.where and self._kind(module) == "module":
                self.edges.append(Edge(module, place.where, "exports", name=name))
        for order, base in enumerate(place.item.bases):
            target = base if base in self.nodes else self.reached.get(base, base)
            if target not in self.nodes:
                self._add_base(target)
            self.edges.append(Edge(place.where, target, "inherits", order=order))

    def _add_base(self, path: str) -> None:
        node = self.nodes[path] = base_outside(path, self.packages)
        if node.module is not None and self._kind(node.module) == "module":
            self.edges.append(Edge(node.module, path, "contains"))

    def _kind(self, id: str) -> Kind | str | None:
        return self.nodes[id].kind if id in self.nodes else None


def _id(node: Node | str) -> str:
    return node.id if isinstance(node, Node) else node


def _sides(edges: Iterable[Edge], end: str) -> defaultdict[str, list[Edge]]:
    found: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[getattr(edge, end)].append(edge)
    return found


def _check(name: str) -> None:
    if name not in ATTRIBUTES:
        raise ValueError(f"nodes have no attribute {name!r}; they have {', '.join(ATTRIBUTES)}")


def _has(node: Node, name: str, value: object) -> bool:
    said = getattr(node, name)
    return value in said if isinstance(said, tuple) and not isinstance(value, tuple) else bool(said == value)


def _sorted(groups: Iterable[Hashable]) -> list[Hashable]:
    """In the order of their values; levels in theirs, values that cannot be compared by their text, None last."""
    known = [group for group in groups if group is not None]
    if set(known) <= set(LEVELS):
        found = sorted(known, key=lambda level: LEVELS.index(level))
    else:
        try:
            found = sorted(known)  # type: ignore[type-var]
        except TypeError:
            found = sorted(known, key=lambda group: (type(group).__name__, repr(group)))
    return [*found, *([None] if None in groups else [])]
