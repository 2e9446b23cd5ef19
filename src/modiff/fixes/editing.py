"""Puts remedies into the text of a file: LibCST keeps every byte that is not concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from modiff.fixes import calls, imports
from modiff.fixes.remedies import ByName, Dropped, Mend, NewKeyword, NewName

Span = tuple[int, int, int, int]


class Edited(NamedTuple):
    """A text, mended."""

    text: bytes
    done: tuple[Mend, ...]
    """The mends that found their place; others changed nothing."""


def edited(text: bytes, mends: Sequence[Mend]) -> Edited:
    """The text with these mends in it. What LibCST cannot read stays as it is, as does a text that it would not give back byte for byte."""
    try:
        module = cst.parse_module(text)
    except (cst.ParserSyntaxError, UnicodeDecodeError, LookupError, RecursionError):
        return Edited(text, ())
    if module.bytes != text:
        return Edited(text, ())
    lines = module.code.splitlines(keepends=True)
    by_place = {_in_signs(mend, lines): mend for mend in mends}
    editor = _Editor(by_place)
    changed = MetadataWrapper(module, unsafe_skip_copy=True).visit(editor)
    done = tuple(mend for mend in mends if mend in editor.done)
    if not done:
        return Edited(text, ())
    return Edited(imports.with_imports(changed, editor.needed).bytes, done)


def _in_signs(mend: Mend, lines: Sequence[str]) -> Span:
    """The place in LibCST's columns, which count signs."""

    def column(line: int, bytes_before: int) -> int:
        known = lines[line - 1] if line <= len(lines) else ""
        return len(known.encode("utf-8", "surrogatepass")[:bytes_before].decode("utf-8", "ignore"))

    return mend.line, column(mend.line, mend.column), mend.end_line, column(mend.end_line, mend.end_column)


class _Editor(cst.CSTTransformer):
    """Changes nodes whose place is that of a mend and that are what the mend is about."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, mends: Mapping[Span, Mend]) -> None:
        super().__init__()
        self.mends = mends
        self.done: set[Mend] = set()
        self.needed: set[str] = set()
        """Modules that have to be imported."""
        self._extra: dict[cst.CSTNode, list[cst.ImportFrom]] = {}

    def _at(self, node: cst.CSTNode) -> Mend | None:
        place = self.get_metadata(PositionProvider, node)
        return self.mends.get((place.start.line, place.start.column, place.end.line, place.end.column))

    # --- names

    def visit_Import(self, node: cst.Import) -> bool:
        return False  # a dotted name in it is no expression

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def leave_ImportFrom(self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom) -> cst.ImportFrom:
        if isinstance(original_node.names, cst.ImportStar) or isinstance(updated_node.names, cst.ImportStar):
            return updated_node
        named: dict[int, NewName] = {}
        for index, alias in enumerate(original_node.names):
            mend = self._at(alias)
            if mend is not None and isinstance(mend.remedy, NewName) and alias.evaluated_name == mend.remedy.old.rpartition(".")[2]:
                named[index] = mend.remedy
                self.done.add(mend)
        if not named:
            return updated_node
        changed, extra = imports.renamed(updated_node, named)
        self._extra[original_node] = extra
        return changed

    def leave_Import(self, original_node: cst.Import, updated_node: cst.Import) -> cst.Import:
        names = list(updated_node.names)
        for index, alias in enumerate(original_node.names):
            mend = self._at(alias)
            # Without `as`, other lines use the module by its whole path: these would have to change with it.
            if mend is None or not isinstance(mend.remedy, NewName) or alias.asname is None or alias.evaluated_name != mend.remedy.old:
                continue
            names[index] = names[index].with_changes(name=imports.dotted(mend.remedy.new))
            self.done.add(mend)
        return updated_node.with_changes(names=names)

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.SimpleStatementLine]:
        extra = [each for statement in original_node.body for each in self._extra.get(statement, ())]
        if not extra:
            return updated_node
        return cst.FlattenSentinel([updated_node, *(cst.SimpleStatementLine([each]) for each in extra)])

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        mend = self._at(original_node)
        if mend is None or not isinstance(mend.remedy, NewName) or updated_node.attr.value != mend.remedy.old.rpartition(".")[2]:
            return updated_node
        remedy = mend.remedy
        home, _, name = remedy.new.rpartition(".")
        if remedy.member or home == remedy.old.rpartition(".")[0]:
            self.done.add(mend)
            return updated_node.with_changes(attr=updated_node.attr.with_changes(value=name))
        if not imports.is_dotted(original_node):
            return updated_node
        self.done.add(mend)
        self.needed.add(home)
        moved = imports.dotted(remedy.new)
        return moved.with_changes(lpar=updated_node.lpar, rpar=updated_node.rpar)

    # --- arguments

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        mend = self._at(original_node)
        if mend is None:
            return updated_node
        changed: cst.Call | None = None
        match mend.remedy:
            case NewKeyword(old=old, new=new):
                changed = calls.with_keyword(updated_node, old, new)
            case ByName(first=first, names=names, given=given):
                changed = calls.by_name(updated_node, first, names, given)
            case Dropped(keyword=keyword, value=value):
                changed = calls.without(updated_node, keyword, value)
        if changed is None:
            return updated_node
        self.done.add(mend)
        return changed


def in_words(mends: Iterable[Mend]) -> tuple[tuple[int, str], ...]:
    """What was done: (line, words), by line."""
    return tuple(sorted((mend.line, mend.remedy.in_words) for mend in mends))
