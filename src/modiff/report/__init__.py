"""A report (or the API of one version) goes in, text comes out; nothing is written here. Each format is one file with a function `diff` or `show`.

Formats are loaded when they are asked for, as some bring heavy libraries along.
"""

from __future__ import annotations

import importlib
from typing import cast

from modiff.report.interface import DiffFormat, HistoryFormat, ImpactFormat, ShowFormat, Style

__all__ = [
    "CHECK_FORMATS",
    "DIFF_FORMATS",
    "DRAWN_IN",
    "FROM_OUTLINES",
    "HISTORY_FORMATS",
    "IMPACT_FORMATS",
    "SHOW_FORMATS",
    "WITH_EXCERPTS",
    "WITH_ITEMS",
    "DiffFormat",
    "ShowFormat",
    "Style",
    "diff_format",
    "history_format",
    "impact_format",
    "show_format",
]

DIFF_FORMATS = {
    "text": "text",
    "json": "as_json",
    "markdown": "markdown",
    "html": "html",
    "sarif": "sarif",
    "github": "github",
    "junit": "junit",
    "changelog": "changelog",
    "compspec": "compspec",
    "graph": "diff_as_graph",
}
"""Formats of a report by name, with the file that writes each."""
CHECK_FORMATS = {name: file for name, file in DIFF_FORMATS.items() if name not in ("compspec", "graph")}
"""Those of them that a check can be written in."""
WITH_EXCERPTS = frozenset({"html"})
"""Formats that show lines of source, which have to be read while the releases are open."""
WITH_ITEMS = frozenset({"graph"})
"""Formats that show what did not change too, which takes the whole API of both sides."""
IMPACT_FORMATS = {
    "text": "impact_as_text",
    "json": "impact_as_json",
    "markdown": "impact_as_markdown",
    "html": "impact_as_html",
    "sarif": "impact_as_sarif",
    "github": "impact_as_github",
}
"""Formats of lines of client code by name, with the file that writes each."""
SHOW_FORMATS = {
    "text": "listing",
    "json": "as_json",
    "functiondb": "functiondb",
    "jgf": "jgf",
    "facts": "facts",
    "graphml": "graphml",
    "dot": "dot",
    "svg": "svg",
    "html": "show_as_html",
}
"""Formats of one version's API by name, with the file that writes each."""
DRAWN_IN = ("svg", "html", "dot")
"""Those of them that are pictures, the one first that most will want."""
HISTORY_FORMATS = {"text": "history_as_text", "json": "history_as_json"}
"""Formats of a package over its releases by name, with the file that writes each."""
FROM_OUTLINES = frozenset({"compspec", "functiondb"})
"""Formats that are not made from a report or an API, but from the outlines of releases that are still open: `modiff.api` calls them."""


def diff_format(name: str) -> DiffFormat:
    """The function that writes a report in this format. Not for those in `FROM_OUTLINES`. KeyError for a name that `DIFF_FORMATS` does not have."""
    return cast(DiffFormat, importlib.import_module(f"modiff.report.{DIFF_FORMATS[name]}").diff)


def show_format(name: str) -> ShowFormat:
    """The function that writes an API in this format. Not for those in `FROM_OUTLINES`. KeyError for a name that `SHOW_FORMATS` does not have."""
    return cast(ShowFormat, importlib.import_module(f"modiff.report.{SHOW_FORMATS[name]}").show)


def impact_format(name: str) -> ImpactFormat:
    """The function that writes lines of client code in this format. KeyError for a name that `IMPACT_FORMATS` does not have."""
    return cast(ImpactFormat, importlib.import_module(f"modiff.report.{IMPACT_FORMATS[name]}").impact)


def history_format(name: str) -> HistoryFormat:
    """The function that writes a history in this format. KeyError for a name that `HISTORY_FORMATS` does not have."""
    return cast(HistoryFormat, importlib.import_module(f"modiff.report.{HISTORY_FORMATS[name]}").history)
