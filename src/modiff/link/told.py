"""What a stub beside a source tells of names that reading the source does not settle: that they are there at run time, or for type checkers alone.

Existence is the source's to say. Where a module may have names that its source does not show (a star import from a compiled module, an `__all__` or a
namespace filled at run time), its own stub is the next best witness.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from modiff.link.namespace import is_deleted
from modiff.link.targets import Target, Unsettled
from modiff.model.facts import Assignment, Binding, Class, Expression, Function, Import
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MAKES_TYPES = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "NewType", "TypedDict"})
_BASES = frozenset({"Protocol", "TypedDict", "type_check_only"})


def is_for_checkers(view: View, module: str, binding: Binding) -> bool:
    """Does a statement of a stub make what stubs need for themselves and modules hardly have: a type variable, an alias of a type, a protocol, a
    TypedDict, a class marked `@type_check_only`? (`float_ = floating[_64Bit]` is how a stub says of a class of its own which one it is.)"""
    definition = binding.definition
    if isinstance(definition, Class):
        return any(_last(e) in _BASES for e in (*definition.bases, *definition.decorators))
    if isinstance(definition, Function):
        return any(_last(e) in _BASES for e in definition.decorators)
    if not isinstance(definition, Assignment):
        return False
    if definition.type_alias or (definition.annotation is not None and definition.annotation.rpartition(".")[2] == "TypeAlias"):
        return True
    value = definition.value
    if value is None or value.text == "...":
        return False
    if value.call is not None:
        return value.call.callee.rpartition(".")[2] in _MAKES_TYPES
    if " | " in value.text:
        return True
    if definition.annotation is not None or value.name is None or value.name == value.text:
        return False
    in_stub = (view.text_of(view.modules[module]) or "").endswith(".pyi")
    return not in_stub or not isinstance(view.lookup(module, value.name), Item)  # a subscript


def _last(expression: Expression) -> str:
    return (expression.name or "").rpartition(".")[2]


def is_for_checkers_alone(view: View, module: str, name: str) -> bool:
    """Does a stub that stands for a compiled module name it for type checkers alone?"""
    file = view.modules[module]
    if file.stub is None or file.source is not None or view.environment.type_checking:
        return False
    space = view.namespace(module)
    bindings = space.names.get(name, ()) if space is not None else ()
    return bool(bindings) and all(is_for_checkers(view, module, b) for b in bindings)


def is_imported_for_itself(view: View, module: str, name: str) -> bool:
    """Does a stub that stands for a compiled module import it for its own use? What a stub hands on it imports as itself (PEP 484)."""
    file = view.modules[module]
    if file.stub is None or file.source is not None or view.environment.type_checking:
        return False
    space = view.namespace(module)
    imports = [b.definition for b in (space.names.get(name, ()) if space is not None else ())]
    return bool(imports) and all(isinstance(i, Import) and not (i.renamed and (i.name or i.module) == name) for i in imports)


def has_stub_beside(view: View, module: str) -> bool:
    """Has the module a source, which this view reads, and a stub beside it?"""
    file = view.modules[module]
    return file.stub is not None and file.source is not None and not view.environment.type_checking


def names(view: View, module: str) -> frozenset[str]:
    """Names that the stub beside a source says are there at run time, though the source does not show them: none where the source shows all."""
    key = ("told_names", module)
    if key not in view.memo:
        view.memo[key] = frozenset[str]()  # stubs that import each other's names
        if has_stub_beside(view, module) and view.hidden_names(module):
            found = _public_names(_as_typed(view), module)
            view.memo[key] = frozenset(name for name in found if not _is_read_elsewhere(view, module, name))
    return cast("frozenset[str]", view.memo[key])


def _is_read_elsewhere(view: View, module: str, name: str) -> bool:
    """Says the stub that the name comes from a module whose source shows it? A star import of what cannot be read does not bring that one; what is
    served at run time may come from anywhere."""
    space = _as_typed(view).namespace(module)
    bindings = space.names.get(name, ()) if space is not None else ()
    definition = bindings[-1].definition if bindings else None
    if not isinstance(definition, Import) or definition.name is None or name in _bound(view, module):
        return False
    by_stars = all(kind == "compiled" or kind.startswith("star ") for kind in view.hidden_names(module))
    if not by_stars and not _takes_others_from(view, module, definition):
        return False
    source = view.imported_module(module, definition.module, definition.level)
    return isinstance(source, Item) and source.kind == "module" and isinstance(view.resolve(source.path, definition.name), Item)


def _takes_others_from(view: View, module: str, statement: Import) -> bool:
    """Imports the source other names from the same place, and not this one?"""
    space = view.namespace(module)
    origin = view.absolute(module, statement.module, statement.level)
    return space is not None and any(
        isinstance(d := b.definition, Import) and d.name is not None and view.absolute(module, d.module, d.level) == origin
        for bindings in space.names.values()
        for b in bindings
    )


def _bound(view: View, module: str) -> Collection[str]:
    space = view.namespace(module)
    return space.names if space is not None else ()


def mentions(view: View, module: str, name: str) -> Unsettled | None:
    """What the stub beside a source makes of a name that the source may have and does not show; None: it does not speak of it."""
    if not has_stub_beside(view, module) or not view.hidden_names(module) or _as_typed(view).resolve(module, name) is None:
        return None
    space = view.namespace(module)
    if space is not None and is_deleted(space, name):
        return None
    return Unsettled(f"{module} has no statement for {name}, and the stub beside it names it", witness="stub")


def may_say_more(found: Target) -> bool:
    """Does the source leave open what the name is: something of a compiled module without a text, or what a call gives?"""
    if isinstance(found, Unsettled):
        return found.unread is not None
    made = found.definition if isinstance(found, Item) and found.kind == "attribute" else None
    return isinstance(made, Assignment) and made.value is not None and made.value.call is not None


def described(view: View, module: str, name: str) -> Item | None:
    """What the stub beside a source says that a class or function is, of which the source leaves open what it is; None: it says nothing, or speaks of
    what type checkers alone have."""
    if not has_stub_beside(view, module):
        return None
    stubs = _as_typed(view)
    found = stubs.resolve(module, name)
    if not isinstance(found, Item) or found.kind not in ("class", "function") or found.file != view.modules[module].stub:
        return None
    return found if _is_there_at_run_time(stubs, found) else None


def lookup(view: View, item: Item, dotted: str) -> Target | None:
    """What an expression in the stub means in whose words an item is `described`, though the source beside it has no such name; None: nothing, or
    the item is no such one."""
    if not has_stub_beside(view, item.module) or item.file != view.modules[item.module].stub:
        return None
    return _as_typed(view).lookup(item.module, dotted)


def _as_typed(view: View) -> View:
    from modiff.link.typed import typed  # which makes views, and so imports them

    return typed(view)


def _public_names(stubs: View, module: str) -> set[str]:
    """What importers of a stub get to see (PEP 484: an import counts where it is written `as` its own name), helpers of type checkers left out."""
    space = stubs.namespace(module)
    out = {n for n, bindings in space.names.items() if _is_offered(stubs, module, n, bindings)} if space is not None else set[str]()
    for star in space.stars if space is not None else ():
        source = None if stubs.environment.excludes(star.guard) else stubs.star_source(module, star)
        if isinstance(source, Item) and source.path != module:
            out |= {n for n in _public_names_once(stubs, source.path) if stubs.offers(source.path, n)}
    return {n for n in out if not n.startswith("_")}


def _public_names_once(stubs: View, module: str) -> frozenset[str]:
    key = ("stub_names", module)
    if key not in stubs.memo:
        stubs.memo[key] = frozenset[str]()  # a cycle of star imports ends here
        stubs.memo[key] = frozenset(_public_names(stubs, module))
    return cast("frozenset[str]", stubs.memo[key])


def _is_offered(stubs: View, module: str, name: str, bindings: tuple[Binding, ...]) -> bool:
    listed = stubs.listed(module)
    if listed is not None and listed.complete and name not in listed.names:
        return False
    alive = [b for b in bindings if not any(t.kind == "typing" for t in b.guard) and not stubs.environment.excludes(b.guard)]
    if not alive or any(is_for_checkers(stubs, module, b) for b in alive):
        return False
    definition = alive[-1].definition
    if not isinstance(definition, Import):
        return True
    if not definition.renamed and (listed is None or name not in listed.names):
        return False
    return _is_there_at_run_time(stubs, stubs.resolve(module, name))


def _is_there_at_run_time(stubs: View, target: Target | None) -> bool:
    """Is it known, and no helper of type checkers?"""
    if not isinstance(target, Item) or "typing-only" in target.flags:
        return False
    return target.definition is None or not is_for_checkers(stubs, target.module, Binding(target.name, 0, 0, target.definition))
