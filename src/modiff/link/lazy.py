"""Modules that bind names when they are asked for: what the stub beside them, or their imports for type checkers, say of those names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link.namespace import Namespace
from modiff.link.targets import Target
from modiff.model.facts import Assignment, Binding, Facts, Function, Import, Served
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.environment import Environment
    from modiff.link.view import View


def with_stubs(view: View, found: Mapping[str, Facts]) -> dict[str, Facts]:
    """Facts of these modules, where `lazy_loader.attach_stub` serves what the stub beside it imports with these names."""
    out = dict(found)
    wanted = [m for m, facts in found.items() if any(_draws_on_stub(s) for s in facts.served) and view.modules[m].stub is not None]
    for module, stub in (view.library.stub_facts(wanted) if wanted else {}).items():
        facts = found[module]
        out[module] = msgspec.structs.replace(facts, served=tuple(_from_stub(s, stub) if _draws_on_stub(s) else s for s in facts.served))
    return out


def _draws_on_stub(served: Served) -> bool:
    return served.how == "lazy_loader" and not served.names and not served.submodules and not served.complete


def _from_stub(served: Served, stub: Facts) -> Served:
    """Only what it imports relatively counts, under its own name, as `attach_stub` has it."""
    relative = [
        b.definition for b in stub.bindings if isinstance(b.definition, Import) and b.definition.level == 1 and b.definition.name not in (None, "*")
    ]
    names = tuple((i.name, f".{i.module}.{i.name}") for i in relative if i.module and i.name)
    return msgspec.structs.replace(served, names=names, submodules=tuple(i.name for i in relative if not i.module and i.name), complete=True)


def serves_more(view: View, space: Namespace) -> bool:
    """Does the module serve names at run time that are not all read?"""
    return any(not s.complete and not view.environment.excludes(s.guard) for s in space.served) or getattr_is_made_elsewhere(space)


def puts_in_front(space: Namespace, name: str) -> bool:
    """Does `lazy_loader` give what a submodule of this name holds under this name, in place of the submodule? It takes care to."""
    made = (s for s in space.served if s.how == "lazy_loader")
    return any(offered == name and (path or "").lstrip(".") == f"{name}.{name}" for s in made for offered, path in s.names)


def getattr_is_made_elsewhere(space: Namespace) -> bool:
    """Is its `__getattr__` no function of its own, and none that `lazy_loader` makes of what was read?"""
    made = [b for b in space.names.get("__getattr__", ()) if not isinstance(b.definition, Function)]
    return any(not any(s.how == "lazy_loader" and s.line == b.line for s in space.served) for b in made)


def told_to_checkers(view: View, module: str, space: Namespace, name: str) -> Target | None:
    """What type checkers are told that a name is, which the module serves at run time; None: they are told nothing."""
    for binding in reversed(space.names.get(name, ())):
        if _is_typing_only(view, binding):
            target = view.target_of(module, binding, None)
            if target is not None:
                return target
    for source in typing_stars(view, module, space):
        if view.offers(source, name):
            target = view.resolve(source, name)
            if target is not None:
                return target
    return None


def meant_for_checkers(view: View, module: str, dotted: str) -> Item | None:
    """What type checkers take a dotted name for, as this view has it: `util.preloaded.sql_dml.Insert`, where `preloaded` imports `sql_dml` for them
    alone. None: nothing that there is at run time."""
    key = ("view of checkers", "")
    other = cast("View | None", view.memo.get(key))
    if other is None:
        other = view.memo[key] = view.elsewhere(_of_checkers(view.environment))
    found = other.lookup(module, dotted)
    here = view.at(found.path) if isinstance(found, Item) else None
    return here if isinstance(here, Item) else None


def typing_stars(view: View, module: str, space: Namespace) -> Iterable[str]:
    """Modules of this release whose every name is imported for type checkers, the last first."""
    for star in reversed(space.stars):
        source = view.star_source(module, star) if _is_typing_only(view, star) else None
        if isinstance(source, Item) and source.path != module:
            yield source.path


def _is_typing_only(view: View, binding: Binding) -> bool:
    """Does it run for type checkers, and not where this view looks?"""
    return view.environment.excludes(binding.guard) and not _of_checkers(view.environment).excludes(binding.guard)


@lru_cache(64)
def _of_checkers(environment: Environment) -> Environment:
    """What type checkers take this environment for."""
    return msgspec.structs.replace(environment, type_checking=True)


_TABLE = re.compile(r"""\{\s*(\*\*|f?['"][^'"]*['"]\s*:)""")


def may_serve(view: View, module: str, name: str) -> bool | None:
    """Does a table beside the function that makes this module's `__getattr__` speak of the name? None: that function is not found, so it may
    serve any.

    Migration shims are made like this (`__getattr__ = getattr_migration(__name__)`), with dicts from old paths to new ones; what none of
    them mentions falls through to an AttributeError.
    """
    space = view.namespace(module)
    made = space.names.get("__getattr__", ()) if space is not None else ()
    value = made[-1].definition.value if made and isinstance(made[-1].definition, Assignment) else None
    maker = view.lookup(module, value.call.callee) if value is not None and value.call is not None else None
    home = view.namespace(maker.module) if isinstance(maker, Item) and maker.kind == "function" else None
    if home is None:
        return None
    mention = re.compile(rf"""['":.]{re.escape(name)}['"]""")
    texts = (
        b.definition.value.text for bs in home.names.values() for b in bs if isinstance(b.definition, Assignment) and b.definition.value is not None
    )
    return any(_TABLE.match(text) and mention.search(text) for text in texts)
