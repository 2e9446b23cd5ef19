"""Types of small worlds compared: names are followed where they stand, and nothing is said of what cannot be settled."""

from __future__ import annotations

import pytest

from modiff import link, reading
from modiff.compare import compare
from modiff.graph import Graph
from modiff.model.changes import Change, TypeChanged, TypingChanged
from modiff.model.findings import Certainty
from modiff.model.policy import Policy
from modiff.sources.memory import release_of


def told(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    """Every change of types; files by path."""
    graphs: list[Graph] = []
    for files in (old, new):
        release = release_of(files)
        graphs.append(Graph(link.view(release, reading.read(release))))
    return [c for c in compare(graphs[0], graphs[1], Policy()).changes if isinstance(c, TypeChanged | TypingChanged)]


def of_one_module(old: str, new: str) -> list[tuple[str, str]]:
    """(path, relation or event) for each change of types in one module."""
    found = told({"pkg/__init__.py": old}, {"pkg/__init__.py": new})
    return [(c.path, c.relation if isinstance(c, TypeChanged) else c.event if isinstance(c, TypingChanged) else "") for c in found]


IMPORTS = """from typing import Annotated, Any, Callable, Dict, List, Literal, Optional, Sequence, Text, Tuple, Type, TypeVar, Union
import typing as t
import collections.abc as cabc
class Node: ...
class Leaf(Node): ...
T = TypeVar("T")
U = TypeVar("U")
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Optional[int]", "int | None"),
        ("Union[int, str]", "str | int"),
        ("List[Node]", "list[Node]"),
        ("t.Dict[str, int]", "dict[str, int]"),
        ("'Node'", "Node"),
        ("Text", "str"),
        ("Sequence[int]", "cabc.Sequence[int]"),
        ("Callable[[int], str]", "cabc.Callable[[int], str]"),
        ("Type[Node]", "type[Node]"),
        ("Annotated[int, 5]", "int"),
        ("Tuple[int, ...]", "tuple[int, ...]"),
        ("Literal['a', 'b']", "Literal['b'] | Literal['a']"),
        ("T", "U"),
        ("Union[int, Union[str, None]]", "Optional[Union[str, int]]"),
    ],
)
def test_another_spelling_is_the_same(old: str, new: str) -> None:
    for text in ("def f(x: {}) -> {}: ...", "class C:\n    x: {}\n    def f(self) -> {}: ..."):
        assert of_one_module(IMPORTS + text.format(old, old), IMPORTS + text.format(new, new)) == []


@pytest.mark.parametrize("stranger", ["Any", "numpy.ndarray", "Missing", "T", "Foreign", "compute()", "Optional[Foreign]"])
def test_of_what_is_not_settled_nothing_is_said(stranger: str) -> None:
    head = IMPORTS + "import numpy\nfrom elsewhere import Foreign\n"
    for old, new in ((stranger, "int"), (stranger, "Other"), ("Other", stranger), (stranger, "Any")):
        texts = [f"{head}from elsewhere import Other\ndef f(x: {t}) -> {t}: ..." for t in (old, new)]
        found = told({"pkg/__init__.py": texts[0]}, {"pkg/__init__.py": texts[1]})
        assert not [c for c in found if isinstance(c, TypeChanged) and c.relation not in ("unknown", "wider", "narrower")]


def test_a_class_that_moved_is_the_same_type() -> None:
    old = {"pkg/__init__.py": "from pkg.a import Node as Node\ndef f(x: Node) -> Node: ...", "pkg/a.py": "class Node: ..."}
    new = {"pkg/__init__.py": "from pkg import b\nfrom pkg.b import Node as Node\ndef f(x: b.Node) -> 'Node': ...", "pkg/b.py": "class Node: ..."}
    assert told(old, new) == []


def test_a_private_class_under_a_new_name_is_not_settled() -> None:
    assert of_one_module("class _A: ...\ndef f() -> _A: ...", "class _B: ...\ndef f() -> _B: ...") == []


def test_a_new_class_between_is_wider_for_results() -> None:
    old, new = "class Leaf: ...\ndef f() -> Leaf: ...", "class Node: ...\nclass Leaf(Node): ...\ndef f() -> Node: ..."
    assert of_one_module(old, new) == [("pkg.f", "wider")]


def test_names_under_type_checking_are_followed() -> None:
    head = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg.a import Node, Leaf\n"
    both = {"pkg/a.py": "class Node: ...\nclass Leaf(Node): ..."}
    found = told({"pkg/__init__.py": head + "def f() -> Leaf: ...", **both}, {"pkg/__init__.py": head + "def f() -> Node: ...", **both})
    assert [(c.path, c.relation) for c in found if isinstance(c, TypeChanged)] == [("pkg.f", "wider")]


def test_types_come_from_the_stub_and_existence_from_the_source() -> None:
    source = {"pkg/__init__.py": "def f(x): return x\ndef g(x): return x\n"}
    old, new = (
        {**source, "pkg/__init__.pyi": "def f(x: int) -> int: ..."},
        {**source, "pkg/__init__.pyi": "def f(x: str) -> int: ...\ndef h() -> int: ..."},
    )
    found = told(old, new)
    assert [(c.path, c.part, c.relation, c.typed) for c in found if isinstance(c, TypeChanged)] == [("pkg.f", "x", "other", True)]


def test_a_private_alias_is_told_once() -> None:
    def world(definition: str, pad: str) -> dict[str, str]:
        return {
            "pkg/_types.py": f"from typing import Union\nKey = {definition}\n",
            "pkg/__init__.py": "",
            "pkg/mod.py": f"from pkg._types import Key\n{pad}\ndef f(key: Key) -> None: ...\ndef g(key: Key, n: int) -> None: ...\n",
        }

    found = told(world("Union[int, str]", ""), world("Union[int, None]", "x = 1"))
    assert [(c.path, c.part, c.via, c.others) for c in found if isinstance(c, TypeChanged)] == [("pkg.mod.f", "key", "pkg._types.Key", 1)]


def test_a_public_alias_is_told_of_itself() -> None:
    text = "from typing import Union\nKey = {}\ndef f(key: Key) -> Key: ...\n"
    assert of_one_module(text.format("Union[int, str]"), text.format("Union[int, bytes]")) == [("pkg.Key", "alias-changed")]


def test_recursive_aliases_end() -> None:
    text = "from typing import Union\nTree = Union[int, 'list[Tree]']\ndef f(x: Tree) -> {}: ..."
    assert of_one_module(text.format("int"), text.format("str")) == [("pkg.f", "other")]


def test_marks_for_not_given_are_none_of_the_callers_types() -> None:
    head = "class _NoDefault: ...\nno = _NoDefault()\n"
    assert of_one_module(head + "def f(x: int | _NoDefault = no): ...", head + "def f(x: int = 1): ...") == []


def test_an_implicit_none_is_taken() -> None:
    assert of_one_module("from typing import Optional\ndef f(x: Optional[int] = None): ...", "def f(x: int = None): ...") == []


def test_a_context_manager_gives_what_its_generator_yields() -> None:
    head = "from contextlib import contextmanager\nfrom typing import Generator, Iterator\n@contextmanager\n"
    assert of_one_module(head + "def f() -> Generator[int, None, None]: yield 1", head + "def f() -> Iterator[int]: yield 1") == []


def test_a_method_named_like_a_type_is_not_that_type() -> None:
    text = "class C:\n    def list(self): ...\n    def f(self) -> {}: ..."
    assert of_one_module(text.format("list[int]"), text.format("list[str]")) == [("pkg.C.f", "other")]


def test_overloads_split_and_merged_are_no_loss() -> None:
    head = "from typing import overload\n"
    split = "@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\ndef f(x): return x\n"
    merged = "@overload\ndef f(x: int | str) -> int | str: ...\n@overload\ndef f(x: None) -> None: ...\ndef f(x): return x\n"
    assert of_one_module(head + split, head + merged) == []
    assert of_one_module(head + merged, head + split) == [("pkg.f", "overload-removed")]
    assert of_one_module(head + split, "def f(x: int | str) -> int | str: return x\n") == []
    assert of_one_module(head + split, "def f(x: int) -> int: return x\n") == [("pkg.f", "overload-removed")]


def test_type_parameters_are_variables() -> None:
    assert of_one_module("def f[T](x: T) -> T: ...", "def f[U](x: U) -> U: ...") == []
    assert of_one_module("class C[T]:\n    def f(self) -> T: ...", "class C[V]:\n    def f(self) -> V: ...") == []


@pytest.mark.parametrize("text", ["int |", "(((", "lambda: x", "[1, 2]", "x" * 5000, "'unclosed", "Literal[*a]", "a.b[c][d]", "f(x)", "1", "..."])
def test_odd_annotations_do_no_harm(text: str) -> None:
    assert [r for _, r in of_one_module("def f() -> int: ...", f"def f() -> {text}: ...") if r != "unknown"] == []


def test_what_only_writers_into_containers_notice_is_possible() -> None:
    text = IMPORTS + "def f(x: List[{}]) -> List[{}]: ..."
    found = told({"pkg/__init__.py": text.format("Leaf", "Node")}, {"pkg/__init__.py": text.format("Node", "Leaf")})
    assert sorted((c.of, c.relation, c.certainty) for c in found if isinstance(c, TypeChanged)) == [
        ("parameter", "other", Certainty.possible),
        ("return", "other", Certainty.possible),
    ]
    found = told({"pkg/__init__.py": text.format("Node", "Leaf")}, {"pkg/__init__.py": text.format("Leaf", "Node")})
    assert {c.certainty for c in found} == {Certainty.certain}


def test_imports_for_annotations_are_no_names_of_a_package() -> None:
    old = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pkg.a import A\n    from pkg.a import B as B\n"
    a = {"pkg/a.py": "class A: ...\nclass B: ..."}
    assert [c.path for c in told({"pkg/__init__.py": old, **a}, {"pkg/__init__.py": "", **a})] == ["pkg.B"]


CONFIGS = {"pkg/v1.py": "class Config:\n    def a(self): ...\n", "pkg/v2.py": "class Config:\n    def b(self): ...\n", "pkg/__init__.py": ""}
USE = "from pkg.{} import Config\ndef f(x: Config) -> list[Config]: ...\nclass K:\n    c: Config\n    def m(self) -> Config: ...\n"


def test_the_same_words_for_another_class() -> None:
    found = told({**CONFIGS, "pkg/use.py": USE.format("v1")}, {**CONFIGS, "pkg/use.py": USE.format("v2")})
    said = [(c.path, c.before, c.after) for c in found if isinstance(c, TypeChanged)]
    assert ("pkg.use.K.m", "pkg.v1.Config", "pkg.v2.Config") in said
    assert ("pkg.use.f", "list[pkg.v1.Config]", "list[pkg.v2.Config]") in said
    assert {path for path, _, _ in said} == {"pkg.use.f", "pkg.use.K.c", "pkg.use.K.m"}


def test_the_same_words_for_a_class_that_moved() -> None:
    moved = {"pkg/v2.py": CONFIGS["pkg/v1.py"], "pkg/v1.py": "from pkg.v2 import Config\n", "pkg/__init__.py": ""}
    old = {"pkg/v1.py": CONFIGS["pkg/v1.py"], "pkg/__init__.py": ""}
    assert told({**old, "pkg/use.py": USE.format("v1")}, {**moved, "pkg/use.py": USE.format("v2")}) == []
    assert told({**old, "pkg/use.py": USE.format("v1")}, {**moved, "pkg/use.py": USE.format("v1")}) == []


def test_a_name_of_another_distribution_may_stand_for_any_type() -> None:
    head = "from typing import Literal, Callable\nfrom other import Name\n"
    for written in ("Literal['a', 'b']", "tuple[int, str]", "Callable[[int], str]"):
        assert of_one_module(head + f"x: {written}", head + "x: Name") == []
        assert of_one_module(head + "def f(x: Name): ...", head + f"def f(x: {written}): ...") == []


def test_new_types_pass_for_what_they_are_made_of() -> None:
    head = "from typing import NewType\nUser = NewType('User', int)\nOrder = NewType('Order', int)\n"
    assert of_one_module(head + "def f(x: int): ...", head + "def f(x: User): ...") == [("pkg.f", "narrower")]
    assert of_one_module(head + "def f(x: User): ...", head + "def f(x: int): ...") == [("pkg.f", "wider")]
    assert of_one_module(head + "def f(x: User): ...", head + "def f(x: Order): ...") == []  # it may have been renamed
    assert of_one_module(head + "def f() -> User: ...", head + "def f() -> str: ...") == [("pkg.f", "other")]


def test_protocols_of_the_package_ask_for_their_members() -> None:
    head = "from typing import Protocol\nclass Reads(Protocol):\n    def read(self) -> str: ...\nclass File:\n    def read(self) -> str: ...\n"
    head += "class Door: ...\nclass Loose:\n    def __getattr__(self, name): ...\n"
    text = head + "def f(x: {}): ..."

    def taken(given: str) -> bool | None:
        found = told({"pkg/__init__.py": text.format(given)}, {"pkg/__init__.py": text.format("Reads")})
        return found[0].old_fits_new if found and isinstance(found[0], TypeChanged) else None

    assert taken("Door") is taken("int") is False
    assert taken("File") is taken("Loose") is None


def test_texts_bytes_and_what_can_be_hashed() -> None:
    head = "from typing import ByteString, Hashable, List, Literal, LiteralString, Union\n"
    text = head + "def f(x: {}): ..."
    for old, new in (
        ("ByteString", "Union[bytes, bytearray, memoryview]"), ("str", "Hashable"), ("None", "Hashable"), ("bytes", "ByteString"),
        ("str", "LiteralString"), ("Literal['a']", "LiteralString"), ("LiteralString", "str"),
    ):  # fmt: skip
        assert [r for _, r in of_one_module(text.format(old), text.format(new)) if r not in ("wider", "unknown")] == [], (old, new)
    assert of_one_module(text.format("List[int]"), text.format("Hashable")) == [("pkg.f", "other")]


UNPACKED = """
from __future__ import annotations
from typing import NotRequired, TypedDict, Unpack
class {name}(TypedDict{total}):
    a: int
    {key}
def f(**options: Unpack[{name}]) -> None: ...
def other(**options: 'Unpack[{name}]') -> None: ...
"""


def unpacked(name: str, old: str, new: str, total: str = ", total=False") -> list[tuple[str, str, str, int]]:
    before, after = (UNPACKED.format(name=name, key=key, total=total) for key in (old, new))
    found = told({"pkg/__init__.py": before}, {"pkg/__init__.py": after})
    return [(c.path, c.event, c.part, c.others) for c in found if isinstance(c, TypingChanged)]


def test_keywords_by_the_keys_of_a_hidden_typed_dict() -> None:
    assert unpacked("_Options", "b: str", "c: str") == [("pkg.f", "key-removed", "b", 1)]
    assert unpacked("_Options", "b: NotRequired[str]", "b: str", "") == [("pkg.f", "key-required", "b", 1)]
    assert unpacked("_Options", "b: str", "b: NotRequired[str]", "") == []


def test_a_typed_dict_that_users_reach_tells_of_itself() -> None:
    assert unpacked("Options", "b: str", "c: str") == [("pkg.Options", "key-removed", "b", 0)]


def of_parameters(old: str, new: str) -> list[tuple[str, str, str, str | None, str | None, int]]:
    head = "from typing import Generic, Sequence, TypeVar\nclass Node: ...\nclass Leaf(Node): ...\n"
    found = told({"pkg/__init__.py": head + old}, {"pkg/__init__.py": head + new})
    return [(c.path, c.event, c.part, c.before, c.after, c.others) for c in found if isinstance(c, TypingChanged)]


def test_type_parameters_that_take_less() -> None:
    text = "_T = TypeVar('_T'{})\nclass Box(Generic[_T]): ...\nclass Bin(Generic[_T]): ...\n"
    assert of_parameters(text.format(""), text.format(", bound='Leaf'")) == [("pkg.Bin", "bound-narrowed", "_T", "any type", "Leaf", 1)]
    assert of_parameters(text.format(", bound=Node"), text.format(", bound=Leaf"))[0][3:5] == ("Node", "Leaf")
    assert of_parameters(text.format(", int, str, bytes"), text.format(", int, str"))[0][3:5] == ("one of int, str, bytes", "one of int, str")
    for wider in ((", bound=Leaf", ", bound=Node"), (", int, str", ", int, str, bytes"), (", bound=Node", ""), ("", ", bound=object")):
        assert of_parameters(text.format(wider[0]), text.format(wider[1])) == []
    assert of_parameters("class Box[T: Node]: ...", "class Box[T: Leaf]: ...") == [("pkg.Box", "bound-narrowed", "T", "Node", "Leaf", 0)]
    assert of_parameters(text.format(", bound='Foreign'"), text.format(", bound='Other'")) == []


def test_variance_that_classes_lose() -> None:
    text = "_T = TypeVar('_T'{})\nclass Box(Generic[_T]): ...\n"
    lost = [("pkg.Box", "variance-changed", "_T", "covariant", "invariant", 0)]
    assert of_parameters(text.format(", covariant=True"), text.format("")) == lost
    assert of_parameters(text.format(""), text.format(", covariant=True")) == []
    public = text.replace("_T", "T")
    assert [c[0] for c in of_parameters(public.format(", covariant=True"), public.format(""))] == ["pkg.T"]


def test_variance_that_is_inferred() -> None:
    gives, takes = "    def get(self) -> Sequence[T]: ...\n", "    def put(self, x: T) -> None: ...\n"
    hides, shows = "    def __init__(self, x: T): self._x = x\n", "    def __init__(self, x: T): self.x = x\n"
    lost = ("pkg.Box", "variance-changed", "T", "covariant", "invariant", 0)
    assert lost in of_parameters("class Box[T]:\n" + gives, "class Box[T]:\n" + gives + takes)
    assert lost in of_parameters("class Box[T]:\n" + hides, "class Box[T]:\n" + gives + "    x: T\n")
    for vague in (shows, "    def copy(self, other: Unread[T]): ...\n"):
        assert of_parameters("class Box[T]:\n" + gives, "class Box[T]:\n" + gives + vague) == []


def test_a_parameter_that_may_be_left_out_loses_no_overload() -> None:
    head = "from typing import Literal, TypeVar, overload\nT = TypeVar('T')\nclass Frame: ...\n"
    end = "@overload\ndef f(x: Frame, **more: object) -> Frame: ...\ndef f(x, **more): return x\n"
    old = head + "@overload\ndef f(x: T, *, strict: Literal[True], eager: bool = ...) -> T: ...\n" + end
    new = head + "@overload\ndef f(x: T, *, strict: Literal[True]) -> T: ...\n" + end
    assert of_one_module(old, new) == []
    assert of_one_module(old, new.replace("x: T,", "x: int,")) == [("pkg.f", "overload-removed")]


def test_one_guard_for_another_is_not_settled() -> None:
    head = "from typing_extensions import TypeGuard, TypeIs\n"
    text = head + "def f(x: object) -> {}: ..."
    guards = ("TypeGuard[int]", "TypeIs[int]"), ("TypeIs[int]", "TypeGuard[int]"), ("bool", "TypeIs[int]"), ("TypeGuard[float]", "TypeGuard[int]")
    for old, new in guards:
        assert [r for _, r in of_one_module(text.format(old), text.format(new)) if r in ("wider", "other")] == []
    assert of_one_module(text.format("TypeGuard[int]"), text.format("TypeGuard[str]")) == [("pkg.f", "other")]
    assert of_one_module(text.format("TypeGuard[int]"), text.format("bool")) == [("pkg.f", "wider")]


def test_a_class_may_be_the_mark_for_not_given() -> None:
    head = "from typing import Type\nclass _Unset: ...\n"
    assert of_one_module(head + "def f(x: int | Type[_Unset] = _Unset): ...", head + "def f(x: int = 1): ...") == []
