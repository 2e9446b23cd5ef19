"""What the user wants looked at, and what done about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

import msgspec

from modiff.model.findings import Action


class Surface(StrEnum):
    """Which names a package promises."""

    declared = "declared"
    """Only what is reachable through `__all__`, or a top-level package's own names."""
    conventional = "conventional"
    """No path component starts with an underscore; see the contract."""
    everything = "everything"
    """All names."""


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
