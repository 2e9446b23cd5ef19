"""A type checker as judge: what modiff refuses mypy refuses, and what modiff lets pass mypy lets pass, over seeded random types and signatures.

Where modiff says that it is not settled, mypy may say what it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from mypy import api

from modiff import link, reading
from modiff.compare.pairing import pair
from modiff.compare.types.places import Place
from modiff.compare.types.relation import answered, fits
from modiff.compare.types.scene import Scene
from modiff.compare.types.shared import Shared
from modiff.compare.types.solving import every
from modiff.graph import Graph
from modiff.model.facts import Function
from modiff.model.items import Item
from modiff.model.policy import Policy
from modiff.sources.memory import release_of

WORLD = """
from __future__ import annotations
import enum
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from typing import Any, Concatenate, Dict, Generic, List, Literal, NewType, Optional, ParamSpec, Protocol, Tuple, Type, TypeVar, Union, AnyStr
from typing import Final, TypeAlias, TypedDict

class Node: ...
class Leaf(Node): ...
class Twig(Node): ...
class Other: ...
class Color(enum.Enum):
    RED = 1
    BLUE = 2
class Reads(Protocol):
    def read(self) -> str: ...
class File:
    def read(self) -> str: return ""
class Options(TypedDict):
    a: int
User = NewType("User", int)
T = TypeVar("T")
U = TypeVar("U")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
N = TypeVar("N", bound=Node)
L = TypeVar("L", bound="Leaf")
S = TypeVar("S", bound=Sequence[int])
C = TypeVar("C", int, str)
D = TypeVar("D", int, str, bytes)
P = ParamSpec("P")
Q = ParamSpec("Q")
class Box(Generic[T]):
    item: T
class Gives(Generic[T_co]): ...
class Takes(Generic[T_contra]): ...
class Pair(Generic[T, U]):
    first: T
    second: U
class IntBox(Box[int]): ...
class Swapped(Pair[U, T]): ...
class Names(List[str]): ...
class Listing(Sequence[T]): ...
Maybe: TypeAlias = Optional[T]
Table = Dict[str, List[T]]
Both = Union[T, List[U]]
Plain = Union[int, str]
"""

INFERRED = """
class Out[I]:
    def __init__(self, x: I) -> None: self._x = x
    def get(self) -> Sequence[I]: ...
    def again(self) -> "Out[I]": ...
class In[I]:
    def put(self, x: I, *more: I) -> None: ...
    def pipe(self) -> Callable[[I], None]: ...
class Slot[I]:
    item: I
class Prop[I]:
    @property
    def it(self) -> I: ...
    @property
    def all(self) -> list[I]: ...
class Ends[I, J]:
    last: Final[I]
    def join(self, other: "Ends[J, I]") -> J: ...
class Deep[I, J](Out[I]):
    def take(self, by: Callable[[I], J]) -> None: ...
"""
"""Python 3.11 and its mypy know no PEP 695: mypy reads `DECLARED` instead, which says what is to be inferred."""

DECLARED = """
class Out(Generic[T_co]):
    def get(self) -> Sequence[T_co]: raise NotImplementedError
class In(Generic[T_contra]):
    def put(self, x: T_contra) -> None: ...
