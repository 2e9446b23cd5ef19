"""What rules about distributions have in common: which event is theirs, and what of it is shown."""

from __future__ import annotations

from collections.abc import Callable

from modiff.model.changes import DistributionChanged, DistributionEvent


def on(event: DistributionEvent) -> Callable[[DistributionChanged], bool]:
    """Applies to this event and no other."""
    return lambda change: change.event == event


def part(change: DistributionChanged) -> str | None:
    """The extra, script, Python or dependency concerned; None: the distribution as a whole."""
    return change.part or None


def old(change: DistributionChanged) -> str | None:
    """What the old version says."""
    return change.before


def new(change: DistributionChanged) -> str | None:
    """What the new version says."""
    return change.after


def identity(change: DistributionChanged) -> tuple[str, ...]:
    """All that the cause concerns, and what is asked for now."""
    return (*change.names, change.after or "", change.where or "")


def where(change: DistributionChanged) -> str:
    """In which environments, with a blank before it; empty: in all."""
    return f" {change.where}" if change.where else ""


def use_near(change: DistributionChanged) -> str | None:
    """What most likely took its place."""
    return f"use {change.near}" if change.near else None
