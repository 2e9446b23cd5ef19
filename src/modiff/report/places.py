"""Where a finding is to be shown in a tree of files."""

from __future__ import annotations

from modiff.model.findings import Finding, Place, Report


def shown_place(finding: Finding) -> Place | None:
    """The place in the new version, else the one in the old; None: it stands in no file."""
    return next((place for place in (finding.new, finding.old) if place is not None and place.file is not None), None)


def prefixed(report: Report, file: str) -> str:
    """A path of the tree as one of the repository: a project may lie in a directory of it."""
    return f"{report.check.prefix}{file}" if report.check is not None else file
