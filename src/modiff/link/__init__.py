"""From facts to a linked version: re-exports and star imports followed, bases and method resolution orders found, members inherited,
constructors synthesised.

In: a release (its list of modules) and a library that answers `module -> Facts`. Out: a `View`, which is a set of memoised questions. Questions
about classes,
signatures and surfaces live in `classes`, `signatures` and `visibility` and take the view first.
"""

from __future__ import annotations

from modiff.link.asks import Asks
from modiff.link.environment import Environment
from modiff.link.view import View
from modiff.model.release import Release

__all__ = ["Environment", "View", "view"]


def view(release: Release, library: Asks, environment: Environment | None = None, beside: View | None = None) -> View:
    """The linked version, as one interpreter sees it. `environment` None: a current Python on Linux. Nothing is read before it is asked for.

    `beside`: the other version of a pair, whose modules of the same text are grouped into names once for both; None: there is none."""
    linked = View(release, library, environment or Environment())
    if beside is not None:
        linked.share_texts_with(beside)
    return linked
