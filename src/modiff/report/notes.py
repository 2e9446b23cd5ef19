"""What a run cost, in sentences for `-v`: differs from run to run, so it is never part of a report's own text."""

from __future__ import annotations

from collections.abc import Mapping

from modiff.model.release import Release, Traffic
from modiff.report.words import count

_MEGA = 1_000_000


def notes(releases: tuple[Release, ...], parsed: int, shared: int, seconds: Mapping[str, float], recalled: int = 0) -> tuple[str, ...]:
    """Traffic of the releases together, files parsed and shared, and the seconds each stage took.

    `parsed` and `shared` count files that were extracted, and that did not need to be as the other side has the same bytes; `recalled` those whose
    facts an earlier run has kept.
    """
    known = f"{recalled:,} known from earlier runs, " if recalled else ""
    modules = sum(len(release.modules) for release in releases)
    return (
        *traffic([release.traffic for release in releases]),
        f"read: {count(parsed, 'file')} parsed, {known}{shared:,} shared by both sides, of {count(modules, 'module')}",
        "time: " + ", ".join(f"{stage} {spent:.2f} s" for stage, spent in seconds.items()) + f", together {sum(seconds.values()):.2f} s",
    )


def traffic(sides: list[Traffic]) -> tuple[str, ...]:
    """What went over the wire; nothing where nothing did. Both sides may count in one object: it is told once."""
    distinct = list({id(side): side for side in sides}.values())
    requests, received, whole = (sum(getattr(side, field) for side in distinct) for field in ("requests", "received", "whole"))
    if not requests:
        return ()
    of = f" of {whole / _MEGA:,.1f} MB" if whole > received else ""
    return (f"fetched: {received / _MEGA:,.1f} MB{of} in {count(requests, 'request')}",)
