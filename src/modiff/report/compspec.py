"""The form in which the original example printed a comparison, so that what reads it keeps working.

Each subgraph gives one JSON object of predicates, in this order, those without rows left out:

- `removed_node`: `[A, B, id, type, value, path]`, the root-most node of what is gone;
- `added_node`: the same of what came, with its id in B;
- `changed_node_value`: `[A, B, id in A, id in B, type, value in A, value in B, path in A, path in B]`, a node that stands where another stood.

Node types are `module`, `function` (classes too: their methods stand as parameters), `parameter`, and `order`, the position of a parameter. Ids
count a subgraph's nodes in order of the source, each parameter followed by its order; a path is `type:value->type:value`.

Unlike the example's own program, this one pairs nodes by name, and only what is left by place, so an insertion does not make all that follows look
changed. An `order` is told only where kept parameters changed places with each other: what shifts because a parameter left or came is said by that
row. By function, the module is a node below the function; it comes before the parameters. By package and by level, modules stand below one root.

Subgraphs without rows are not printed; if none has any, one empty object is. Objects follow one another, each row's path telling which group it is
about, and after one with a loss (a removed or changed node; additions are none) comes the line `STOPPED`, where stopping was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from modiff.compare.grouping import groups, moved
from modiff.compare.signatures import align
from modiff.compare.summary import changed_candidates, names
from modiff.graph.outline import ClassOutline, FunctionOutline, Outline, Outlines

STOPPED = "Detected ABI break in subgraph, stopping."
Depth = Literal["module", "function", "parameter"]
DEPTHS: tuple[Depth, ...] = ("module", "function", "parameter")
Row = list[str]
Wanted = Callable[[str], bool]
Thing = FunctionOutline | ClassOutline


def compspec(
    old: Outlines,
    new: Outlines,
    by: Literal["package", "module", "function"] | None = None,
    levels: bool = False,
    stop: bool = False,
    equal: Collection[str] = frozenset(),
    wanted: Wanted = lambda path: True,
) -> Iterator[str]:
    """The objects as text, each complete with its line end, and the last line where it stopped.

    `old` and `new` are outlines of the depth "positional": the example knew no more. `by` None means by module; `levels` wins over `by`.
    `equal`: modules known to be the same. `wanted(path)` says of the dotted path of a module, function, class or method whether it is looked at.
    """
    told = False
    for rows in _subgraphs(old, new, by, levels, equal, wanted):
        if not rows:
            continue
        told = True
        yield json.dumps(rows.as_object(), indent=4) + "\n"
        if stop and rows.has_loss:
            yield STOPPED + "\n"
            return
    if not told:
        yield "{}\n"


class Rows:
    """What one subgraph has to tell."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._removed: list[Row] = []
        self._added: list[Row] = []
        self._changed: list[Row] = []

    def removed(self, dotted: str, node: int, type: str, value: str, path: str) -> None:
        """A node that is gone, and all below it. `dotted`: how users name it."""
        if self._wanted(dotted):
            self._removed.append(["A", "B", f"id{node}", type, value, path])

    def added(self, dotted: str, node: int, type: str, value: str, path: str) -> None:
        """A node that came, and all below it."""
        if self._wanted(dotted):
            self._added.append(["A", "B", f"id{node}", type, value, path])

    def changed(self, dotted: str, nodes: tuple[int, int], type: str, values: tuple[str, str], above: tuple[str, str]) -> None:
        """A node with another value; `above`: the paths of the nodes above it, with the arrow."""
        if self._wanted(dotted):
            paths = [f"{path}{type}:{value}" for path, value in zip(above, values, strict=True)]
            self._changed.append(["A", "B", f"id{nodes[0]}", f"id{nodes[1]}", type, *values, *paths])

    def __bool__(self) -> bool:
        return bool(self._removed or self._added or self._changed)

    @property
    def has_loss(self) -> bool:
        """Does anything stop working?"""
        return bool(self._removed or self._changed)

    def as_object(self) -> dict[str, list[Row]]:
        """Predicates with their rows."""
        rows = {"removed_node": self._removed, "added_node": self._added, "changed_node_value": self._changed}
        return {predicate: found for predicate, found in rows.items() if found}


def _subgraphs(old: Outlines, new: Outlines, by: str | None, levels: bool, equal: Collection[str], wanted: Wanted) -> Iterator[Rows]:
    if levels:
        for depth in DEPTHS:
            yield _compare(sorted({*old, *new}), old, new, equal, Rows(wanted), depth, (depth,), 1)
    elif by == "function":
        yield from _functions(old, new, equal, wanted)
    elif by == "package":
        members: dict[str, list[str]] = {package: [] for package in groups(old, new, "package", equal)}
        for module in sorted({*old, *new}):
            package = module if module in members else module.rpartition(".")[0]
            if package in members:
                members[package].append(module)
        for modules in members.values():
            yield _compare(modules, old, new, equal, Rows(wanted), "parameter", DEPTHS, 1)
    else:
        for module in changed_candidates(old, new, equal):
            yield _compare([module], old, new, equal, Rows(wanted), "parameter", DEPTHS, 0)


class _Numbering:
    """The ids of one module's nodes: what lies below a node is counted right after it."""

    def __init__(self, module: Outline | None, first: int, depth: Depth) -> None:
        self.module = first
        self.items: dict[str, int] = {}
        """The id of each function and class; that of its n-th child is 1 + 2n more, and the child's order comes after the child."""
        self.next = first + 1
        if module is None or depth == "module":
            return
        for name, item in module.items.items():
            self.items[name] = self.next
            self.next += 1 + (2 * len(_children(item)) if depth == "parameter" else 0)


