"""What the user wants done about a rule, and who says so."""

from __future__ import annotations

from typing import Any, NamedTuple

from packaging.version import Version

from modiff.model.findings import Action, Severity
from modiff.model.policy import Policy
from modiff.rules.interface import Rule


class Settled(NamedTuple):
    """An action and its reason."""

    action: Action
    why: str
    """In a few words: `its own entry`, `its group types`, `the default for what is major` …"""


def action_for(rule: Rule[Any], policy: Policy, severity: Severity) -> Settled:
    """The rule's own entry, else its group's, else deny for what is major and warn for the rest; a rule that is newer than the catalogue which the
    policy asks for only warns."""
    if rule.id in policy.actions:
        return Settled(policy.actions[rule.id], "its own entry")
    if rule.group in policy.actions:
        return Settled(policy.actions[rule.group], f"its group {rule.group}")
    if severity is not Severity.major:
        return Settled(Action.warn, f"the default for what is {severity.name}")
    catalogue = policy.gate.catalogue
    if catalogue is not None and Version(rule.since) > Version(catalogue):
        return Settled(Action.warn, f"it came with modiff {rule.since}, after the catalogue {catalogue}")
    return Settled(Action.deny, "the default for what is major")
