"""What differs between two graphs: pairs their items by path, then by canonical path, then by likeness, and compares each pair once. Never judges.

In: two `Graph`s and the policy (surface, what to look at). Out: `Changes`: every difference with its cause found, so that what a bigger
difference implies
(the members of a lost class, the heirs of a changed constructor) is not said again.
"""

from __future__ import annotations

from modiff.compare.comparison import compare

__all__ = ["compare"]
