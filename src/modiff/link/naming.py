"""Items from bindings: the kind of thing a statement makes, and what is plainly said of it."""

from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING, Literal

import msgspec

from modiff.link import decorators, factories, makers, synthesis, wrapped
from modiff.model.facts import Assignment, Binding, Class, Definition, Function, Import
from modiff.model.items import Item, Kind

if TYPE_CHECKING:
    from modiff.link.view import View

_BUILTINS = frozenset(dir(builtins))
_SAME: dict[frozenset[str], frozenset[str]] = {}
"""One object for equal sets of flags: there are a few dozen of them, and an item for each name of a package."""
_BOUND_TO_CLASS = frozenset({"__init_subclass__", "__class_getitem__"})


def is_builtin(name: str) -> bool:
    """Is it a name that every module sees without importing it?"""
    return name in _BUILTINS


def item_of(view: View, module: str, binding: Binding, owner: Item | None) -> Item:
    """The item that one binding makes, in a module or in the body of `owner`. Imports and aliases are followed before this is asked.

    Where the statement alone says what it makes, it is one item for all views that read this very text, of both versions."""
    if not _says_itself(binding.definition):
        return made_item(view, module, binding, owner)
    known = view.plain_items.get(id(binding))
    if known is None or known.definition is not binding.definition or known.owner is not owner or known.file != view.text_of(view.modules[module]):
        known = view.plain_items[id(binding)] = made_item(view, module, binding, owner)
    return known


def _says_itself(definition: Definition) -> bool:
    if isinstance(definition, Function | Class):
        return not definition.decorators
    return isinstance(definition, Assignment) and (definition.value is None or definition.value.call is None)


def made_item(view: View, module: str, binding: Binding, owner: Item | None) -> Item:
    """The same for a binding that stands in no facts: it is nobody else's."""
    definition = binding.definition
    if isinstance(definition, Function):
        return _function(view, module, binding, definition, owner)
    if isinstance(definition, Class):
        return _item(view, module, binding, owner, "class", flags=_class_flags(view, module, definition, owner), deprecated=definition.deprecated)
    assert isinstance(definition, Assignment | Import)
    return _assigned(view, module, binding, definition, owner)


def _item(
    view: View,
    module: str,
    binding: Binding,
    owner: Item | None,
    kind: Kind,
    *,
    bound: Literal["instance", "class", "static"] | None = None,
    flags: frozenset[str] = frozenset(),
    deprecated: str | None = None,
    value: str | None = None,
    annotation: str | None = None,
) -> Item:
    file = view.modules[module]
    if binding.guard and any(t.kind == "typing" and t.holds for t in binding.guard):
        flags |= {"typing-only"}
    flags = _SAME.setdefault(flags, flags)
    return Item(
        sys.intern(f"{owner.path if owner is not None else module}.{binding.name}"),  # as the other version has most of them, too
        kind,
        binding.name,
        module,
        owner=owner,
        definition=binding.definition,
        guard=binding.guard,
        line=binding.line,
        file=owner.file if owner is not None else view.text_of(file),  # which may be the stub beside the source
        binding=bound,
        flags=flags,
        deprecated=deprecated,
        value=value,
        annotation=annotation,
    )


def _function(view: View, module: str, binding: Binding, definition: Function, owner: Item | None) -> Item:
    marks = definition.decorators
    if not marks:
        return _plain_function(view, module, binding, definition, owner)
    flags = set(definition.flags)
    if decorators.hides_generator(marks):
        if "generator" in flags and decorators.makes_awaitable(marks):
            flags.add("async")
        flags.discard("generator")
    flags.update(name for name, known in (("final", decorators.has(marks, "final")), ("overloaded", decorators.is_overload(marks))) if known)
    if any(decorators.last(d).startswith("abstract") for d in marks):
        flags.add("abstract")
    if owner is None:
        return _item(view, module, binding, None, "function", flags=frozenset(flags), deprecated=definition.deprecated)
    if decorators.makes_property(marks):
        flags.discard("generator")
        if decorators.is_cached(marks):
            flags |= {"cached", "settable", "deletable"}
        return _item(
            view, module, binding, owner, "property", flags=frozenset(flags), deprecated=definition.deprecated, annotation=definition.returns
        )
    bound: Literal["instance", "class", "static"] = "instance"
    if decorators.makes_static(marks) or binding.name == "__new__":
        bound = "static"
    elif decorators.makes_class_bound(marks) or binding.name in _BOUND_TO_CLASS:
        bound = "class"
    return _item(view, module, binding, owner, "method", bound=bound, flags=frozenset(flags), deprecated=definition.deprecated)


