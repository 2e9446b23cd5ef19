"""Facts of several files take their place in memory once where they say the same."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.model.facts import Class, Facts
from modiff.reading.sharing import Sharing

BODIES = (
    "def f(a, b=1): ...\n",
    "def f(a, b=1, *, c: int = None): ...\n",
    "@deco(1)\ndef g(a, b=1): ...\n",
    "X = make(1)(f)\n",
    "Y: int = 3\n",
    "import os.path\nfrom . import sub as part\n",
    "class C(Base):\n    n = 1\n    def __init__(self, a, b=1):\n        self.a = a\n    def f(self, a, b=1): ...\n",
    "if FLAG:\n    def f(a, b=1): ...\nelse:\n    f = None\n",
    "del X\n",
)
modules = st.lists(st.sampled_from(BODIES), max_size=6).map("".join)


def fresh(text: str) -> Facts:
    """Facts that share no object with others, as they come out of a store."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(extract(text.encode())), type=Facts)


@given(st.lists(modules, max_size=5))
def test_sharing_changes_nothing_that_facts_say(texts: list[str]) -> None:
    sharing, facts = Sharing(), [fresh(text) for text in texts]
    for one in facts:
        sharing.share(one)
    assert facts == [extract(text.encode()) for text in texts]
    assert [msgspec.msgpack.encode(one) for one in facts] == [msgspec.msgpack.encode(extract(text.encode())) for text in texts]


def test_equal_functions_and_their_parameters_are_one_object_wherever_they_stand() -> None:
    sharing = Sharing()
    before, after = fresh(BODIES[0] + BODIES[6]), fresh("\n\n" + BODIES[0] + BODIES[6].replace("n = 1", "n = 2") + BODIES[1])
    for one in (before, after):
        sharing.share(one)
    assert before.bindings[0].definition is after.bindings[0].definition
    classes = [b.definition for facts in (before, after) for b in facts.bindings if isinstance(b.definition, Class)]
    assert classes[0] is not classes[1]
    assert classes[0].members[2].definition is classes[1].members[2].definition
    assert classes[0].members[2].name is classes[1].members[2].name
    grown = after.bindings[-1].definition
    assert grown.parameters[0] is before.bindings[0].definition.parameters[0]  # type: ignore[union-attr]


def test_assignments_imports_and_classes_stay_objects_of_their_file() -> None:
    """`X = make(1)(f)` may be another thing in a file that binds `f` otherwise: `compare/words.py` takes only one object for one file's."""
    sharing = Sharing()
    before, after = (fresh(start + BODIES[3] + BODIES[5] + BODIES[6]) for start in ("f = 1\n", "f = 2\n"))
    for one in (before, after):
        sharing.share(one)
    pairs = list(zip(before.bindings[1:], after.bindings[1:], strict=True))
    assert len(pairs) == 4
    assert all(a.definition == b.definition and a.definition is not b.definition for a, b in pairs)
