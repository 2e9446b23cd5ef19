"""The lines of client code that break, for people: file by file, each line with what is wrong beneath it, the verdict last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact, Upgrade
from modiff.report.inert import visible
from modiff.report.interface import Style


def impact(found: Impact, style: Style) -> str:
    """The report. With `-v` also what is only possible, and lines whose failure is caught; quiet: the verdict alone."""
    lines = list(_verdict(found)) if style.verbose < 0 else list(_report(found, style))
    return "".join(f"{line}\n" for line in lines)


def _report(found: Impact, style: Style) -> Iterator[str]:
    shown = [hit for hit in found.hits if style.verbose > 0 or hit in found.objections]
    for file, hits in groupby(shown, key=lambda hit: hit.file):
        yield visible(file)
        for hit in hits:
            yield from _hit(hit, found)
        yield ""
    if found.deprecated:
        yield f"Uses of what is deprecated now ({len(found.deprecated):,})"
        yield from (f"  {visible(hit.file)}:{hit.line}  {visible(hit.message)}" for hit in found.deprecated)
        yield ""
    yield from (f"not read: {visible(gap.path)}{f':{gap.line}' if gap.line else ''}: {visible(gap.reason)}" for gap in found.gaps)
    yield from _verdict(found)


def _hit(hit: Hit, found: Impact) -> Iterator[str]:
    remarks = [word for word in (hit.certainty.name if hit.certainty is not Certainty.certain else "", "guarded" if hit.guarded else "") if word]
    code = found.excerpts.get((hit.file, hit.line))
    if code is not None:
        yield f"  {hit.line:>5} | {visible(code.rstrip().expandtabs(4))}"
        yield f"        | {' ' * _column(code, hit.column)}^"
    place = "        " if code is not None else f"  {hit.line:>5} "
    yield f"{place}  {visible(hit.message)}  [{hit.rule}]{_in_brackets(remarks)}"
    if hit.fix:
        yield f"          try: {visible(hit.fix)}"


def _column(code: str, column: int) -> int:
    """Where on the line as shown: bytes of UTF-8 as signs, tabs as spaces."""
    before = code.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore")
    return len(before.expandtabs(4))


def _verdict(found: Impact) -> Iterator[str]:
    for upgrade in found.upgrades:
        yield _line(upgrade, [hit for hit in found.hits if hit.dependency == upgrade.name])


def _line(upgrade: Upgrade, hits: Iterable[Hit]) -> str:
    """`jinja2 3.0.3 → 3.1.0: 36 changes, 4 touch your code (1 caught by a try, 2 only possible)`."""
    told = list(hits)
    loud = [hit for hit in told if hit.certainty > Certainty.possible]
    guarded = sum(hit.guarded for hit in loud)
    possible = len(told) - len(loud)
    remarks = [text for number, text in ((guarded, f"{guarded} caught by a try"), (possible, f"{possible} more only possible")) if number]
    touched = f"{len(loud)} line{'' if len(loud) == 1 else 's'} of yours break{'s' if len(loud) == 1 else ''}" if loud else "none breaks your code"
    changes = f"{upgrade.findings:,} change{'' if upgrade.findings == 1 else 's'}"
    return f"{upgrade.name} {upgrade.old} → {upgrade.new}: {changes}, {touched}{_in_brackets(remarks)}"


def _in_brackets(remarks: list[str]) -> str:
    return f" ({', '.join(remarks)})" if remarks else ""
