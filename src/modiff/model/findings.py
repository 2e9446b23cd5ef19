"""A change judged by a rule, and all that is said about a pair of releases. Field names are those of the JSON contract (`modiff/diff/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Literal

import msgspec

from modiff.model.check import Check, Status
from modiff.model.facts import Gap
from modiff.model.items import ApiItem


class Severity(IntEnum):
    """The smallest version bump a finding asks for; ordered, so that a verdict is the maximum."""

    patch = 0
    minor = 1
    major = 2


class Certainty(IntEnum):
    """How far reading settles it; ordered."""

    possible = 0
    """A gap stands in the way."""
    likely = 1
    """Settled but for something unusual, named in the message."""
    certain = 2


class Action(StrEnum):
    """What the user wants done about a rule."""

    deny = "deny"
    warn = "warn"
    allow = "allow"


Breaks = Literal["call", "import", "attribute", "subclass", "catch", "type-check", "pickle", "install"]
Group = Literal["api", "types", "values", "metadata", "deprecation", "subclassing"]


class Place(msgspec.Struct, frozen=True):
    """What stands on one side, and where."""

    value: str | None
    """A signature, a kind, a base list, a default …: what the sentence compares. None where there is nothing to show."""
    file: str | None = None
    """Path inside the release's tree."""
    line: int | None = None


class Finding(msgspec.Struct, frozen=True):
    """One thing that differs, judged."""

    rule: str
    severity: Severity
    certainty: Certainty
    about: Literal["api", "distribution"]
    group: Group
    breaks: tuple[Breaks, ...]
    """What stops working; empty for what breaks nothing."""
    path: str
    """The public path users write; see the contract for parameters, constructors, fields and distributions."""
    part: str | None
    """The parameter, type parameter, key, extra, script or Python concerned; a bare name, without stars."""
    also: tuple[str, ...]
    """Other public paths that reach the same item, sorted; for a removal those that are lost with it."""
    canonical: str | None
    """Where it is defined in the old version (in the new one for additions), if that is not `path`."""
    when: str | None
    """The condition under which it holds; None: always."""
    deprecated: str | None
    """What the old version said."""
    message: str
    hint: str | None
    """What to write instead, when known."""
    old: Place | None
    new: Place | None
    client: str | None
    """A few lines that work with old and fail with new."""
    fingerprint: str
    """Stable while the finding is the same: no line numbers, no tool version."""
    action: Action = Action.deny
    """What the policy says about this rule."""
    status: Status | None = None
    """Where it came from, in a `modiff check`; None: nobody asked."""
    replacement: str | None = None
    """What takes the place of what is gone: a dotted path, or of a parameter another parameter's name. None: nothing is known. Never part of JSON."""

    @property
    def asks_for(self) -> Severity:
        """What it demands of the next version: nothing while it is only possible or its rule is allowed; no major bump while its rule only warns."""
        if self.certainty is Certainty.possible or self.action is Action.allow:
            return Severity.patch
        return min(self.severity, Severity.minor) if self.action is Action.warn else self.severity


class LevelCount(msgspec.Struct, frozen=True):
    """How many of one level were removed and added; children of what is gone or new are not counted."""

    removed: int = 0
    added: int = 0


class ParameterCount(msgspec.Struct, frozen=True):
    """Parameters of callables that both sides have. A rename counts as removed and added too, as in the seed's table."""

    removed: int = 0
    added: int = 0
    renamed: int = 0
    """Pairs of the above that are renames in place."""
    moved: int = 0
    """Kept parameters whose position differs because of an insertion or removal before them, or a reordering."""


class Summary(msgspec.Struct, frozen=True):
    """Counts of changes, before rules, over everything that was read whatever the surface; each level below surviving parents only."""

    module: LevelCount = LevelCount()
    function: LevelCount = LevelCount()
    class_: LevelCount = msgspec.field(default=LevelCount(), name="class")
    method: LevelCount = LevelCount()
    parameter: ParameterCount = ParameterCount()
    signatures_changed: int = 0


class Side(msgspec.Struct, frozen=True):
    """One of the two releases, as the report names it."""

    spec: str
    name: str | None
    version: str | None
    packages: tuple[str, ...]


class ReportedGap(msgspec.Struct, frozen=True):
    """Something that could not be settled, on one side."""

    side: Literal["old", "new"]
    path: str
    """The module, or class, it concerns."""
    reason: str
    file: str | None
    line: int | None


class GroupReport(msgspec.Struct, frozen=True):
    """The findings of one subgraph (`--by`)."""

    group: str
    summary: Summary
    findings: tuple[Finding, ...]


class Excerpt(msgspec.Struct, frozen=True):
    """Lines of source around a place."""

    first: int
    """Number of the first of these lines, from 1."""
    lines: tuple[str, ...]
    """Without line ends."""


class Report(msgspec.Struct, frozen=True):
    """All that is said about a pair."""

    old: Side
    new: Side
    summary: Summary
    findings: tuple[Finding, ...]
    """In stable order: severity (major first), path, part, rule."""
    gaps: tuple[ReportedGap, ...] = ()
    groups: tuple[GroupReport, ...] | None = None
    """None: not asked for."""
    stopped: str | None = None
    """With `--stop-at-first-break`: the group or level it stopped at; None: it went through."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """For `-v`: what was fetched, read and shared. Never part of JSON, as they differ from run to run."""
    check: Check | None = None
    """What `modiff check` says besides; None: this is a plain comparison."""
    excerpts: Mapping[tuple[str, str, int], Excerpt] = {}
    """Source around the places of findings, by side (`old`, `new`), file and line; empty: nobody asked for it. Never part of JSON."""
    items: Mapping[str, tuple[ApiItem, ...]] = {}
    """The whole API of both sides (`old`, `new`), for forms that show what did not change too; empty: nobody asked for it. Never part of JSON."""

    @property
    def verdict(self) -> Severity:
        """The largest severity among certain and likely findings; `patch` where there are none."""
        loud = (f.severity for f in self.findings if f.certainty > Certainty.possible and f.action is not Action.allow)
        return max(loud, default=Severity.patch)

    @property
    def objections(self) -> tuple[Finding, ...]:
        """Certain or likely findings whose action is deny: those that make `modiff diff` end with 1. In a check only what this change introduced and
        the version does not allow."""
        return tuple(f for f in self.findings if f.certainty > Certainty.possible and f.action is Action.deny and self._counts(f))

    def _counts(self, finding: Finding) -> bool:
        if self.check is None:
            return True
        judged = ("introduced", "base") if self.check.strict else ("introduced",)
        return finding.status in judged and finding.severity > Severity[self.check.allows]


__all__ = [
    "Action",
    "Breaks",
    "Certainty",
    "Excerpt",
    "Finding",
    "Gap",
    "Group",
    "GroupReport",
    "LevelCount",
    "ParameterCount",
    "Place",
    "Report",
    "ReportedGap",
    "Severity",
    "Side",
    "Summary",
]
