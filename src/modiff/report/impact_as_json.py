"""The JSON object `modiff/impact/1` of the contract."""

from __future__ import annotations

import json

from modiff.model.hits import Hit, Impact
from modiff.report.interface import Style


def impact(found: Impact, style: Style) -> str:
    """The object. Hits that are only possible are in it, those on guarded lines too: each says so."""
    upgrades = [{"name": u.name, "old": u.old, "new": u.new, "findings": u.findings, "used": u.used} for u in found.upgrades]
    gaps = [{"path": gap.path, "reason": gap.reason, "file": gap.file, "line": gap.line} for gap in found.gaps]
    said = {
        "schema": "modiff/impact/1",
        "upgrades": upgrades,
        "hits": [_hit(hit) for hit in found.hits],
        "deprecated": [_hit(hit) for hit in found.deprecated],
        "gaps": gaps,
    }
    return json.dumps(said, indent=2) + "\n"


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "file": hit.file,
        "line": hit.line,
        "end_line": hit.end_line,
        "certainty": hit.certainty.name,
        "use": hit.use,
        "guarded": hit.guarded,
        "dependency": hit.dependency,
        "path": hit.path,
        "rule": hit.rule,
        "since": hit.since,
        "message": hit.message,
        "fix": hit.fix,
    }
