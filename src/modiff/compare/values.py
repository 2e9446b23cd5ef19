"""Constants whose values changed: variables of modules in capitals, attributes of classes, members of enumerations; only literals.

What is computed, what is no more than a text for people (documentation, help, version, date, author), and a collection that only grew is left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from modiff.compare.enumerations import values_of
from modiff.compare.pairing import Pairing
from modiff.compare.sameness import Sameness
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.model.changes import Change, ValueChanged, ValueEvent
from modiff.model.facts import Assignment
from modiff.model.items import Item
from modiff.model.policy import Surface

_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")
_FOR_PEOPLE = re.compile(
    r"(^|_)(authors?|banner|build|changelog|citation|commit|copyright|credits|date|description|docs?|docstring|email|epilog|examples?|help|homepage|licen[cs]e|"
    r"label|maintainer|message|release|revision|summary|title|usage|urls?|verbose|version(_info)?)(_|$)",
    re.IGNORECASE,
)
_OF_VERSIONS = frozenset({"version", "_version", "__version__", "versions"})
"""Modules that are there to say which version it is."""
_LONGEST_TEXT = 100
_WRITTEN = ("__init__", "__new__", "__call__", None)
_NUMBERS = (bool, int, float, complex)
_COLLECTIONS = (list, tuple, set)


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[Change]:
    """Every constant that both versions have with values that differ."""
    if old.release.unknown | new.release.unknown:
        return
    versions = {v for v in (old.release.version, new.release.version) if v}
    work = list(pairing.pairs.items())
    while work:
        (before, after), paths = work.pop()
        if before.kind == after.kind == "attribute":
            if all(is_constant(item.name, item.annotation) for item in (before, after)) and not _is_for_people(before, after, versions):
                yield from _change(before, after, paths)
        elif before.kind == after.kind == "class" and not sameness.is_same_class(before, after):
            if old.is_enum(before) and new.is_enum(after):
                yield from _of_enumeration(old, new, before, after, paths)
            else:
                yield from _of_class(old, new, surface, before, after, paths, versions)
            work.extend(_nested(old, new, surface, before, after, paths))


def is_constant(name: str, annotation: str | None) -> bool:
    """Is the value of a variable of a module promised: by its name, or as it is `Final` (PEP 591)?"""
    return _CONSTANT.fullmatch(name) is not None or _is_final(annotation)


def _is_final(annotation: str | None) -> bool:
    return annotation is not None and "Final" in annotation


def _nested(old: Graph, new: Graph, surface: Surface, before: Item, after: Item, paths: list[str]) -> Iterator[tuple[tuple[Item, Item], list[str]]]:
    for name, inner in old.own_members(before).items():
        there = new.own_members(after).get(name)
        if there is not None and inner.kind == there.kind == "class" and inner.owner is before and old.member_is_public(name, surface):
            yield (inner, there), [f"{path}.{name}" for path in paths]


def _of_class(old: Graph, new: Graph, surface: Surface, before: Item, after: Item, paths: list[str], versions: set[str]) -> Iterator[Change]:
    """Attributes of the class itself, and those that only one version takes from a base. Defaults of fields are those of the constructor, which tells
    of them."""
    own, there = old.own_members(before), new.own_members(after)
    fields = _fields(old, before) | _fields(new, after)
    for name in dict.fromkeys((*own, *there)):
        was, now = _answering(old, before, name), _answering(new, after, name)
        if (
            was is None
            or now is None
            or not was.kind == now.kind == "attribute"
            or name in fields
            or name.startswith("__")
            or not old.member_is_public(name, surface)
        ):
            continue
        constant = "instance" not in was.flags | now.flags or all(_is_final(item.annotation) for item in (was, now))
        if constant and not _is_for_people(was, now, versions):
            yield from _change(was, now, [f"{path}.{name}" for path in paths])


def _answering(graph: Graph, cls: Item, name: str) -> Item | None:
    """The member of the class, its own or inherited."""
    member = graph.members(cls).get(name)
    return member.item if member is not None else None


def _fields(graph: Graph, cls: Item) -> set[str]:
    signature = graph.signature(cls)
    return set() if signature is None or signature.source in _WRITTEN else {p.name for p in signature.parameters}


def _is_for_people(before: Item, after: Item, versions: set[str]) -> bool:
    texts = (before.value or "", after.value or "")
    if before.owner is None and before.module.rpartition(".")[2] in _OF_VERSIONS:
        return True
    return bool(_FOR_PEOPLE.search(before.name)) or any(version in text for version in versions for text in texts)


def _change(before: Item, after: Item, paths: list[str]) -> Iterator[ValueChanged]:
    if before.value is None or after.value is None or before.value == after.value or not (_is_bound_once(before) and _is_bound_once(after)):
        return
    if when_of(before) != when_of(after) or any(item.file is not None and item.file.endswith(".pyi") for item in (before, after)):
        return  # what stubs assign is a placeholder
    was, now = literal(before.value), literal(after.value)
    if was is _COMPUTED or now is _COMPUTED:
        return
    found = difference(was, now, of_class=before.in_class)
    if found is not None:
        event, names = found
        yield ValueChanged(
            path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, event=event, names=names, before=before.value, after=after.value,
            when=when_of(after),
        )  # fmt: skip


def _is_bound_once(item: Item) -> bool:
    return isinstance(item.definition, Assignment) and not item.definition.augmented and not item.definition.type_alias


_COMPUTED = object()


@lru_cache(maxsize=2048)
def literal(text: str) -> Any:
    """The value of a literal. Anything else gives an object that equals nothing."""
    if len(text) > 50_000:
        return _COMPUTED
    try:
        return ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _COMPUTED


def difference(was: Any, now: Any, *, of_class: bool) -> tuple[ValueEvent, tuple[str, ...]] | None:
    """What users of a constant would notice, and the names concerned; None: nothing. `of_class`: subclasses and instances may set it too."""
    if repr(was) == repr(now) or _is_long_text(was) or _is_long_text(now):
        return None
    if isinstance(was, dict) and isinstance(now, dict):
        return _of_tables(was, now)
    if isinstance(was, _COLLECTIONS) and isinstance(now, _COLLECTIONS):
        entries = {repr(entry) for entry in now}
        lost = tuple(dict.fromkeys(text for entry in was if (text := repr(entry)) not in entries))
        return ("value-changed", lost) if lost else None
    if was is None or (now is None and of_class) or type(was) is type(now) or (isinstance(was, _NUMBERS) and isinstance(now, _NUMBERS)):
        return None if was == now and was is not None else ("value-changed", ())
    return "type-changed", ()


def _is_long_text(value: Any) -> bool:
    return isinstance(value, str | bytes) and (len(value) > _LONGEST_TEXT or "\n" in str(value))


def _of_tables(was: dict[Any, Any], now: dict[Any, Any]) -> tuple[ValueEvent, tuple[str, ...]] | None:
    lost = tuple(repr(key) for key in was if key not in now)
    if lost:
        return "keys-removed", lost
    other = tuple(repr(key) for key, value in was.items() if not _has_only_grown(value, now[key]))
    return ("value-changed", other) if other else None


def _has_only_grown(was: Any, now: Any) -> bool:
    """Is it the same, or a collection or table that has lost nothing?"""
    return repr(was) == repr(now) or (
        isinstance(was, dict | list | tuple | set) and type(was) is type(now) and difference(was, now, of_class=False) is None
    )


# --- enumerations


def _of_enumeration(old: Graph, new: Graph, before: Item, after: Item, paths: list[str]) -> Iterator[ValueChanged]:
    """Members whose values are written differ one by one; those that `auto()` counts shift together."""
    was, now = values_of(old, before), values_of(new, after)
    shifted = []
    for name, (text, counted) in was.items():
        text_now, counted_now = now.get(name, (None, False))
        if text is None or text_now is None or text == text_now or name.startswith("_"):
            continue
        if counted or counted_now:
            shifted.append((name, text, text_now))
            continue
        one, other = old.own_members(before)[name], new.own_members(after)[name]
        member_paths = [f"{path}.{name}" for path in paths]
        yield ValueChanged(
            path=member_paths[0], also=tuple(sorted(member_paths[1:])), old=one, new=other, event="value-changed", before=text, after=text_now,
            when=when_of(after),
        )  # fmt: skip
    if shifted:
        _, text, text_now = shifted[0]
        yield ValueChanged(
            path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, event="numbers-shifted", names=tuple(name for name, _, _ in shifted),
            before=text, after=text_now, when=when_of(after),
        )  # fmt: skip
