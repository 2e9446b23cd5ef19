"""Answers witness.py's questions inside an environment: started with that environment's interpreter, so it imports nothing but the standard library.

Reads `{"package": …, "questions": [{"ask": NAME, …}, …]}`, writes a list of answers. What runs other people's constructors or calls does so in a
fork, which can't take long and says nothing else. An answer is null where the question can't be answered here.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import importlib
import inspect
import json
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

SECONDS = 30
Answer = Any  # what JSON can hold


# --- questions


def binding(module: str, name: str) -> Answer:
    """How the module's own text binds a name at its top level: `{"by": "import" | "other", "from": […], "line": N, "package": bool}`.

    "import": by nothing but imports, and a plain value where they fail. What is handed on (PEP 484: `import x as x`, `__all__`) is "other".
    """
    source = source_of(module)
    if source is None:
        return None
    bindings = list(bound_in(tree_of(source).body, name, False)) + [f"global, in {f.name}" for f in says_global(source, name)]
    if not bindings:
        return None
    imports = [b for b in bindings if isinstance(b, tuple)]
    by = "import" if imports and len(imports) == len(bindings) and not any(alias == name for _, alias, _ in imports) else "other"
    listed = name in getattr(importlib.import_module(module), "__all__", ())
    answer = {"by": "other" if listed else by, "from": [b[0] for b in imports], "line": imports[0][2] if imports else 0}
    return {**answer, "package": source.name == "__init__.py"}


def held(owner: str, name: str, make: str | None = None) -> Answer:
    """What a class holds under a name: "bound" (by @classmethod or @staticmethod), "class", "function" or "value" (properties and slots too).

    A class that its instances replace by a value of their own is a value: nobody who has an instance sees it.
    """
    found = resolved(owner)
    value = inspect.getattr_static(found, name)
    if isinstance(value, (classmethod, staticmethod)):
        return "bound"
    if inspect.isclass(value):
        return in_a_fork(lambda: "value" if is_replaced(found, name, make) else "class")
    return "function" if callable(value) else "value"


def filled(path: str, parameter: str) -> Answer:
    """Is this parameter of a method the one that a call on an instance fills by itself?"""
    owner, _, name = path.rpartition(".")
    holder = resolved(owner)
    if not inspect.isclass(holder) or isinstance(inspect.getattr_static(holder, name), (classmethod, staticmethod)):
        return False
    return next(iter(inspect.signature(getattr(holder, name)).parameters), None) == parameter


def instance(owner: str, name: str, make: str | None) -> Answer:
    """How instances of a class come by an attribute: `{"how": "made" | "lacks" | "field" | "constructor" | "method" | "none", "shown": TEXT}`.

    "made": an instance was made and has it, though its class has not; "lacks": one was made and has it not. Where none could be made, what the
    text of the class says.
    """
    found = resolved(owner)
    if not inspect.isclass(found):
        return None
    said = in_a_fork(lambda: of_a_made_one(found, name, make))
    if said in ("made", "lacks"):
        shown = [line.strip() for line in make.splitlines() if line.strip().startswith("one")] if make else [f"{found.__name__}()"]
        return {"how": said, "shown": "; ".join(shown)}
    if name in fields_of(found):
        return {"how": "field", "shown": f"{found.__name__} declares it as a field of its instances"}
    places = list(assigned_in(found, name))
    for how, place in places:
        if how == "constructor":
            return {"how": how, "shown": place}
    return {"how": "method", "shown": places[0][1]} if places else {"how": "none", "shown": ""}


def lines(setup: str, call: str) -> Answer:
    """What the call raised after its setup, as `TypeError: …`; "" where it worked, "setup: …" where it did not come to the call."""
    return in_a_fork(lambda: raised(setup, call))


def about(path: str, parameter: str) -> Answer:
    """Where a callable is defined, and its own parameters that can be given by position from this one on: `{"path": …, "from": […]}`."""
    inner = inspect.unwrap(resolved(path))
    code = getattr(inner, "__code__", None)
    names = list(code.co_varnames[: code.co_argcount]) if code else []
    return {"path": f"{inner.__module__}.{inner.__qualname__}", "from": names[names.index(parameter) :] if parameter in names else []}


# --- names and sources


def resolved(path: str) -> Any:
    """The thing at a dotted path: the longest part that can be imported, then attributes."""
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            value = getattr(value, part)
        return value
    raise ImportError(path)


def source_of(module: str) -> Path | None:
    """The module's Python file: as it lies on the path, for a compiled one may stand beside it, and a lazy one may say nothing of itself."""
    for folder in sys.path:
        base = Path(folder, *module.split("."))
        for file in (base / "__init__.py", base.with_name(f"{base.name}.py")):
            if file.exists():
                return file
    return None


