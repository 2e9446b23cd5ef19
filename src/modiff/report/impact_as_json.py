"""The JSON object `modiff/impact/1` of the contract."""

from __future__ import annotations

import json

from modiff.model.hits import Hit, Impact, Upgrade
from modiff.report.interface import Style

Json = dict[str, object]


def impact(found: Impact, style: Style) -> str:
    """The object. Hits that are only possible are in it, those on guarded lines too: each says so."""
    said = {
        "schema": "modiff/impact/1",
        "upgrades": [_upgrade(upgrade) for upgrade in found.upgrades],
        "unused": [{"name": each.name, "old": each.old, "new": each.new} for each in found.unused],
        "gone": [{"name": each.name, "old": each.old} for each in found.gone],
        "hits": [_hit(hit, found) for hit in found.hits],
        "deprecated": [_hit(hit, found) for hit in found.deprecated],
        "gaps": [{"path": gap.path, "reason": gap.reason, "file": gap.file, "line": gap.line} for gap in found.gaps],
    }
    if found.patches or found.unmended:
        said["mended"] = [
            {"file": patch.file, "changes": [{"line": line, "change": what} for line, what in patch.changes]} for patch in found.patches
        ]
    return json.dumps(said, indent=2) + "\n"


def _upgrade(upgrade: Upgrade) -> Json:
    steps = [{"version": step.version, "breaks": step.breaks} for step in upgrade.steps]
    said: Json = {"name": upgrade.name, "old": upgrade.old, "new": upgrade.new, "findings": upgrade.findings, "used": upgrade.used}
    return {**said, "newest_safe": upgrade.newest_safe, "steps": steps}


def _hit(hit: Hit, found: Impact) -> Json:
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
        "through": hit.through,
        **({"not_mended": found.unmended[hit]} if hit in found.unmended else {}),
    }
