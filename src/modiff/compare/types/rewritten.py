"""Names whose statements read otherwise in the new version, of the sorts that types hang on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from modiff.compare.types.constructs import stands_for_type
from modiff.link.namespace import Namespace
from modiff.link.view import View
from modiff.model.facts import Assignment, Binding, Class, Definition, Import


class Rewritten(NamedTuple):
    """Of one module that both versions have, and whose text differs."""

    module: str
    aliases: tuple[str, ...]
    """Names that stand for a type in both."""
    imports: tuple[str, ...]
    """Names that are imported in one of them, and not by the same words in the other."""
    dicts: tuple[str, ...]
    """Classes that may be typed dicts."""


def rewritten(old: View, new: View) -> Iterator[Rewritten]:
    """All such modules, in order. What one says is found once for every environment that the two versions are compared in."""
    equal = old.release.equal & new.release.equal
    for module in old.modules:
        if module in equal or module not in new.modules:
            continue
        space, there = old.namespace(module), new.namespace(module)
        if space is None or there is None or space.facts is there.facts:
            continue
        key = "rewritten", module, id(space.facts), id(there.facts)
        if key not in old.of_texts:
            old.of_texts[key] = space.facts, there.facts, _in_module(space, there)  # held, so that their ids stay their own
        yield cast("tuple[object, object, Rewritten]", old.of_texts[key])[2]


def _in_module(space: Namespace, there: Namespace) -> Rewritten:
    aliases, imports, dicts = [], [], []
    for name, bindings in space.names.items():
        others = there.names.get(name)
        if not others:
            continue
        was, now = bindings[-1].definition, others[-1].definition
        if was is not now:
            if isinstance(was, Import) or isinstance(now, Import):
                imports += [name] if was != now else []
            elif _may_be_typed_dict(was):
                dicts.append(name)
        if any(map(_is_alias, bindings)) and any(map(_is_alias, others)):
            aliases.append(name)
    return Rewritten(space.module, tuple(aliases), tuple(imports), tuple(dicts))


def _may_be_typed_dict(definition: Definition) -> bool:
    """Has it bases, and nothing but annotated names in its body?"""
    return isinstance(definition, Class) and bool(definition.bases) and all(isinstance(m.definition, Assignment) for m in definition.members)


def _is_alias(binding: Binding) -> bool:
    return isinstance(binding.definition, Assignment) and stands_for_type(binding.definition)
