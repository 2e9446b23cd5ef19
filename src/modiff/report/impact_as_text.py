"""The lines of client code that break, for people: file by file, each line with what is wrong beneath it, the verdict last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from modiff.model.hits import Hit, Impact
from modiff.report import impact_words as words
from modiff.report.inert import visible
from modiff.report.interface import Style

GAPS = 5
"""Gaps of one reason that are shown without `-v`."""


def impact(found: Impact, style: Style) -> str:
    """The report. With `-v` also what is only possible, and lines whose failure is caught; quiet: the verdict alone."""
    lines = list(_verdict(found)) if style.verbose < 0 else list(_report(found, style))
    return "".join(f"{line}\n" for line in lines)


def _report(found: Impact, style: Style) -> Iterator[str]:
    shown = [hit for hit in found.hits if style.verbose > 0 or hit in found.objections]
    yield from _mended(found)
    yield from _by_file([hit for hit in shown if hit.through is None], found)
    through = [hit for hit in shown if hit.through is not None]
    if through:
        yield f"In what your code uses ({len(through):,})"
        for name, hits in groupby(through, key=lambda hit: hit.through):
            yield f"  {visible(name or '')}"
            yield from (f"    {visible(hit.file)}:{hit.line}  {visible(hit.message)}  [{visible(hit.rule)}]" for hit in hits)
        yield ""
    if found.deprecated:
        yield f"Uses of what is deprecated now ({len(found.deprecated):,})"
        yield from (f"  {visible(hit.file)}:{hit.line}  {visible(hit.message)}" for hit in found.deprecated)
        yield ""
    yield from _gaps(found, style)
    yield from _verdict(found)


def _mended(found: Impact) -> Iterator[str]:
    """What was written anew."""
    for patch in found.patches if found.mended is not None else ():
        yield f"{visible(patch.file)}: mended"
        yield from (f"  {line:>5}  {visible(what)}" for line, what in patch.changes)
        yield ""


def _by_file(hits: Sequence[Hit], found: Impact) -> Iterator[str]:
    for file, of_file in groupby(hits, key=lambda hit: hit.file):
        yield visible(file)
        for place, together in groupby(of_file, key=lambda hit: (hit.line, hit.column)):
            yield from _place(place[0], place[1], list(together), found)
        yield ""


def _place(line: int, column: int, hits: Sequence[Hit], found: Impact) -> Iterator[str]:
    """One place with its line of code, and all that is wrong there."""
    code = found.excerpts.get((hits[0].file, line))
    if code is not None:
        yield f"  {line:>5} | {visible(code.rstrip().expandtabs(4))}"
        yield f"        | {' ' * _column(code, column)}^"
    for hit in hits:
        start = "          " if code is not None else f"  {line:>5}   "
        yield f"{start}{visible(hit.message)}  [{visible(hit.rule)}]{visible(words.in_brackets(words.remarks(hit)))}"
        if hit.fix:
            yield f"          try: {visible(hit.fix)}"
        if hit in found.unmended:
            yield f"          not mended: {visible(found.unmended[hit])}"


def _column(code: str, column: int) -> int:
    """Where on the line as shown: bytes of UTF-8 as signs, tabs as spaces."""
    before = code.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore")
    return len(before.expandtabs(4))


def _gaps(found: Impact, style: Style) -> Iterator[str]:
    """What was not read; many of one kind are counted."""
    for reason, same in groupby(sorted(found.gaps, key=lambda gap: gap.reason), key=lambda gap: gap.reason):
        gaps = list(same)
        few = gaps if style.verbose > 0 else gaps[:GAPS]
        yield from (f"not read: {visible(gap.path)}{f':{gap.line}' if gap.line else ''}: {visible(reason)}" for gap in few)
        if len(gaps) > len(few):
            yield f"not read: {len(gaps) - len(few):,} more for the same reason (shown with -v)"


def _verdict(found: Impact) -> Iterator[str]:
    if found.mended is not None:
        yield f"{found.mended:,} hit{'' if found.mended == 1 else 's'} mended in {len(found.patches):,} file{'' if len(found.patches) == 1 else 's'}"
    for upgrade in found.upgrades:
        yield visible(words.of_upgrade(upgrade, found.hits))
        yield from (f"    {visible(line)}" for line in words.between(upgrade))
    yield from (visible(line) for line in words.gone(found))
    if told := words.unused(found):
        yield visible(told)
    if not found.upgrades and not found.unused and not found.gone:
        yield "Nothing is upgraded: all that both name has the same version."
