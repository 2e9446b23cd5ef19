"""Sentences about lines of client code, shared by the formats that people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact, Upgrade
from modiff.report.words import count

NAMED = 6
"""Packages that are named in one breath."""


def verdict(found: Impact) -> str:
    """The answer in one sentence: `6 lines of your code break, with 2 of 9 upgrades`."""
    broken = found.objections
    if not found.upgrades and not found.unused and not found.gone:
        return "nothing is upgraded"
    total = len(found.upgrades) + len(found.unused) + len(found.gone)
    upgrades = "this upgrade" if total == 1 else f"all {total} upgrades"
    if not broken:
        return f"nothing of your code breaks with {upgrades}"
    guilty = len({hit.dependency for hit in broken})
    number = _lines(broken)
    lines = f"{number:,} line{'s break' if number != 1 else ' breaks'}"
    return f"{lines} with {upgrades if guilty == total else f'{guilty} of {total} upgrades'}"


def of_upgrade(upgrade: Upgrade, hits: Iterable[Hit]) -> str:
    """`jinja2 3.0.3 → 3.1.0: 36 changes, 3 lines of yours break (1 more would without the try around it, 2 more only possible)`."""
    told = [hit for hit in hits if hit.dependency == upgrade.name]
    own = [hit for hit in told if hit.through is None]
    loud = [hit for hit in own if hit.certainty > Certainty.possible]
    lines, open_ones = _lines(loud), _lines(hit for hit in loud if not hit.guarded)
    guarded, possible = lines - open_ones, _lines(own) - lines
    through = _lines(hit for hit in told if hit.through is not None and hit.certainty > Certainty.possible and not hit.guarded)
    counted = (
        (guarded, _but_for_a_try(guarded, more=bool(open_ones))),
        (possible, f"{possible:,} more only possible"),
        (through, f"{through:,} in other dependencies"),
    )
    remarks = [text for number, text in counted if number]
    touched = f"{count(open_ones, 'line')} of yours break{'s' if open_ones == 1 else ''}" if open_ones else "none breaks your code"
    return f"{names(upgrade)}: {count(upgrade.findings, 'change')}, {touched}{in_brackets(remarks)}"


def _but_for_a_try(lines: int, *, more: bool) -> str:
    """`2 more would without the try around them`: lines that a `try` keeps from breaking. `more`: beside others that break."""
    return f"{f'{lines:,} more' if more else count(lines, 'line')} would without the try around {'it' if lines == 1 else 'them'}"


def _lines(hits: Iterable[Hit]) -> int:
    """How many lines they stand on: several may stand on one."""
    return len({(hit.through, hit.file, hit.line) for hit in hits})


def names(upgrade: Upgrade) -> str:
    """`jinja2 3.0.3 → 3.1.0`."""
    return f"{upgrade.name} {upgrade.old} → {upgrade.new}"


def between(upgrade: Upgrade) -> list[str]:
    """What the releases on the way say, a line each."""
    known = [step for step in upgrade.steps if step.breaks is not None]
    lines = [f"{step.version}: {count(step.breaks, 'line') if step.breaks else 'nothing'} would break" for step in known]
    if upgrade.newest_safe == upgrade.old:
        lines.append("no newer release breaks nothing here")
    elif upgrade.newest_safe is not None:
        lines.append(f"{upgrade.newest_safe} is the newest release that breaks nothing here")
    return lines


def unused(found: Impact) -> str | None:
    """`4 more upgrades are of packages that this code does not use: a, b, c and 1 more`."""
    if not found.unused:
        return None
    several = len(found.unused) != 1
    known = [each.name for each in found.unused]
    shown = ", ".join(known[:NAMED]) + (f" and {len(known) - NAMED:,} more" if len(known) > NAMED else "")
    return f"{len(known):,} more upgrade{'s are of packages' if several else ' is of a package'} that this code does not use: {shown}"


def gone(found: Impact) -> list[str]:
    """`PyYAML 5.4.1 is not in requirements.txt any more: 2 lines of yours import it`."""
    said = []
    for each in found.gone:
        lines = _lines(hit for hit in found.hits if hit.dependency == each.name and hit.rule == "distribution-removed")
        ask = "1 line of yours imports it" if lines == 1 else f"{lines:,} lines of yours import it"
        said.append(f"{each.name} {each.old} is not in {each.where} any more: {ask}")
    return said


def remarks(hit: Hit) -> list[str]:
    """What softens it, and where it is from."""
    since = f"since {hit.since}" if hit.since is not None else ""
    certainty = hit.certainty.name if hit.certainty is not Certainty.certain else ""
    return [word for word in (certainty, "caught by a try" if hit.guarded else "", since) if word]


def not_mended(found: Impact, hits: Sequence[Hit]) -> list[tuple[Hit, str]]:
    """Those of these hits that a patch leaves, and why."""
    return [(hit, found.unmended[hit]) for hit in hits if hit in found.unmended]


def in_brackets(words: Sequence[str]) -> str:
    """` (a, b)`; empty for none."""
    return f" ({', '.join(words)})" if words else ""
