"""Old against new, and new against old, tell the same differences from the other side: what is gone one way came the other way.

Not everything is a mirror image: which path is named first depends on the side that is asked for its favourite, hints look one way, and an added
parameter that breaks nobody is the other side's removed one that does. So what is compared here is which paths and parameters are concerned, not
how that is told.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff import api
from modiff.compare import compare
from modiff.compare.signatures import align
from modiff.model.changes import BasesChanged, Came, Change, Changes, Gone, KindChanged, ParameterChanged
from modiff.model.findings import Certainty
from modiff.model.policy import Policy
from tests.worlds import changes_of

from .oracle import signatures

TAKEN = {"removed"}
GIVEN = {"added", "inserted", "required-added"}
OTHER_WAY_ROUND = {"default-removed": "default-added", "default-added": "default-removed", "default-changed": "default-changed"}

# --- small worlds: few places, each with few fillings, so that two worlds mostly differ in a place that both have

_PARAMETERS = st.sampled_from(["", "a", "a=1", "a, b", "b, a", "a, *, b", "a, /, b=1", "*args", "**kw", "a, c=2, b=1", "x, y"])
_METHODS = st.sampled_from(
    ["", "def m(self): pass", "def m(self, a=1): pass", "async def m(self, b=1, a=2): pass", "@property\n    def m(self): pass", "m = 3"]
)
_BASES = st.sampled_from(["", "dict", "Exception", "_Q", "_Q, Exception"])


def function(name: str) -> st.SearchStrategy[str]:
    """A function, a constant of its name, or nothing."""
    return st.one_of(_PARAMETERS.map(lambda p: f"def {name}({p}): pass"), st.sampled_from([f"{name} = 1", f"async def {name}(a): pass", ""]))


def cls(name: str, bases: st.SearchStrategy[str] = _BASES) -> st.SearchStrategy[str]:
    """A class with two methods and a constructor, each of them there or not."""
    constructor = st.one_of(st.just(""), _PARAMETERS.filter(bool).map(lambda p: f"def __init__(self, {p}): pass"))
    body = st.tuples(_METHODS, _METHODS.map(lambda text: text.replace("m(", "n(").replace("m =", "n =")), constructor)
    return st.builds(lambda bases, body: "\n    ".join([f"class {name}({bases}):", "pass", *body]), bases, body)


def lines(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("\n".join)


_IMPORTS = st.sampled_from(["", "from .a import f", "from .b import *", "from ._p import C as P", "from .a import g as g"])
WORLDS = st.fixed_dictionaries(
    {
        "pkg": lines(_IMPORTS, function("h")),
        "pkg___p": lines(cls("_Q", st.just("")), cls("C", st.just(""))),
        "pkg__a": lines(function("f"), function("g"), st.sampled_from(["", "K = 1"])),
        "pkg__b": lines(st.just("from ._p import _Q, C"), cls("D"), cls("E", st.sampled_from(["C", "D", "D, Exception"]))),
    },
    optional={"pkg__c": lines(function("f"), cls("C", st.just("")))},
)


@settings(max_examples=200)
@given(WORLDS, WORLDS)
def test_small_worlds_are_mirror_images(old: dict[str, str], new: dict[str, str]) -> None:
    check_mirror(changes_of(old, new), changes_of(new, old))


@given(WORLDS)
def test_a_world_is_its_own_mirror_image(world: dict[str, str]) -> None:
    assert changes_of(world, world).changes == ()


@given(signatures(), signatures())
def test_what_became_of_parameters_is_the_same_seen_from_either_side(old: tuple[object, ...], new: tuple[object, ...]) -> None:
    there, back = align(old, new), align(new, old)  # type: ignore[arg-type]
    assert set(there.lost) == set(back.gained)
    assert set(there.kept) == {(a, b) for b, a in back.kept}
    assert set(there.renamed) == {(a, b) for b, a in back.renamed}


# --- real releases


@pytest.mark.network
@pytest.mark.parametrize(("old", "new"), [("click==8.1.7", "click==8.2.0"), ("httpx==0.27.0", "httpx==0.28.0"), ("jinja2==3.0.3", "jinja2==3.1.0")])
def test_real_pairs_are_mirror_images(old: str, new: str) -> None:
    check_mirror(told(old, new), told(new, old))


def told(old: str, new: str) -> Changes:
    """All changes of two releases, before rules."""
    policy = Policy()
    with api.opened(old, new, policy) as pair:
        return compare(pair.old.graph, pair.new.graph, policy)


# --- what mirror images are


Told = tuple[frozenset[str], tuple[str, ...]]
"""All paths of one change, and what it says of them."""


def check_mirror(there: Changes, back: Changes) -> None:
    """Asserts that the two say the same of names, kinds, parameters and bases."""
    check_names(there, back)
    check_names(back, there)
    for mine, theirs in ((there, back), (back, there)):
        assert unmatched(kinds(mine), kinds(theirs, swapped=True)) == []
        assert unmatched(parameters(mine, TAKEN), parameters(theirs, GIVEN)) == []
        assert unmatched(parameters(mine, GIVEN), parameters(theirs, TAKEN)) == []
        assert unmatched(renames(mine), renames(theirs, swapped=True)) == []
        assert unmatched(defaults(mine), defaults(theirs, swapped=True)) == []
        check_bases(mine, theirs)


def unmatched(mine: list[Told], theirs: list[Told]) -> list[Told]:
    """Changes of which the other side says nothing alike at any of their paths: which paths it names depends on who owns what in its old version."""
    return [(here, said) for here, said in mine if not any(said == echo and here & there for there, echo in theirs)]


def check_names(there: Changes, back: Changes) -> None:
    """What is certainly lost came the other way, and what came is lost; a doubtful loss (a stranger's base may answer) need not be an arrival."""
    lost, came = [c for c in there.changes if isinstance(c, Gone)], [c for c in back.changes if isinstance(c, Came)]
    modules = {c.path for c in lost if c.kind == "module"} | {c.path for c in came if c.kind == "module"}
    sure = [c for c in lost if c.certainty is Certainty.certain and c.old is not None]
    assert unmatched(names(sure, modules), names(came, modules)) == []
    assert unmatched(names(came, modules), names(lost, modules)) == []


def names(changes: Iterable[Change], modules: set[str]) -> list[Told]:
    """Without what stands in modules that are gone or new themselves: that is said of the module, and only sometimes of a name too."""
    shown = (frozenset(p for p in paths(c) if p in modules or not any(p.startswith(f"{m}.") for m in modules)) for c in changes)
    return [(here, ()) for here in shown if here]


def paths(change: Change) -> frozenset[str]:
    return frozenset((change.path, *change.also))


def kinds(changes: Changes, *, swapped: bool = False) -> list[Told]:
    """But for attributes of instances: what becomes one is no news, what stops being one may be."""
    found = [c for c in changes.changes if isinstance(c, KindChanged) and "instance attribute" not in (c.before, c.after)]
    return [(paths(c), (c.after, c.before) if swapped else (c.before, c.after)) for c in found]


def about_parameters(changes: Changes, events: Container[str]) -> list[ParameterChanged]:
    return [c for c in changes.changes if isinstance(c, ParameterChanged) and c.event in events]


def parameters(changes: Changes, events: Container[str]) -> list[Told]:
    return [(paths(c), (c.part,)) for c in about_parameters(changes, events)]


def renames(changes: Changes, *, swapped: bool = False) -> list[Told]:
    pairs = [(c, (c.part, c.after.name)) for c in about_parameters(changes, ("renamed",)) if c.after is not None]
    return [(paths(c), names[::-1] if swapped else names) for c, names in pairs]


def defaults(changes: Changes, *, swapped: bool = False) -> list[Told]:
    """But for renamed parameters, whose default is told under either name."""
    own = [c for c in about_parameters(changes, OTHER_WAY_ROUND) if c.after is not None and c.after.name == c.part]
    return [(paths(c), (OTHER_WAY_ROUND[c.event] if swapped else c.event, c.part)) for c in own]


def check_bases(there: Changes, back: Changes) -> None:
    """Where a class lost bases one way and gained some the other way, what it lost is among those."""
    gained = {path: c.gained for c in back.changes if isinstance(c, BasesChanged) for path in paths(c)}
    for change in there.changes:
        if isinstance(change, BasesChanged):
            for path in paths(change) & gained.keys():
                assert set(change.lost) <= set(gained[path]), path
