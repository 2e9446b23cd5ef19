"""How sure a lost member is where a class of another distribution, which is not read, stands above."""

from __future__ import annotations

import pytest

from modiff.model.changes import Gone
from modiff.model.findings import Certainty
from tests.worlds import changes_of

HEAD = "from framework import View\nclass List(View):\n    "


def lost(body: str, after: str = "pass", base: str = "View") -> list[tuple[str, Certainty]]:
    """What is gone, and how sure that is, when this is no longer in a class with a foreign base."""
    new = f"from framework import {base}\nclass List({base}):\n    {after}"
    return [(change.path, change.certainty) for change in changes_of({"pkg": HEAD + body}, {"pkg": new}).changes if isinstance(change, Gone)]


def test_a_method_of_its_own_is_likely_gone() -> None:
    assert lost("def export(self): return self.rows") == [("pkg.List.export", Certainty.likely)]


def test_a_method_that_asked_the_same_base_for_itself_is_not_gone() -> None:
    assert lost("def render(self): return super().render()") == []
    assert lost("@property\n    def media(self): return super(List, self).media + 1") == []


def test_asking_the_base_for_another_name_says_nothing() -> None:
    assert lost("def export(self): return super().render()") == [("pkg.List.export", Certainty.likely)]


def test_a_method_that_asked_a_base_which_is_gone_is_possibly_gone() -> None:
    assert lost("def render(self): return super().render()", base="Other") == [("pkg.List.render", Certainty.possible)]


@pytest.mark.parametrize("body", ["page_size = 20", "@property\n    def page_size(self): return 20"])
def test_a_value_in_the_class_body_may_set_the_base_up(body: str) -> None:
    assert lost(body) == [("pkg.List.page_size", Certainty.possible)]


def test_a_property_that_was_deprecated_is_likely_gone() -> None:
    body = "@property\n    def page_size(self):\n        warnings.warn('use size', DeprecationWarning)\n        return 20"
    assert lost(body) == [("pkg.List.page_size", Certainty.likely)]


def test_what_instances_are_given_is_likely_gone() -> None:
    assert lost("def __init__(self): self.rows = []", "def __init__(self): pass") == [("pkg.List.rows", Certainty.likely)]
