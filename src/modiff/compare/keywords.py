"""Keywords that fall into `**kwargs`: what function bodies say of them, on both sides.

A parameter that is gone may still be read from `**kwargs`, or handed on; one that is new may have been taken that way before; and a
keyword that was never a parameter may be lost, because the body no longer asks for it or because what it is handed on to no longer takes
it. Bodies are only read where one of these questions comes up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

import msgspec

from modiff.compare import deprecations
from modiff.compare.callables import is_called_by_position
from modiff.compare.members import is_compared
from modiff.compare.mixins import has_no_base, refuses_as_last
from modiff.compare.pairing import Pairing, answer
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link.keywords import Fate
from modiff.model.bodies import Refusal
from modiff.model.changes import Change, KeywordLost, ParameterChanged
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Function
from modiff.model.findings import Certainty
from modiff.model.items import Item, Signature
from modiff.model.policy import Surface

_NOBODY = "\0"
"""A keyword that nobody means."""


def settled(changes: Iterable[Change], old: Graph, new: Graph, surface: Surface) -> Iterator[Change]:
    """The same changes; what signatures alone leave open about keywords in `**kwargs` is settled by the bodies, as far as they say it."""
    for change in changes:
        yield _settled(change, old, new, surface) if isinstance(change, ParameterChanged) else change


def _settled(change: ParameterChanged, old: Graph, new: Graph, surface: Surface) -> ParameterChanged:
    before = change.old
    if before is None or change.new is None:
        return change
    change = _without_unheard_of(change, old)
    if change.event in ("removed", "renamed") and change.swallowed and not change.broken:
        return _swallowed(change, old, new, surface)
    if change.event == "removed" and change.swallowed:
        return _lost_by_name_too(change, old, new, surface)
    came = change.after if change.event in ("added", "by-name-too") and _double_star(change.old_signature) else None
    if came is not None and came.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY):
        return msgspec.structs.replace(change, fate=old.keyword_fate(before, change.part, _class_of(change, old)).verdict)
    if change.event == "removed" and change.before is not None and change.before.kind == VAR_KEYWORD and "other keywords" in change.broken:
        return _written_out(_mapping_gone(change, old, before), old, before)
    if change.event == "removed" and change.before is not None and change.before.kind == VAR_POSITIONAL and _double_star(change.old_signature):
        return _written_out(change, old, before)
    if change.event == "required-added" and _double_star(change.old_signature) and "defaults" not in old.release.unknown | new.release.unknown:
        return _demanded_before(change, old, before)
    return change


def _written_out(change: ParameterChanged, old: Graph, item: Item) -> ParameterChanged:
    """What took anything names what it takes now. Where the old body does not say what else it let pass, that may be all there ever was: if it looked
    through what it was given, and read nothing that is no parameter now."""
    known = {p.name for p in change.old_signature.parameters}
    came = any(p.name not in known and p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY) for p in change.new_signature.parameters)
    if not came or change.keys or not change.broken or old.keyword_fate(item, _NOBODY, _class_of(change, old)).verdict != "unknown":
        return change
    checks = any(change.part in refusal.parameters for refusal in _refusals(old, change))
    certainty = Certainty.possible if checks and not _reads_others(change, old, item) else min(change.certainty, Certainty.likely)
    return msgspec.structs.replace(change, certainty=certainty, doubt=f"what {item.path} took beside the parameters it has now is not known")


def _reads_others(change: ParameterChanged, old: Graph, item: Item) -> bool:
    """Is it `**kwargs`, of which the old body read a key that cannot be given any more?"""
    if change.before is None or change.before.kind != VAR_KEYWORD:
        return False
    return not _by_name(change.new_signature).issuperset(old.effective_keywords(item, _class_of(change, old)))


def _refusals(old: Graph, change: ParameterChanged) -> tuple[Refusal, ...]:
    """The tests under which the old body raises TypeError itself, as who looks through its keywords does where one is missing or unheard of."""
    function = deprecations.function_of(old, change)
    return old.refusals(function) if function is not None else ()


def _demanded_before(change: ParameterChanged, old: Graph, item: Item) -> ParameterChanged:
    """A parameter that must be given now may have had to be given before, among the keywords of `**kwargs`."""
    came = change.after
    if came is None or came.kind not in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY) or change.shifted:
        return change
    mapping = next((p.name for p in change.old_signature.parameters if p.kind == VAR_KEYWORD), None)
    demands = any(mapping in r.parameters and not r.unheard and (not r.keys or change.part in r.keys) for r in _refusals(old, change))
    if not demands or old.keyword_fate(item, change.part, _class_of(change, old)).verdict not in ("unknown", "read"):
        return change
    return msgspec.structs.replace(change, certainty=Certainty.possible, doubt=f"{item.path} may have demanded it before, among its keywords")


def _without_unheard_of(change: ParameterChanged, old: Graph) -> ParameterChanged:
    """A call that gave the new name by keyword, beside a value in the place of the old one, only broke if that keyword meant something then:
    where `**kwargs` let it fall, or refused it further on, nobody gave it."""
    if change.event != "renamed" or change.old is None or change.after is None:
        return change
    beside = f"{change.after.name}= beside its position"
    if beside not in change.broken or old.keyword_fate(change.old, change.after.name, _class_of(change, old)).verdict in ("taken", "read"):
        return change
    return msgspec.structs.replace(change, broken=tuple(call for call in change.broken if call != beside))


def _swallowed(change: ParameterChanged, old: Graph, new: Graph, surface: Surface) -> ParameterChanged:
    """Does the body still honour a keyword that is no parameter any more?"""
    before, after = cast(Item, change.old), cast(Item, change.new)
    if change.callable == "method" and is_called_by_position(after.name):
        return msgspec.structs.replace(change, fate="taken")  # by position, and nobody gives it otherwise
    fate = new.keyword_fate(after, change.part, _class_of(change, new))
    cls = after if after.kind == "class" else _class_of(change, new)
    if fate.verdict == "rejected" and refuses_as_last(fate.by) and cls is not None and has_no_base(new, cls):
        return msgspec.structs.replace(change, fate="unknown")  # what it is mixed with may take it
    if fate.verdict != "rejected" or _is_told_of_base(old, new, before, fate.by or "", change.part, surface):
        return msgspec.structs.replace(change, fate=fate.verdict)
    by_itself = fate.by in (None, after.path)
    doubt = change.doubt or (None if by_itself else f"it is {fate.by} that refuses it")
    certainty = change.certainty if by_itself else min(change.certainty, Certainty.likely)
    return msgspec.structs.replace(change, fate=fate.verdict, broken=(f"{change.part}=",), doubt=doubt, certainty=certainty)


def _lost_by_name_too(change: ParameterChanged, old: Graph, new: Graph, surface: Surface) -> ParameterChanged:
    """By position it is lost. By name it falls into `**kwargs`: does that refuse it further on?"""
    settled = _swallowed(change, old, new, surface)
    return msgspec.structs.replace(change, fate=settled.fate, broken=tuple(dict.fromkeys((*change.broken, *settled.broken))))


def _mapping_gone(change: ParameterChanged, old: Graph, item: Item) -> ParameterChanged:
    """`**kwargs` is gone: nothing is lost if it only ever took what are parameters now."""
    if not old.takes_no_other_keywords(item):
        return change
    takes = _by_name(change.new_signature)
    lost = tuple(key for key in old.effective_keywords(item) if key not in takes)
    if lost:
        return msgspec.structs.replace(change, fate="rejected", keys=lost)
    broken = tuple(call for call in change.broken if call != "other keywords")
    return msgspec.structs.replace(change, fate="taken", broken=broken)


def _class_of(change: ParameterChanged, graph: Graph) -> Item | None:
    """For a method: the class by which its path reaches it."""
    holder = change.path.rpartition(".")[0]
    found = graph.at(holder) or graph.given_elsewhere(holder) if change.callable == "method" else None
    return found if isinstance(found, Item) and found.kind == "class" else None


def _by_name(signature: Signature) -> set[str]:
    """What can be given by keyword."""
    return {p.name for p in signature.parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)} | set(signature.accepts)


def _double_star(signature: Signature | None) -> bool:
    return signature is not None and any(p.kind == VAR_KEYWORD for p in signature.parameters)


# --- keywords that were never parameters


def lost_keywords(old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> Iterator[KeywordLost]:
    """Keywords that had an effect through `**kwargs` in the old version and have none in the new one, in callables that take `**kwargs` in both."""
    if "kinds" in old.release.unknown | new.release.unknown:
        return
    asked = [one for one in _callables(old, new, surface, pairing) if _double_star(old.signature(one.old)) and _double_star(new.signature(one.new))]
    old.read_bodies(one.old.module for one in asked)
    new.read_bodies(one.new.module for one in asked)
    for one in asked:
        yield from _lost(one, old, new, surface)


class _Pair(msgspec.Struct, frozen=True, eq=False):
    """One callable in both versions, where users reach it."""

    paths: list[str]
    old: Item
    new: Item
    callable: Literal["function", "method", "constructor"]
    classes: tuple[Item | None, Item | None] = (None, None)
    """For methods: what they are called on."""


def _callables(old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> Iterator[_Pair]:
    """Functions, constructors and methods, each with the class that writes it."""
    yield from _functions(old, new, surface)
    public = {before.path for before, _ in pairing.pairs}

    def is_public(path: str | None) -> bool:
        """Is it one of the classes that are compared, or a promised one beside them?"""
        found = old.at(path) if path is not None and path not in public else None
        return path in public or (isinstance(found, Item) and not old.holds(found.module) and bool(old.paths_of(found, surface)))

    for (before, after), paths in pairing.pairs.items():
        if before.kind == after.kind == "class":
            signature = old.signature(before)
            if signature is not None and _double_star(signature) and (signature.owner == before.path or not is_public(signature.owner)):
                yield _Pair([f"{path}.__init__" for path in paths], before, after, "constructor")
            there = new.members(after)
            for name, item in old.own_members(before).items():
                heir = there.get(name)
                if heir is None or not item.kind == heir.item.kind == "method" or not (_may_take_any(item) and _may_take_any(heir.item)):
                    continue
                if old.member_is_public(name, surface) and is_compared(name):
                    yield _Pair([f"{path}.{name}" for path in paths], item, heir.item, "method", (before, after))


def _functions(old: Graph, new: Graph, surface: Surface) -> Iterator[_Pair]:
    """Functions by their paths: those too whose signature is the same down to the object, as what they call may have changed."""
    paths: dict[tuple[Item, Item], list[str]] = {}
    for path, before in old.public_paths(surface).items():
        if isinstance(before, Item) and before.kind == "function" and _may_take_any(before):
            after = answer(new, path, is_module=False)
            if isinstance(after, Item) and after.kind == "function" and _may_take_any(after):
                paths.setdefault((before, after), []).append(path)
    for (before, after), found in paths.items():
        yield _Pair(sorted(found, key=old.preference), before, after, "function")


def _may_take_any(item: Item) -> bool:
    """Is it written with `**kwargs`? Told without linking, as most functions are not."""
    definition = item.definition
    return not isinstance(definition, Function) or (bool(definition.parameters) and definition.parameters[-1].kind == VAR_KEYWORD)


def _lost(pair: _Pair, old: Graph, new: Graph, surface: Surface) -> Iterator[KeywordLost]:
    was, now = old.signature(pair.old), new.signature(pair.new)
    assert was is not None
    assert now is not None
    for key, before in old.effective_keywords(pair.old, pair.classes[0]).items():
        after = new.keyword_fate(pair.new, key, pair.classes[1])
        through = before.by if before.by != pair.old.path else None
        if after.verdict not in ("rejected", "ignored") or not old.member_is_public(key, surface):
            continue
        if through is not None and (_is_told_of_base(old, new, pair.old, through, key, surface) or _is_plumbing(after, through)):
            continue
        by_itself = through is None and after.by == pair.new.path
        certainty, doubt = (Certainty.certain, None) if by_itself else (Certainty.likely, "`**kwargs` was followed from call to call")
        yield KeywordLost(
            path=pair.paths[0],
            also=tuple(sorted(pair.paths[1:])),
            old=pair.old,
            new=pair.new,
            when=when_of(pair.new),
            part=key,
            certainty=certainty,
            doubt=doubt,
            through=through,
            fate="rejected" if after.verdict == "rejected" else "ignored",
            by=after.by if after.verdict == "rejected" else None,
            old_signature=was,
            new_signature=now,
            callable=pair.callable,
        )


def _is_told_of_base(old: Graph, new: Graph, item: Item, through: str, key: str, surface: Surface) -> bool:
    """Does a class hand its keywords on to a base that users can see, and that lost this one? It is told there, for all heirs."""
    if item.kind != "class":
        return False
    for base in old.ancestors(item):
        if isinstance(base, Item) and base is not item and through in (base.path, f"{base.path}.__init__", f"{base.path}.__new__"):
            heir = new.at(base.path)
            lost = isinstance(heir, Item) and new.keyword_fate(heir, key).verdict in ("rejected", "ignored")
            return lost and bool(old.paths_of(base, surface))
    return False


def _is_plumbing(fate: Fate, through: str) -> bool:
    """Is it a keyword that nothing refuses, and that only a private callable took? Users were not told to give it."""
    private = any(part.startswith("_") and not part.endswith("__") for part in through.rsplit(".", 2)[1:])
    return private and fate.verdict == "ignored"
