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

    @property
    def served(self) -> tuple[Served, ...]:
        """What is bound at run time only, as far as it can be read."""
        return self.facts.served


def namespace(module: str, facts: Facts) -> Namespace:
    """Groups the bindings of one module."""
    stars = tuple(b for b in facts.bindings if b.name == "*")
    return Namespace(module, facts, grouped(b for b in facts.bindings if b.name != "*"), stars)


def grouped(bindings: Iterable[Binding]) -> dict[str, tuple[Binding, ...]]:
    """Bindings by name, those before an unconditional `del` left out."""
    out: dict[str, list[Binding]] = {}
    for binding in bindings:
        if isinstance(binding.definition, Deletion):
            if not binding.guard:
                out.pop(binding.name, None)
            continue
        out.setdefault(binding.name, []).append(binding)
    return {name: tuple(found) for name, found in out.items()}
