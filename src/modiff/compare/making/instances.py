"""Arguments with which a class of the release can be made, chosen by annotation, by name, or by what the constructor does with them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

import msgspec

from modiff.compare.making.sources import Sources
from modiff.compare.making.trial import Trial
from modiff.compare.making.values import Known, Object, Referred, Unfit, Value
from modiff.graph.graph import Graph
from modiff.link import texts
from modiff.link.targets import Outside
from modiff.link.typed import typed
from modiff.link.visibility import is_private_name
from modiff.model.changes import Called, Made
from modiff.model.facts import KEYWORD_ONLY, Parameter
from modiff.model.items import Item

_TRIALS = 40
_NESTED = 2
"""How deep arguments are instances themselves."""
_NAMED = (
    (re.compile(r"(^|_)(host|hostname|server)$"), "localhost"),
    (re.compile(r"(^|_)(url|uri|endpoint|base_url)$"), "http://localhost/"),
    (re.compile(r"(^|_)(path|file|filename|file_name)$"), "file.txt"),
    (re.compile(r"(^|_)name$"), "name"),
)
_PLAIN: dict[str, tuple[object, ...]] = {
    "str": ("text",), "bytes": (b"bytes",), "int": (1,), "float": (1.0,), "bool": (True,), "complex": (1.0,), "object": (None,), "Any": (None,),
    "None": (None,), "dict": ({},), "Dict": ({},), "Mapping": ({},), "MutableMapping": ({},), "list": ([],), "List": ([],), "Sequence": ([],),
    "Iterable": ([],), "Collection": ([],), "tuple": ((),), "Tuple": ((),), "set": (set(),), "Set": (set(),), "AnyStr": ("text",),
}  # fmt: skip
_TRIED: tuple[object, ...] = (None, "text", 1, [], {})
"""For a parameter that says nothing of its type, in this order."""


class Argument(msgspec.Struct, frozen=True):
    """Something to give, as it is written and as a trial knows it."""

    shown: str
    value: Value
    imports: tuple[str, ...] = ()


class Instances:
    """The instances of one version that client code can make."""

    def __init__(self, graph: Graph) -> None:
        self._graph, self._sources = graph, Sources(graph)
        self._known: dict[Item, tuple[Made, Object] | None] = {}

    def with_attribute(self, cls: Item, name: str) -> Made | None:
        """A call that makes an instance which has this attribute for certain; None: none that reading is sure of."""
        found = self._made(cls)
        if found is None:
            return None
        made, instance = found
        return made if name in instance.attributes and name not in instance.doubtful else None

    def of(self, cls: Item) -> Made | None:
        """A call that makes an instance; None: none that reading is sure of."""
        found = self._made(cls)
        return found[0] if found is not None else None

    def class_at(self, path: str) -> Item | None:
        """The class that a path leads to."""
        found = self._graph.at(path)
        return found if isinstance(found, Item) and found.kind == "class" else None

    def called(self, function: Item, cls: Item | None, keyword: str | None = None, *, is_taken: bool = True) -> Called | None:
        """A call of a function, of a method of `cls`, or of a class, that gives a keyword (None: none) and what else must be given; None: none that
        reading is sure of. `is_taken`: does the function itself take it? Else a decorator does, and gives the function another one in its place."""
        signature = self._graph.signature(function)
        if signature is None:
            return None
        made = self._made(cls) if cls is not None and function.binding == "instance" else None
        if cls is not None and function.binding == "instance" and made is None:
            return None
        receiver: list[Value] = [made[1]] if made is not None else [Referred(cls)] if cls is not None and function.binding == "class" else []
        wanted = next((p for p in signature.parameters if p.name == keyword), None)
        required = [p for p in signature.parameters if p.required and p is not wanted]
        given = self._for_keyword(wanted, function.module) if is_taken and keyword is not None else [_plain(None)]
        for value, *arguments in self._choices(required, function.module, 0, given):
            positional, by_name = _split(required, arguments)
            taken = {keyword: value.value} if is_taken and keyword is not None else {}
            if self._works(function, ([*receiver, *positional], {**by_name, **taken})):
                shown = *_shown(required, arguments), *([f"{keyword}={value.shown}"] if keyword is not None else [])
                return Called(shown, _imports((value, *arguments)), made[0] if made is not None else None)
        return None

    def _works(self, function: Item, arguments: tuple[list[Value], dict[str, Value]]) -> bool:
        trial = Trial(self._graph, self._sources)
        try:
            trial.made(function, arguments) if function.kind == "class" else trial.run(function, arguments)
        except Unfit:
            return False
        return True

    def _for_keyword(self, parameter: Parameter | None, module: str) -> list[Argument]:
        """What may be given for a keyword: rather something than None, which often means that nothing is given."""
        default = texts.parsed(parameter.default) if parameter is not None and parameter.default is not None else None
        plain = [default.value] if isinstance(default, ast.Constant) else []
        of_type = list(self._arguments(parameter, module, 0)) if parameter is not None and parameter.annotation is not None else []
        return sorted([*of_type, *map(_plain, (*plain, "text", 1, [], None))], key=lambda one: one.shown == "None")

    def _made(self, cls: Item, depth: int = 0) -> tuple[Made, Object] | None:
        if cls not in self._known:
            self._known[cls] = None  # while it is under way
            self._known[cls] = next(self._attempts(cls, depth), None)
        return self._known[cls]

    def _attempts(self, cls: Item, depth: int) -> Iterator[tuple[Made, Object]]:
        signature = self._graph.signature(cls)
        if signature is None or cls.definition is None or self._graph.is_enum(cls):
            return
        required = [p for p in signature.parameters if p.required]
        module = self._module_of(signature.owner) or cls.module
        words: list[str] = []
        for arguments in self._choices(required, module, depth):
            yield from self._attempt(cls, required, arguments, words)
        for arguments in self._choices(required, module, depth, words=[_plain(word) for word in dict.fromkeys(words)]) if words else ():
            yield from self._attempt(cls, required, arguments, [])

    def _choices(
        self, required: Sequence[Parameter], module: str, depth: int, first: Sequence[Argument] = (), words: Sequence[Argument] = ()
    ) -> Iterator[tuple[Argument, ...]]:
        """What may be given for these parameters, some for each; `first`: and for one before them. `words`: in the place of texts."""
        choices = [list(self._arguments(p, module, depth)) for p in required]
        if words:
            choices = [list(words) if any(isinstance(a.value, Known) and isinstance(a.value.value, str) for a in some) else some for some in choices]
        return islice(product(*([first] if first else []), *choices), _TRIALS)

    def _attempt(self, cls: Item, required: Sequence[Parameter], arguments: Sequence[Argument], words: list[str]) -> Iterator[tuple[Made, Object]]:
        """The instance that these arguments make, if they do. Adds to the words that they were compared with."""
        trial = Trial(self._graph, self._sources)
        try:
            instance = trial.made(cls, _split(required, arguments))
        except Unfit:
            words.extend(trial.words)
            return
        yield Made(_shown(required, arguments), _imports(arguments)), instance

    def _module_of(self, owner: str | None) -> str | None:
        found = self._graph.at(owner) if owner is not None else None
        return found.module if isinstance(found, Item) else None

    # --- what may be given

    def _arguments(self, parameter: Parameter, module: str, depth: int) -> Iterator[Argument]:
        if parameter.annotation is None:
            named = next((text for pattern, text in _NAMED if pattern.search(parameter.name)), None)
            yield from map(_plain, (None, *([named] if named is not None else []), *_TRIED[1:]))
            return
        node = texts.parsed(parameter.annotation)
        if node is not None:
            yield from self._typed(node, parameter.name, module, depth)

    def _typed(self, node: ast.expr, name: str, module: str, depth: int) -> Iterator[Argument]:
        """Values of a type."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from self._typed(node.right, name, module, depth)
            yield from self._typed(node.left, name, module, depth)
            return
        if isinstance(node, ast.Constant):
            inner = texts.parsed(node.value) if isinstance(node.value, str) else None
            yield from [_plain(None)] if node.value is None else self._typed(inner, name, module, depth) if inner is not None else []
            return
        head = texts.dotted(node.value if isinstance(node, ast.Subscript) else node)
        if head is None:
            return
        last = head.rpartition(".")[2]
        if isinstance(node, ast.Subscript) and last in ("Optional", "Union", "Annotated", "Literal"):
            yield from self._of_special(last, node.slice, name, module, depth)
            return
        found = self._meant(module, head)
        if isinstance(found, Item) and found.kind == "class":
            yield from self._instance(found, depth)
        elif last in ("Callable", "WSGIApplication"):
            yield Argument("lambda *args: None", Known(print, made_up=True))
        elif last in ("Path", "PurePath", "PathLike"):
            yield Argument('Path("file.txt")', Known("file.txt", made_up=True), ("from pathlib import Path",))
        elif last in _PLAIN and (isinstance(found, Outside) or found is None):
            text = next((text for pattern, text in _NAMED if pattern.search(name)), "text")
            yield from map(_plain, (text,) if last == "str" else _PLAIN[last])

    def _meant(self, module: str, name: str) -> Item | Outside | None:
        """What a name in an annotation stands for, while a program runs or for type checkers alone."""
        view = self._graph.view
        found = view.lookup(module, name)
        if not isinstance(found, Item | Outside):
            told = typed(view).lookup(module, name)
            found = view.at(told.path) if isinstance(told, Item) else told
        return found if isinstance(found, Item | Outside) else None

    def _of_special(self, last: str, inside: ast.expr, name: str, module: str, depth: int) -> Iterator[Argument]:
        parts = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        if last == "Literal":
            yield from (_plain(part.value) for part in parts[:1] if isinstance(part, ast.Constant))
            return
        if last == "Optional":
            yield _plain(None)
        for part in parts[:1] if last == "Annotated" else parts:
            yield from self._typed(part, name, module, depth)

    def _instance(self, cls: Item, depth: int) -> Iterator[Argument]:
        """An instance of another class of the release, under a path that everybody may use."""
        if cls.owner is not None or any(map(is_private_name, cls.path.split("."))):
            return
        statement = f"from {cls.module} import {cls.name}"
        if self._graph.is_enum(cls):
            values = (item for item in self._graph.own_members(cls).values() if item.kind == "attribute" and item.value is not None)
            member = next((item for item in values if not is_private_name(item.name)), None)
            if member is not None:
                yield Argument(f"{cls.name}.{member.name}", Object(cls), (statement,))
            return
        found = self._made(cls, depth + 1) if depth < _NESTED else None
        if found is not None:
            made, instance = found
            yield Argument(f"{cls.name}({', '.join(made.arguments)})", instance, tuple(sorted({statement, *made.imports})))


def _split(required: Sequence[Parameter], arguments: Sequence[Argument]) -> tuple[list[Value], dict[str, Value]]:
    """The arguments by position, and those by name."""
    pairs = list(zip(required, arguments, strict=True))
    return [a.value for p, a in pairs if p.kind != KEYWORD_ONLY], {p.name: a.value for p, a in pairs if p.kind == KEYWORD_ONLY}


def _shown(required: Sequence[Parameter], arguments: Sequence[Argument]) -> tuple[str, ...]:
    return tuple(f"{p.name}={a.shown}" if p.kind == KEYWORD_ONLY else a.shown for p, a in zip(required, arguments, strict=True))


def _imports(arguments: Sequence[Argument]) -> tuple[str, ...]:
    return tuple(sorted({line for argument in arguments for line in argument.imports}))


def _plain(value: object) -> Argument:
    return Argument(repr(value).replace("'", '"') if isinstance(value, str | bytes) else repr(value), Known(value, made_up=True))
