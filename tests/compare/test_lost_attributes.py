"""Attributes that no body of a class sets: slots, and what is only annotated."""

from __future__ import annotations

import pytest

from ..worlds import changes_of, told

TWO_SLOTS = 'class C:\n    __slots__ = ("a", "b")\n'


@pytest.mark.parametrize(
    "new",
    [
        'class C:\n    __slots__ = ("a",)\n',
        'class C:\n    __slots__ = ["a"]\n    def m(self): ...\n',
        'class C:\n    __slots__ = {"a": "what it is"}\n',
        'class _B:\n    __slots__ = ()\nclass C(_B):\n    __slots__ = "a"\n',
    ],
)
def test_a_slot_is_lost_where_instances_take_nothing_else(new: str) -> None:
    assert [c for c in told(changes_of({"pkg": TWO_SLOTS}, {"pkg": new})) if not c.startswith("Came")] == ["Gone pkg.C.b"]


@pytest.mark.parametrize(
    "new",
    [
        "class C: ...\n",  # every name can be assigned now
        'class C:\n    __slots__ = ("a", "__dict__")\n',
        'class _B:\n    __slots__ = ("b",)\nclass C(_B):\n    __slots__ = ("a",)\n',
        'class C:\n    __slots__ = ("a", "_b")\n    @property\n    def b(self): ...\n    @b.setter\n    def b(self, value): ...\n',
        "from other import NAMES\nclass C:\n    __slots__ = NAMES\n",  # not known
        'from other import B\nclass C(B):\n    __slots__ = ("a",)\n',
        'class C(Exception):\n    __slots__ = ("a",)\n',  # exceptions have a __dict__
    ],
)
def test_a_slot_is_not_lost_where_its_name_can_still_be_assigned(new: str) -> None:
    assert [c for c in told(changes_of({"pkg": TWO_SLOTS}, {"pkg": new})) if c.startswith("Gone")] == []


def test_what_a_class_only_annotates_is_lost_for_type_checkers_alone() -> None:
    assert told(changes_of({"pkg": "class C:\n    x: int\n    y = 1\n"}, {"pkg": "class C:\n    y = 1\n"})) == [
        "TypingChanged pkg.C.x name-removed  int"
    ]


@pytest.mark.parametrize(
    "old",
    [
        "class C:\n    x: int\n    def __init__(self): self.x = 1\n",
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    x: int\n",
        "from other import Model\nclass C(Model):\n    x: int\n",  # which may make a field of it
        "from other import fields\n@fields\nclass C:\n    x: int\n",
    ],
)
def test_what_is_set_or_may_be_made_a_field_is_lost_for_all(old: str) -> None:
    new = old.replace("    x: int\n", "    y = 1\n").replace("def __init__(self): self.x = 1", "def m(self): ...")
    assert "Gone pkg.C.x" in told(changes_of({"pkg": old}, {"pkg": new}))


def test_a_method_without_annotations_can_become_final() -> None:
    old = "import typing\nclass C:\n    def m(self): ...\n"
    assert told(changes_of({"pkg": old}, {"pkg": old.replace("    def", "    @typing.final\n    def")})) == ["TypingChanged pkg.C.m became-final "]
    assert told(changes_of({"pkg": old}, {"pkg": old.replace("    def", "    @typing.override\n    def")})) == []