TREES: dict[Path, ast.Module] = {}


def tree_of(file: Path) -> ast.Module:
    if file not in TREES:
        TREES[file] = ast.parse(file.read_bytes())
    return TREES[file]


def bound_in(body: list[ast.stmt], name: str, rescued: bool) -> Iterator[tuple[str, str | None, int] | str]:
    """Each binding of a name in these statements and the blocks among them: an import as (from where, `as` what, line), anything else as its kind.

    `rescued`: in what stands in for a failed import of the name, where `name = None` and other plain values are no definition.
    """
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if (alias.asname or alias.name.partition(".")[0]) == name:
                    yield alias.name, alias.asname, node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    yield f"{'.' * node.level}{node.module or ''}", alias.asname if alias.name == name else None, node.lineno
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.name == name:
                yield "def"
        elif isinstance(node, ast.Try):
            helps = rescued or any(isinstance(b, tuple) for b in bound_in(node.body, name, rescued))
            for part, after in ((node.body, rescued), (node.orelse, rescued), (node.finalbody, rescued), *((h.body, helps) for h in node.handlers)):
                yield from bound_in(part, name, after)
        else:
            yield from bound_by(node, name, rescued)


def bound_by(node: ast.stmt, name: str, rescued: bool) -> Iterator[tuple[str, str | None, int] | str]:
    """The same for a statement that is neither an import nor a definition."""
    for field, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield from bound_in(value, name, rescued)
        elif field in ("target", "targets", "items"):
            stores = [n for part in (value if isinstance(value, list) else [value]) for n in ast.walk(part) if isinstance(n, ast.Name)]
            if any(n.id == name and isinstance(n.ctx, ast.Store) for n in stores):
                plain = isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
                declared = isinstance(node, ast.AnnAssign) and node.value is None
                if not declared and not (plain and rescued):
                    yield "assignment"


def says_global(file: Path, name: str) -> Iterator[ast.FunctionDef]:
    """Functions of a file that bind the module's name."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef) and any(isinstance(n, ast.Global) and name in n.names for n in ast.walk(node)):
            yield node


# --- instances


def of_a_made_one(owner: Any, name: str, make: str | None) -> str:
    """ "made" or "lacks"; "" where the plainest constructor does not do, or what it makes answers to any name."""
    one = made(owner, make)
    if one is None or answers(one, "no_such_name_anywhere"):
        return ""
    has = answers(one, name)
    return "" if has is None else "made" if has else "lacks"


def made(owner: Any, make: str | None) -> Any:
    """An instance of this class; None where none could be made."""
    scope: dict[str, Any] = {}
    try:
        if make is not None:
            exec(make, scope)
        one = owner() if make is None else scope["one"]
    except BaseException:
        return None
    return one if isinstance(one, owner) else None


def is_replaced(owner: Any, name: str, make: str | None) -> bool:
    """Has an instance another value under this name than its class?"""
    one = made(owner, make)
    return one is not None and getattr(one, name) is not getattr(owner, name)


def answers(one: Any, name: str) -> bool | None:
    """Has it this attribute? None: it raises something else."""
    try:
        getattr(one, name)
    except AttributeError:
        return False
    except BaseException:
        return None
    return True


def fields_of(owner: Any) -> set[str]:
    """Names that a generated constructor gives to each instance: of data classes, attrs, pydantic."""
    data = {f.name for f in dataclasses.fields(owner) if f.init} if dataclasses.is_dataclass(owner) else set()
    return data | {a.name for a in getattr(owner, "__attrs_attrs__", ())} | set(getattr(owner, "model_fields", None) or ())


def assigned_in(owner: Any, name: str) -> Iterator[tuple[str, str]]:
    """Where methods of a class or of its bases assign `self.NAME`: ("constructor" or "method", place). Left out: an `__init__` that does not run."""
    makers = constructors_of(owner)
    for base in owner.__mro__[:-1]:
        node, file = definition_of(base) or (None, "")
        for method in methods_of(node) if node else ():
            if method.name != "__init__" or base in makers:
                sure = {id(n) for n in method.body} if method.name == "__init__" else set()
                for statement in ast.walk(method):
                    if assigns(statement, method.args.args[0].arg, name):
                        place = f"{file}:{cast(ast.stmt, statement).lineno}, in {base.__name__}.{method.name}"
                        yield "constructor" if id(statement) in sure else "method", place


def methods_of(node: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those that are called on an instance."""
    methods = [m for m in node.body if isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef)) and m.args.args]
    return [m for m in methods if not is_bound_to_class(m)]


