"""The tables that SQL can ask, column by column. docs/sql.md is made from this list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from modiff.model.changes import Change
from modiff.model.facts import KIND_NAMES
from modiff.model.findings import Finding, Place
from modiff.model.items import ApiItem
from modiff.queries.facts import kind_of


class Column(NamedTuple):
    """One column."""

    name: str
    type: str
    """Of DuckDB."""
    about: str


class Table(NamedTuple):
    """One table."""

    name: str
    about: str
    columns: tuple[Column, ...]
    of_pair: bool = False
    """Is it there only where two versions are compared?"""


_VERSION = (
    Column("side", "VARCHAR", "old or new where two versions are compared; null elsewhere"),
    Column("spec", "VARCHAR", "the version as it was named on the command line"),
    Column("version", "VARCHAR", "as the release writes it; null where it says none"),
)
_ITEM = (*_VERSION, Column("path", "VARCHAR", "the public path users write, the shortest"))
ITEMS = Table("items", "modules, classes, functions, methods, properties and attributes", (
    *_ITEM,
    Column("canonical", "VARCHAR", "where it is defined"),
    Column("name", "VARCHAR", "the last part of the path"),
    Column("kind", "VARCHAR", "module, class, function, method, property or attribute"),
    Column("public", "BOOLEAN", "is it promised, on the surface that was asked for?"),
    Column("why", "VARCHAR", "why it is promised, or not"),
    Column("binding", "VARCHAR", "of a method: instance, class or static"),
    Column("flags", "VARCHAR[]", "async, generator, abstract, dataclass, enum …"),
    Column("signature", "VARCHAR", "the calls it takes, annotations left out; null for what cannot be called"),
    Column("returns", "VARCHAR", "its return annotation"),
    Column("annotation", "VARCHAR", "of an attribute"),
    Column("value", "VARCHAR", "what is assigned to an attribute, as source"),
    Column("inherited_from", "VARCHAR", "the class that defines a member which its class does not"),
    Column("deprecated", "VARCHAR", "what the source says of its deprecation; null: it is not deprecated"),
    Column("condition", "VARCHAR", "when it is there; null: always"),
    Column("file", "VARCHAR", "inside the release"),
    Column("line", "INTEGER", "from 1"),
))  # fmt: skip
PARAMETERS = Table("parameters", "parameters of everything that can be called; those of a class are its constructor's", (
    *_ITEM,
    Column("position", "INTEGER", "from 0"),
    Column("name", "VARCHAR", "without stars"),
    Column("kind", "VARCHAR", "POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY or VAR_KEYWORD"),
    Column("default_value", "VARCHAR", "as source; null: it has none"),
    Column("annotation", "VARCHAR", "as source"),
    Column("required", "BOOLEAN", "must a caller give it?"),
))  # fmt: skip
BASES = Table("bases", "direct bases of classes", (*_ITEM, Column("position", "INTEGER", "from 0"), Column("base", "VARCHAR", "dotted")))
EXPORTS = Table("exports", "every path by which users reach an item", (
    *_VERSION,
    Column("path", "VARCHAR", "a public path"),
    Column("canonical", "VARCHAR", "where the item is defined"),
    Column("kind", "VARCHAR", "of the item"),
    Column("reexport", "BOOLEAN", "is it another place than where the item is defined?"),
))  # fmt: skip
CHANGES = Table("changes", "what differs, before any rule", (
    Column("change", "INTEGER", "a number, from 0"),
    Column("path", "VARCHAR", "the public path users write"),
    Column("kind", "VARCHAR", "gone, came, kind-changed, bases-changed, parameter-changed, value-changed …"),
    Column("event", "VARCHAR", "what happened, where a kind knows several: removed, renamed, default-changed …"),
    Column("part", "VARCHAR", "the parameter, key, extra … concerned"),
    Column("item_kind", "VARCHAR", "of what is gone or new"),
    Column("also", "VARCHAR[]", "other public paths of the same"),
    Column("certainty", "VARCHAR", "certain, likely or possible"),
    Column("condition", "VARCHAR", "when it holds; null: always"),
    Column("old_canonical", "VARCHAR", "where the item was defined; null for what is new"),
    Column("new_canonical", "VARCHAR", "where it is; null for what is gone"),
), of_pair=True)  # fmt: skip
FINDINGS = Table("findings", "what rules say of it, in the order of the report", (
    Column("finding", "INTEGER", "a number, from 0"),
    Column("rule", "VARCHAR", "as `modiff rules` lists them"),
    Column("severity", "VARCHAR", "major, minor or patch"),
    Column("certainty", "VARCHAR", "certain, likely or possible"),
    Column("rule_group", "VARCHAR", "api, types, values, metadata, deprecation or subclassing"),
    Column("breaks", "VARCHAR[]", "call, import, attribute, subclass, catch, type-check, pickle, install"),
    Column("path", "VARCHAR", "the public path users write"),
    Column("part", "VARCHAR", "the parameter, key, extra … concerned"),
    Column("also", "VARCHAR[]", "other public paths of the same"),
    Column("canonical", "VARCHAR", "where it is defined, if elsewhere"),
    Column("condition", "VARCHAR", "when it holds; null: always"),
    Column("deprecated", "VARCHAR", "what the old version said of its deprecation; null: nothing"),
    Column("message", "VARCHAR", "the sentence"),
    Column("hint", "VARCHAR", "what to write instead"),
    Column("old_value", "VARCHAR", "what stood there"),
    Column("old_file", "VARCHAR", ""),
    Column("old_line", "INTEGER", ""),
    Column("new_value", "VARCHAR", "what stands there"),
    Column("new_file", "VARCHAR", ""),
    Column("new_line", "INTEGER", ""),
    Column("client", "VARCHAR", "lines that work with old and fail with new"),
    Column("fingerprint", "VARCHAR", "stable while the finding is the same"),
    Column("action", "VARCHAR", "deny, warn or allow"),
), of_pair=True)  # fmt: skip

TABLES = (ITEMS, PARAMETERS, BASES, EXPORTS, CHANGES, FINDINGS)
Row = tuple[Any, ...]
Source = tuple[str | None, str, str | None]
"""Side, spec and version."""


def rows_of_items(source: Source, items: Iterable[ApiItem]) -> Iterator[tuple[Table, Row]]:
    """Rows of the first four tables."""
    for item in items:
        signature = item.signature
        yield ITEMS, (
            *source, item.path, item.canonical, item.path.rpartition(".")[2], item.kind, item.public, item.why, item.binding, item.flags,
            signature.shown if signature else None, signature.returns if signature else None, item.annotation, item.value, item.inherited_from,
            item.deprecated, item.when, item.file, item.line,
        )  # fmt: skip
        for position, parameter in enumerate(signature.parameters if signature else ()):
            kind, default = KIND_NAMES[parameter.kind], parameter.default
            yield PARAMETERS, (*source, item.path, position, parameter.name, kind, default, parameter.annotation, parameter.required)
        yield from ((BASES, (*source, item.path, position, base)) for position, base in enumerate(item.bases))
        if item.public:
            yield from ((EXPORTS, (*source, path, item.canonical, item.kind, path != item.canonical)) for path in (item.path, *item.also))


def rows_of_changes(changes: Iterable[Change]) -> Iterator[tuple[Table, Row]]:
    """Rows of `changes`."""
    for number, change in enumerate(changes):
        said = [value if isinstance(value := getattr(change, field, None), str) else None for field in ("event", "part", "kind")]
        old, new = (item.path if item is not None else None for item in (change.old, change.new))
        yield CHANGES, (number, change.path, kind_of(change), *said, change.also, change.certainty.name, change.when, old, new)


def rows_of_findings(findings: Iterable[Finding]) -> Iterator[tuple[Table, Row]]:
    """Rows of `findings`."""
    for number, one in enumerate(findings):
        yield FINDINGS, (
            number, one.rule, one.severity.name, one.certainty.name, one.group, one.breaks, one.path, one.part, one.also, one.canonical, one.when,
            one.deprecated, one.message, one.hint, *_place(one.old), *_place(one.new), one.client, one.fingerprint, str(one.action),
        )  # fmt: skip


def _place(place: Place | None) -> Row:
    return (place.value, place.file, place.line) if place is not None else (None, None, None)
