"""What the user wants looked at, and what done about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from modiff.model.check import Scheme
from modiff.model.findings import Action


class Surface(StrEnum):
    """Which names a package promises."""

    declared = "declared"
    """Only what is reachable through `__all__`, or a top-level package's own names."""
    conventional = "conventional"
    """No path component starts with an underscore; see the contract."""
    everything = "everything"
    """All names."""


class Runway(msgspec.Struct, frozen=True):
    """How long something must have been deprecated before it may be removed in any release. Either is enough; both 0: removals are never excused."""

    releases: int = 0
    """So many final releases must have said it."""
    months: int = 0
    """So many months must have passed since the first release that said it."""


class Gate(msgspec.Struct, frozen=True):
    """What `modiff check` needs to know besides."""

    scheme: Scheme | None = None
    """What version numbers promise; None: calver where the last one looks like a year, else semver."""
    against: str | None = None
    """The release to compare with: a spec, a version, a tag; None: the newest one before the project's version."""
    base: str | None = None
    """The branch that changes are for; None: as the service that runs the check says, or the default branch."""
    accepted: str = "modiff-accepted.toml"
    """The file of accepted breaks, relative to the project."""
    runway: Runway = Runway()
    catalogue: str | None = None
    """The version of modiff whose rules may object: rules that came later only warn. None: all may."""


class Policy(msgspec.Struct, frozen=True):
    """The options shared by all commands that judge. Every field has the default of the command line."""

    surface: Surface = Surface.conventional
    only: tuple[str, ...] = ()
    """Dotted prefixes or globs; an item is looked at if one of its paths matches one of these. Empty: everything."""
    exclude: tuple[str, ...] = ()
    """As `only`; an item is left out if one of its paths matches."""
    python_version: tuple[int, int] | None = None
    """Judge for this Python only; None: every one that both versions support."""
    platform: Literal["linux", "darwin", "win32"] | None = None
    """Judge for this platform only; None: every one."""
    actions: Mapping[str, Action] = {}
    """By rule id or group; a rule's own entry wins over its group's. Missing: the rule's default, mostly deny for major and warn for the rest."""
    level: Literal["module", "function", "method", "parameter"] = "parameter"
    """How deep; `function` includes classes."""
    by: Literal["package", "module", "function"] | None = None
    """Subgraphs compared one by one; None: the whole."""
    levels: bool = False
    """Level by level from the root."""
    stop_at_first_break: bool = False
    """Stop after the first subgraph, or level, that has a loss."""
    tests: bool = False
    """Are modules that are recognisably tests part of the API, as far as the surface promises them?"""
    vendored: bool = False
    """Is vendored code?"""
    gate: Gate = Gate()
    """For `modiff check` alone."""
    rule_files: tuple[str, ...] = ()
    """Rules of others that judge beside ours: files, folders of files, or dotted names of modules. Paths that are not absolute are those from the
    current directory."""
    installed_rules: bool = True
    """Do rules judge that packages of the running environment bring (entry points `modiff.rules`)?"""
    others: tuple[str, ...] = ()
    """Modules of rules of others that are loaded. Filled by `modiff.plugins`, not by users."""
