"""Type variables, variables for parameters, and `Self`: compared by what callers may choose, never by what they are called."""

from __future__ import annotations

import pytest

from modiff.compare.types.forms import OBJECT, Named, Type
from modiff.compare.types.variables import bare, written
from modiff.model.changes import TypeChanged

from .test_changes import told

HEAD = """from __future__ import annotations
from typing import *
from typing_extensions import ParamSpec, Concatenate, Self, TypeVarTuple, Unpack
class Node: ...
class Leaf(Node): ...
class Other: ...
T = TypeVar("T")
U = TypeVar("U")
_T = TypeVar("_T")
N = TypeVar("N", bound=Node)
L = TypeVar("L", bound="Leaf")
C = TypeVar("C", int, str)
D = TypeVar("D", int, str, bytes)
P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")
"""


def breaks(old: str, new: str) -> list[str]:
    """Which parameters take less, and whether results or attributes may be more."""
    found = told({"pkg/__init__.py": HEAD + old}, {"pkg/__init__.py": HEAD + new})
    changes = [c for c in found if isinstance(c, TypeChanged)]
    return sorted(c.part or c.of for c in changes if (c.old_fits_new if c.of == "parameter" else c.new_fits_old) is False)


def of_functions(old: str, new: str) -> list[str]:
    return breaks(f"def f{old}: ...", f"def f{new}: ...")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(x: T) -> T", "(x: _T) -> _T"),
        ("(x: T) -> T", "[V](x: V) -> V"),
        ("[V: Node](x: V) -> V", "(x: N) -> N"),
        ("[V: (int, str)](x: V) -> V", "(x: C) -> C"),
        ("[V: int = bool](x: V) -> V", "[V: int](x: V) -> V"),
        ("(x: T, y: U) -> dict[T, U]", "(x: U, y: T) -> dict[U, T]"),
        ("(*args: *Ts) -> tuple[*Ts]", "[*As](*args: *As) -> Tuple[Unpack[As]]"),
        ("(f: Callable[P, R]) -> Callable[P, R]", "[**A, B](f: Callable[A, B]) -> Callable[A, B]"),
        ("(f: Callable[Concatenate[int, P], R]) -> Callable[P, R]", "(f: Callable[Concatenate[int, Q], T]) -> Callable[Q, T]"),
        ("(x: AnyStr) -> AnyStr", "[S: (str, bytes)](x: S) -> S"),
    ],
)
def test_names_of_variables_say_nothing(old: str, new: str) -> None:
    for before, after in ((old, new), (new, old)):
        assert told({"pkg/__init__.py": f"{HEAD}def f{before}: ..."}, {"pkg/__init__.py": f"{HEAD}def f{after}: ..."}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(x: Node) -> Node", "(x: N) -> N"),
        ("(x: N) -> int", "(x: Node) -> int"),
        ("(x: L) -> L", "(x: N) -> N"),
        ("(x: C) -> C", "(x: D) -> D"),
        ("(x: T) -> int", "(x: object) -> int"),
        ("(x: T) -> int", "(x: Any) -> int"),
        ("(x: C) -> None", "(x: int | str) -> None"),
        ("(x: list[T]) -> T", "(x: Sequence[T]) -> T"),
        ("(x: T | None) -> T", "(x: T) -> T"),
        ("(f: Callable[[int], R]) -> R", "(f: Callable[P, R]) -> R"),
        ("(f: Callable[..., R]) -> R", "(f: Callable[P, R]) -> R"),
        ("(x: int) -> int", "(x: T) -> T"),
    ],
)
def test_more_is_taken(old: str, new: str) -> None:
    assert of_functions(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("(x: N) -> None", "(x: L) -> None", "x"),
        ("(x: Node) -> None", "(x: L) -> None", "x"),
        ("(x: T) -> None", "(x: N) -> None", "x"),
        ("(x: T) -> T", "(x: int) -> int", "x"),
        ("(x: D) -> D", "(x: C) -> C", "x"),
        ("(x: T) -> T", "(x: C) -> C", "x"),
        ("(x: list[T]) -> None", "(x: list[int]) -> None", "x"),
        ("(x: T) -> T", "(x: T) -> T | None", "return"),
        ("(x: T) -> T", "(x: T) -> list[T]", "return"),
        ("(x: T) -> T", "(x: object) -> object", "return"),
        ("(x: C) -> C", "(x: C) -> str", "return"),
        ("(x: T, y: U) -> T", "(x: T, y: U) -> U", "return"),
        ("(f: Callable[P, R]) -> R", "(f: Callable[[int], R]) -> R", "f"),
        ("(f: Callable[P, R]) -> R", "(f: Callable[Concatenate[int, P], R]) -> R", "f"),
        ("(f: Callable[P, R]) -> Callable[P, R]", "(f: Callable[P, R]) -> Callable[P, Awaitable[R]]", "return"),
    ],
)
def test_less_is_taken_or_more_is_given(old: str, new: str, what: str) -> None:
    assert of_functions(old, new) == [what]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(x: int | str) -> None", "(x: C) -> None"),  # a value of both types is refused, one of either is not
        ("(x: T, y: T) -> T", "(x: T, y: U) -> T | U"),  # one call may mean the same by both
        ("(x: T, y: U) -> T", "(x: T, y: T) -> T"),
        ("() -> Callable[[T], T]", "() -> Callable[[U], U]"),
        ("() -> T", "() -> U"),
        ("(x: N) -> N", "(x: Node) -> Node"),  # none but heirs of Node see it
        ("(f: Callable[[T], int]) -> int", "(f: Callable[[T], int]) -> T"),
        ("(x: T) -> T", "(x: Any) -> Any"),
        ("(*args: *Ts) -> tuple[*Ts]", "(*args: *Ts) -> tuple[int, *Ts]"),
        ("(x: T) -> list[T]", "(x: Foreign) -> list[Foreign]"),
    ],
)
def test_what_is_not_settled_is_not_told(old: str, new: str) -> None:
    assert of_functions(old, new) == []


