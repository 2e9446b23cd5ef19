"""What the new version says is on its way out and the old one did not; and what the old one said of a name that is gone now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from modiff.compare.collected import Collected
from modiff.compare.pairing import Pairing
from modiff.compare.sameness import Sameness
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.model.changes import BecameDeprecated, Change, KeywordLost, ParameterChanged
from modiff.model.items import Item
from modiff.model.policy import Surface

_OF_CONSTRUCTION = ("__init__", "__new__")


_SAYS_DEPRECATED = re.compile(r"^'(deprecated|warn)'$|(^|\.)_*deprecated(_default|_value|_arg|_parameter)?_*$", re.IGNORECASE)
"""Defaults that mark a parameter as one that nobody should give."""
_ONE_WAY = re.compile(
    r"""
    ^\W*(since\ v?|in|v?[\d.]+)?[\W\d.]*                     # a version may stand first
    ( (passing|giving|calling)\b | using\b.*\b(with|without)\b
    | (it|this)\ is\ (now\ )?deprecated\ to\b
    | (use\ of\ |using\ )?(the\ )?(\W*\w+\W*\ )?((keyword|optional)\ )?(argument|parameter|option|kwarg|keyword)s?\b
    )
    | \bdeprecated\ to\ (pass|give|call)\b | \bif\ you\ (pass|give)\b
    | \bwith(out|\ no)\ (any\ |more\ )?(positional\ |keyword\ )?arguments\b[^.]*\bdeprecated\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_about_one_way(text: str | None) -> bool:
    """Is only one way of calling deprecated: an argument, a sort of value?"""
    return text is not None and _ONE_WAY.search(text) is not None


def announced(graph: Graph, item: Item, path: str) -> Item:
    """The item with all that its version said of its deprecation: itself, the `__getattr__` that served it with a warning, or its module."""
    if item.deprecated is not None:
        return item
    module = path if item.kind == "module" else path.rpartition(".")[0]
    said = _of_module(graph, module) if item.kind == "module" else None
    if said is None and item.kind != "module":
        said = "" if _is_served_with_warning(graph, path) else _first(_of_module(graph, module), _of_module(graph, item.module))
    return item if said is None else msgspec.structs.replace(item, deprecated=said)


def _first(*said: str | None) -> str | None:
    return next((text for text in said if text is not None), None)


def _of_module(graph: Graph, module: str) -> str | None:
    """What a module, or a package above it, says of itself."""
    while module:
        facts = graph.facts(module) if module in graph.view.modules else None
        if facts is not None and facts.deprecated is not None:
            return facts.deprecated
        module = module.rpartition(".")[0]
    return None


def _is_served_with_warning(graph: Graph, path: str) -> bool:
    module, _, name = path.rpartition(".")
    space = graph.view.namespace(module) if module in graph.view.modules else None
    return space is not None and any(name in served.deprecated for served in space.served)


def served_with_warning(graph: Graph, path: str) -> str | None:
    """Empty text where a module's `__getattr__` warns whoever asks for this name; None: it does not."""
    return "" if _is_served_with_warning(graph, path) else None


def with_announcements(found: Iterable[Change], old: Graph) -> Iterator[Change]:
    """The same changes, those that take a parameter away with what the old version said of its end."""
    known = list(found)
    functions = {id(c): function_of(old, c) for c in known if isinstance(c, KeywordLost) or (isinstance(c, ParameterChanged) and c.broken)}
    old.read_these([f for f in functions.values() if f is not None])
    for change in known:
        if id(change) in functions and isinstance(change, ParameterChanged | KeywordLost):
            said = _said_of_parameter(old, change, functions[id(change)])
            yield msgspec.structs.replace(change, announced=said) if said is not None else change
        else:
            yield change


def function_of(old: Graph, change: ParameterChanged | KeywordLost) -> Item | None:
    """The function whose body speaks of the parameter: of a class its constructor."""
    if change.old is None or change.old.kind != "class":
        return change.old
    member = old.members(change.old).get(change.old_signature.source or "__init__")
    return member.item if member is not None else None


def _said_of_parameter(old: Graph, change: ParameterChanged | KeywordLost, function: Item | None) -> str | None:
    before = change.before if isinstance(change, ParameterChanged) else None
    if isinstance(change, ParameterChanged) and before is None and change.part not in change.old_signature.accepts:
        return None  # a new parameter, which is in the way of old ones
    said = old.announced_parameters(function).get(change.part) if function is not None and function.kind in ("function", "method") else None
    marked = change.part in change.old_signature.accepts or (before is not None and _SAYS_DEPRECATED.search(before.default or "") is not None)
    return said if said is not None else "" if marked else None


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[Change]:
    """Everything that became deprecated, each thing once."""
    if not old.release.unknown | new.release.unknown:
        yield from _of_modules(old, new, surface)
        yield from _of_names(old, new, pairing)
        yield from _of_served(old, new, surface, pairing)
        yield from _of_members(old, new, surface, pairing, sameness)


def _of_modules(old: Graph, new: Graph, surface: Surface) -> Iterator[Change]:
    for name in old.public_modules(surface):
        before, after = old.module(name), new.module(name)
        if before is not None and after is not None and _own(old, before) is None and (said := _own(new, after)) is not None:
            yield _change(before, after, [name], said)


def _of_names(old: Graph, new: Graph, pairing: Pairing) -> Iterator[Change]:
    for (before, after), paths in pairing.pairs.items():
        if before.kind == "module" or before.deprecated is not None:
            continue
        if after.deprecated is None:
            served = [path for path in paths if _is_served_with_warning(new, path) and not _is_served_with_warning(old, path)]
            if served:
                yield _change(before, after, served, "")
        elif not is_about_one_way(after.deprecated):
            yield _change(before, after, paths, after.deprecated)


def _of_served(old: Graph, new: Graph, surface: Surface, pairing: Pairing) -> Iterator[Change]:
    """Names that only a `__getattr__` answers for now, with a warning; what it hands over need not be readable."""
    paired = {path for paths in pairing.pairs.values() for path in paths}
    promised = old.public_paths(surface)
    for module in new.public_modules(surface):
        space = new.view.namespace(module)
        for name in dict.fromkeys(name for served in (space.served if space is not None else ()) for name in served.deprecated):
            path = f"{module}.{name}"
            before = promised.get(path) if path not in paired else None
            if isinstance(before, Item) and before.deprecated is None and not _is_served_with_warning(old, path):
                yield BecameDeprecated(path=path, old=before, kind=before.kind, text="")


def _own(graph: Graph, module: Item) -> str | None:
    facts = graph.facts(module.path)
    return facts.deprecated if facts is not None else None


def _of_members(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[Change]:
    found: Collected[Item] = Collected()
    before_of: dict[Item, Item] = {}
    for (before, after), paths in pairing.pairs.items():
        if before.kind != "class" or after.kind != "class" or sameness.is_same_class(before, after):
            continue
        was = old.members(before)
        for name, member in new.members(after).items():
            there = was.get(name)
            if there is None or member.item.deprecated is None or there.item.deprecated is not None or name in _OF_CONSTRUCTION:
                continue
            if new.member_is_public(name, surface):
                found.add(member.item, [f"{path}.{name}" for path in paths], own=member.owner is after)
                before_of.setdefault(member.item, there.item)
    for item, paths in found:
        if not is_about_one_way(item.deprecated):
            yield _change(before_of[item], item, paths, item.deprecated or "")


def _change(before: Item, after: Item, paths: list[str], text: str) -> BecameDeprecated:
    return BecameDeprecated(path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, kind=after.kind, text=text, when=when_of(after))
