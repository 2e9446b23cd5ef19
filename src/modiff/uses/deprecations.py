"""Uses of what the new version says is on its way out: they work with both versions, and are listed apart."""

from __future__ import annotations

from collections.abc import Mapping

from modiff.model.hits import Hit
from modiff.uses.events import Answer, Events, Place
from modiff.uses.judging import Findings

_RULE = "became-deprecated"


def deprecated(new: Events, findings: Mapping[str, Findings]) -> list[Hit]:
    """Uses that the new version deprecates, by file and line: each line once for each thing. `findings`: by top-level import name."""
    found: dict[tuple[str, int, str], Hit] = {}
    for place, answer in new.answers.items():
        known = findings.get(answer.path.partition(".")[0]) if answer.fine and place.kind in ("import", "attribute", "call") else None
        hit = _use(place, answer, known) if known is not None else None
        if hit is not None:
            found.setdefault((hit.file, hit.line, hit.message), hit)
    return sorted(found.values(), key=lambda hit: (hit.file, hit.line, hit.message))


def _use(place: Place, answer: Answer, findings: Findings) -> Hit | None:
    finding = next((each for path in (answer.canonical, answer.path) if path for each in findings.about(path) if each.rule == _RULE), None)
    if finding is None:
        return None
    return Hit(
        file=place.file,
        line=place.line,
        end_line=place.end_line,
        certainty=finding.certainty,
        use=place.kind,
        guarded=False,
        dependency=findings.dependency,
        path=answer.path,
        rule=finding.rule,
        since=None,
        message=finding.message,
        fix=finding.hint,
        column=place.column,
    )