# --- classes


def test_variables_of_a_class_are_known_by_their_place() -> None:
    old = "class Box(Generic[T, U]):\n    item: T\n    def get(self) -> T: ...\n    def put(self, x: U) -> None: ...\n"
    assert breaks(old, old.replace("T", "R")) == []
    assert breaks(old, "class Box[A, B]:\n    item: A\n    def get(self) -> A: ...\n    def put(self, x: B) -> None: ...\n") == []
    assert breaks(old, old.replace("-> T", "-> U").replace("x: U", "x: int").replace("item: T", "item: T | None")) == ["attribute", "return", "x"]


def test_a_class_with_other_parameters_is_not_settled() -> None:
    old = "class Box(Generic[T, U]):\n    def get(self) -> T: ...\n"
    new = "class Box(Generic[T]):\n    def get(self) -> T: ...\n    def a(self): ...\n"
    assert breaks(old, new) == []
    assert breaks(old.replace("-> T", "-> int"), new) == []


def test_who_makes_an_object_chooses_the_parameters_of_its_class() -> None:
    for method in ("def __init__(self, x: {}): ...", "@classmethod\n    def of(cls, x: {}) -> int: ..."):
        text = "class Box(Generic[T]):\n    " + method
        assert breaks(text.format("int"), text.format("T")) == []
        assert breaks(text.format("T"), text.format("int")) == ["x"]


def test_a_receiver_with_a_type_of_its_own_settles_nothing() -> None:
    text = "class Box(Generic[T]):\n    def put(self: Box[int], x: {}) -> None: ..."
    assert breaks(text.format("int"), text.format("T")) == []


def test_inherited_members_are_seen_through_the_heir() -> None:
    text = "class _Base(Generic[T]):\n    def get(self) -> {}: ...\nclass Names(_Base[{}]): ..."
    assert breaks(text.format("T", "int"), text.format("int", "int")) == []
    assert breaks(text.format("T", "int"), text.format("str", "int")) == ["return"]
    own = "class Names:\n    def get(self) -> int: ..."
    assert breaks(own, text.format("T", "int")) == []
    assert breaks(own, text.format("T", "str")) == ["return"]
    assert breaks(own, text.format("T", "Foreign")) == []


