"""Sentences and counts that the text and Markdown forms of a report share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from modiff.model.findings import Certainty, Finding, LevelCount, ParameterCount, Place, Report, Severity, Side, Summary
from modiff.report.selection import Selection

_WORD = r"[^\W\d]\w*"
_DOTTED = rf"{_WORD}(?:\.{_WORD})*"
_SUBSCRIPT = r"\[(?:[^][]|\[(?:[^][]|\[[^][]*\])*\])*\]"
_CALL = r"\((?:[^()]|\([^()]*\))*\)"
_TYPE = rf"{_DOTTED}(?:{_SUBSCRIPT})?"
_CODE = re.compile(rf"``[^`]+``|`[^`]+`|(?<![\w.])(?:{_TYPE}(?: \| {_TYPE})+|{_DOTTED}{_SUBSCRIPT}|{_WORD}(?:\.{_WORD})+(?:{_CALL})?)")
"""What is code in a sentence: what stands in backquotes, dotted names with what they are called with, types with brackets or `|`."""
_NOUNS = {"class": "classes", "property": "properties", "dependency": "dependencies"}


def count(number: int, noun: str) -> str:
    """`1 function`, `1,441 functions`."""
    return f"{number:,} {noun if number == 1 else _NOUNS.get(noun, noun + 's')}"


def spans(message: str) -> Iterator[tuple[str, bool]]:
    """A sentence cut into prose and code: (text, is it code), backquotes kept."""
    end = 0
    for match in _CODE.finditer(message):
        if match.start() > end:
            yield message[end : match.start()], False
        yield match.group(), True
        end = match.end()
    if end < len(message):
        yield message[end:], False


def advice(finding: Finding, told: str | None = None) -> str | None:
    """What to do about it, where neither the message nor what else is `told` of it says so already; None: nothing more is known."""
    hint = (finding.hint or "").rstrip(". ")
    return finding.hint if hint and hint not in finding.message and hint not in (told or "") else None


def title(report: Report) -> str:
    """Which two versions: `requests 2.31.0 → 2.32.0`; the specs where the sides do not bear one name; of a first release that alone."""
    old, new = report.old, report.new
    if report.check is not None and report.check.baseline is None:
        return _side(new)
    if old.name and new.name and _plain(old.name) == _plain(new.name) and old.version and new.version:
        return f"{new.name} {old.version} → {new.version}"
    return f"{_side(old)} → {_side(new)}"


def _plain(name: str) -> str:
    """As the index compares names of projects (PEP 503): jupyter_client is jupyter-client."""
    return re.sub(r"[-_.]+", "-", name).lower()


def headline(report: Report, chosen: Selection, *, hidden: str) -> str:
    """What follows the title: the tally, or that there is nothing to tell."""
    if report.check is not None and report.check.baseline is None:
        return "the first release"
    if not report.findings:
        return "no differences" if report.summary == Summary() else "nothing that callers would notice"
    return tally(chosen, hidden=hidden)


def _side(side: Side) -> str:
    return f"{side.name} {side.version}" if side.name and side.version else side.spec


def tally(chosen: Selection, *, hidden: str) -> str:
    """What was found, in one breath: `3 breaking, 1 minor, 2 additions, 4 possible (shown with -v)`. `hidden` is said of what is only counted."""
    parts = [
        f"{len(found):,} {word}{'s' if plural and len(found) != 1 else ''}"
        for found, word, plural in (
            (chosen.breaking, "breaking", False),
            (chosen.minor, "minor", False),
            (chosen.patch, "patch", False),
            (chosen.additions, "addition", True),
        )
        if found
    ]
    if chosen.distribution:
        parts.append(f"{len(chosen.distribution):,} about the distribution")
    if chosen.possible:
        parts.append(f"{len(chosen.possible):,} possible{hidden}")
    if chosen.allowed:
        parts.append(f"{len(chosen.allowed):,} allowed")
    return ", ".join(parts) or "nothing found"


def what_came(additions: Iterable[Finding]) -> str:
    """Additions by rule: `12 function-added, 3 parameter-added`, most first."""
    counts = Counter(finding.rule for finding in additions)
    return ", ".join(f"{number:,} {rule}" for rule, number in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def verdict(report: Report) -> str:
    """The last line: which version number this asks for, and why."""
    severity = report.verdict
    asking = [f for f in report.findings if f.severity is severity and f.certainty > Certainty.possible and f.action != "allow"]
    if severity is Severity.patch:
        doubts = sum(f.certainty is Certainty.possible and f.severity is Severity.major for f in report.findings)
        return "patch: nothing found that breaks callers" + (f" for certain, but {doubts:,} possibly" if doubts else "")
    about = " about the distribution" if all(f.about == "distribution" for f in asking) else ""
    only_warned = ", which is only warned of" if severity is Severity.major and all(f.action == "warn" for f in asking) else ""
    ask = "asks" if len(asking) == 1 else "ask"
    return f"{severity.name}: {count(len(asking), 'finding')}{about} {ask} for a new {severity.name} version{only_warned}"


def stopped(report: Report) -> str | None:
    """That it went no further, and where; None: it went through."""
    return None if report.stopped is None else f"Stopped at the first break: {report.stopped}"


def rows(summary: Summary) -> list[tuple[str, str, str, str]]:
    """The table of counts: level, removed, added, and a remark. Levels without any are left out."""
    parameter = summary.parameter
    remarks = [f"{number:,} {word}" for number, word in ((parameter.renamed, "renamed"), (parameter.moved, "moved")) if number]
    levels: list[tuple[str, LevelCount | ParameterCount, str]] = [
        ("modules", summary.module, ""),
        ("functions", summary.function, ""),
        ("classes", summary.class_, ""),
        ("methods", summary.method, ""),
        ("parameters", parameter, ", ".join(remarks)),
    ]
    return [(name, f"{level.removed:,}", f"{level.added:,}", remark) for name, level, remark in levels if level.removed or level.added or remark]


def where(place: Place) -> str:
    """`pkg/api.py:62`; empty where that is not known."""
    if place.file is None:
        return ""
    return place.file if place.line is None else f"{place.file}:{place.line}"


def doubt(finding: Finding) -> str:
    """What to say of a finding that is not certain; empty for one that is."""
    return "" if finding.certainty is Certainty.certain else finding.certainty.name


def reasons(report: Report) -> list[tuple[str, list[str]]]:
    """Gaps by reason, most frequent first: the reason, and the places it concerns."""
    found: dict[str, list[str]] = {}
    for gap in report.gaps:
        place = where(Place(None, gap.file, gap.line))
        found.setdefault(gap.reason, []).append(f"{gap.path} ({gap.side}{': ' + place if place else ''})")
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
