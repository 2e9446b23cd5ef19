"""A report told the way the policy asks for: down to a level, part by part, or level by level."""

from __future__ import annotations

from collections.abc import Callable, Collection

from modiff.compare.grouping import down_to, grouped, levelled
from modiff.graph import Selection
from modiff.graph.outline import Outlines
from modiff.link.visibility import is_private_name
from modiff.model.findings import Report
from modiff.model.policy import Policy, Surface


def arranged(report: Report, policy: Policy, old: Outlines, new: Outlines, equal: Collection[str]) -> Report:
    """The report with the groups that the policy asks for; as it is where it asks for none. `equal`: modules known to be the same on both sides."""
    stop = policy.stop_at_first_break
    if policy.levels:
        return levelled(report, old, new, stop, policy.level)
    if policy.level != "parameter":
        report = down_to(report, policy.level, old, new)
    if policy.by is not None:
        return grouped(report, policy.by, old, new, equal, stop, _counted_by(policy))
    return report


def wanted_by(policy: Policy) -> Callable[[str], bool]:
    """Does the policy look at what is defined at this dotted path? For forms that know no other paths than this."""
    chosen = _counted_by(policy)
    if policy.surface is Surface.everything:
        return chosen
    return lambda path: chosen(path) and not any(map(is_private_name, path.split(".")))


def _counted_by(policy: Policy) -> Callable[[str], bool]:
    """Is what is defined at this dotted path counted? Counts are over everything whatever the surface, so that those of the groups add up to
    those of the whole."""
    selection = Selection(policy.only, policy.exclude)
    return lambda path: selection.wants((path,))
