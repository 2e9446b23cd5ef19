"""What `modiff check` says beyond the findings: may this change be released under this version? Field names are those of `modiff/check/1`."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

import msgspec

Status = Literal["introduced", "base", "unreleased", "accepted"]
"""Of a finding: made by this change; already on the branch it is for; about an API that no release has had yet; known and accepted."""


BumpWord = Literal["major", "minor", "patch"]


class Scheme(StrEnum):
    """What a project's version numbers promise."""

    semver = "semver"
    """Semantic Versioning 2.0.0, with Cargo's reading of 0.x: there the second number stands for breaks, and the third for all else."""
    pep440 = "pep440"
    """Numbers as in `semver`, and all that PEP 440 has besides: epochs, and pre-releases that may still break each other."""
    calver = "calver"
    """Calendar versions (YY.N, YYYY.MM, YY.MM.N …): a release of a new period may break, one that only raises the last number may not."""
    effver = "effver"
    """Intended Effort Versioning: the second number stands for some effort of users, so any break raises it at least; additions need no effort."""


class Bump(msgspec.Struct, frozen=True):
    """The version that the changes since the last release ask for."""

    declared: str | None
    """The project's own; None: it is made from tags when the project is built, or not to be read."""
    needed: str
    """The smallest version that may carry the changes."""
    word: BumpWord
    """The bump that the changes ask for, in the words of Semantic Versioning."""
    scheme: str
    allowed: bool
    """May `declared` carry the changes? Where it is None: do they need no more than a minor bump?"""
    last: str | None
    """The release that is compared with; None: it has no version."""


class StaleEntry(msgspec.Struct, frozen=True):
    """An accepted break that excuses nothing any more."""

    rule: str
    path: str
    why: str
    """`there is no such finding`, `it has changed since`, `it belongs to a release that is out` …"""
    line: int | None = None
    """In the file of accepted breaks."""


class Check(msgspec.Struct, frozen=True):
    """All that `modiff check` says beside the findings."""

    bump: Bump | None
    """None: this is the project's first release, or no version can be told of the last one."""
    strict: bool
    """Do breaks count that are already on the base branch?"""
    allows: BumpWord
    """The worst that the project's version may carry; `patch` where the last release has no version to measure by."""
    baseline: str | None
    """The release that is compared with, in a few words; None: there is none yet."""
    base: str | None
    """The branch that the change is for, and its commit, in a few words; None: it is no such change."""
    stale: tuple[StaleEntry, ...] = ()
    prefix: str = ""
    """Where in its repository the project lies, with a slash at the end; empty: at the top, or in none."""
