"""The policy that is in force, and why each rule is on or off: for `modiff check --show-config`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from modiff.model.policy import Policy
from modiff.rules.actions import action_for
from modiff.rules.interface import Rule

_COLUMN = 18


def listing(policy: Policy, rules: Sequence[Rule[Any]], file: str | None) -> str:
    """As text. `file`: the configuration that was read; None: there is none."""
    lines = [f"# {file}" if file is not None else "# no [tool.modiff] was found: everything has its default", ""]
    lines += [f"{key:<{_COLUMN}}{_shown(value) if value is not None else _OPEN[key]}" for key, value in _values(policy).items()]
    lines += ["", "rules"]
    widest = max((len(rule.id) for rule in rules), default=0)
    for rule in rules:
        settled = action_for(rule, policy, rule.severity)
        lines.append(f"  {settled.action:<6} {rule.id:<{widest}}  {rule.severity.name:<6} {settled.why}")
    return "\n".join(lines) + "\n"


def as_json(policy: Policy, rules: Sequence[Rule[Any]], file: str | None) -> str:
    """The object `modiff/config/1`."""
    settled = [(rule, action_for(rule, policy, rule.severity)) for rule in rules]
    entries = [{"rule": r.id, "group": r.group, "severity": r.severity.name, "action": str(s.action), "why": s.why} for r, s in settled]
    return json.dumps({"schema": "modiff/config/1", "file": file, "settings": _values(policy), "rules": entries}, indent=2) + "\n"


def _values(policy: Policy) -> dict[str, Any]:
    """The keys of `[tool.modiff]` with what is in force."""
    gate = policy.gate
    return {
        "surface": str(policy.surface),
        "only": list(policy.only),
        "exclude": list(policy.exclude),
        "python-version": ".".join(map(str, policy.python_version)) if policy.python_version else None,
        "platform": policy.platform,
        "tests": policy.tests,
        "vendored": policy.vendored,
        "rule-files": list(policy.rule_files),
        "installed-rules": policy.installed_rules,
        "scheme": str(gate.scheme) if gate.scheme is not None else None,
        "against": gate.against,
        "base": gate.base,
        "accepted": gate.accepted,
        "runway": {"releases": gate.runway.releases, "months": gate.runway.months},
        "catalogue": gate.catalogue,
    }


_OPEN = {
    "python-version": "every one that both versions support",
    "platform": "every one that both versions support",
    "scheme": "calver if the last release looks like a year, else semver",
    "against": "the newest release before the project's version",
    "base": "as the service says that runs the check, or the default branch",
    "catalogue": "every rule may object",
}
"""What None means."""


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{number} {key}" for key, number in value.items() if number) or "none: removals are never excused"
    return json.dumps(value) if isinstance(value, bool) else str(value)
