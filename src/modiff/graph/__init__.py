"""Questions about one version that read as sentences: which paths it promises and what they reach, what a class answers for, what a callable takes.

In: a `View`. Out: a `Graph`; groupings and exports (outline, function database) live beside it.
"""

from __future__ import annotations

from modiff.graph.graph import Graph
from modiff.graph.selection import Selection

__all__ = ["Graph", "Selection"]
