"""A package over its releases as the object `modiff/history/1`."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from modiff.model.history import HistoricRelease, History
from modiff.report.interface import Style

SCHEMA = "modiff/history/1"


def history(found: History, style: Style) -> str:
    """The object, indented by two spaces. Counts are those of `summary` in `modiff/diff/1`, beside them the names."""
    said = {
        "schema": SCHEMA,
        "spec": found.spec,
        "name": found.name,
        "releases": [_release(one) for one in found.releases],
        "warnings": found.warnings,
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def _release(one: HistoricRelease) -> dict[str, Any]:
    step = one.step
    return {
        "version": one.version,
        "uploaded": one.uploaded,
        "final": one.final,
        "totals": msgspec.to_builtins(one.totals),
        "since": step.since if step is not None else None,
        "summary": msgspec.to_builtins(step.summary) if step is not None else None,
        "losses": step.losses if step is not None else None,
        "names": msgspec.to_builtins(step.names) if step is not None else None,
        "unread": one.unread,
    }
