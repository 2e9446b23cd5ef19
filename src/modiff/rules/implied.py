"""Changes that another change says already: they are dropped, and what they add is said in the other's message.

- A loss that names where a thing went, or what it is called now, tells of the arrival too.
- A field of a dataclass or named tuple is an attribute and a parameter of the constructor that is made from the fields: a lost
  one is told as the attribute, a new one as the parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from modiff.model.changes import Came, Change, Gone, ParameterChanged
from modiff.rules.wording import parent, shift

_WRITTEN = ("__init__", "__new__", "__call__", None)
"""Where constructors come from that somebody wrote; all others are made from fields."""


@dataclass
class Implied:
    """What need not be said for itself. Changes are known by identity."""

    dropped: set[int] = field(default_factory=set)
    remarks: dict[int, str] = field(default_factory=dict)
    """For a lost field, which breaks calls as well: what is added to its sentence."""

    def drops(self, change: Change) -> bool:
        """Does another change say it?"""
        return id(change) in self.dropped

    def remark(self, change: Change) -> str | None:
        """What to add to the sentence about a lost field; None: this is none."""
        return self.remarks.get(id(change))


def implied_in(changes: Iterable[Change]) -> Implied:
    """What of these changes others of them imply."""
    known = list(changes)
    found = Implied()
    told = set(_arrivals_told_of(known))
    found.dropped |= {id(change) for change in known if isinstance(change, Came) and change.path in told}
    made = [change for change in known if isinstance(change, ParameterChanged) and _is_made_of_fields(change)]
    if made:
        attributes = dict(_attributes(known))
        for change in made:
            _drop_the_other_half(change, attributes, found)
    return found


def _arrivals_told_of(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        if isinstance(change, Gone):
            if change.moved_to is not None:
                yield change.moved_to
            elif change.renamed_to is not None:
                yield f"{parent(change.path)}.{change.renamed_to}"


def _is_made_of_fields(change: ParameterChanged) -> bool:
    return change.callable == "constructor" and change.old_signature.source not in _WRITTEN and change.new_signature.source not in _WRITTEN


def _attributes(changes: Iterable[Change]) -> Iterator[tuple[str, Gone | Came]]:
    """Lost and new attributes by each of their paths."""
    for change in changes:
        if isinstance(change, Gone | Came) and change.kind == "attribute":
            for path in (change.path, *change.also):
                yield path, change


def _drop_the_other_half(change: ParameterChanged, attributes: Mapping[str, Gone | Came], found: Implied) -> None:
    owner = parent(change.path)
    here = attributes.get(f"{owner}.{change.part}")
    if change.event in ("added", "inserted", "required-added") and isinstance(here, Came):
        found.dropped.add(id(here))
    if change.event == "removed" and isinstance(here, Gone):
        found.dropped.add(id(change))
        found.remarks[id(here)] = ", and the constructor no longer takes it" + shift(change)
    if change.event == "renamed" and change.after is not None and isinstance(here, Gone):
        came = attributes.get(f"{owner}.{change.after.name}")
        found.dropped |= {id(change)} | ({id(came)} if came is not None else set())
        found.remarks[id(here)] = f", and the constructor takes `{change.after.name}` in its place"
