"""The lines of client code that break, as one HTML file that needs no network: the page of `html.py`, by file instead of by module."""

from __future__ import annotations

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact
from modiff.report import impact_words as words
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.page.whole import Json, page
from modiff.report.words import spans


def impact(found: Impact, style: Style) -> str:
    """The page. Without a script it says the verdict and that a script is needed for the rest."""
    upgrades = [line for upgrade in found.upgrades for line in (words.of_upgrade(upgrade, found.hits), *words.between(upgrade))]
    rest = words.unused(found)
    return page(
        title=words.names(found.upgrades[0]) if len(found.upgrades) == 1 else f"{len(found.upgrades)} upgrades",
        headline="",
        severity="major" if found.objections else "patch",
        verdict=words.verdict(found),
        remarks=[*upgrades, *words.gone(found), *([rest] if rest else [])],
        rows=[],
        data={"findings": [_hit(hit, index, found) for index, hit in enumerate(found.hits)], "gaps": _gaps(found)},
    )


def _hit(hit: Hit, index: int, found: Impact) -> Json:
    excerpt = found.excerpts.get((hit.file, hit.line))
    code: Json = {"where": f"{visible(hit.file)}:{hit.line}"}
    if excerpt is not None:
        code |= {"first": hit.line, "at": hit.line, "lines": [visible(excerpt.expandtabs(4))]}
    remarks = words.in_brackets([word for word in words.remarks(hit) if word != hit.certainty.name])
    message = [*spans(visible(hit.message)), (remarks, False)] if remarks else list(spans(visible(hit.message)))
    said = {
        "id": f"hit-{index}",
        "rule": visible(hit.rule),
        "severity": "minor" if hit.guarded or hit.certainty is Certainty.possible else "major",
        "certainty": hit.certainty.name,
        "home": visible(hit.file),
        "message": [[text.strip("`") if is_code else text, is_code] for text, is_code in message],
        "hint": hit.fix and visible(hit.fix),
        "also": [visible(hit.path)],
        "breaks": [hit.use],
        "code": code,
    }
    return {key: value for key, value in said.items() if value not in (None, [], False)}


def _gaps(found: Impact) -> list[Json]:
    return [{"reason": visible(gap.reason), "places": [visible(f"{gap.path}:{gap.line}" if gap.line else gap.path)]} for gap in found.gaps]
