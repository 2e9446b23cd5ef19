"""What a check says beside its findings, in sentences: what was compared, which version is needed, how it ended. Text and Markdown share it."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.model.check import Check
from modiff.model.findings import Action, Certainty, Finding, Report, Severity

_NAMED = 3
"""Breaks that the line about the version names."""
_NOUNS = {"major": "break", "minor": "change", "patch": "change"}


def compared(check: Check) -> list[str]:
    """What was compared with what: `since 8.1.7 (the tag 8.1.7)`, `on top of origin/main at …`."""
    if check.baseline is None:
        return ["This is the project's first release: there is nothing to compare with"]
    base = [f"on top of {check.base}"] if check.base is not None else []
    return [f"since {check.baseline}", *base]


def bump(report: Report, *, brief: bool = False) -> str | None:
    """`2.3.1 → needs 3.0.0 (2 breaks: …)`, or `2.4.0 is right`; None: nothing can be said of versions. `brief`: breaks are counted, not named."""
    check = report.check
    if check is None or check.bump is None:
        return None
    asked = check.bump
    if asked.declared is None:
        return f"after {asked.last} → needs {asked.needed} ({_because(report, brief)}); the project's own version is not known"
    if asked.allowed:
        return f"{asked.declared} is right" + (f" ({_because(report, brief)})" if _asking(report) else "")
    return f"{asked.declared} → needs {asked.needed} ({_because(report, brief)})"


def verdict(report: Report) -> str:
    """How it ended, in one sentence that begins with `fine` or `objections`."""
    check, against = report.check, report.objections
    if check is None or check.baseline is None:
        return "fine: a first release breaks nobody"
    if against:
        whose = "since the release" if check.strict else "introduced here"
        return f"objections: {_count(len(against), 'break')} {whose} that {_carrier(check)} does not allow"
    left = [finding for finding in report.findings if _is_loud(finding) and finding.action is Action.deny and finding.severity is Severity.major]
    parts = [
        f"{len(some)} {words}"
        for words, some in (
            ("accepted", [f for f in left if f.status == "accepted"]),
            ("already on the base branch", [f for f in left if f.status == "base" and not _is_allowed(check, f)]),
            ("only in unreleased API", [f for f in left if f.status == "unreleased"]),
            (f"allowed by {_carrier(check)}", [f for f in left if f.status in ("introduced", "base") and _is_allowed(check, f)]),
        )
        if some
    ]
    return f"fine: {'; '.join(parts)}" if parts else "fine: nothing that breaks users was introduced"


def stale(check: Check) -> Iterator[str]:
    """The accepted breaks that excuse nothing, a sentence each."""
    for entry in check.stale:
        place = f" (line {entry.line})" if entry.line is not None else ""
        yield f"accepted, but stale: {entry.rule} at {entry.path}{place}: {entry.why}"


def _carrier(check: Check) -> str:
    asked = check.bump
    if asked is None:
        return "this version"
    return asked.declared if asked.declared is not None else f"a {check.allows} release after {asked.last}"


def _is_allowed(check: Check, finding: Finding) -> bool:
    return finding.severity <= Severity[check.allows]


def _because(report: Report, brief: bool) -> str:
    asking = _asking(report)
    if not asking:
        return "nothing that callers would notice"
    noun = _NOUNS[asking[0].asks_for.name]
    of_api = [finding for finding in asking if finding.about == "api"]
    of_distribution = [finding for finding in asking if finding.about == "distribution"]
    parts = [(some, words) for some, words in ((of_api, noun), (of_distribution, f"{noun} for installers")) if some]
    return "; ".join(_count(len(some), *words.split(" ", 1)) + ("" if brief else f": {_named(some)}") for some, words in parts)


def _named(findings: list[Finding]) -> str:
    shown = [f"{f.rule} {f.path}{f' ({f.part})' if f.part is not None else ''}" for f in findings[:_NAMED]]
    return ", ".join([*shown, *(["…"] if len(findings) > _NAMED else [])])


def _asking(report: Report) -> list[Finding]:
    """The findings that ask for the version that is needed."""
    counted = [f for f in report.findings if _is_loud(f) and f.status in ("introduced", "base")]
    worst = max((f.asks_for for f in counted), default=Severity.patch)
    return [f for f in counted if f.asks_for is worst]


def _is_loud(finding: Finding) -> bool:
    return finding.certainty > Certainty.possible and finding.action is not Action.allow


def _count(number: int, noun: str, more: str = "") -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}{more and ' ' + more}"