def is_bound_to_class(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id in ("classmethod", "staticmethod") for d in method.decorator_list)


def assigns(node: ast.AST, me: str, name: str) -> bool:
    """Does this statement give `ME.NAME` a value?"""
    if isinstance(node, ast.Assign):
        targets = [t for target in node.targets for t in (target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target])]
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    else:
        return False
    return any(isinstance(t, ast.Attribute) and t.attr == name and isinstance(t.value, ast.Name) and t.value.id == me for t in targets)


def constructors_of(owner: Any) -> list[Any]:
    """The classes whose `__init__` runs when one is made: the first that has one, and further ones as long as each calls another's."""
    out = []
    for base in owner.__mro__[:-1]:
        if "__init__" in vars(base):
            out.append(base)
            found = definition_of(base)
            if found is None or not calls_another(found[0]):
                break
    return out


def calls_another(node: ast.ClassDef) -> bool:
    """Does its `__init__` call one of a base?"""
    inits = [m for m in node.body if isinstance(m, ast.FunctionDef) and m.name == "__init__"]
    calls = [n.func for m in inits for n in ast.walk(m) if isinstance(n, ast.Call)]
    return any(isinstance(f, ast.Attribute) and f.attr == "__init__" for f in calls)


def definition_of(owner: Any) -> tuple[ast.ClassDef, str] | None:
    """The text of a class, and its file as seen from where packages are installed."""
    with contextlib.suppress(Exception):
        file = source_of(owner.__module__)
        if file is None:
            return None
        body: list[ast.stmt] = tree_of(file).body
        node = None
        for part in owner.__qualname__.split("."):
            node = next((n for n in flat(body) if isinstance(n, ast.ClassDef) and n.name == part), None)
            if node is None:
                return None
            body = node.body
        return (node, file.as_posix().rpartition("site-packages/")[2]) if node else None
    return None


def flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements, and those in the branches of `if` and `try` among them."""
    for node in body:
        yield node
        for part in ("body", "orelse", "handlers", "finalbody") if isinstance(node, (ast.If, ast.Try)) else ():
            for inner in getattr(node, part, ()):
                yield from flat(inner.body if isinstance(inner, ast.ExceptHandler) else [inner])


# --- calls


def raised(setup: str, call: str) -> str:
    scope: dict[str, Any] = {"__name__": "client"}
    try:
        exec(setup, scope)
    except BaseException as error:
        return f"setup: {type(error).__name__}: {error}"[:300]
    try:
        exec(call, scope)
    except BaseException as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def in_a_fork(ask: Callable[[], Answer]) -> Answer:
    """The answer of a process of its own, which says nothing else and can't take long; null where it ended without a word."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        os.write(mouth, json.dumps(ask()).encode())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


QUESTIONS: dict[str, Callable[..., Answer]] = {
    "about": about,
    "binding": binding,
    "filled": filled,
    "held": held,
    "instance": instance,
    "lines": lines,
}


def answer(question: dict[str, Any]) -> Answer:
    try:
        return QUESTIONS[question.pop("ask")](**question)
    except BaseException:  # modules of other platforms, and whatever else importing somebody's module may raise
        return None


def main() -> None:
    """All of them, in order."""
    asked = json.load(sys.stdin)
    mouth = os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    with contextlib.suppress(BaseException):
        importlib.import_module(asked["package"])
    json.dump([answer(question) for question in asked["questions"]], mouth)
    mouth.close()


if __name__ == "__main__":
    main()
