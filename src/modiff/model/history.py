"""The API of a package over its releases: how much there is in each, and what each gained and lost. Field names are those of `modiff/history/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from modiff.model.findings import Summary

Level = Literal["module", "function", "class", "method"]
LEVELS: tuple[Level, ...] = ("module", "function", "class", "method")


class Totals(msgspec.Struct, frozen=True):
    """How much a release defines, whatever the surface."""

    module: int = 0
    function: int = 0
    class_: int = msgspec.field(default=0, name="class")
    method: int = 0
    parameter: int = 0
    """Of functions and methods, `self` included."""

    def plus(self, other: Totals) -> Totals:
        """The sum."""
        return Totals(
            self.module + other.module,
            self.function + other.function,
            self.class_ + other.class_,
            self.method + other.method,
            self.parameter + other.parameter,
        )


class Names(msgspec.Struct, frozen=True):
    """What happened to the things of one level, as dotted names in the order of modules, and in them of the source."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """In both versions: functions and methods whose parameters differ, classes and modules in which anything differs."""


class Step(msgspec.Struct, frozen=True):
    """What changed from the release before to this one. Each level below survivors only: what went with its module or class is not counted again."""

    since: str
    """The release before."""
    summary: Summary
    names: Mapping[str, Names]
    """By level: module, function, class, method."""

    @property
    def losses(self) -> int:
        """Modules, functions, classes, methods and parameters that were removed, together."""
        summary = self.summary
        levels = (summary.module, summary.function, summary.class_, summary.method)
        return sum(level.removed for level in levels) + summary.parameter.removed


class HistoricRelease(msgspec.Struct, frozen=True):
    """One release."""

    version: str
    uploaded: str | None
    """When its first file was uploaded, ISO 8601; None: the source does not say."""
    final: bool
    """Is it no pre-release, and no development release?"""
    totals: Totals | None
    """None: it could not be read."""
    step: Step | None
    """None: there is no release before it that could be read, or it could not be read itself."""
    unread: str | None = None
    """Why it could not be read, as a sentence; None: it was."""


class History(msgspec.Struct, frozen=True):
    """All that is said about a package over time."""

    spec: str
    """What the user typed."""
    name: str | None
    """Of the distribution; None for a function database, which does not say."""
    releases: tuple[HistoricRelease, ...]
    """In the order of PEP 440, oldest first."""
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """For `-v`. Never part of JSON, as they differ from run to run."""
