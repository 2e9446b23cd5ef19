"""Variables that hold an object which can be called: `validate = Validation()`, compared by the calls that they take."""

from __future__ import annotations

from tests.worlds import changes_of, told

OBJECT = "class _Validation:\n    def __call__(self, this, deep=False): pass\nvalidate = _Validation()\n"


def differs(old: str, new: str) -> list[str]:
    """Changes in short, arrivals left out."""
    return [line for line in told(changes_of({"pkg": old}, {"pkg": new})) if not line.startswith("Came")]


def test_an_object_that_became_a_function_is_compared_with_it() -> None:
    assert differs(OBJECT, "def validate(geom, deep=False): pass\n") == ["ParameterChanged pkg.validate renamed this"]


def test_a_function_that_became_an_object_is_compared_with_it() -> None:
    assert differs("def validate(this): pass\n", OBJECT.replace("deep=False", "deep")) == ["ParameterChanged pkg.validate required-added deep"]


def test_two_objects_of_private_classes_are_compared() -> None:
    new = "class _Check:\n    def __call__(self, this): pass\nvalidate = _Check()\n"
    assert differs(OBJECT, new) == ["ParameterChanged pkg.validate removed deep"]


def test_a_public_class_tells_of_its_objects_itself() -> None:
    old = "class Check:\n    def __call__(self, this): pass\nvalidate = Check()\n"
    new = "class Check:\n    def __call__(self, that): pass\nvalidate = Check(*())\n"
    assert differs(old, new) == ["ParameterChanged pkg.Check.__call__ renamed this"]


def test_the_same_calls_and_what_cannot_be_called_are_quiet() -> None:
    assert differs(OBJECT, "def validate(this, deep=False): pass\n") == []
    assert differs("class _Plain: pass\nvalidate = _Plain()\n", "def validate(this): pass\n") == []
    assert differs(OBJECT, "from other import make\nvalidate = make()\n") == []
