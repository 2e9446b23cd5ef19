"""Which classes are the same on both sides, down to what they inherit, so that nothing about them needs comparing."""

from __future__ import annotations

from modiff.compare.marks import marks_do_the_same
from modiff.compare.words import say_the_same
from modiff.graph.graph import Graph
from modiff.link import executed
from modiff.model.facts import Assignment, Binding, Class, Deletion, Expression, Function
from modiff.model.items import Item


class Sameness:
    """Answers for one pair of versions, each text looked at once."""

    def __init__(self, old: Graph, new: Graph) -> None:
        self.old, self.new = old, new
        self._contained: dict[int, bool] = {}
        self._same_words: dict[tuple[Item, Item], bool] = {}

    def is_same_class(self, before: Item, after: Item) -> bool:
        """Is the text the same, and that of every class it inherits from, and does no text lead elsewhere? False may also mean: not known."""
        if not self._is_same_text(before, after):
            return False
        above, below = self.old.ancestors(before), self.new.ancestors(after)
        if any(isinstance(cls, Item) and _acts_on_heirs(cls) for cls in above[1:]):
            return False
        return len(above) == len(below) and all(
            self._is_same_text(a, b) if isinstance(a, Item) and isinstance(b, Item) else a == b for a, b in zip(above, below, strict=True)
        )

    def _is_same_text(self, before: Item, after: Item) -> bool:
        key = before, after
        known = self._same_words.get(key)
        if known is None:
            known = self._same_words[key] = self._are_same_words(before, after)
        return known

    def _are_same_words(self, before: Item, after: Item) -> bool:
        definition = before.definition
        return (
            isinstance(definition, Class)
            and before.path == after.path
            and before.flags == after.flags
            and self._is_contained(definition)
            and say_the_same(definition, after.definition)
            and self._are_marked_the_same(before, after, definition)
            and self._are_given_the_same(before, after)
            and not executed.runs_code(self.new.view, after)
        )

    def _are_marked_the_same(self, before: Item, after: Item, definition: Class) -> bool:
        """Do the decorators of its methods do the same?"""
        return all(marks_do_the_same(self.old, self.new, before.module, after.module, member.definition) for member in definition.members)

    def _are_given_the_same(self, before: Item, after: Item) -> bool:
        """Does neither module give its class members after its body (`Cls.name = value`, `complete(Cls)`), or both the same plain values?"""
        was, now = _given(self.old, before), _given(self.new, after)
        return was is not None and was == now

    def _is_contained(self, definition: Class) -> bool:
        """Does it say itself what it has? Decorators, a metaclass, and members that are other names of things lead out of its text."""
        known = self._contained.get(id(definition))
        if known is None:
            known = not definition.decorators and not definition.keywords and all(self._says_itself(member) for member in definition.members)
            self._contained[id(definition)] = known
        return known

    def _says_itself(self, member: Binding) -> bool:
        made = member.definition
        if isinstance(made, Class):
            return self._is_contained(made) and not made.bases
        if isinstance(made, Assignment):
            return made.value is None or (made.value.name is None and made.value.call is None)
        return isinstance(made, Function | Deletion)


def _given(graph: Graph, cls: Item) -> tuple[tuple[str, Expression | None], ...] | None:
    """The members that statements after its body give a class; None where they lead out of the text: other names of things, and calls."""
    facts = graph.facts(cls.module)
    if facts is None or not (facts.class_values or facts.class_calls):
        return ()
    values = tuple((name, value) for owner, name, value, _ in facts.class_values if owner == cls.name)
    completed = any(owner == cls.name for owner, _ in facts.class_calls)
    leads_out = any(value is None or value.name is not None or value.call is not None for _, value in values)
    return None if completed or leads_out else values


def _acts_on_heirs(cls: Item) -> bool:
    """Has it an `__init_subclass__`, which may set on its heirs what other texts say?"""
    return isinstance(cls.definition, Class) and any(member.name == "__init_subclass__" for member in cls.definition.members)
