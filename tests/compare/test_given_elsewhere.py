"""Classes and functions that another module puts into one: `othermodule.Thing = Thing`, mostly for the sake of what was pickled."""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from tests.worlds import changes_of, told

BEFORE = "class Vectors:\n    def __init__(self, size, hashed): pass\n    def weights(self): pass\n    def load(self): pass\n"
AFTER = "class Vectors:\n    def __init__(self, size): pass\n    def load(self): pass\n"


def differs(puts: str, before: str = BEFORE) -> list[str]:
    """What differs after the class moved to `pkg.fast`, which has this statement at its end."""
    new = {"pkg": "from pkg import fast", "pkg__vectors": "", "pkg__fast": f"{AFTER}def other(): pass\nfrom pkg import vectors\n{puts}\n"}
    return [line for line in told(changes_of({"pkg": "", "pkg__vectors": before}, new)) if line.split()[1].startswith("pkg.vectors.")]


def test_a_class_that_another_module_puts_back_is_compared() -> None:
    found = differs("vectors.Vectors = Vectors")
    assert found == ["ParameterChanged pkg.vectors.Vectors.__init__ removed hashed", "Gone pkg.vectors.Vectors.weights"]


def test_one_that_takes_and_holds_the_same_is_not_gone() -> None:
    assert differs("vectors.Vectors = Vectors", AFTER) == []


def test_a_function_that_is_put_there_answers() -> None:
    assert differs("vectors.other = other", "def other(): pass\n") == []


def test_what_is_put_there_under_a_condition_is_in_doubt() -> None:
    assert differs("if fast.legacy():\n    vectors.Vectors = Vectors") == ["Gone pkg.vectors.Vectors pkg.fast.Vectors"]


def test_a_value_that_is_put_there_is_no_class() -> None:
    assert differs("vectors.Vectors = None") == ["Gone pkg.vectors.Vectors pkg.fast.Vectors"]


def test_keywords_are_followed_in_the_class_that_is_put_there() -> None:
    base = "class Base:\n    def vector(self, *args, **kwargs): return self.get(*args, **kwargs)\n    def get(self, key): pass\n"
    files = {
        "pkg": "from pkg import fast",
        "pkg__vectors": base,
        "pkg__fast": "from pkg import vectors\nclass Vectors(vectors.Base):\n    def get(self, word): pass\nvectors.Vectors = Vectors\n",
    }
    old = {"pkg": "", "pkg__vectors": f"{base}class Vectors(Base):\n    def vector(self, word): pass\n    def get(self, word): pass\n"}
    assert [line for line in told(changes_of(old, files)) if "pkg.vectors.Vectors" in line and "vectors.Vectors.vector" not in line] == []
    fates = [change.fate for change in changes_of(old, files).changes if isinstance(change, ParameterChanged) and change.part == "word"]
    assert fates == ["taken"]
