"""What is drawn: boxes and arrows, before they have a place. Texts are those of packages, and not yet escaped for any format."""

from __future__ import annotations

from typing import Literal

import msgspec

Sign = Literal["", "+", "-", "~"]
"""What became of it between two versions: nothing, added, removed, changed."""
Details = tuple[tuple[str, tuple[str, ...]], ...]
"""Headings, each with lines below it."""


class Thing(msgspec.Struct, frozen=True):
    """Something that has a box of its own, or is in that of a package or module above it."""

    id: str
    """Dotted. What lies above it is told by its parts."""
    kind: str
    """module, class, external …: shown by the form of its box."""
    public: bool = True
    """False: drawn pale."""
    tooltip: str = ""


class Link(msgspec.Struct, frozen=True):
    """Something that leads from one thing to another."""

    source: str
    target: str
    label: str = ""
    """What it is about, where a link alone does not say it: the name that is exported."""


class Subject(msgspec.Struct, frozen=True):
    """All that a picture is about, before anything is collapsed."""

    title: str
    verb: str
    """What an arrow says: `imports`, `inherits from`, `offers names of`."""
    passive: str
    """The same from the other end: `imported by`."""
    unit: tuple[str, str]
    """What things are called: one, many."""
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    circles: bool = False
    """Are circles of links worth a colour? So it is for imports."""
    implied: bool = False
    """May arrows be left out that others imply, where there are too many? True for imports, where a way says the same as a step."""
    remarks: tuple[str, ...] = ()
    last: frozenset[str] = frozenset()
    """Top-level names of others, whose things are the first to be collapsed."""


class Box(msgspec.Struct, frozen=True):
    """One box."""

    id: str
    """Dotted, and no other's in this picture."""
    label: str
    kind: str
    note: str = ""
    """A second line."""
    public: bool = True
    sign: Sign = ""
    holds: int = 0
    """Of a collapsed one: how many things are in it; 0: it is one thing."""
    opens: bool = False
    """Is there a picture of what it holds?"""
    tooltip: str = ""
    details: Details = ()
    """For a page: what is told of it when it is chosen."""


class Arrow(msgspec.Struct, frozen=True):
    """One arrow between two boxes."""

    source: str
    target: str
    count: int = 1
    """How many links it stands for."""
    circle: bool = False
    """Is it part of a circle?"""
    tooltip: str = ""
    headless: bool = False
    """True: a line, as in a tree."""


class Picture(msgspec.Struct, frozen=True):
    """Boxes and arrows, in stable order."""

    id: str
    """The dotted name of what it is a picture of; empty for the whole."""
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    remarks: tuple[str, ...] = ()
    """What is not drawn, and how much of it; each a sentence."""
    tree: bool = False
    """Is it a tree, each arrow from a box to one that it holds?"""
    legend: tuple[tuple[str, str], ...] = ()
    """(Class of a sign, what it means)."""
