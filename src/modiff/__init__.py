"""modiff compares the public API of two versions of a Python package and says what breaks, for whom, and why.

    import modiff
    report = modiff.diff("requests==2.31.0", "requests==2.32.0")
    for finding in report.findings: print(finding.message)

The names below are the whole Python API; each is loaded when it is first used, so that importing modiff costs next to nothing.
"""

from __future__ import annotations

from modiff.version import __version__

TYPE_CHECKING = False  # as type checkers know it; `typing` itself would be most of what importing modiff costs
if TYPE_CHECKING:
    from modiff.api import diff, show
    from modiff.errors import ModiffError
    from modiff.flows.check import check
    from modiff.flows.history import history
    from modiff.flows.impact import impact
    from modiff.model.findings import Finding, Report
    from modiff.model.graph import Graph
    from modiff.model.policy import Policy, Surface

__all__ = ["Finding", "Graph", "ModiffError", "Policy", "Report", "Surface", "__version__", "check", "diff", "history", "impact", "show"]

_HOMES = {
    "diff": "modiff.api",
    "check": "modiff.flows.check",
    "history": "modiff.flows.history",
    "impact": "modiff.flows.impact",
    "show": "modiff.api",
    "ModiffError": "modiff.errors",
    "Finding": "modiff.model.findings",
    "Graph": "modiff.model.graph",
    "Report": "modiff.model.findings",
    "Policy": "modiff.model.policy",
    "Surface": "modiff.model.policy",
}


def __getattr__(name: str) -> object:
    """The public names, on demand (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'modiff' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