def _plain_function(view: View, module: str, binding: Binding, definition: Function, owner: Item | None) -> Item:
    """Without decorators, as most are."""
    flags = frozenset(definition.flags)
    if owner is None:
        return _item(view, module, binding, None, "function", flags=flags, deprecated=definition.deprecated)
    bound: Literal["instance", "class", "static"] = (
        "static" if binding.name == "__new__" else "class" if binding.name in _BOUND_TO_CLASS else "instance"
    )
    return _item(view, module, binding, owner, "method", bound=bound, flags=flags, deprecated=definition.deprecated)


def _class_flags(view: View, module: str, definition: Class, owner: Item | None) -> frozenset[str]:
    if not definition.decorators:
        return frozenset()
    maker = makers.maker_among(view, module, definition, owner)
    flags = maker.flags if maker is not None else frozenset()
    return flags | {"final"} if decorators.has(definition.decorators, "final") else flags


def _assigned(view: View, module: str, binding: Binding, definition: Assignment | Import, owner: Item | None) -> Item:
    value = definition.value if isinstance(definition, Assignment) else None
    if isinstance(definition, Assignment) and value is not None:
        if value.parameters is not None:
            bound: Literal["instance"] | None = "instance" if owner is not None else None
            return _item(view, module, binding, owner, "method" if owner is not None else "function", bound=bound)
        if value.call is not None and (made := _made(view, module, binding, definition, owner)) is not None:
            return made
    flags = set()
    if value is None and isinstance(definition, Assignment) and definition.annotation is not None:
        flags.add("annotated-only")
    return _item(
        view,
        module,
        binding,
        owner,
        "attribute",
        flags=frozenset(flags),
        value=value.text if value is not None else None,
        annotation=definition.annotation if isinstance(definition, Assignment) else None,
    )


def _made(view: View, module: str, binding: Binding, definition: Assignment, owner: Item | None) -> Item | None:
    """What a call makes: a class, a member, a callable; None for anything else."""
    assert definition.value is not None
    assert definition.value.call is not None
    if (flag := synthesis.made_class(view, module, definition, owner)) is not None:
        return _item(view, module, binding, owner, "class", flags=frozenset({flag}))
    if binding.name.lstrip("_")[:1].isupper() and not definition.augmented:
        cls = factories.class_made_by(view, module, definition.value.call, owner, binding.name, binding.line)
        if cls is not None:
            return made_item(view, module, msgspec.structs.replace(binding, definition=cls), owner)
    if owner is not None and (member := _wrapped_member(view, module, binding, owner)) is not None:
        return member
    if not wrapped.makes_callable(view, module, definition.value.call, owner):
        return None
    if owner is None:
        return _item(view, module, binding, owner, "function")
    # `functools.partial` is no descriptor: what it makes is called as it is.
    plain = definition.value.call.callee.rpartition(".")[2] == "partial"
    return _item(view, module, binding, owner, "method", bound="static" if plain else "instance")


def _wrapped_member(view: View, module: str, binding: Binding, owner: Item) -> Item | None:
    """`x = property(get, set)`, `m = classmethod(f)`, `m = staticmethod(f)` in a class body."""
    assert isinstance(binding.definition, Assignment)
    assert binding.definition.value is not None
    assert binding.definition.value.call is not None
    call = binding.definition.value.call
    maker = call.callee.rpartition(".")[2]
    if maker in ("property", "cached_property"):
        given = {*("fget", "fset", "fdel")[: len(call.arguments)], *(name for name, value in call.keywords if value != "None")}
        flags = {flag for flag, argument in (("settable", "fset"), ("deletable", "fdel")) if argument in given}
        return _item(view, module, binding, owner, "property", flags=frozenset(flags))
    if maker in ("staticmethod", "classmethod", "partialmethod"):
        bound: Literal["instance", "class", "static"] = "static" if maker == "staticmethod" else "class" if maker == "classmethod" else "instance"
        return _item(view, module, binding, owner, "method", bound=bound)
    return None
