"""What all our SARIF logs have in common (SARIF 2.1.0, OASIS): the envelope, rules with their pages, places in files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from modiff.model.findings import Severity
from modiff.report.inert import visible
from modiff.rules.interface import Rule
from modiff.version import __version__

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.major: "error", Severity.minor: "warning", Severity.patch: "note"}


def log(rules: Iterable[Json], results: Iterable[Json], root: str) -> str:
    """One run as text. `root`: what paths are relative to, in a sentence."""
    run = {
        "tool": {"driver": {"name": "modiff", "version": __version__, "rules": list(rules)}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": root}}},
        "results": list(results),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def rule_of_catalogue(rule: Rule[Any]) -> Json:
    """A rule, with its page."""
    return {
        **named_rule(rule.id, f"{rule.title}."),
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.group, *rule.breaks], "severity": rule.severity.name},
    }


def named_rule(rule_id: str, text: str) -> Json:
    """A rule of which there is a sentence and no page."""
    name = "".join(word.capitalize() for word in rule_id.split("-"))
    return {"id": rule_id, "name": name, "shortDescription": {"text": text}, "fullDescription": {"text": text}}


def place(file: str, region: Json | None, path: str) -> Json:
    """A place in a file, and what it is about."""
    physical: Json = {"artifactLocation": {"uri": _uri(file), "uriBaseId": "ROOT"}}
    if region is not None:
        physical["region"] = region
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": path}]}


def _uri(file: str) -> str:
    """A relative reference (RFC 3986); bytes of a name that is no UTF-8 stand as they are on disk."""
    try:
        return quote(file.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # no name of a file on disk
        return quote(visible(file))
