"""`__all__` that a decorator of the release makes: `@public` lists what it stands on."""

from __future__ import annotations

import pytest

from modiff.model.policy import Surface
from tests.worlds import graph_of

LISTS = """
import sys
def public(thing):
    names = sys.modules[thing.__module__].__dict__
    if "__all__" not in names:
        names["__all__"] = [thing.__name__]
    else:
        names["__all__"].append(thing.__name__)
    return thing
"""
MOD = "from pkg.marks import {0}\nLIMIT = 1\n@{0}\ndef told(): ...\n@{0}\nclass Shown: ...\ndef helper(): ...\n"


def promised(marks: str, mod: str) -> set[str]:
    """The names that the module promises."""
    return set(graph_of(pkg="", pkg__marks=marks, pkg__mod=mod).public_names("pkg.mod", Surface.conventional))


def test_what_is_marked_is_listed_and_nothing_else() -> None:
    assert promised(LISTS, MOD.format("public")) == {"told", "Shown"}


def test_a_star_import_brings_what_is_marked() -> None:
    graph = graph_of(pkg="from pkg.mod import *", pkg__marks=LISTS, pkg__mod=MOD.format("public"))
    assert set(graph.public_names("pkg", Surface.conventional)) >= {"told", "Shown"}
    assert "helper" not in graph.view.names("pkg")


@pytest.mark.parametrize(
    ("marks", "mod"),
    [
        ("def public(thing):\n    return thing\n", MOD.format("public")),
        ("def public(thing):\n    print(thing.__globals__['__all__'])\n    return thing\n", MOD.format("public")),
        (LISTS.replace("public", "marked"), MOD.format("marked")),
        (LISTS, MOD.format("public").replace("@public\n", "")),
    ],
)
def test_decorators_that_list_nothing_or_are_called_otherwise_leave_the_convention(marks: str, mod: str) -> None:
    assert promised(marks, mod) == {"LIMIT", "told", "Shown", "helper"}


def test_a_list_that_is_written_out_counts_first() -> None:
    assert promised(LISTS, f"__all__ = ['helper']\n{MOD.format('public')}") == {"helper"}
