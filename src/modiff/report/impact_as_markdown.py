"""The lines of client code that break, as a comment on the pull request that upgrades: the verdict, what breaks, and which upgrades are harmless."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact
from modiff.report import impact_words as words
from modiff.report.inert import block, code, prose, tag
from modiff.report.interface import Style
from modiff.report.marked import marked

Lines = Iterator[str]
FITS = 60_000
"""Characters that forges take in one comment, with room for what a bot puts around it."""


def impact(found: Impact, style: Style) -> str:
    """GitHub-flavoured Markdown, for any forge that folds `<details>`. What does not fit a comment is counted instead of shown."""
    text = ""
    for most in (None, 200, 50, 10):
        text = "\n".join(_report(found, most)).rstrip("\n") + "\n"
        if len(text) <= FITS:
            break
    return text


def _report(found: Impact, most: int | None) -> Lines:
    broken = [hit for hit in found.objections if hit.through is None]
    title = words.names(found.upgrades[0]) if len(found.upgrades) == 1 and not found.unused and not found.gone else "Upgrades"
    yield from (f"### {prose(f'{title}: {words.verdict(found)}')}", "")
    yield from (f"- {'🔴' if _is_guilty(found, upgrade.name) else '🟢'} {prose(words.of_upgrade(upgrade, found.hits))}" for upgrade in found.upgrades)
    for each, line in zip(found.gone, words.gone(found), strict=True):
        yield f"- {'🔴' if _is_guilty(found, each.name) else '🟢'} {prose(line)}"
    if told := words.unused(found):
        yield f"- ⚪ {prose(told)}"
    yield ""
    steps = [f"- {prose(f'{upgrade.name} {line}')}" for upgrade in found.upgrades for line in words.between(upgrade)]
    if steps:
        yield from ("<details><summary>Releases on the way</summary>", "", *steps, "", "</details>", "")
    yield from _open(broken, found, most)
    rest = (
        ("In what your code uses", [hit for hit in found.objections if hit.through is not None]),
        ("Caught by a try", [hit for hit in found.hits if hit.guarded and hit.certainty > Certainty.possible]),
        ("Only possible: reading could not settle these", [hit for hit in found.hits if hit.certainty is Certainty.possible]),
        ("Deprecated now", list(found.deprecated)),
    )
    for name, hits in rest:
        yield from _folded(name, hits, most)
    yield from _gaps(found, most)


def _is_guilty(found: Impact, name: str) -> bool:
    return any(hit.dependency == name for hit in found.objections)


def _open(hits: Sequence[Hit], found: Impact, most: int | None) -> Lines:
    """Each line with its code and what to write."""
    for file, of_file in groupby(hits[:most], key=lambda hit: hit.file):
        yield f"- {code(file)}"
        for hit in of_file:
            yield f"  - {_sentence(hit, str(hit.line))}"
            excerpt = found.excerpts.get((hit.file, hit.line))
            if excerpt is not None:
                yield ""
                yield from (f"    {line}" for line in block([excerpt.strip()], "python"))
            if hit.fix:
                yield from ("", f"    Try: {prose(hit.fix)}")
    yield from _more(len(hits), most)
    yield ""


def _folded(name: str, hits: Sequence[Hit], most: int | None) -> Lines:
    if not hits:
        return
    yield from (f"<details><summary>{name} ({len(hits):,})</summary>", "")
    yield from (f"- {_sentence(hit, f'{hit.file}:{hit.line}')}" for hit in hits[:most])
    yield from _more(len(hits), most)
    yield from ("", "</details>", "")


def _sentence(hit: Hit, where: str) -> str:
    extra = prose(words.in_brackets(words.remarks(hit)))
    return f"{code(where)} {marked(hit.message)} <sub><code>{tag(hit.rule)}</code>{extra}</sub>"


def _more(number: int, most: int | None) -> Lines:
    if most is not None and number > most:
        yield f"- … and {number - most:,} more, which do not fit a comment"


def _gaps(found: Impact, most: int | None) -> Lines:
    if not found.gaps:
        return
    yield from (f"<details><summary>Not read ({len(found.gaps):,})</summary>", "")
    yield from (f"- {code(f'{gap.path}:{gap.line}' if gap.line else gap.path)}: {prose(gap.reason)}" for gap in found.gaps[:most])
    yield from _more(len(found.gaps), most)
    yield from ("", "</details>", "")
