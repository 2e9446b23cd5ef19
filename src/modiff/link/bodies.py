"""Bodies of functions on demand: which lines to ask for, and in which rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from modiff.extract.digests import unannotated
from modiff.model.bodies import Body
from modiff.model.facts import VAR_KEYWORD, Binding, Class, Function, Import
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def body(view: View, item: Item) -> Body | None:
    """What the body of a function or method does; None where there is none to read (a stub, a database, broken text).

    The first question about a module reads every body in it that takes `**kwargs`, as more of them will be asked for."""
    if isinstance(item.definition, Function) and item.line is not None and ("bodies_read", item.module) not in view.memo:
        _read(view, [item.module])
    return body_alone(view, item)


def body_alone(view: View, item: Item) -> Body | None:
    """The same, for who asks about this one function: others of its module are left alone."""
    if not isinstance(item.definition, Function) or item.line is None:
        return None
    known = _known(view)
    key = (item.module, item.line)
    if key not in known:
        end = next((b.end_line for b in _functions(view, item.module) if b.line == item.line), None)
        found = view.library.bodies([(item.module, item.line, end)]) if end is not None else {}
        known[key] = next(iter(found.values()), None)
    return known[key]


def ask_for(view: View, modules: Iterable[str]) -> None:
    """Reads the bodies of these modules that take `**kwargs`, in one round."""
    _read(view, list(modules))


def imports_inside(view: View, modules: Iterable[str]) -> Iterator[tuple[str, int, Import]]:
    """Imports inside functions of these modules, where their `**kwargs` is handed on to what they bind, with the lines of the functions."""
    wanted = set(modules)
    _read(view, sorted(wanted))
    for (module, line), body in _known(view).items():
        if module in wanted and body is not None:
            yield from ((module, line, forward.imported) for forward in body.forwards if forward.imported is not None)


def read_these(view: View, items: Iterable[Item]) -> None:
    """Reads the bodies of these functions in one round, and no others."""
    known = _known(view)
    ends: dict[str, dict[int, int]] = {}
    wanted = []
    for item in items:
        if isinstance(item.definition, Function) and item.line is not None and (item.module, item.line) not in known:
            if item.module not in ends:
                ends[item.module] = {b.line: b.end_line for b in _functions(view, item.module)}
            if item.line in ends[item.module]:
                wanted.append((item.module, item.line, ends[item.module][item.line]))
    found = view.library.bodies(wanted) if wanted else {}
    known.update(((function[0], function[1]), found.get(function)) for function in wanted)


def all_in(view: View, modules: Iterable[str]) -> Iterator[Body]:
    """Every body of these modules, in one round."""
    key = ("all_bodies", tuple(modules))
    if key not in view.memo:
        view.ask_for(list(key[1]))
        wanted = [(module, b.line, b.end_line) for module in key[1] for b in _functions(view, module)]
        view.memo[key] = list(view.library.bodies(wanted).values())
    yield from cast("list[Body]", view.memo[key])


def digest(view: View, item: Item) -> bytes | None:
    """A digest of the text of a function that does not annotate what it returns, zeros if it returns nothing; None for any other function, and where
    its text was not read."""
    key = ("digests", item.module)
    if key not in view.memo:
        space = view.namespace(item.module)
        functions, found = (unannotated(space.facts.bindings), space.facts.digests) if space is not None else ([], b"")
        complete = len(found) == 4 * len(functions)
        view.memo[key] = {b.line: found[4 * i : 4 * i + 4] for i, b in enumerate(functions)} if complete else {}
    return cast("dict[int, bytes]", view.memo[key]).get(item.line or 0)


def returned_names(view: View) -> Iterator[tuple[str, int, str]]:
    """What functions that were read so far return of others, as dotted names, each with the module and line of the function."""
    for (module, line), body in _known(view).items():
        for kind in body.returns if body is not None else ():
            if kind.startswith("call "):
                yield module, line, kind[5:]


def handed_on_to(view: View, module: str) -> Iterator[tuple[int, str]]:
    """What functions of a module hand their `**kwargs` on to, as dotted names, each with the line of the function; reads their bodies."""
    _read(view, [module])
    for (place, line), body in _known(view).items():
        if place == module and body is not None:
            yield from ((line, forward.callee) for forward in body.forwards)


def _known(view: View) -> dict[tuple[str, int], Body | None]:
    return cast("dict[tuple[str, int], Body | None]", view.memo.setdefault(("bodies", ""), {}))


def _read(view: View, modules: list[str]) -> None:
    fresh = [m for m in dict.fromkeys(modules) if ("bodies_read", m) not in view.memo]
    if not fresh:
        return
    view.ask_for(fresh)
    wanted = []
    for module in fresh:
        view.memo["bodies_read", module] = True
        wanted += [(module, b.line, b.end_line) for b in _functions(view, module) if _takes_keywords(b)]
    known, found = _known(view), view.library.bodies(wanted)
    known.update(((function[0], function[1]), found.get(function)) for function in wanted)


def _takes_keywords(binding: Binding) -> bool:
    return isinstance(binding.definition, Function) and any(p.kind == VAR_KEYWORD for p in binding.definition.parameters)


def _functions(view: View, module: str) -> Iterator[Binding]:
    """Every `def` of a module and its classes."""
    facts = view.facts(module)
    stack = list(facts.bindings) if facts is not None else []
    while stack:
        binding = stack.pop()
        if isinstance(binding.definition, Function):
            yield binding
        elif isinstance(binding.definition, Class):
            stack.extend(binding.definition.members)