class Slot(Generic[T]): ...
class Prop(Generic[T]): ...
class Ends(Generic[T, U]): ...
class Deep(Out[T_co], Generic[T_co, T_contra]): ...
"""

_ATOMS = (
    "int", "str", "bool", "float", "bytes", "None", "object", "Any", "Node", "Leaf", "Twig", "Other", "Color", "Reads", "File", "User", "Options",
    "IntBox", "Names", "Plain", "Literal['a']", "Literal['a', 'b']", "Literal[1]", "Literal[True, False]", "Literal[Color.RED]",
    "Literal[Color.RED, Color.BLUE]", "complex", "type[Node]", "Type[Leaf]", "'Leaf'", "List['Node']", "tuple[()]",
)  # fmt: skip
_OF_ONE = (
    "list[{}]", "List[{}]", "Sequence[{}]", "Iterable[{}]", "frozenset[{}]", "Box[{}]", "Gives[{}]", "Takes[{}]", "Listing[{}]", "Optional[{}]",
    "Out[{}]", "In[{}]", "Slot[{}]", "Prop[{}]",
    "tuple[{}, ...]", "Maybe[{}]", "Table[{}]", "Callable[[], {}]", "Callable[..., {}]", "MutableSequence[{}]", "Awaitable[{}]",
)  # fmt: skip
_OF_TWO = (
    "dict[{}, {}]", "Mapping[{}, {}]", "Union[{}, {}]", "{} | {}", "tuple[{}, {}]", "Pair[{}, {}]", "Swapped[{}, {}]", "Ends[{}, {}]",
    "Deep[{}, {}]", "Callable[[{}], {}]", "Both[{}, {}]"
)  # fmt: skip
_VARIABLES = ("T", "T", "U", "N", "L", "C", "D", "AnyStr", "S")


class Types:
    """Texts of random types; `variables` are more atoms, taken more often."""

    def __init__(self, seed: int, variables: tuple[str, ...] = ()) -> None:
        self._random, self._variables = Random(seed), variables
        self._atoms = [atom for atom in _ATOMS if atom != "Any" or not variables]
        """To solve a variable, mypy takes Any for whatever suits it."""

    def any(self, depth: int = 2) -> str:
        roll = self._random.random()
        if depth == 0 or roll < 0.35:
            return self._random.choice(self._variables if self._variables and self._random.random() < 0.6 else self._atoms)
        if roll < 0.7:
            return self._random.choice(_OF_ONE).format(self.any(depth - 1))
        return self._random.choice(_OF_TWO).format(self.any(depth - 1), self.any(depth - 1))

    def like(self, text: str) -> str:
        """A neighbour: one word of it is another, or it stands in something, or it is anything."""
        roll = self._random.random()
        if roll < 0.25:
            return self._random.choice((*_OF_ONE[:3], "Optional[{}]", "{} | int", "Union[None, {}]")).format(text)
        words = [word for word in re.findall(r"(?<![\w'.])[A-Za-z]\w*(?![\w'.])", text) if word in (*_ATOMS, *_VARIABLES)]
        if words and roll < 0.8:
            other = self._random.choice(self._variables if self._variables and self._random.random() < 0.5 else self._atoms[:16])
            return re.sub(rf"(?<![\w'.]){self._random.choice(words)}(?![\w'.])", other, text, count=self._random.choice((0, 1)))
        return self.any()


def scene_of(*texts: str) -> tuple[Scene, Graph, Graph]:
    """Two versions of a module; of one text both are the same."""
    releases = [release_of({"pkg/__init__.py": text}) for text in texts]
    old, new = (Graph(link.view(release, reading.read(release))) for release in (releases[0], releases[-1]))
    return Scene(old, new, pair(old, new, Policy().surface)), old, new


def found(graph: Graph, path: str) -> Item:
    item = graph.view.at(path)
    assert isinstance(item, Item)
    return item


def refused_lines(text: str, path: Path) -> dict[int, str]:
    """What mypy objects to, by line."""
    file = path / "judged.py"
    file.write_text(text)
    options = ["--cache-dir", str(path / "cache"), "--no-error-summary", "--hide-error-context", "--python-version", "3.12"]
    said, error, _ = api.run([str(file), *options])
    assert not error
    lines: dict[int, str] = {}
    for line in said.splitlines():
        found = re.match(r".*?judged\.py:(\d+): error: (.*)", line)
        if found is not None:
            lines.setdefault(int(found[1]), found[2])
    return lines


def disputed_types(seed: int, count: int, path: Path) -> tuple[list[str], int]:
    """Pairs of types on which modiff and mypy contradict each other; how many modiff settled."""
    types = Types(seed)
    pairs = [(one, types.like(one) if index % 3 else types.any()) for index, one in enumerate(types.any() for _ in range(count))]
    text, lines = WORLD + DECLARED, []
    for index, (one, place) in enumerate(pairs):
        text += f"def f{index}(given: {one}) -> None:\n    there: {place} = given\n"
        lines.append(text.count("\n"))
    refused = refused_lines(text, path)
    assert [said for line, said in refused.items() if line not in lines or "Incompatible types in assignment" not in said] == []
    scene, graph, _ = scene_of(WORLD + INFERRED + "def here(): ...\n")
    here = found(graph, "pkg.here")
    out, settled = [], 0
    for (one, place), line in zip(pairs, lines, strict=True):
        answer = fits(scene.old_type(one, here), scene.new_type(place, here), scene.classes)
        settled += answer is not None
        if answer is not None and answer is (line in refused):
            out.append(f"{one} -> {place}: modiff {answer}, mypy {refused.get(line)}")
    return out, settled


def signatures(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Pairs of signatures with type variables in them."""
    types, random = Types(seed, _VARIABLES), Random(seed + 1)
    for _ in range(count):
        old = [types.any(random.choice((0, 1, 2))) for _ in range(random.choice((1, 1, 2)))]
        result = random.choice((*old, types.any(1), "int"))
        new = [types.like(one) if random.random() < 0.6 else one for one in old]
        after = types.like(result) if random.random() < 0.5 else result
        yield _written(old, result), _written(new, after)


def _written(parameters: list[str], result: str) -> str:
    return "(" + ", ".join(f"{name}: {text}" for name, text in zip("xy", parameters, strict=False)) + f") -> {result}"


