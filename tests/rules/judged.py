"""The whole pipeline over two small worlds: the harness of `modiff.plugins`, which rules of others are held to as well."""

from __future__ import annotations

from modiff.plugins.judged import HIDDEN, OF_THE_DISTRIBUTION, behind_a_reexport, distribution, findings

__all__ = ["HIDDEN", "OF_THE_DISTRIBUTION", "behind_a_reexport", "distribution", "findings"]
