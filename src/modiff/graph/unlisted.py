"""Names that a module offers and that reading does not know: those of an `__all__` that is computed, and those that are bound at run time."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.link.namespace import Namespace
from modiff.link.view import View

_HOW = {
    "getattr": "`__getattr__` answers for names that it computes here",
    "lazy_loader": "Names are loaded lazily here, from a list that is computed",
    "lazy_module": "Names are loaded lazily here, from a table that is computed",
    "globals": "Names are bound at run time here, by `globals()`",
    "setattr": "Names are bound at run time here, by `setattr`",
    "sys.modules": "The module puts something else in its own place here",
}


def unlisted(view: View, module: str) -> Iterator[tuple[str, int | None]]:
    """Each such place: what stands there, as a sentence, and the line."""
    space, listed = view.namespace(module), view.exports(module)
    if space is None:
        return
    if listed is not None and module in listed.beyond and not _is_told_to_checkers(space):
        steps = [step for step in space.facts.exports if step.op == "unknown"] or list(space.facts.exports)
        yield "`__all__` is computed here: which names the module promises is not known.", steps[0].line if steps else None
    said = set[str]()
    for served in space.served:
        if not served.complete and served.how in _HOW and served.how not in said and not view.environment.excludes(served.guard):
            said.add(served.how)
            yield f"{_HOW[served.how]}: which ones is not known.", served.line


def _is_told_to_checkers(space: Namespace) -> bool:
    """Does one call make the list and the `__getattr__` that serves it, while imports for type checkers say what it serves?"""
    made = {binding.line for binding in space.names.get("__getattr__", ())} & {step.line for step in space.facts.exports if step.op == "unknown"}
    return bool(made) and any(test.kind == "typing" for binding in space.facts.bindings for test in binding.guard)
