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


ANNOUNCED = "def render(self):\n        warnings.warn('use draw', DeprecationWarning)\n        return 1"


def test_what_was_announced_to_go_is_likely_gone_under_another_base_too() -> None:
    assert lost(ANNOUNCED, base="Other") == [("pkg.List.render", Certainty.likely)]


def test_what_was_not_announced_may_have_moved_into_the_other_base() -> None:
    assert lost("def render(self): return 1", base="Other") == [("pkg.List.render", Certainty.possible)]


DELAYED = """
class Delayed:
    def __init__(self):
        warnings.warn("use call_later", DeprecationWarning)
"""


def gone(old: str, new: str) -> list[tuple[str, Certainty]]:
    """What is gone of a module, and how sure that is."""
    return [(change.path, change.certainty) for change in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(change, Gone)]


def test_an_announced_name_is_likely_gone_beside_a_new_star_import_of_another_distribution() -> None:
    new = "from other.loop import *\n"
    assert gone(f"import warnings{DELAYED}", new) == [("pkg.Delayed", Certainty.likely)]
    assert gone("class Delayed:\n    pass\n", new) == [("pkg.Delayed", Certainty.possible)]


def test_an_announced_name_may_be_served_by_a_new_getattr() -> None:
    assert gone(f"import warnings{DELAYED}", "def __getattr__(name):\n    return lookup(name)\n") == [("pkg.Delayed", Certainty.possible)]


def test_what_the_base_may_set_itself_now_is_possibly_gone() -> None:
    assert lost("def __init__(self, bind): self.bind = bind") == [("pkg.List.bind", Certainty.possible)]
    assert lost("def __init__(self): ...\n    def fill(self): self.rows = []", "def fill(self): pass") == [("pkg.List.rows", Certainty.likely)]


@pytest.mark.parametrize(("name", "known"), [("parse_obj", True), ("validate", True), ("load", False)])
def test_what_all_models_of_pydantic_have_is_not_gone(name: str, known: bool) -> None:
    model = f"import pydantic\nclass Model(pydantic.BaseModel):\n    @classmethod\n    def {name}(cls, obj): return obj\n"
    found = changes_of({"pkg": model}, {"pkg": "import pydantic\nclass Model(pydantic.BaseModel): ...\n"}).changes
    assert [c.path for c in found if isinstance(c, Gone)] == ([] if known else [f"pkg.Model.{name}"])


MODELS = """
from django.db import models
from django.contrib.contenttypes.fields import GenericRelation
class Page(models.Model):
    {field}
class Revision(models.Model):
    {page}
"""
PAGE = "@property\n    def page(self):\n        warnings.warn('use content_object', DeprecationWarning)\n        return 1"


@pytest.mark.parametrize(
    "field",
    [
        "_revisions = GenericRelation('core.Revision', related_query_name='page')",
        "latest = models.ForeignKey('core.Revision', related_name='page', on_delete=models.CASCADE)",
        "latest = models.OneToOneField(to='Revision', related_name='page')",
    ],
)
def test_a_name_that_a_field_of_another_model_gives_itself_is_there(field: str) -> None:
    old, new = MODELS.format(field=field, page=PAGE), MODELS.format(field=field, page="pass")
    assert gone(old, new) == []


@pytest.mark.parametrize(
    "field",
    [
        "latest = models.ForeignKey('core.Other', related_name='page')",
        "latest = models.ForeignKey('core.Revision', related_name='pages')",
        "latest = models.ForeignKey('core.Revision', related_query_name='page')",
    ],
)
def test_a_field_that_leads_elsewhere_or_names_itself_otherwise_says_nothing(field: str) -> None:
    old, new = MODELS.format(field=field, page=PAGE), MODELS.format(field=field, page="pass")
    assert gone(old, new) == [("pkg.Revision.page", Certainty.likely)]


def test_a_base_whose_members_are_known_is_no_stranger() -> None:
    old = "from framework import View\nclass List(View):\n    def export(self): return 1"
    new = "import abc\nfrom framework import View\nclass Base(abc.ABC): ...\nclass List(Base, View): pass"
    found = [(c.path, c.certainty) for c in changes_of({"pkg": old}, {"pkg": new}).changes if isinstance(c, Gone)]
    assert found == [("pkg.List.export", Certainty.likely)]
