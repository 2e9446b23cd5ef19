"""Import statements, name by name."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.normal import CACHED_SOURCE, remember
from modiff.extract.rendering import identifier
from modiff.model.facts import Import

_statements: dict[bytes, tuple[tuple[str, Import], ...]] = {}


def names_imported(node: Node, text: bytes) -> tuple[tuple[str, Import], ...]:
    """(bound name, import) for each name of an `import`, `from … import` or `from __future__ import`. Remembered, as files share their imports."""
    key = text[node.start_byte : node.end_byte]
    found = _statements.get(key)
    if found is None:
        found = tuple(_names_imported(node, text))
        if len(key) <= CACHED_SOURCE and not node.has_error:
            remember(_statements, key, found)
    return found


def _names_imported(node: Node, text: bytes) -> Iterator[tuple[str, Import]]:
    if node.kind_id == g.IMPORT:
        for dotted, alias in _listed(node, text):
            yield (alias, Import(dotted, renamed=True)) if alias is not None else (dotted.partition(".")[0], Import(dotted))
        return
    module, level = _source_module(node, text)
    for dotted, alias in _listed(node, text):
        yield alias if alias is not None else dotted, Import(module, level, dotted, alias is not None)


def _source_module(node: Node, text: bytes) -> tuple[str, int]:
    if node.kind_id == g.IMPORT_FUTURE:
        return "__future__", 0
    named = node.child_by_field_id(g.F_MODULE_NAME)
    if named is None:
        return "", 0
    if named.kind_id != g.RELATIVE_IMPORT:
        return _dotted(named, text), 0
    level, module = 0, ""
    for part in named.named_children:
        if part.kind_id == g.IMPORT_PREFIX:
            level = g.source(part, text).count(b".")
        elif part.kind_id == g.DOTTED_NAME:
            module = _dotted(part, text)
    return module, level


def _listed(node: Node, text: bytes) -> Iterator[tuple[str, str | None]]:
    """(name, alias or None) for each entry."""
    first = node.kind_id == g.IMPORT_FROM  # the first dotted name of a `from` import is its module
    for part in node.named_children:
        kind = part.kind_id
        if kind in (g.DOTTED_NAME, g.RELATIVE_IMPORT):
            if not first:
                yield _dotted(part, text), None
            first = False
        elif kind == g.ALIASED_IMPORT:
            name, alias = part.child_by_field_id(g.F_NAME), part.child_by_field_id(g.F_ALIAS)
            if name is not None and alias is not None:
                yield _dotted(name, text), identifier(g.source(alias, text))
        elif kind == g.WILDCARD_IMPORT:
            yield "*", None


def _dotted(node: Node, text: bytes) -> str:
    """`a . b` is `a.b`."""
    name = identifier(g.source(node, text))
    return name if name.replace(".", "").isalnum() else "".join(name.replace("\\", "").split())
