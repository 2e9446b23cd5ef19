"""Findings as lines of text: the sentence, what stood there and what stands there now, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from modiff.model.findings import Finding, Place
from modiff.report.conditions import in_words
from modiff.report.folding import shortened
from modiff.report.inert import visible
from modiff.report.interface import Style
from modiff.report.sides import INDENT, comparison, one_side
from modiff.report.words import advice, doubt, spans, where

BULLET = "    "

Entry = list[Text]


def entries(findings: Sequence[Finding], style: Style) -> Iterator[Entry]:
    """All that is said of each finding. Those that follow one another and compare the same two values share the comparison."""
    for _, group in groupby(findings, key=lambda finding: (finding.path, finding.old, finding.new)):
        yield list(_together(list(group), style))


def brief(findings: Sequence[Finding], style: Style) -> Iterator[Entry]:
    """The sentences, each with the place of the newer side."""
    for finding in findings:
        yield [_sentence(finding, finding.new or finding.old, style), *_remarks(finding, style)]


def _together(findings: Sequence[Finding], style: Style) -> Iterator[Text]:
    bare = _bare(findings[0])
    values = list(_places(findings[0], style)) if bare is None else []
    for finding in findings:
        yield _sentence(finding, bare, style)
        if finding is findings[-1]:
            yield from values
        yield from _remarks(finding, style)
    if style.verbose > 0:
        for client in dict.fromkeys(finding.client for finding in findings if finding.client):
            yield _remark("works with the old version only", "")
            yield from (Text(INDENT + "  " + visible(line), style="cyan", no_wrap=True) for line in client.splitlines())


def _bare(finding: Finding) -> Place | None:
    """The only place there is, if nothing but the place is to be said of it."""
    places = [place for place in (finding.old, finding.new) if place is not None]
    return places[0] if len(places) == 1 and places[0].value is None else None


def _sentence(finding: Finding, place: Place | None, style: Style) -> Text:
    """The message, its paths and names emphasised, the place if one is given, and the rule's id. Long lists are told in full with `-v`."""
    text = Text(BULLET)
    for part, is_code in spans(visible(finding.message if style.verbose > 0 else shortened(finding.message))):
        text.append(part, style="bold" if is_code else "")
    if place is not None and where(place):
        text.append("  " + visible(where(place)), style="dim")
    text.append(f"  [{visible(finding.rule)}]", style="dim")
    if finding.about == "distribution":  # of which all severities stand together
        text.append(f" {finding.severity.name}", style="dim")
    if uncertain := doubt(finding):
        text.append(f" ({uncertain})", style="magenta")
    return text


def _remarks(finding: Finding, style: Style) -> Iterator[Text]:
    """What softens it and what to do; with `-v` also where else it shows."""
    if finding.when:
        yield Text(f"{INDENT}only {visible(in_words(finding.when))}", style="dim")
    if finding.deprecated is not None:
        if finding.deprecated:
            yield _remark("was deprecated", finding.deprecated)
        else:
            yield Text.assemble(INDENT, ("already deprecated in the old version", "dim"))
    if hint := advice(finding, finding.deprecated):
        yield _remark("try", hint, style="green")
    if finding.also and style.verbose > 0:
        yield _remark("also", ", ".join(finding.also))


def _remark(label: str, text: str, style: str = "") -> Text:
    return Text.assemble(INDENT, (f"{label}: " if text else f"{label}:", "dim"), (visible(text), style))


def _places(finding: Finding, style: Style) -> Iterator[Text]:
    old, new = finding.old, finding.new
    if old and new and old.value is not None and new.value is not None:
        yield from comparison(old, new, style)
        return
    for label, place in (("old", old), ("new", new)):
        if place is not None and (place.value is not None or where(place)):
            yield one_side(label, place, style)