def _compare(
    modules: Iterable[str], old: Outlines, new: Outlines, equal: Collection[str], rows: Rows, depth: Depth, told: Sequence[Depth], first: int
) -> Rows:
    """Rows of the depths `told`, from graphs of these modules that reach down to `depth`; ids begin with `first`."""
    next_a = next_b = first
    for module in modules:
        deep = depth != "module"  # what a module holds is not asked for where nobody tells of it
        before = old.get(module) if deep else None
        after = before if module in equal else new.get(module) if deep else None
        a, b = _Numbering(before, next_a, depth), _Numbering(after, next_b, depth)
        next_a, next_b = a.next if module in old else next_a, b.next if module in new else next_b
        path = f"module:{module}"
        if module not in new or module not in old:
            if "module" in told:
                tell, node = (rows.removed, a.module) if module in old else (rows.added, b.module)
                tell(module, node, "module", module, path)
        elif before is not None and after is not None and before != after:
            _compare_items(module, before, after, a, b, rows, told)
    return rows


def _compare_items(module: str, before: Outline, after: Outline, a: _Numbering, b: _Numbering, rows: Rows, told: Sequence[Depth]) -> None:
    for name in names(before, after):
        old, new = before.items.get(name), after.items.get(name)
        dotted, path = f"{module}.{name}", f"module:{module}->function:{name}"
        if old is not None and new is not None and type(old) is type(new):
            if "parameter" in told:
                _compare_children(dotted, path, old, new, (a.items[name] + 1, b.items[name] + 1), rows)
            continue
        if old is not None and "function" in told:
            rows.removed(dotted, a.items[name], "function", name, path)
        if new is not None and "function" in told:
            rows.added(dotted, b.items[name], "function", name, path)


def _compare_children(dotted: str, path: str, old: Thing, new: Thing, first: tuple[int, int], rows: Rows) -> None:
    """Parameters of a function, or methods of a class, whose ids begin with `first`."""
    nodes_a = {name: first[0] + 2 * index for index, name in enumerate(_children(old))}
    nodes_b = {name: first[1] + 2 * index for index, name in enumerate(_children(new))}
    renamed = _renamed(old, new)
    is_class = isinstance(old, ClassOutline)
    above = f"{path}->"
    for name, node in nodes_a.items():
        child = f"{dotted}.{name}" if is_class else dotted
        if name in renamed:
            rows.changed(child, (node, nodes_b[renamed[name]]), "parameter", (name, renamed[name]), (above, above))
        elif name not in nodes_b:
            rows.removed(child, node, "parameter", name, f"{above}parameter:{name}")
    taken = set(renamed.values())
    for name, node in nodes_b.items():
        if name not in nodes_a and name not in taken:
            rows.added(f"{dotted}.{name}" if is_class else dotted, node, "parameter", name, f"{above}parameter:{name}")
    if not is_class:
        _compare_orders(dotted, above, nodes_a, nodes_b, first, rows)


def _compare_orders(dotted: str, above: str, nodes_a: Mapping[str, int], nodes_b: Mapping[str, int], first: tuple[int, int], rows: Rows) -> None:
    """Kept parameters that changed places with each other."""
    kept_a, kept_b = [name for name in nodes_a if name in nodes_b], [name for name in nodes_b if name in nodes_a]
    for index, name in enumerate(kept_a):
        if kept_b[index] != name:
            nodes = (nodes_a[name] + 1, nodes_b[name] + 1)
            places = (str((nodes_a[name] - first[0]) // 2), str((nodes_b[name] - first[1]) // 2))
            here = f"{above}parameter:{name}->"
            rows.changed(dotted, nodes, "order", places, (here, here))


def _functions(old: Outlines, new: Outlines, equal: Collection[str], wanted: Wanted) -> Iterator[Rows]:
    """One subgraph for each function or class: the function, its module, its parameters. What moved is told once, where it was."""
    moves = moved(old, new, equal)
    arrived = {target: path for path, target in moves.items()}
    for module in changed_candidates(old, new, equal):
        before, after = old.get(module), new.get(module)
        if (module in old and before is None) or (module in new and after is None):
            continue
        for name in names(before or Outline(), after or Outline()):
            rows, path = Rows(wanted), f"{module}.{name}"
            here, there = _item(before, name), _item(after, name)
            if path in moves:
                target = moves[path].rpartition(".")[0]
                rows.changed(path, (1, 1), "module", (module, target), (f"function:{name}->",) * 2)
                moved_to = _item(new[target], name)
                if here is not None and moved_to is not None:
                    _compare_children(path, f"function:{name}", here, moved_to, (2, 2), rows)
                here = None
            if path in arrived:
                there = None
            if here is not None and there is not None and type(here) is type(there):
                _compare_children(path, f"function:{name}", here, there, (2, 2), rows)
            else:
                if here is not None:
                    rows.removed(path, 0, "function", name, f"function:{name}")
                if there is not None:
                    rows.added(path, 0, "function", name, f"function:{name}")
            yield rows


def _item(module: Outline | None, name: str) -> Thing | None:
    return None if module is None else module.items.get(name)


def _children(item: Thing) -> Sequence[str]:
    return tuple(item.methods) if isinstance(item, ClassOutline) else item.positional


def _renamed(old: Thing, new: Thing) -> dict[str, str]:
    """Parameters that stand where another stood. Methods have no place: one that has another name is another."""
    if isinstance(old, ClassOutline) or isinstance(new, ClassOutline):
        return {}
    return {before.name: after.name for before, after in align(old.parameters, new.parameters).renamed}
