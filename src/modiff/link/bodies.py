"""Bodies of functions on demand: which lines to ask for, and in which rounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from modiff.model.bodies import Body
from modiff.model.facts import VAR_KEYWORD, Binding, Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def body(view: View, item: Item) -> Body | None:
    """What the body of a function or method does; None where there is none to read (a stub, a database, broken text).

    The first question about a module reads every body in it that takes `**kwargs`, as more of them will be asked for."""
    if not isinstance(item.definition, Function) or item.line is None:
        return None
    if ("bodies_read", item.module) not in view.memo:
        _read(view, [item.module])
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
    space = view.namespace(module)
    stack = list(space.facts.bindings) if space is not None else []
    while stack:
        binding = stack.pop()
        if isinstance(binding.definition, Function):
            yield binding
        elif isinstance(binding.definition, Class):
            stack.extend(binding.definition.members)