def disputed_signatures(seed: int, count: int, path: Path) -> tuple[list[str], int]:
    """Pairs of signatures on which modiff and mypy contradict each other; how many modiff settled."""
    pairs = list(signatures(seed, count))
    text, lines, defined = WORLD + DECLARED, [], WORLD + INFERRED
    for index, (old, new) in enumerate(pairs):
        for side, signature in (("old", old), ("new", new)):
            text += f"class {side}_{index}(Protocol):\n    def __call__(self, {signature[1:]}: ...\n"
            text += f"def {side}{index}{signature}: raise NotImplementedError\n{side}_is_{index}: {side}_{index} = {side}{index}\n"
        text += f"there{index}: old_{index} = new{index}\n"
        lines.append(text.count("\n"))
        defined += f"def old{index}{old}: ...\ndef new{index}{new}: ...\n"
    refused = refused_lines(text, path)
    scene, graph, _ = scene_of(defined)
    out, settled = [], 0
    for index, ((old, new), line) in enumerate(zip(pairs, lines, strict=True)):
        if any(above in refused for above in range(line - 8, line)):
            continue  # mypy finds no sense in one of them, or does not find it equal to itself
        answer = may_replace(found(graph, f"pkg.old{index}"), found(graph, f"pkg.new{index}"), scene)
        settled += answer is not None
        if answer is not None and answer is (line in refused) and not (answer and _is_beyond_mypy(new)):
            out.append(f"{old} => {new}: modiff {answer}, mypy {refused.get(line)}")
    return out, settled


def _is_beyond_mypy(signature: str) -> bool:
    """Is a variable in a union, which mypy solves for calls, and seldom for whole signatures?"""
    return re.search(r"\||Union|Optional|Maybe|Both", signature.partition(") ->")[0]) is not None


def disputed_methods(seed: int, count: int, path: Path) -> tuple[list[str], int]:
    """The same for methods of a class whose parameters are `T` and `U`."""
    pairs = list(signatures(seed, count))
    text, lines, sides = WORLD + DECLARED, [], [WORLD + INFERRED, WORLD + INFERRED]
    for index, each in enumerate(pairs):
        for side, signature in enumerate(each):
            text += f"class Side{side}_{index}(Protocol[T, U]):\n    def m(self, {signature[1:]}: ...\n"
            sides[side] += f"class C{index}(Generic[T, U]):\n    def m(self, {signature[1:]}: ...\n"
            text += f"def self{side}_{index}(given: Side{side}_{index}[T, U]) -> None:\n    there: Side{side}_{index}[T, U] = given\n"
        text += f"def other{index}(given: Side1_{index}[T, U]) -> None:\n    there: Side0_{index}[T, U] = given\n"
        lines.append(text.count("\n"))
    refused = {line: said for line, said in refused_lines(text, path).items() if not said.startswith("Invariant type variable")}
    scene, before, after = scene_of(*sides)
    out, settled = [], 0
    for index, ((old, new), line) in enumerate(zip(pairs, lines, strict=True)):
        if any(above in refused for above in range(line - 9, line)):
            continue
        answer = may_replace(found(before, f"pkg.C{index}.m"), found(after, f"pkg.C{index}.m"), scene)
        settled += answer is not None
        if answer is not None and answer is (line in refused) and not (answer and _is_beyond_mypy(new)):
            out.append(f"{old} => {new}: modiff {answer}, mypy {refused.get(line)}")
    return out, settled


def may_replace(old: Item, new: Item, scene: Scene) -> bool | None:
    """May the new function stand for the old one, by its parameters and its result?"""
    was, now = old.definition, new.definition
    assert isinstance(was, Function)
    assert isinstance(now, Function)
    kept = tuple(zip(was.parameters, now.parameters, strict=True))
    kept = kept[1:] if old.owner is not None else kept
    shared = Shared(Place(("pkg.f",), old, new, True), scene, kept, tuple(zip(*kept, strict=True)))  # type: ignore[arg-type]
    types = [(scene.old_type(a.annotation or "", old), scene.new_type(b.annotation or "", new)) for a, b in kept]
    result = scene.old_type(was.returns or "", old), scene.new_type(now.returns or "", new)
    return every(
        [
            *(answered(shared.of_parameter(a, b), scene.classes).old_fits_new for a, b in types),
            answered(shared.of_result(*result), scene.classes).new_fits_old,
        ]
    )


def test_mypy_judges_alike(tmp_path: Path) -> None:
    for disputed, count in ((disputed_types, 500), (disputed_signatures, 200), (disputed_methods, 200)):
        contradictions, settled = disputed(1, count, tmp_path)
        assert contradictions == []
        assert settled > count // 2
