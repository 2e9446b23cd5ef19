"""Changes that another change says already: they are dropped, and what they add is said in the other's message.

- A loss that names where a thing went, or what it is called now, tells of the arrival too.
- What a class newly asks of those who derive from it tells of the method that is new.
- What a protocol gains is told as such: whoever fits it must have it.
- A lost builtin base takes with it what it compared, ordered or took in brackets.
- A keyword that one callable lost, those that hand it on lose too.
- An attribute that only kept what the constructor took goes with the parameter.
- What a frozen class lets nobody assign, its properties neither, need not lose their setters one by one.
- The settings of a pydantic model that stood in `class Config` and are its `model_config` now went there.
- A field of a dataclass or named tuple is an attribute and a parameter of the constructor that is made from the fields: a lost
  one is told as the attribute, a new one as the parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from modiff.model.changes import AccessorGone, BasesChanged, Came, Change, ClassChanged, Gone, KeywordLost, ParameterChanged, TypingChanged
from modiff.model.findings import Breaks
from modiff.rules.clients import failing_call
from modiff.rules.wording import listed, parent, quoted, shift, spelt_alike

_WRITTEN = ("__init__", "__new__", "__call__", None)
"""Where constructors come from that somebody wrote; all others are made from fields."""


_GOES_WITH_A_BASE = ("equality-removed", "ordering-removed", "subscript-removed")


@dataclass
class Implied:
    """What need not be said for itself. Changes are known by identity."""

    dropped: set[int] = field(default_factory=set)
    remarks: dict[int, str] = field(default_factory=dict)
    """For a lost field, which breaks calls as well: what is added to its sentence."""

    also_breaks: dict[int, Breaks] = field(default_factory=dict)
    """For a change with a remark: what else stops working; a call where nothing is noted."""

    calls: dict[int, ParameterChanged] = field(default_factory=dict)
    """For a lost field: what its constructor lost with it."""

    def drops(self, change: Change) -> bool:
        """Does another change say it?"""
        return id(change) in self.dropped

    def remark(self, change: Change) -> str | None:
        """What to add to the sentence about a lost field; None: this is none."""
        return self.remarks.get(id(change))

    def client(self, change: Change) -> str | None:
        """Lines that show the loss of a field by a call: reading it from the class works for some makers of fields, and not for others. None: this is
        none, or no such call is known."""
        call = self.calls.get(id(change))
        return failing_call(call) if call is not None else None


def implied_in(changes: Iterable[Change]) -> Implied:
    """What of these changes others of them imply."""
    known = list(changes)
    found = Implied()
    told = set(_arrivals_told_of(known))
    found.dropped |= {id(change) for change in known if isinstance(change, Came) and change.path in told}
    found.dropped |= set(_told_by_contracts(known))
    told_by_types = [change for change in known if isinstance(change, TypingChanged)]
    members = {f"{path}.{name}" for change in told_by_types for name in change.names for path in (change.path, *change.also)}
    found.dropped |= {id(change) for change in known if isinstance(change, Came) and change.path in members}
    found.dropped |= set(_told_by_bases(known))
    _fold_what_is_handed_on(known, found)
    _fold_setters_of_frozen_classes(known, found)
    _fold_settings(known, found)
    made = [change for change in known if isinstance(change, ParameterChanged) and _is_made_of_fields(change)]
    if made:
        attributes = dict(_attributes(known))
        for change in made:
            _drop_the_other_half(change, attributes, found)
    _fold_kept_arguments(known, found)
    return found


def _fold_kept_arguments(changes: list[Change], found: Implied) -> None:
    """`self.x = x` goes with the parameter `x`; both are one cause, and told as the parameter."""
    lost = [c for c in changes if isinstance(c, ParameterChanged) and c.callable == "constructor" and c.event in ("removed", "renamed") and c.broken]
    attributes = dict(_attributes(changes)) if lost else {}
    for change in lost:
        kept = attributes.get(f"{parent(change.path)}.{change.part}")
        if id(change) in found.dropped or change.swallowed or not isinstance(kept, Gone) or not _keeps(kept, change):
            continue
        # A name that is spelt quite otherwise may stand for another thing, which is told as new.
        renamed = change.event == "renamed" and change.after is not None and spelt_alike(change.part, change.after.name)
        came = attributes.get(f"{parent(change.path)}.{change.after.name}") if renamed and change.after is not None else None
        if isinstance(came, Came) and came.new is not None and change.after is not None and came.new.value == change.after.name:
            found.dropped.add(id(came))
            said = f"; its attribute `{change.part}` is `{change.after.name}` now"
        else:
            said = f"; its attribute `{change.part}` is gone too"
        found.dropped.add(id(kept))
        found.remarks[id(change)] = found.remarks.get(id(change), "") + said
        found.also_breaks[id(change)] = "attribute"


def _keeps(attribute: Gone, change: ParameterChanged) -> bool:
    """Is it what the constructor of this very class set to the argument, and is its loss as sure?"""
    item = attribute.old
    return (
        item is not None
        and "instance" in item.flags
        and item.value == change.part
        and item.owner is not None
        and item.owner.path == change.old_signature.owner
        and change.old_signature.source == "__init__"
        and attribute.certainty == change.certainty
        and attribute.moved_to is None
    )


def _fold_what_is_handed_on(changes: list[Change], found: Implied) -> None:
    """A callable that hands `**kwargs` on loses the keyword with the one that took it, and is named there."""
    causes = {
        (c.old.path, c.part): c
        for c in changes
        if isinstance(c, ParameterChanged) and c.event in ("removed", "renamed") and c.old is not None and c.broken
    }
    handing_on: dict[int, list[str]] = {}
    for change in changes:
        if isinstance(change, KeywordLost) and change.fate == "rejected" and change.through is not None:
            cause = causes.get((change.through, change.part))
            if cause is not None:
                found.dropped.add(id(change))
                handing_on.setdefault(id(cause), []).append(f"{change.path.removesuffix('.__init__')}()")
    for cause_id, names in handing_on.items():
        found.remarks[cause_id] = f"; with it {names[0]}, which hands it on" if len(names) == 1 else f"; with it {listed(names)}, which hand it on"


def _fold_setters_of_frozen_classes(changes: list[Change], found: Implied) -> None:
    """Whoever can set nothing of an object misses no setter."""
    frozen = {c.path: c for c in changes if isinstance(c, ClassChanged) and c.event == "became-frozen"}
    properties: dict[int, list[str]] = {}
    for change in changes if frozen else ():
        cause = frozen.get(parent(change.path)) if isinstance(change, AccessorGone) else None
        if cause is not None:
            found.dropped.add(id(change))
            properties.setdefault(id(cause), []).append(change.path.rpartition(".")[2])
    for cause_id, names in properties.items():
        once = list(dict.fromkeys(names))  # one may lose its setter and its deleter
        found.remarks[cause_id] = f"; nor can its {'property' if len(once) == 1 else 'properties'} {quoted(once)}"
        found.also_breaks[cause_id] = "attribute"


def _fold_settings(changes: list[Change], found: Implied) -> None:
    """`class Config` of a pydantic model, in the place of which the same model says `model_config` now."""
    lost = [c for c in changes if isinstance(c, Gone) and c.kind == "class" and c.path.endswith(".Config")]
    came = {path: c for c in changes if lost and isinstance(c, Came) and c.path.endswith(".model_config") for path in (c.path, *c.also)}
    for change in lost:
        settings = came.get(f"{parent(change.path)}.model_config")
        if settings is not None and not (change.moved_to or change.renamed_to):
            found.dropped.add(id(settings))
            found.remarks[id(change)] = "; its settings are `model_config` now"
            found.also_breaks[id(change)] = "attribute"


def _told_by_contracts(changes: list[Change]) -> Iterator[int]:
    """New methods that are new demands."""
    asked = set[str]()
    for change in changes:
        if isinstance(change, ClassChanged) and change.event == "became-abstract":
            asked |= {f"{path}.{name}" for path in (change.path, *change.also) for name in change.names}
        elif isinstance(change, ClassChanged) and change.event == "abstract-added":
            asked |= {change.path, *change.also}
    yield from (id(change) for change in changes if isinstance(change, Came) and change.path in asked)


def _told_by_bases(changes: list[Change]) -> Iterator[int]:
    """What a class lost with a builtin base or one of `collections.abc`: that base compared, ordered, or took a subscript."""
    foreign = {c.path for c in changes if isinstance(c, BasesChanged) and any(lost.startswith(("builtins.", "collections.")) for lost in c.lost)}
    for change in changes if foreign else ():
        if isinstance(change, ClassChanged) and change.event in _GOES_WITH_A_BASE and change.path in foreign:
            yield id(change)


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
        found.calls[id(here)] = change
    if change.event == "renamed" and change.after is not None and isinstance(here, Gone):
        came = attributes.get(f"{owner}.{change.after.name}")
        found.dropped |= {id(change)} | ({id(came)} if came is not None else set())
        found.remarks[id(here)] = f", and the constructor takes `{change.after.name}` in its place"
        found.calls[id(here)] = change
