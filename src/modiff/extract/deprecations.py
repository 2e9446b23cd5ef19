"""What the source says is on its way out: decorators (PEP 702 and its many forerunners), warnings, docstrings.

Only warnings that every call runs into count: those that stand directly in the body. Decorators that deprecate single arguments
(`deprecated_args`, `deprecate_kwarg` ...) say nothing of the function.
"""

from __future__ import annotations

import inspect
import re

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.extract.normal import normal

_DECORATORS = frozenset(
    (
        "deprecated",
        "Deprecated",
        "deprecate",
        "deprecation",
        "deprecated_function",
        "deprecated_method",
        "deprecated_class",
        "deprecated_callable",
        "deprecated_property",
        "deprecated_alias",
        "deprecate_func",
        "deprecate_function",
        "deprecate_method",
        "deprecate_class",
        "mark_deprecated",
    )
)
_CATEGORY = re.compile(r"(?:^|[._])(?:\w*DeprecationWarning|FutureWarning|RemovedIn\w+Warning|\w*DeprecatedWarning)$")
_WARNERS = re.compile(r"^_*(?:warn|warn_explicit)$")
_DEPRECATION_WARNERS = re.compile(r"^_*(?=\w*warn)\w*deprecat\w*$|^_*warn_deprecat\w*$")
_DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)(?:\.\.[ \t]*deprecated::[ \t]*(?P<version>[^\n]*)"
    r"|(?P<sentence>deprecated(?:[ \t]+(?:since|in|as of|from)\b|[:.,])[^\n]*))",
    re.IGNORECASE | re.MULTILINE,
)

_VERSION = re.compile(
    r"(?:(?:since|in|as\s+of)\s+)?(?:(?:version|release)\s+)?(?P<version>v?\d[\w.+-]*?|\|\w+\||next|unreleased|tbd)[.,:;]*(?:\s+|$)", re.IGNORECASE
)
"""What the argument of a directive begins with: what follows after the version, on the same line, is text already."""

_ABOUT = re.compile(r"[\d.\s:v]*(?P<quote>\*\*?|``)(?P<name>[\w.()]+)(?P=quote)")
"""What a directive begins with after the version, where that is the name of something."""
_ABOUT_PART = re.compile(
    r"[\d.\s:v]*(?P<quote>``?|\*\*?)(?P<name>[\w.()]+)(?P=quote)\s+(?:is|are|was|were|will\s+be|has\s+been|have\s+been)\s+(?:now\s+)?(?:deprecated|removed)\b",
    re.IGNORECASE,
)
"""The same in other quotes, where the sentence says that it is this that goes: `` `old` is deprecated``."""


def by_decorator(expressions: list[Node], text: bytes) -> str | None:
    """The text of the first decorator that deprecates what it decorates; None: none does. Takes the expressions after the `@`."""
    for node in expressions:
        call = node if node.kind_id == g.CALL else None
        named = call.child_by_field_id(g.F_FUNCTION) if call is not None else node
        name = dotted_name(named, text) if named is not None else None
        if name is not None and name.rpartition(".")[2] in _DECORATORS:
            return _spoken(call, text) if call is not None else ""
    return None


def by_body(body: Node, text: bytes) -> str | None:
    """What a warning directly in the body, or the docstring, says; None: nothing."""
    statements = g.parts(body)
    found = by_warning(statements, text)
    return found if found is not None else by_docstring(statements, text)


def by_warning(statements: list[Node], text: bytes) -> str | None:
    """What a deprecation warning among these very statements says; None: there is none."""
    for statement in statements:
        if statement.kind_id == g.EXPRESSION_STATEMENT:
            found = _warning(statement, text)
            if found is not None:
                return found
    return None


def of_module(statements: list[Node], text: bytes) -> str | None:
    """What the module says of itself, by its docstring or a warning that every import runs into; None: nothing."""
    found = by_warning(statements, text)
    return found if found is not None else by_docstring([node for node in statements[:20] if node.kind_id not in g.EXTRAS], text)


def by_docstring(statements: list[Node], text: bytes) -> str | None:
    """What the docstring (the first of these statements, if it is a string) says of deprecation; None: nothing."""
    if not statements or statements[0].kind_id != g.EXPRESSION_STATEMENT:
        return None
    first = statements[0].named_child(0)
    if first is None or first.kind_id not in (g.STRING, g.CONCATENATED) or b"deprecated" not in g.source(first, text).lower():
        return None
    value = string_literal(first, text)
    return _directive(inspect.cleandoc(value), _own_name(first, text)) if value is not None else None


def _own_name(docstring: Node, text: bytes) -> str:
    """Of the function or class whose docstring this is; empty for a module."""
    holder = docstring.parent
    while holder is not None and holder.kind_id not in (g.FUNCTION, g.CLASS):
        holder = holder.parent
    named = holder.child_by_field_id(g.F_NAME) if holder is not None else None
    return g.source(named, text).decode("utf-8", "replace") if named is not None else ""


