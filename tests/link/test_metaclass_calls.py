"""Classes whose metaclass answers when they are called."""

from __future__ import annotations

import pytest

from modiff.model.changes import ParameterChanged
from modiff.model.items import Item, Signature
from tests.worlds import changes_of, graph_of

WORLD = """
class _Meta(type):
    def __call__({taken}):
        {body}
class Job(metaclass=_Meta):
    def __init__(self, name, prio=1): pass
class Heir(Job):
    pass
class Other(Job):
    def __init__(self, size): pass
"""
ON = "return super().__call__(*args, **options)"


def world(taken: str = "cls, *args, **options", body: str = ON) -> str:
    return WORLD.format(taken=taken, body=body)


def signature(text: str, name: str) -> Signature | None:
    graph = graph_of(pkg=text)
    item = graph.at(f"pkg.{name}")
    assert isinstance(item, Item)
    return graph.signature(item)


@pytest.mark.parametrize(
    ("taken", "body", "expected"),
    [
        ("cls, *args, **options", ON, ["(name, prio=1)", "(name, prio=1)", "(size)"]),
        ("cls, *args, **options", "return super(_Meta, cls).__call__(*args, **options)", ["(name, prio=1)", "(name, prio=1)", "(size)"]),
        ("cls, *args, **options", "return type.__call__(cls, *args, **options)", ["(name, prio=1)", "(name, prio=1)", "(size)"]),
        ("cls, scope, *args, **options", ON, ["(scope, name, prio=1)", "(scope, name, prio=1)", "(scope, size)"]),
        ("cls, *args, scope=None, **options", ON, ["(name, prio=1, *, scope=None)", "(name, prio=1, *, scope=None)", "(size, *, scope=None)"]),
        ("cls, *args, **options", "return super().__call__(1, *args, **options)", ["(prio=1)", "(prio=1)", "()"]),
        ("cls, a, *, b=1", "return super().__call__(a)", ["(a, *, b=1)"] * 3),
    ],
)
def test_what_constructs_an_instance(taken: str, body: str, expected: list[str]) -> None:
    found = [signature(world(taken, body), name) for name in ("Job", "Heir", "Other")]
    assert [(one.shown, one.doubt) if one is not None else None for one in found] == [(shown, None) for shown in expected]


def test_one_that_may_give_an_old_instance_leaves_a_doubt() -> None:
    body = "if cls.one is None:\n            cls.one = super().__call__(*args, **options)\n        return cls.one"
    found = signature(world(body=body), "Job")
    assert found is not None
    assert found.shown == "(name, prio=1)"
    assert found.doubt is not None


_ODD = ["options['prio'] = 2\n        " + ON, "args = (1,)\n        " + ON, "return cls.make(*args, **options)", "return cls.__new__(cls, *args)"]


@pytest.mark.parametrize("body", _ODD)
def test_what_reading_does_not_follow_is_not_known(body: str) -> None:
    assert signature(world(body=body), "Job") is None


def told(old: str, new: str) -> list[tuple[str, tuple[str, ...], str, str, str]]:
    found = changes_of({"pkg": old}, {"pkg": new}).changes
    return [(c.path, c.also, c.event, c.part, c.certainty.name) for c in found if isinstance(c, ParameterChanged)]


def test_what_the_metaclass_demands_is_told_once_for_all_its_classes() -> None:
    old, new = world("cls, a", "pass"), world("cls, a, b", "pass")
    assert told(old, new) == [("pkg.Job.__init__", ("pkg.Heir.__init__", "pkg.Other.__init__"), "required-added", "b", "certain")]


def test_one_that_begins_to_hand_everything_on_changes_nothing() -> None:
    assert told(world().replace("(metaclass=_Meta)", ""), world()) == []
    assert told(world(), world(body="print()\n        " + ON)) == []
