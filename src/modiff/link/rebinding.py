"""Names bound to what a function of the release makes of what they were bound to: `C = _add_repr(C)`, where it gives back what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modiff.link import keeping, texts
from modiff.link.targets import Target
from modiff.model.facts import Assignment, Binding, Call
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def rebound(view: View, module: str, binding: Binding, assignment: Assignment) -> Target | None:
    """The class or function that the name was bound to before, which it is still; None: reading does not see that it is."""
    call = assignment.value.call if assignment.value is not None else None
    if call is None or not call.arguments or binding.guard:
        return None
    callees = _callees(call, binding.name)
    if callees is None:
        return None
    key = ("rebound", (module, binding.name, binding.line))
    if key not in view.memo:
        view.memo[key] = None  # a function that is needed to find itself
        view.memo[key] = _before(view, module, binding) if all(_gives_back(view, module, c) for c in callees) else None
    return cast("Target | None", view.memo[key])


def _callees(call: Call, name: str) -> list[str] | None:
    """The functions around the name, outermost first, each given what stands inside as its first argument; None: something else is inside."""
    found: list[str] = []
    inner: Call | None = call
    while inner is not None and inner.arguments and texts.is_dotted(inner.callee):
        found.append(inner.callee)
        if inner.arguments[0] == name:
            return found
        inner = texts.call_in(inner.arguments[0])
    return None


def _gives_back(view: View, module: str, callee: str) -> bool:
    return keeping.decorator_keeps_parameters(view, callee, module, called=False)


def _before(view: View, module: str, binding: Binding) -> Target | None:
    space = view.namespace(module)
    earlier = [b for b in (space.names.get(binding.name, ()) if space is not None else ()) if b.line < binding.line]
    found = view.target_of(module, earlier[-1], None) if earlier and not earlier[-1].guard else None
    return found if isinstance(found, Item) and found.kind in ("class", "function") else None
