"""The catalogue of rules, and one rule's page, as text and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from modiff.rules.catalogue import FAMILIES
from modiff.rules.interface import OTHERS, Rule

_WIDEST = 30
"""Of the column of ids: a longer one pushes its own line to the right."""


def listing(rules: Sequence[Rule[Any]]) -> str:
    """The catalogue, by family: id, severity, group, what breaks, title."""
    column = min(_WIDEST, max((len(rule.id) for rule in rules), default=0))
    lines: list[str] = []
    for family, found in groupby(rules, key=lambda rule: rule.family):
        lines += ["", "Rules of others" if family == OTHERS else FAMILIES[family]]
        lines += [f"  {rule.id:<{column}}  {rule.severity.name:<5}  {rule.group:<12}  {_title(rule)}" for rule in found]
    return "\n".join([*lines[1:], "", "One rule's page: modiff explain RULE", ""])


def _title(rule: Rule[Any]) -> str:
    return f"{rule.title} (breaks: {', '.join(rule.breaks)})" if rule.breaks else rule.title


def as_json(rules: Sequence[Rule[Any]]) -> str:
    """The object `modiff/rules/1`."""
    entries = [
        {"id": rule.id, "severity": rule.severity.name, "group": rule.group, "breaks": list(rule.breaks), "family": rule.family, "title": rule.title}
        for rule in rules
    ]
    return json.dumps({"schema": "modiff/rules/1", "rules": entries}, indent=2) + "\n"


def page(rule: Rule[Any]) -> str:
    """All that is to be said about a rule."""
    breaks = f"breaks {', '.join(rule.breaks)}" if rule.breaks else "breaks nothing"
    return f"{rule.id}: {rule.severity.name}, group {rule.group}, {breaks}\n\n{rule.page.strip()}\n"
