"""What the statements of one module, or of one class body, bind: grouped by name, in order of the source."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from modiff.model.facts import Binding, Deletion, Facts, Served


class Namespace(msgspec.Struct, frozen=True, eq=False):
    """The names of one module."""

    module: str
    facts: Facts
    names: dict[str, tuple[Binding, ...]]
    """Every bound name with its bindings, first to last; star imports and deleted names are not among them."""
    stars: tuple[Binding, ...]
    """Star imports, in order."""
    deletions: dict[str, Binding] = {}
    """The last `del` of each name, where there are star imports: what they brought before, in the same branch, is gone."""

    @property
    def served(self) -> tuple[Served, ...]:
        """What is bound at run time only, as far as it can be read."""
        return self.facts.served


def namespace(module: str, facts: Facts) -> Namespace:
    """Groups the bindings of one module."""
    stars = tuple(b for b in facts.bindings if b.name == "*")
    deletions = {b.name: b for b in facts.bindings if isinstance(b.definition, Deletion)} if stars else {}
    return Namespace(module, facts, grouped(b for b in facts.bindings if b.name != "*"), stars, deletions)


def is_deleted(space: Namespace, name: str) -> bool:
    """Does a `del` take away what star imports bring under this name, and does nothing else bind it?"""
    gone = space.deletions.get(name)
    return gone is not None and name not in space.names and all(is_undone(star, gone) for star in space.stars)


def is_undone(binding: Binding, deletion: Binding) -> bool:
    """Does the `del` run after this statement, wherever the statement itself runs?"""
    return binding.line < deletion.line and binding.guard[: len(deletion.guard)] == deletion.guard


def grouped(bindings: Iterable[Binding]) -> dict[str, tuple[Binding, ...]]:
    """Bindings by name, those left out that a `del` undoes."""
    out: dict[str, list[Binding]] = {}
    for binding in bindings:
        if isinstance(binding.definition, Deletion):
            rest = [b for b in out.pop(binding.name, ()) if not is_undone(b, binding)]
            if rest:
                out[binding.name] = rest
            continue
        out.setdefault(binding.name, []).append(binding)
    return {name: tuple(found) for name, found in out.items()}
