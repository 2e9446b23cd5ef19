"""One version as logic facts (clingo's dialect), for programs that ask their own questions of an API.

From the original example, names and arities kept. `ns` is the namespace, "A" or "B", so that the facts of two versions can be read together:

    is_a(ns).  is_b(ns).                     which side the version plays
    node(ns, id, type, value, path).         type: module, class, function, method, property, attribute, parameter, order
    relation(ns, id, "has", id).             from a node to one below it; every parameter has an order
    path(ns, path).                          paths are written type:value->type:value

`value` of a node is its name: dotted for a module, bare for anything else, a number from 0 for an order. More is known here than the example knew:

    canonical(ns, id, dotted).               where the item is defined
    public_path(ns, id, dotted).             each path by which users reach it
    reexport(ns, id, dotted).                each of them that is not where it is defined
    private(ns, id).                         a part of the place where it is defined begins with an underscore
    signature(ns, id, text).                 the calls it takes, annotations left out
    base(ns, id, dotted).                    a direct base of a class, as far as it could be found
    inherited(ns, id, dotted).               a member that the class does not define itself, and the class that does
    binding(ns, id, how).                    of a method: instance, class, static
    flag(ns, id, word).                      async, generator, abstract, dataclass, enum …, as in the JSON form
    returns(ns, id, text).  annotation(ns, id, text).  value(ns, id, text).  deprecated(ns, id, text).  when(ns, id, condition).
    parameter_kind(ns, id, kind).            POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD
    default(ns, id, text).                   of a parameter that has one
    required(ns, id).                        of a parameter that a caller must give

Modules that nobody is promised are nodes all the same where they define something that is; they have no public path. Parameters of a method
are those that a caller of the bound method gives, those of a class its constructor's. Ids count nodes from `id0`.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterable, Iterator

from modiff.model.api import Api
from modiff.model.facts import KIND_NAMES, Parameter
from modiff.model.items import ApiItem
from modiff.model.placing import Place, placed
from modiff.report.interface import Style

Value = str | int
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": " "})


def show(api: Api, style: Style) -> str:
    """The facts of one version, which plays side A."""
    return "".join(facts(api.items))


def facts(items: Iterable[ApiItem], namespace: str = "A", wanted: Container[str] | None = None) -> Iterator[str]:
    """Facts as lines, complete with their line ends; `namespace` is "A" or "B". A node comes after the one it lies below. `wanted`: the predicates to
    say something of; None: all."""
    lines = _all_facts(items, namespace)
    return lines if wanted is None else (line for line in lines if line[: line.index("(")] in wanted)


def _all_facts(items: Iterable[ApiItem], namespace: str) -> Iterator[str]:
    yield fact("is_b" if namespace == "B" else "is_a", namespace)
    writer = _Writer(namespace)
    for place in placed(items):
        yield from writer.place(place)


class _Writer:
    """Counts nodes, and remembers where each stands."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._count = 0
        self._known: dict[str, tuple[str, str]] = {}
        """Id and path of each node by its dotted place."""

    def place(self, place: Place) -> Iterator[str]:
        """All that is said of a place and what stands there."""
        above = None if place.kind == "module" or place.above is None else self._known[place.above]
        node, path = yield from self._node(place.kind, place.name, above)
        self._known[place.where] = node, path
        if place.item is not None:
            yield from self._item(place.item, node, path)

    def _item(self, item: ApiItem, node: str, path: str) -> Iterator[str]:
        yield self._say("canonical", node, item.canonical)
        if any(part.startswith("_") and not part.endswith("__") for part in item.canonical.split(".")):
            yield fact("private", self._namespace, node)
        yield from (self._say("public_path", node, public) for public in (item.path, *item.also))
        yield from (self._say("reexport", node, public) for public in (item.path, *item.also) if public != item.canonical)
        yield from (self._say("base", node, base) for base in item.bases)
        yield from (self._say("flag", node, flag) for flag in item.flags)
        said = {
            "inherited": item.inherited_from, "binding": item.binding, "annotation": item.annotation, "value": item.value,
            "deprecated": item.deprecated, "when": item.when, "returns": item.signature.returns if item.signature else None,
            "signature": item.signature.shown if item.signature else None,
        }  # fmt: skip
        yield from (self._say(predicate, node, text) for predicate, text in said.items() if text is not None)
        for order, parameter in enumerate(item.signature.parameters if item.signature else ()):
            yield from self._parameter(parameter, order, (node, path))

    def _parameter(self, parameter: Parameter, order: int, above: tuple[str, str]) -> Iterator[str]:
        node, path = yield from self._node("parameter", parameter.name, above)
        yield self._say("parameter_kind", node, KIND_NAMES[parameter.kind])
        if parameter.default is not None:
            yield self._say("default", node, parameter.default)
        if parameter.annotation is not None:
            yield self._say("annotation", node, parameter.annotation)
        if parameter.required:
            yield fact("required", self._namespace, node)
        yield from self._node("order", order, (node, path))

    def _node(self, type: str, value: Value, above: tuple[str, str] | None) -> Generator[str, None, tuple[str, str]]:
        """Says a node and how it hangs together with the one above it; returns its id and path."""
        node, path = f"id{self._count}", f"{type}:{value}"
        self._count += 1
        if above is not None:
            path = f"{above[1]}->{path}"
        yield fact("node", self._namespace, node, type, value, path)
        yield fact("path", self._namespace, path)
        if above is not None:
            yield fact("relation", self._namespace, above[0], "has", node)
        return node, path

    def _say(self, predicate: str, node: str, text: str) -> str:
        return fact(predicate, self._namespace, node, text)


def fact(predicate: str, *arguments: Value) -> str:
    """One fact as a line. Numbers stand as they are, everything else in quotes."""
    return f"{predicate}({','.join(_term(argument) for argument in arguments)}).\n"


def _term(argument: Value) -> str:
    return str(argument) if isinstance(argument, int) else f'"{argument.translate(_ESCAPES)}"'
