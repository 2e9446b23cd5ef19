"""The lines of client code that break, as annotations on these lines in GitHub Actions."""

from __future__ import annotations

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Impact
from modiff.report import impact_words as words
from modiff.report.interface import Style
from modiff.report.workflow import command


def impact(found: Impact, style: Style) -> str:
    """One `::error` a line, `::warning` where a try catches what is raised, and the verdict as a notice. Possible hits are left out."""
    loud = [hit for hit in found.hits if hit.certainty > Certainty.possible and hit.through is None]
    lines = [_command(hit) for hit in loud]
    return "\n".join([*lines, command("notice", {"title": "modiff"}, words.verdict(found))]) + "\n"


def _command(hit: Hit) -> str:
    place = {"file": hit.file, "line": str(hit.line), "endLine": str(hit.end_line), "title": f"{hit.rule}: {hit.path}"}
    text = hit.message + (f". Try: {hit.fix}" if hit.fix else "")
    return command("warning" if hit.guarded else "error", place, text)
