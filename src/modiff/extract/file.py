"""Reads a whole file: bytes in, `Facts` out."""

from __future__ import annotations

import re
import sys

import msgspec
from tree_sitter import Node

from modiff.extract import deprecations, text
from modiff.extract import grammar as g
from modiff.extract.bindings import Walker
from modiff.extract.digests import digests
from modiff.extract.environments import asked
from modiff.extract.getattr import by_getattr
from modiff.extract.globals import bound_by_functions
from modiff.extract.rendering import ASYNC_NAME
from modiff.extract.statements import statements
from modiff.model.facts import Facts, Gap

MAY_CUT = sys.version_info >= (3, 11, 5)
"""Before, possessive repetitions of `re` gave up where they should not (python/cpython#106052), and the scan lost its way in strings."""

MAX_LOST = 200
"""Gaps for single regions of one file; a file with more of them is not Python."""

_EXEC_STATEMENT = re.compile(rb"^([ \t]*+(?:[^\n#\"'\\]*:[ \t]+)?)exec(?=[ \t]+[\w\"'])", re.MULTILINE)
"""Python 2's statement, of which the grammar knows only simple forms. It is read as `not CODE in NAMESPACE`, which has the same length."""

_INNER_IMPORT = re.compile(rb"^[ \t]+(?:import|from)\b|import_module|__import__|sys\.modules", re.MULTILINE)

_ASYNC_AS_NAME = re.compile(rb"\basync\b(?=[ \t]*(?:[=,):.\]}]|$))", re.MULTILINE)


def extract(data: bytes, *, whole: bool = False, few: bool = False) -> Facts:
    """What the bytes of one Python file say: bindings, exports, names served at run time, gaps. Never raises: what cannot be read is a gap.

    `data` is the file as it lies on disk, in any encoding, with any line ends. With `whole`, bodies of functions are parsed with the rest, which is
    slower and gives the same facts; there may be more gaps then, for what cannot be read inside them. `few`: too little is to be read for getting
    ready to cut them to pay; the facts are the same, gaps among them."""
    gaps: list[Gap] = []
    try:
        readable, gaps = text.readable(data)
        refused = text.refusal(readable)
        if refused is not None:
            return Facts(gaps=(*gaps, Gap(refused, None)))
        facts = (_facts_at_once(readable, gaps) if few else None) or (None if whole else _facts_without_bodies(readable, gaps))
        facts = facts or _facts(readable, gaps)
        bound = tuple(bound_by_functions(readable, facts.bindings))
        served = (*facts.served, *bound)
        inside = any(one.how == "globals" for one in served) and _INNER_IMPORT.search(readable) is not None
        said, given = statements(readable, facts.bindings), digests(readable, facts.bindings)
        return msgspec.structs.replace(facts, served=served, digests=given, statements=said, imports_inside=inside)
    except Exception as error:  # whatever a strange file sets off, it costs this file only, and is said
        return Facts(gaps=(*gaps, Gap(f"The file could not be read: {type(error).__name__}.", None)))


def _facts_at_once(readable: bytes, gaps: list[Gap]) -> Facts | None:
    """The facts, read from the whole text; None: something in it cannot be read, which in a function's body would be no gap."""
    tree = g.PARSER.parse(readable)
    return None if tree.root_node.has_error else _walk(readable, tree.root_node.named_children, gaps, executes=False)


def _facts_without_bodies(readable: bytes, gaps: list[Gap]) -> Facts | None:
    """The facts, read from a text whose function bodies are cut; None: this text has to be read as a whole."""
    if not MAY_CUT:
        return None
    from modiff.extract.cutting import without_bodies  # its patterns take as long to compile as thirty files to read

    cut = without_bodies(readable)
    tree = g.PARSER.parse(cut)
    return None if tree.root_node.has_error else _walk(cut, tree.root_node.named_children, gaps, executes=False)


def _facts(readable: bytes, gaps: list[Gap]) -> Facts:
    tree = g.PARSER.parse(readable)
    executes = False
    if tree.root_node.has_error:
        plainer = _EXEC_STATEMENT.sub(rb"\1not ", _ASYNC_AS_NAME.sub(ASYNC_NAME.encode(), readable))
        if plainer != readable:
            executes = _EXEC_STATEMENT.search(readable) is not None
            readable, tree = plainer, g.PARSER.parse(plainer)
    if tree.root_node.has_error:
        from modiff.extract.recovery import mended  # for the few files that need it: its patterns take time to compile

        readable, lost = mended(tree.root_node, readable)
        tree = g.PARSER.parse(readable)
        gaps = [*gaps, *_limited([*lost, *_still_lost(tree.root_node)])]
    return _walk(readable, tree.root_node.named_children, gaps, executes)


def _walk(readable: bytes, nodes: list[Node], gaps: list[Gap], executes: bool) -> Facts:
    walker = Walker(readable, executes)
    walker.walk([node for node in nodes if node.kind_id != g.COMMENT], walker.module)
    for function, guard in walker.module_getattr:
        walker.served.append(by_getattr(function, walker.literals, readable, guard))
    return Facts(
        tuple(walker.module.bindings),
        tuple(walker.exports),
        tuple(walker.served),
        (*gaps, *walker.gaps),
        deprecations.of_module(nodes, readable) if walker.deprecations.offsets else None,
        walker.main,
        tuple(walker.writes),
        asked(walker.module.bindings, walker.exports, walker.served),
        class_calls=tuple(walker.class_calls),
        class_values=tuple(walker.class_values),
        defaults=tuple(walker.defaults),
        raises=walker.raises,
        given=tuple(walker.given),
    )


def _still_lost(root: Node) -> list[Gap]:
    """A gap for each region that could not be read, one a line."""
    from modiff.extract.recovery import lost_regions

    gaps: dict[tuple[int, str], Gap] = {}
    for node, scope, hides in lost_regions(root):
        line = g.line(node)
        known = gaps.get((line, scope))
        if known is None or (hides and not known.hides):
            gaps[line, scope] = Gap("This could not be read as Python.", line, scope, hides)
        if len(gaps) > MAX_LOST:
            break
    return list(gaps.values())


def _limited(gaps: list[Gap]) -> list[Gap]:
    return gaps if len(gaps) <= MAX_LOST else [*gaps[:MAX_LOST], Gap("The file is broken in too many places.", None)]
