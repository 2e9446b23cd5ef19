"""Signatures, bases and decorators against Python's own parser, on generated and on real code."""

from __future__ import annotations

import ast
import random
import sysconfig
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.extract.normal import annotation, normal, parsed
from modiff.model.facts import Binding, Class, Function, Parameter

Described = tuple[int, str, object, object, object]


def spelled(node: ast.expr, as_annotation: bool = False) -> str:
    """The canonical text of what `ast` read."""
    found = parsed(ast.unparse(node))
    assert found is not None, ast.unparse(node)
    return (annotation if as_annotation else normal)(*found)


def parameters(arguments: ast.arguments) -> list[Parameter]:
    def one(argument: ast.arg, kind: int, default: ast.expr | None = None) -> Parameter:
        annotated = spelled(argument.annotation, True) if argument.annotation else None
        return Parameter(argument.arg, kind, spelled(default) if default else None, annotated)

    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    read = [one(arg, 0 if i < len(arguments.posonlyargs) else 1, default) for i, (arg, default) in enumerate(zip(positional, defaults, strict=True))]
    read += [one(arguments.vararg, 2)] if arguments.vararg else []
    read += [one(arg, 3, default) for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)]
    return read + ([one(arguments.kwarg, 4)] if arguments.kwarg else [])


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for child in ast.iter_child_nodes(statement):
                inner = child if isinstance(child, ast.stmt) else None
                if inner is not None:
                    yield from statements([inner])
                elif isinstance(child, ast.ExceptHandler | ast.match_case):
                    yield from statements(child.body)


