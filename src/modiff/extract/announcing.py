"""What a function says of single parameters being on their way out: warnings under a test of the parameter, and directives in its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.deprecations import by_warning, directive
from modiff.extract.expressions import string_literal

Said = tuple[tuple[str, str], ...]

_INNER = frozenset((g.FUNCTION, g.CLASS, g.LAMBDA))
_NAME = re.compile(rb"(?<![\w.'\"])[A-Za-z_]\w*")
_KEY = re.compile(rb"\(?\s*['\"](?P<key>\w+)['\"]\s+in\s+(?P<mapping>\w+)\s*\)?")
_HEADING = re.compile(r"(?P<names>\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")
_FIELD = re.compile(r":param\s+(?:[^:]*\s)?(?P<name>\w+):(?P<text>.*)$")
_DIRECTIVE = re.compile(r"\.\.\s*deprecated::\s*(?P<version>.*)$|(?P<sentence>deprecated\b.*)$", re.IGNORECASE)


def of_parameters(node: Node, text: bytes, names: Collection[str], mapping: str | None) -> Said:
    """(parameter, text) of a `function_definition`, for those of these parameters, and for keys of its `**kwargs` (`mapping`), that it speaks of."""
    body = node.child_by_field_id(g.F_BODY)
    said = g.source(body, text).lower() if body is not None else b""
    if body is None or not (b"warn" in said or b"deprecated" in said):
        return ()
    found: dict[str, str] = {}
    for name, announced in (*_warned(body, text, names, mapping), *_documented(body, text, names)):
        if not found.get(name):
            found[name] = announced
    return tuple(sorted(found.items()))


def _warned(body: Node, text: bytes, names: Collection[str], mapping: str | None) -> Iterator[tuple[str, str]]:
    """`if x is not None: warn(…)`: where the test speaks of one parameter alone."""
    stack = [body]
    while stack:
        node = stack.pop()
        if node.kind_id in _INNER:
            continue
        if node.kind_id == g.IF:
            condition, block = node.child_by_field_id(g.F_CONDITION), node.child_by_field_id(g.F_CONSEQUENCE)
            said = by_warning(g.parts(block), text) if block is not None else None
            if said is not None and condition is not None:
                about = _asked_for(g.source(condition, text), names, mapping)
                if about is not None:
                    yield about, said
        stack.extend(reversed(node.named_children))


def _asked_for(condition: bytes, names: Collection[str], mapping: str | None) -> str | None:
    """The one parameter of which a test asks whether it was given at all, not of which sort it is: `x`, `x is not None`, `"x" in kwargs`."""
    key = _KEY.fullmatch(condition)
    if key is not None:
        return key["key"].decode() if key["mapping"].decode() == mapping else None
    about = {word.decode() for word in _NAME.findall(condition)} & set(names)
    if len(about) != 1:
        return None
    name = about.pop()
    word = re.escape(name.encode())
    return name if re.fullmatch(rb"\(?\s*" + word + rb"(?:\s*(?:is\s+not|!=)\s*[^()]+)?\s*\)?", condition) is not None else None


def _documented(body: Node, text: bytes, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """A directive below the heading of a parameter in the docstring (numpydoc), or in its field (`:param x: Deprecated …`)."""
    statements = g.parts(body)
    first = statements[0].named_child(0) if statements and statements[0].kind_id == g.EXPRESSION_STATEMENT else None
    value = string_literal(first, text) if first is not None and first.kind_id in (g.STRING, g.CONCATENATED) else None
    if value is None or "deprecated" not in value.lower():
        return
    rows = inspect.cleandoc(value).splitlines()
    heading: tuple[str, ...] = ()
    depth = 0
    for index, row in enumerate(rows):
        stripped = row.strip()
        indent = len(row) - len(row.lstrip())
        if stripped and indent <= depth:
            heading = ()
        field = _FIELD.match(stripped)
        if field is not None and field["name"] in names and (said := _DIRECTIVE.match(field["text"].strip())) is not None:
            yield field["name"], _sentence(said, rows, index)
        elif heading and (said := _DIRECTIVE.match(stripped)) is not None and index:
            yield from ((name, _sentence(said, rows, index)) for name in heading)
        elif not heading and (match := _HEADING.match(stripped)) is not None:
            known = tuple(name for part in match["names"].split(",") if (name := part.strip(" *")) in names)
            if known:
                heading, depth = known, indent


def _sentence(said: re.Match[str], rows: list[str], index: int) -> str:
    """The directive's version, or the sentence, and the lines set below it."""
    indent = len(rows[index]) - len(rows[index].lstrip())
    following = []
    for row in rows[index + 1 :]:
        if not row.strip() or len(row) - len(row.lstrip()) <= indent:
            break
        following.append(row.strip())
    return directive(said["version"], following) if said["sentence"] is None else " ".join([said["sentence"].strip(), *following]).strip()
