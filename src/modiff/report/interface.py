"""What a format is: a function from what is said to text. One file each; the door finds them by name."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

import msgspec

from modiff.model.api import Api
from modiff.model.findings import Report
from modiff.model.history import History
from modiff.model.hits import Impact

Drawn = Literal["modules", "inheritance", "exports"]
DRAWN: tuple[Drawn, ...] = get_args(Drawn)
PictureForm = Literal["svg", "html", "dot", "json"]
PICTURES: dict[str, PictureForm] = {".svg": "svg", ".html": "html", ".htm": "html", ".dot": "dot", ".gv": "dot", ".json": "json", ".jgf": "json"}
"""How a picture is written, by the ending of its file's name."""


class Style(msgspec.Struct, frozen=True):
    """How much to say, and for what kind of paper. Machine-readable formats take no notice."""

    width: int = 100
    """Columns. 100 wherever the reader is no terminal, so that output is the same everywhere."""
    color: bool = False
    """May ANSI colours be used?"""
    verbose: int = 0
    """-1: only the verdict; 0: what a reader needs to act; 1: also what is merely possible, additions one by one, gaps and clients."""
    drawn: Drawn = "modules"
    """What of one version a picture shows. Other forms take no notice."""
    picture: PictureForm = "svg"
    """How a picture of changes is written. Other forms take no notice."""


class DiffFormat(Protocol):
    """A report as text, complete with its last line end."""

    def __call__(self, report: Report, style: Style) -> str:
        """Pure: the same report and style give the same bytes."""


class ShowFormat(Protocol):
    """The API of one version as text, complete with its last line end."""

    def __call__(self, api: Api, style: Style) -> str:
        """Pure: the same API and style give the same bytes."""


class HistoryFormat(Protocol):
    """A package over its releases as text, complete with its last line end."""

    def __call__(self, found: History, style: Style) -> str:
        """Pure, as for reports."""


class ImpactFormat(Protocol):
    """Lines of client code as text, complete with its last line end."""

    def __call__(self, found: Impact, style: Style) -> str:
        """Pure: the same hits and style give the same bytes."""
