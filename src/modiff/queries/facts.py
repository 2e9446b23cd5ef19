"""What programs can ask about, as lines of facts: both versions, what changed between them, and what is said of it. Written as they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from modiff.graph.graph import Graph
from modiff.graph.imports import imports
from modiff.graph.outline import FunctionOutline, Outlines
from modiff.model.changes import Change
from modiff.model.findings import Finding
from modiff.model.items import ApiItem
from modiff.queries.predicates import OF_A_SIDE
from modiff.report.facts import fact, facts

NAMESPACES = ("A", "B")
Said = tuple[str, tuple[str | int, ...]]
"""A predicate and its arguments."""


def facts_of_side(namespace: str, items: Iterable[ApiItem], graph: Graph, wanted: Collection[str]) -> Iterator[str]:
    """One version. `wanted`: the names of predicates; others are left out."""
    if OF_A_SIDE & set(wanted):
        yield from facts(items, namespace, wanted)
    if "imports" in wanted:
        yield from (fact("imports", namespace, module, other) for module, other in imports(graph))


def facts_of_outlines(namespace: str, outlines: Outlines, wanted: Collection[str]) -> Iterator[str]:
    """What a function database of one version holds: the graph of the original example, whatever more is known."""
    if not any(name.startswith("outline") for name in wanted):
        return
    for module in outlines:
        yield from _only(wanted, _of_outline(namespace, module, outlines))


def facts_of_changes(changes: Iterable[Change], wanted: Collection[str]) -> Iterator[str]:
    """What differs, numbered in its order: c0, c1 …"""
    if not any(name.startswith("change") for name in wanted):
        return
    for number, change in enumerate(changes):
        yield from _only(wanted, _of_change(f"c{number}", change))


def facts_of_findings(findings: Iterable[Finding], wanted: Collection[str]) -> Iterator[str]:
    """What is said of it, numbered in the order of the report: f0, f1 …"""
    if not any(name.startswith("finding") for name in wanted):
        return
    for number, finding in enumerate(findings):
        yield from _only(wanted, _of_finding(f"f{number}", finding))


def kind_of(change: Change) -> str:
    """Its class in kebab-case: `parameter-changed`."""
    name = type(change).__name__
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


def _of_change(name: str, change: Change) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "change", (name, kind_of(change), change.path)
    yield "change_certainty", (name, change.certainty.name)
    for predicate, field in (("change_event", "event"), ("change_part", "part"), ("change_kind", "kind")):
        value = getattr(change, field, None)
        if isinstance(value, str):
            yield predicate, (name, value)
    yield from (("change_also", (name, path)) for path in change.also)
    for namespace, item in zip(NAMESPACES, (change.old, change.new), strict=True):
        if item is not None:
            yield "change_item", (name, namespace, item.path)


def _of_outline(namespace: str, module: str, outlines: Outlines) -> Iterator[Said]:
    outline, top = outlines[module], f"module:{module}"
    yield "outline", (namespace, "module", module, top, module)
    if outline is None:
        yield "outline_closed", (namespace, top)
        return
    for name, item in outline.items.items():
        kind = "function" if isinstance(item, FunctionOutline) else "class"
        path, dotted = f"{top}->{kind}:{name}", f"{module}.{name}"
        yield from _below(namespace, kind, name, top, path, dotted)
        if isinstance(item, FunctionOutline):
            yield from _parameters(namespace, item, path, dotted)
            continue
        for method, taken in item.methods.items():
            yield from _below(namespace, "method", method, path, f"{path}->method:{method}", f"{dotted}.{method}")
            yield from _parameters(namespace, taken, f"{path}->method:{method}", f"{dotted}.{method}")


def _below(namespace: str, kind: str, name: str, above: str, path: str, dotted: str) -> Iterator[Said]:
    yield "outline", (namespace, kind, name, path, dotted)
    yield "outline_below", (namespace, above, path)


def _parameters(namespace: str, item: FunctionOutline, path: str, dotted: str) -> Iterator[Said]:
    for number, parameter in enumerate(item.parameters):
        here = f"{path}->parameter:{parameter.name}"
        yield from _below(namespace, "parameter", parameter.name, path, here, f"{dotted}({parameter.name})")
        yield "outline_order", (namespace, here, number)


def _of_finding(name: str, finding: Finding) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "finding", (name, finding.rule, finding.severity.name, finding.certainty.name, finding.path)
    said = {
        "part": finding.part, "message": finding.message, "hint": finding.hint, "group": finding.group, "deprecated": finding.deprecated,
        "when": finding.when, "action": str(finding.action),
    }  # fmt: skip
    yield from ((f"finding_{word}", (name, text)) for word, text in said.items() if text is not None)
    yield from (("finding_also", (name, path)) for path in finding.also)
    yield from (("finding_breaks", (name, what)) for what in finding.breaks)


def _only(wanted: Collection[str], said: Iterable[Said]) -> Iterator[str]:
    return (fact(predicate, *arguments) for predicate, arguments in said if predicate in wanted)
