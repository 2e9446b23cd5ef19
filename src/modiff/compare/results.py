"""What calls give, where at least one version does not annotate it: told from bodies, and only where both versions are plain about it.

Another class counts as a change where it lacks something that the old one had for everybody to use: what can do all that the old value could
is nobody's loss. Types that both versions annotate are compared in `compare/types`.
"""

from __future__ import annotations

from collections.abc import Iterator

from modiff.compare.collected import Collected
from modiff.compare.pairing import Pairing
from modiff.compare.sameness import Sameness
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link import bodies, outside
from modiff.link.returned import Returned
from modiff.link.targets import Unsettled
from modiff.link.visibility import is_private_name
from modiff.model.changes import ResultChanged
from modiff.model.facts import Function
from modiff.model.findings import Certainty
from modiff.model.items import Item, Member
from modiff.model.policy import Surface

_NONE = "builtins.None"
_NUMBERS = frozenset(f"builtins.{name}" for name in ("bool", "int", "float", "complex"))
_SEQUENCES = frozenset(f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset")) | {"collections.deque"}
_MAPPINGS = frozenset({"builtins.dict", "collections.OrderedDict", "collections.defaultdict"})
_LAZY = frozenset({"types.GeneratorType", *(f"builtins.{name}" for name in ("map", "filter", "zip", "enumerate", "reversed"))})
_PLAIN = frozenset(f"builtins.{name}" for name in "None bool int float complex str bytes list dict tuple set frozenset".split())
_CALLED_BY_LANGUAGE = frozenset({"__call__", "__enter__", "__getitem__"})
_FROM_BODIES = "what it returns is read from its body"


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[ResultChanged]:
    """Every function, method and property that gives something else now, each once."""
    pairs = list(_pairs(old, new, surface, pairing, sameness))
    bodies.read_these(old.view, [before for (before, _), _ in pairs])
    plain = [(pair, paths, was) for pair, paths in pairs if (was := old.returned_by(pair[0], follow=False)) is not None and _says_something(was)]
    bodies.read_these(new.view, [after for (_, after), _, _ in plain])
    for (before, after), paths, was in plain:
        now = new.returned_by(after, follow=False)
        if now is None or not now.complete or not _is_exact(now) or (_gives_itself(before, was) and _gives_itself(after, now)):
            continue
        if _gives_something_else(old, new, was, now):
            yield ResultChanged(
                path=paths[0],
                also=tuple(sorted(paths[1:])),
                old=before,
                new=after,
                when=when_of(after),
                before=was.classes,
                after=now.classes,
                awaited=was.awaited,
                certainty=Certainty.likely,
                doubt=_FROM_BODIES,
            )


def _pairs(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[tuple[tuple[Item, Item], list[str]]]:
    """Pairs whose text differs, and of which one does not annotate its result."""
    members: Collected[tuple[Item, Item]] = Collected()
    for (before, after), paths in pairing.pairs.items():
        if before.kind == after.kind == "class":
            for name, member, there in _members(old, new, before, after, sameness):
                is_public = name in _CALLED_BY_LANGUAGE or (name[:1] != "_" and old.member_is_public(name, surface))
                if is_public and _may_differ(old, new, member.item, there.item):
                    members.add((member.item, there.item), [f"{path}.{name}" for path in paths], own=member.owner is before)
        elif _may_differ(old, new, before, after):
            yield (before, after), paths
    yield from _of_one_signature(old, new, surface, pairing)
    yield from members


def _members(old: Graph, new: Graph, before: Item, after: Item, sameness: Sameness) -> Iterator[tuple[str, Member, Member]]:
    """Members of both classes by name. Where all that the classes say is the same, bodies may differ still: then those of their own are enough."""
    if not sameness.is_same_class(before, after):
        there = new.members(after)
        yield from ((name, member, there[name]) for name, member in old.members(before).items() if name in there)
    elif _has_other_bodies(old, new, before, after):
        own = new.own_members(after)
        for name, item in old.own_members(before).items():
            if name in own:
                yield name, Member(item, before), Member(own[name], after)


def _of_one_signature(old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> Iterator[tuple[tuple[Item, Item], list[str]]]:
    """Functions of which no more than the body differs: pairing leaves them out."""
    found: dict[tuple[Item, Item], list[str]] = {}
    promised = new.public_paths(surface)
    for path, before in old.public_paths(surface).items():
        after = promised.get(path)
        if not isinstance(before, Item) or not isinstance(after, Item) or not before.kind == after.kind == "function":
            continue
        if (before, after) not in pairing.pairs and _has_other_bodies(old, new, before, after) and _may_differ(old, new, before, after):
            found.setdefault((before, after), []).append(path)
    for paths in found.values():
        paths.sort(key=old.preference)
    yield from found.items()


def _has_other_bodies(old: Graph, new: Graph, before: Item, after: Item) -> bool:
    """Does any function of their modules, whose result is not annotated, have another text?"""
    was, now = old.facts(before.module), new.facts(after.module)
    return was is not now and was is not None and now is not None and was.digests != now.digests


def _may_differ(old: Graph, new: Graph, before: Item, after: Item) -> bool:
    was, now = before.definition, after.definition
    if not isinstance(was, Function) or not isinstance(now, Function) or was.flags != now.flags or "generator" in was.flags:
        return False
    if before.kind != after.kind and "property" in (before.kind, after.kind):
        return False
    if was.returns is not None and now.returns is not None:
        return False
    digest = bodies.digest(old.view, before)
    return digest is None or (any(digest) and digest != bodies.digest(new.view, after))


def _says_something(was: Returned) -> bool:
    """Is it settled what the old version gave, and was it anything that could be used?"""
    return was.complete and _is_exact(was) and was.classes != (_NONE,)


def _is_exact(given: Returned) -> bool:
    """Is it just that? Annotations often name a base, or something abstract; of what is built in there is nothing wider to say."""
    return given.source == "body" or _PLAIN.issuperset(given.classes)


def _gives_itself(item: Item, given: Returned) -> bool:
    """Is it a method that gives the object it is called on? What another class above it has or has not is told of the class."""
    return item.owner is not None and item.owner.path in given.classes


def _gives_something_else(old: Graph, new: Graph, was: Returned, now: Returned) -> bool:
    """Is there nothing in common between what it gave and what it gives?"""
    before, after = set(was.classes) - {_NONE}, set(now.classes) - {_NONE}
    if not after:
        return _NONE not in was.classes
    return all(_lacks_something(old, new, one, other) for one in before for other in after)


def _lacks_something(old: Graph, new: Graph, one: str, other: str) -> bool:
    """Is it sure that the other class lacks something that the one has for users?"""
    if one.rpartition(".")[2] == other.rpartition(".")[2] or _does_for(one, other):
        return False
    cls, offered = new.at(other), _offers(old, new, one)
    if isinstance(cls, Item) and cls.kind == "class":
        derives = any(not isinstance(a, Unsettled) and a.path == one for a in new.ancestors(cls))
        if derives or "__getattr__" in new.members(cls):
            return False
        return any(name not in new.members(cls) and new.why_member_may_answer(cls, name) is None for name in offered)
    known = outside.members_of(other)
    return known is not None and not offered <= known


def _does_for(one: str, other: str) -> bool:
    """May one sort of value stand for another in most of what is done with it: numbers, tables, and what is gone through?"""
    return any({one, other} <= alike for alike in (_NUMBERS, _SEQUENCES, _MAPPINGS)) or (one in _LAZY and other in _LAZY | _SEQUENCES)


def _offers(old: Graph, new: Graph, path: str) -> frozenset[str]:
    """Names that values of an old class are known to have, for users. What the class itself has lost is told of the class."""
    was, now = old.at(path), new.at(path)
    if not isinstance(was, Item):
        return frozenset(name for name in outside.members_of(path) or () if not name.startswith("_"))
    members = old.members(was) if was.kind == "class" else {}
    # What a class that nobody is to name keeps for itself is no more than a value; what can be called on it is there for those who have one.
    names = [name for name, member in members.items() if member.item.kind != "attribute" or not is_private_name(was.name)]
    kept = new.members(now).keys() if isinstance(now, Item) and now.kind == "class" else names
    return frozenset(name for name in names if not name.startswith("_") and name in kept)