def by_ast(body: list[ast.stmt], prefix: str = "") -> list[Described]:
    found: list[Described] = []
    for node in statements(body):
        if isinstance(node, ast.ClassDef):
            keywords = [(keyword.arg or "**", spelled(keyword.value)) for keyword in node.keywords]
            found.append((node.lineno, prefix + node.name, [spelled(b) for b in node.bases], keywords, [spelled(d) for d in node.decorator_list]))
            found += by_ast(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            returns = spelled(node.returns, True) if node.returns else None
            found.append((node.lineno, prefix + node.name, parameters(node.args), returns, [spelled(d) for d in node.decorator_list]))
    return found


def by_extract(bindings: tuple[Binding, ...], prefix: str = "") -> list[Described]:
    found: list[Described] = []
    for binding in bindings:
        what = binding.definition
        if isinstance(what, Class):
            decorators = [d.text for d in what.decorators]
            found.append((binding.line, prefix + binding.name, [b.text for b in what.bases], list(what.keywords), decorators))
            found += by_extract(what.members, f"{prefix}{binding.name}.")
        elif isinstance(what, Function):
            found.append((binding.line, prefix + binding.name, list(what.parameters), what.returns, [d.text for d in what.decorators]))
    return found


NAMES = st.sampled_from(["a", "b", "name", "x1", "ünï", "_p", "print", "match"])
ATOMS = st.sampled_from(
    [
        "None",
        "True",
        "0x1F",
        "1_000",
        "0o17",
        "1e3",
        "1.50",
        "2j",
        "'it\\'s'",
        '"q"',
        "b'x\\x00'",
        "'a' \"b\"",
        "r'\\d'",
        "...",
        "a.b.c",
        "-1",
        "()",
        "[]",
        "{}",
        "'\\N{BULLET}'",
        "'\\u20ac'",
        "'''x\ny'''",
    ]
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    operators = st.sampled_from("+ - * / // % @ ** << | & ^ < == is_not not_in and or if_x_else".replace("_", "~").split())
    return st.one_of(
        st.tuples(inner, operators, inner).map(lambda t: f"({t[0]}) {t[1].replace('~', ' ')} ({t[2]})"),
        inner.map(lambda e: f"not ({e})"),
        inner.map(lambda e: f"-({e})"),
        inner.map(lambda e: f"lambda x, *y, z=({e}): ({e})"),
        two.map(lambda t: f"(({t[0]}), ({t[1]}),)"),
        two.map(lambda t: f"[({t[0]}), *({t[1]})]"),
        two.map(lambda t: f"{{({t[0]}): ({t[1]})}}"),
        two.map(lambda t: f"f(({t[0]}), k = ({t[1]}), )"),
        two.map(lambda t: f"({t[0]})[({t[1]}):]"),
        two.map(lambda t: f"a[({t[0]}), ({t[1]})]"),
        two.map(lambda t: f"[({t[0]}) for v in ({t[1]}) if v]"),
        two.map(lambda t: f"f(({t[0]}) for v in ({t[1]}))"),
        inner.map(lambda e: f"({e}).attr"),
        two.map(lambda t: f"(w := ({t[0]}))"),
        two.map(lambda t: f"({t[0]}) < ({t[1]}) <= z"),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, ATOMS), combined, max_leaves=8)


@given(EXPRESSIONS)
def test_canonical_text_keeps_the_meaning_and_does_not_depend_on_spelling(source: str) -> None:
    found = parsed(source)
    assert found is not None
    text = normal(*found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(source, mode="eval").body
        assert spelled(tree) == text
        assert ast.unparse(ast.parse(text, mode="eval")) == ast.unparse(flattened(tree))
    again = parsed(text)
    assert again is not None
    assert normal(*again) == text


class _Flatten(ast.NodeTransformer):
    """`(a and b) and c` is `a and b and c`: the same to every caller, though not the same tree."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        self.generic_visit(node)
        first = node.values[0]
        if isinstance(first, ast.BoolOp) and type(first.op) is type(node.op):
            node.values[:1] = first.values
        return node


def flattened(tree: ast.expr) -> ast.expr:
    """The tree with chains of `and` and `or` as flat as their text."""
    return ast.parse(ast.unparse(_Flatten().visit(ast.parse(ast.unparse(tree), mode="eval"))), mode="eval").body


@st.composite
def signatures(draw: st.DrawFn) -> str:
    names = draw(st.lists(NAMES, unique=True, max_size=7))
    cuts = sorted(draw(st.lists(st.integers(0, len(names)), min_size=2, max_size=2)))
    default = st.one_of(st.none(), EXPRESSIONS)
    note = st.one_of(st.none(), st.sampled_from(["int", "'Later'", "list['A'] | None", "Literal['x']", "Callable[[int, 'B'], C]", "(int)"]))

    def one(name: str, needs_default: bool) -> tuple[str, bool]:
        annotated, value = draw(note), draw(default)
        if needs_default and value is None:
            value = "0"
        return name + (f" : {annotated}" if annotated else "") + (f"=({value})" if value is not None else ""), value is not None

    parts, needs = [], False
    for index, name in enumerate(names[: cuts[1]]):
        part, needs = one(name, needs)
        parts.append(part)
        if index + 1 == cuts[0]:
            parts.append("/")
    keyword_only = [one(name, False)[0] for name in names[cuts[1] :]]
    if keyword_only:
        parts += [draw(st.sampled_from(["*", "*args", "*args: int"])), *keyword_only]
    if draw(st.booleans()):
        parts.append("**kwargs")
    glue = draw(st.sampled_from([", ", ",", ",\n    ", ",  # why, (\n  "]))
    return f"{draw(st.sampled_from(['def', 'async def']))} f({glue.join(parts)})" + draw(st.sampled_from(["", " -> None", " -> 'X'"])) + ": pass\n"


@given(signatures())
def test_generated_signatures_agree_with_ast(source: str) -> None:
    facts = extract(source.encode())
    assert by_extract(facts.bindings) == by_ast(ast.parse(source).body)
    assert facts.gaps == ()


def library() -> list[Path]:
    root = Path(sysconfig.get_path("stdlib"))
    files = sorted(path for path in root.rglob("*.py") if "site-packages" not in path.parts and "lib2to3" not in path.parts)
    return random.Random(7).sample(files, min(150, len(files)))


def test_real_code_agrees_with_ast() -> None:
    definitions = 0
    for path in library():
        data = path.read_bytes()
        if len(data) > 60_000:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = sorted(by_ast(ast.parse(data).body), key=str)
        except (SyntaxError, ValueError):
            continue
        assert sorted(by_extract(extract(data).bindings), key=str) == expected, path.name
        definitions += len(expected)
    assert definitions > 500


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f(a, (b, c)=(1, 2), *d)", [("a", 1, None), ("(b, c)", 1, "(1, 2)"), ("d", 2, None)]),
        ("f(a=0777, b=10L, c=u'x', d=ur'y')", [("a", 1, "511"), ("b", 1, "10"), ("c", 1, "'x'"), ("d", 1, "'y'")]),
        ("f(async=True, print=None)", [("async", 1, "True"), ("print", 1, "None")]),
        ("f(a, \\\n  b=1, # last\n  )", [("a", 1, None), ("b", 1, "1")]),
        ("f(__a, /, b, *, c)", [("__a", 0, None), ("b", 1, None), ("c", 3, None)]),
    ],
)
def test_parameters_of_every_era(source: str, expected: list[tuple[str, int, str | None]]) -> None:
    (binding,) = extract(f"def {source}: pass\n".encode()).bindings
    assert isinstance(binding.definition, Function)
    assert [(p.name, p.kind, p.default) for p in binding.definition.parameters] == expected


def test_type_parameters_with_defaults() -> None:
    (f, c) = extract(b"def f[T: (int, 'str') = bytes, *Ts, **P](x: T): pass\nclass C[K = dict[str, int]]: pass\n").bindings
    assert isinstance(f.definition, Function)
    assert isinstance(c.definition, Class)
    assert f.definition.type_parameters == ("T: (int, str) = bytes", "*Ts", "**P")
    assert c.definition.type_parameters == ("K = dict[str, int]",)
    assert [p.annotation for p in f.definition.parameters] == ["T"]
