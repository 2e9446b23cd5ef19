"""A report (or the API of one version) goes in, text comes out; nothing is written here. Each format is one file with a function `diff` or `show`.

Formats are loaded when they are asked for, as some bring heavy libraries along.
"""

from __future__ import annotations

import importlib
from typing import cast

from modiff.report.interface import DiffFormat, ShowFormat, Style

__all__ = ["DIFF_FORMATS", "FROM_OUTLINES", "SHOW_FORMATS", "DiffFormat", "ShowFormat", "Style", "diff_format", "show_format"]

DIFF_FORMATS = {"text": "text", "json": "as_json", "markdown": "markdown", "compspec": "compspec"}
"""Formats of a report by name, with the file that writes each."""
SHOW_FORMATS = {"text": "listing", "json": "as_json", "functiondb": "functiondb", "jgf": "jgf", "facts": "facts"}
"""Formats of one version's API by name, with the file that writes each."""
FROM_OUTLINES = frozenset({"compspec", "functiondb"})
"""Formats that are not made from a report or an API, but from the outlines of releases that are still open: `modiff.api` calls them."""


def diff_format(name: str) -> DiffFormat:
    """The function that writes a report in this format. Not for those in `FROM_OUTLINES`. KeyError for a name that `DIFF_FORMATS` does not have."""
    return cast(DiffFormat, importlib.import_module(f"modiff.report.{DIFF_FORMATS[name]}").diff)


def show_format(name: str) -> ShowFormat:
    """The function that writes an API in this format. Not for those in `FROM_OUTLINES`. KeyError for a name that `SHOW_FORMATS` does not have."""
    return cast(ShowFormat, importlib.import_module(f"modiff.report.{SHOW_FORMATS[name]}").show)