def test_what_stands_above_a_generic_class_has_its_types() -> None:
    head = "class Listing(List[T]): ...\nclass Names(Listing[str]): ...\n"
    text = head + "def f() -> {}: ..."
    assert breaks(text.format("Sequence[str]"), text.format("Names")) == []
    assert breaks(text.format("Sequence[int]"), text.format("Names")) == ["return"]
    assert breaks(text.format("Sequence[int]"), text.format("Listing")) == []


def test_variance_of_classes_of_the_package() -> None:
    box = "A = TypeVar('A'{})\nclass Box(Generic[A]): ...\ndef f() -> Box[{}]: ...\ndef g(x: Box[{}]): ..."
    wider, narrower = box.format(", covariant=True", "Leaf", "Leaf"), box.format(", covariant=True", "Node", "Node")
    assert breaks(wider, narrower) == ["return"]
    assert breaks(narrower, wider) == ["x"]
    contra = ", contravariant=True"
    assert breaks(box.format(contra, "Leaf", "Leaf"), box.format(contra, "Node", "Node")) == ["x"]
    assert breaks(box.format("", "int", "int"), box.format("", "str", "str")) == ["return", "x"]


# --- Self


def test_the_old_spelling_of_self() -> None:
    for old, new in (
        ("def m(self: T) -> T: ...", "def m(self) -> Self: ..."),
        ("def m(self: N) -> list[N]: ...", "def m(self) -> List[Self]: ..."),
        ("@classmethod\n    def m(cls: type[T]) -> T: ...", "@classmethod\n    def m(cls) -> Self: ..."),
        ("@classmethod\n    def m(cls: Type[N]) -> N: ...", "@classmethod\n    def m[X](cls: type[X]) -> X: ..."),
    ):
        for before, after in ((old, new), (new, old)):
            texts = [f"{HEAD}class K(Node):\n    {text}" for text in (before, after)]
            assert told({"pkg/__init__.py": texts[0]}, {"pkg/__init__.py": texts[1]}) == []


def test_self_is_the_class_through_which_it_is_reached() -> None:
    own, above = "class K:\n    def m(self) -> {}: ...", "class _Base:\n    def m(self) -> {}: ...\nclass K(_Base): ..."
    assert breaks(own.format("K"), above.format("Self")) == []
    assert breaks(own.format("Self"), above.format("Self")) == []
    assert breaks(own.format("int"), above.format("Self")) == ["return"]
    assert breaks(own.format("Self"), own.format("K")) == []  # who derives from it would notice
    assert breaks(own.format("Self"), own.format("Optional[Self]")) == ["return"]


# --- aliases


def test_generic_aliases_are_filled() -> None:
    text = "Tree = Union[T, List[T], Dict[str, U]]\nCall = Callable[P, R]\ndef f(x: {}): ..."
    for same in (("Tree[int, str]", "Dict[str, str] | int | list[int]"), ("Tree", "Tree[Any, Any]"), ("Call[[int], str]", "Callable[[int], str]")):
        assert breaks(text.format(same[0]), text.format(same[1])) == []
    assert breaks(text.format("Tree[int, str]"), text.format("Tree[bytes, str]")) == ["x"]
    assert breaks(text.format("Tree[int, str]"), text.format("Tree[int]")) == []


# --- as they are declared


def read(text: str) -> Type:
    return Named(text)


def test_type_parameters_are_read() -> None:
    assert [bare(text) for text in ("T", "*Ts", "**P", "T: int = bool", "T = int")] == ["T", "Ts", "P", "T", "T"]
    assert written("T", read).bound == OBJECT
    assert written("T: dict[str, int] = dict[str, int]", read).bound == Named("dict[str, int]")
    assert written("T: (int, str) = int", read).constraints == (Named("int"), Named("str"))