def _directive(docstring: str, own: str) -> str | None:
    """Directives at the left edge are about the whole; those set deeper, or that begin with another name, are about a parameter or a section."""
    for match in _DIRECTIVE.finditer(docstring):
        if match["indent"]:
            continue
        following = _following(docstring[match.end() :].splitlines()[1:], set_deeper=match["sentence"] is None)
        if match["sentence"] is None and _is_about_another(" ".join([match["version"] or "", *following]), own):
            continue
        return directive(match["version"], following) if match["sentence"] is None else " ".join([match["sentence"], *following]).strip()
    return None


def _is_about_another(said: str, own: str) -> bool:
    """Does a directive begin with the name of something else than that in whose docstring it stands?"""
    about = _ABOUT.match(said) or _ABOUT_PART.match(said)
    return about is not None and about["name"].strip("()").rpartition(".")[2] != own


def directive(argument: str, following: list[str]) -> str:
    """What a directive says, `since 1.2: use g`, given what stands after its colons and the lines below."""
    match = _VERSION.match(argument.strip())
    text = " ".join([argument.strip()[match.end() if match is not None else 0 :], *following]).strip()
    return text if match is None else f"since {match['version']}" + (f": {text}" if text else "")


def _following(rows: list[str], *, set_deeper: bool) -> list[str]:
    """The lines that go on: up to an empty one, which may stand right after a directive."""
    if set_deeper and len(rows) > 1 and not rows[0].strip() and rows[1].startswith((" ", "\t")):
        rows = rows[1:]
    found = []
    for row in rows:
        if not row.strip() or (set_deeper and not row.startswith((" ", "\t"))):
            break
        found.append(row.strip())
    return found


def _warning(statement: Node, text: bytes) -> str | None:
    """The message of `warnings.warn(message, SomeDeprecationWarning)`; None for any other statement."""
    call = g.first(statement)
    if call is None or call.kind_id != g.CALL:
        return None
    function = call.child_by_field_id(g.F_FUNCTION)
    name = dotted_name(function, text) if function is not None else None
    if name is None:
        return None
    last = name.rpartition(".")[2]
    if _DEPRECATION_WARNERS.match(last):
        return _spoken(call, text)
    if not _WARNERS.match(last):
        return None
    positional, keywords = arguments(call, text)
    category = keywords.get("category") or (positional[1] if len(positional) > 1 else None)
    named = normal(category, text) if category is not None else _raised(positional, text)
    if not _CATEGORY.search(named):
        return None
    message = keywords.get("message") or (positional[0] if positional else None)
    return _message(message, text) if message is not None else ""


def _raised(positional: list[Node], text: bytes) -> str:
    """`warn(DeprecationWarning("..."))`: the category is the class of the message."""
    if not positional or positional[0].kind_id != g.CALL:
        return ""
    function = positional[0].child_by_field_id(g.F_FUNCTION)
    return normal(function, text) if function is not None else ""


def _message(node: Node, text: bytes) -> str:
    """The literal text of a message: that left of `%`, before `.format`, inside the parentheses or the warning's constructor."""
    for _ in range(20):
        literal = string_literal(node, text)
        if literal is not None:
            return _one_line(literal)
        if node.kind_id in (g.STRING, g.CONCATENATED):
            return _one_line(_written(node, text))
        inner: Node | None = None
        if node.kind_id == g.BINARY:
            inner = node.child_by_field_id(g.F_LEFT)
        elif node.kind_id in (g.PARENTHESIZED, g.ATTRIBUTE):
            inner = g.first(node)
        elif node.kind_id == g.CALL:
            positional, _ = arguments(node, text)
            function = node.child_by_field_id(g.F_FUNCTION)
            formatted = function is not None and function.kind_id == g.ATTRIBUTE and g.source(function, text).endswith(b"format")
            inner = function if formatted else positional[0] if positional else None
        if inner is None:
            return ""
        node = inner
    return ""


def _written(node: Node, text: bytes) -> str:
    """An f-string's text, its placeholders as they stand."""
    strings = g.parts(node) if node.kind_id == g.CONCATENATED else [node]
    inner = [text[s.children[0].end_byte : s.children[-1].start_byte] for s in strings if s.child_count >= 2]
    return b"".join(inner).decode("utf-8", "replace")


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _spoken(call: Node, text: bytes) -> str:
    """The strings among a call's arguments, as a sentence: reasons as they are, versions as `since 1.2`, replacements as `use x`."""
    positional, keywords = arguments(call, text)
    said = [_message(node, text) for node in positional if node.kind_id in (g.STRING, g.CONCATENATED, g.PARENTHESIZED, g.BINARY)]
    for name, node in keywords.items():
        value = _message(node, text) if node.kind_id in (g.STRING, g.CONCATENATED, g.PARENTHESIZED, g.BINARY) else ""
        if not value:
            continue
        if name in ("reason", "message", "msg", "instructions", "details", "additional_msg", "extra", "text", "obj_type", "addendum"):
            said.append(value)
        elif name in ("since", "version", "deprecated_in"):
            said.append(f"since {value}")
        elif name in ("alternative", "replacement", "instead", "new_name", "alt"):
            said.append(f"use {value}")
    # Names alone (`_warn_deprecated("old", "new")`) are no sentence: which of them goes, and which one comes, only the function knows.
    return ": ".join(_one_line(part) for part in said if part) if any(" " in part.strip() for part in said) or len(said) == 1 else ""
