"""All of one version, as `modiff show` hands it on. Field names are those of the JSON contract (`modiff/api/1`)."""

from __future__ import annotations

import msgspec

from modiff.model.findings import ReportedGap
from modiff.model.items import ApiItem


class Api(msgspec.Struct, frozen=True):
    """The API of one version."""

    name: str | None
    """Distribution name; None for a directory without metadata."""
    version: str | None
    """PEP 440 version as written; None where there is none."""
    packages: tuple[str, ...]
    """Top-level import names that were looked at, sorted."""
    items: tuple[ApiItem, ...]
    """One entry an item, sorted by path."""
    gaps: tuple[ReportedGap, ...] = ()
    """What reading could not settle. All have side "new", which says nothing here and is no part of the JSON."""
    warnings: tuple[str, ...] = ()
    """About the source itself."""
    notes: tuple[str, ...] = ()
    """For `-v`: what was fetched, read and shared. Never part of JSON."""
    imports: tuple[tuple[str, str], ...] = ()
    """(module, module of the same release that it imports when it is imported itself), sorted. Of private modules only those that promised ones reach
    so. For graphs (`modiff.Graph`); never part of `modiff/api/1`."""
