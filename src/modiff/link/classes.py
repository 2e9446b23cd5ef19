"""Classes after linking: their own members, the order in which bases are asked (C3), and what they inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modiff.link import (
    attached,
    completed,
    decorators,
    executed,
    factories,
    metaclassed,
    naming,
    outside,
    pydantic_models,
    relations,
    subclassed,
    switches,
    synthesis,
    told,
)
from modiff.link.namespace import grouped
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.facts import Assignment, Binding, Call, Class, Expression, Function
from modiff.model.items import Item, Member

if TYPE_CHECKING:
    from modiff.link.view import View

Ancestor = Item | Outside | Unsettled
_ADDS_METACLASS = ("with_metaclass",)


def is_under_way(view: View, owner: Item) -> bool:
    """Are the members of this class being found right now? (A name in its body that refers to its body must not ask for them again.)"""
    return ("own_members_under_way", owner) in view.memo


def own_members(view: View, owner: Item) -> dict[str, Item]:
    """What the class body, its methods' assignments to `self`, and synthesis bind, by name. Memoised; do not change it."""
    key = ("own_members", owner)
    if key not in view.memo:
        busy = ("own_members_under_way", owner)
        if busy in view.memo:
            return {}  # the body refers to the class itself, through another name of it
        view.memo[busy] = True
        try:
            view.memo[key] = _own_members(view, owner)
        finally:
            view.memo.pop(busy, None)
    return cast("dict[str, Item]", view.memo[key])


def _own_members(view: View, owner: Item) -> dict[str, Item]:
    definition = owner.definition
    if not isinstance(definition, Class):
        return {item.name: item for item in synthesis.fields_of_made_class(view, owner)}
    out: dict[str, Item] = {}
    said = definition.members
    if run := executed.bindings(view, owner):
        said = tuple(sorted((*said, *run), key=lambda binding: binding.line))
    for name, bindings in grouped(said).items():
        target = _member(view, owner, bindings, out)
        if target is not None:
            out[name] = target
    for slot in synthesis.slots(out.get("__slots__")):
        if slot not in out or "annotated-only" in out[slot].flags:
            out[slot] = Item(
                f"{owner.path}.{slot}",
                "attribute",
                slot,
                owner.module,
                owner=owner,
                definition=Assignment(),
                line=out["__slots__"].line,
                file=owner.file,
                flags=frozenset({"instance", "slot"}),
                annotation=out[slot].annotation if slot in out else None,
            )
    for attribute in definition.instance_attributes:
        known = out.get(attribute.name)
        if known is None or not {"annotated-only", "slot"}.isdisjoint(known.flags):
            out[attribute.name] = Item(
                f"{owner.path}.{attribute.name}",
                "attribute",
                attribute.name,
                owner.module,
                owner=owner,
                definition=Assignment(attribute.value, attribute.annotation),
                line=attribute.line,
                file=owner.file,
                flags=frozenset({"instance"}),
                value=attribute.value.text if attribute.value else None,
                annotation=attribute.annotation,
            )
    if definition.bases:
        subclassed.add(view, owner, out)
    if definition.bases or definition.keywords:
        metaclassed.add(view, owner, out)
    if definition.decorators:
        attached.add(view, owner, out)
    completed.add(view, owner, out)
    return out


def _member(view: View, owner: Item, bindings: tuple[Binding, ...], before: dict[str, Item]) -> Item | None:
    for binding in switches.in_force(view, owner.module, bindings):
        definition = binding.definition
        if (
            isinstance(definition, Assignment)
            and definition.value is not None
            and definition.value.name in before
            and definition.value.name == definition.value.text
        ):
            return before[definition.value.name]  # `__radd__ = __add__`
        target = view.target_of(owner.module, binding, owner)
        if isinstance(target, Item):
            return _with_accessors(target, bindings) if target.kind == "property" else target
        if target is not None:
            return naming.made_item(view, owner.module, Binding(binding.name, binding.line, binding.end_line, Assignment(), binding.guard), owner)
    return None


def _with_accessors(prop: Item, bindings: tuple[Binding, ...]) -> Item:
    """A property with what its `@x.setter` and `@x.deleter` add; it stands where its getter stands."""
    flags = set(prop.flags)
    getter = None
    for binding in bindings:
        if isinstance(binding.definition, Function):
            marks = [decorators.last(d) for d in binding.definition.decorators]
            flags.update(flag for flag, mark in (("settable", "setter"), ("deletable", "deleter")) if mark in marks)
            if getter is None and not {"setter", "deleter"} & set(marks):
                getter = binding
    if getter is None or (flags == prop.flags and getter.definition is prop.definition):
        return prop
    definition = cast(Function, getter.definition)
    return Item(
        prop.path,
        "property",
        prop.name,
        prop.module,
        owner=prop.owner,
        definition=definition,
        guard=getter.guard,
        line=getter.line,
        file=prop.file,
        flags=frozenset(flags),
        deprecated=definition.deprecated,
        annotation=definition.returns,
    )


# --- bases and the method resolution order


def bases(view: View, cls: Item) -> tuple[Ancestor, ...]:
    """The direct bases, resolved; `object` is left out."""
    key = ("bases", cls)
    if key not in view.memo:
        view.memo[key] = tuple(_bases(view, cls))
    return cast("tuple[Ancestor, ...]", view.memo[key])


def _bases(view: View, cls: Item) -> list[Ancestor]:
    definition = cls.definition
    if not isinstance(definition, Class):
        return [_as_base(cls, cls.name, target) for target in synthesis.bases_of_made_class(view, cls)]
    out: list[Ancestor] = []
    for base in definition.bases:
        out.extend(_base(view, cls, base))
    return out


def _base(view: View, cls: Item, base: Expression) -> list[Ancestor]:
    if base.call is not None:
        return _called_base(view, cls, base.call)
    if base.name is None:
        return [Unsettled(f"base {base.text} of {cls.path} is computed")]
    target = _behind_alias(view, view.lookup(cls.module, base.name, cls.owner) or told.lookup(view, cls, base.name))
    return [] if isinstance(target, Outside) and target.path == "builtins.object" else [_as_base(cls, base.name, target)]


def _behind_alias(view: View, target: Target | None) -> Target | None:
    """The class that an alias of one with its arguments stands for, `Graph = Mapping[str, int]`: who derives from the alias derives from that."""
    value = target.definition.value if isinstance(target, Item) and isinstance(target.definition, Assignment) else None
    if not isinstance(target, Item) or target.kind != "attribute" or target.owner is not None or value is None or value.name is None:
        return target
    found = view.lookup(target.module, value.name) if value.text.startswith(f"{value.name}[") else None
    return found if isinstance(found, Outside) or (isinstance(found, Item) and found.kind == "class") else target


def _as_base(cls: Item, written: str, target: Target | None) -> Ancestor:
    if isinstance(target, Item):
        if target.kind == "class":
            return target if target is not cls else Unsettled(f"{cls.path} derives from an earlier class of its own name")
        return Unsettled(f"base {written} of {cls.path} is no class that reading can see")
    if isinstance(target, Outside):
        return Outside(outside.same_class(target.path))
    return target or Unsettled(f"base {written} of {cls.path} is not found")


def _called_base(view: View, cls: Item, call: Call) -> list[Ancestor]:
    """`six.with_metaclass(Meta, A, B)` derives from A and B; `namedtuple("X", "a b")` as a base is a class of its own."""
    if call.callee.rpartition(".")[2] in _ADDS_METACLASS:
        names = [a for a in call.arguments[1:] if a != "object"]
        return [_as_base(cls, name, view.lookup(cls.module, name, cls.owner)) for name in names]
    made = synthesis.item_for_call(view, cls, call) or _made_base(view, cls, call)
    return [made] if made is not None else [Unsettled(f"a base of {cls.path} is made by {call.callee}(…)")]


def _made_base(view: View, cls: Item, call: Call) -> Item | None:
    """The class that a function of the release makes for `class X(make(…))`."""
    said = factories.class_made_by(view, cls.module, call, cls.owner, cls.name, cls.line or 1)
    if said is None:
        return None
    return Item(f"{cls.path}.<base>", "class", cls.name, cls.module, owner=cls.owner, definition=said, line=cls.line, file=cls.file)


def mro(view: View, cls: Item) -> tuple[Ancestor, ...]:
    """The method resolution order (C3, as PEP 253 and its successors have it), the class itself first, `object` left out.

    Where the bases contradict each other, or a class derives from itself in a circle, the order is depth first: such code would not import.
    """
    key = ("mro", cls)
    if key not in view.memo:
        view.memo[key] = (cls,)  # a circle ends here
        view.memo[key] = _linearise(view, cls)
    return cast("tuple[Ancestor, ...]", view.memo[key])


def _linearise(view: View, cls: Item) -> tuple[Ancestor, ...]:
    direct = bases(view, cls)
    orders = [list(_order_of(view, base)) for base in direct]
    merged = merge([*orders, list(direct)])
    if merged is None:
        seen: dict[Ancestor, None] = dict.fromkeys(a for order in orders for a in order)
        merged = list(seen)
    return (cls, *(a for a in merged if a != cls))


def _order_of(view: View, base: Ancestor) -> tuple[Ancestor, ...]:
    if isinstance(base, Item):
        return mro(view, base)
    if isinstance(base, Outside):
        return (base, *(Outside(p) for p in outside.bases_of(base.path)))
    return (base,)


def merge(orders: list[list[Ancestor]]) -> list[Ancestor] | None:
    """C3's merge: repeatedly the first head that is in no tail. None where there is none."""
    out: list[Ancestor] = []
    orders = [order for order in orders if order]
    while orders:
        for order in orders:
            head = order[0]
            if not any(head in other[1:] for other in orders):
                break
        else:
            return None
        out.append(head)
        orders = [rest for order in orders if (rest := [a for a in order if a != head] if order[0] == head else order)]
    return out


def members(view: View, cls: Item) -> dict[str, Member]:
    """Every member that the class answers for, own and inherited, with the class that defines it. Memoised; do not change it."""
    key = ("members", cls)
    if key not in view.memo:
        view.memo[key] = {}  # a circle ends here
        view.memo[key] = _members(view, cls)
    return cast("dict[str, Member]", view.memo[key])


def _members(view: View, cls: Item) -> dict[str, Member]:
    order = [a for a in mro(view, cls) if isinstance(a, Item)]
    if len(order) == 1:
        return _as_members(view, cls)
    out: dict[str, Member] = {}
    for ancestor in reversed(order):
        for name, member in _as_members(view, ancestor).items():
            before = out.get(name)
            if before is not None and _hides_nothing(member.item, before.item):
                continue
            out[name] = member
    return out


def _hides_nothing(item: Item, inherited: Item) -> bool:
    """Does what is inherited answer all the same? A value set on instances, or an annotation without a value, does not hide what the class has."""
    return any(flag in item.flags and flag not in inherited.flags for flag in ("instance", "annotated-only"))


def _as_members(view: View, cls: Item) -> dict[str, Member]:
    """Its own members as answers of its own, made once for it and all its heirs."""
    key = ("as_members", cls)
    if key not in view.memo:
        view.memo[key] = {name: Member(item, cls) for name, item in own_members(view, cls).items()}
    return cast("dict[str, Member]", view.memo[key])


def answers_beyond_reading(view: View, cls: Item, name: str) -> str | None:
    """Why `cls.name` may answer although no member of that name was read, as a sentence without a full stop; None: it does not."""
    for ancestor in mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return ancestor.reason
        if isinstance(ancestor, Outside):
            known = outside.members_of(ancestor.path)
            if known is None and pydantic_models.lacks(view, cls, ancestor.path, name):
                continue
            if known is None and not outside.surely_has(ancestor.path, name) and not relations.is_relation(view, mro(view, cls), name):
                return f"{cls.path} inherits from {ancestor.path}"
            if known is None or name in known:
                return f"{ancestor.path} has it"
    return None


def is_inherited_from_outside(view: View, cls: Item, name: str) -> bool:
    """Does a class that is fully known (a builtin) answer for this name?"""
    return any(isinstance(a, Outside) and name in (outside.members_of(a.path) or ()) for a in mro(view, cls))


def metaclass(view: View, cls: Item) -> Item | None:
    """The metaclass of this release that makes the class, its own or a base's; None: none that this release defines."""
    for ancestor in mro(view, cls):
        if isinstance(ancestor, Item) and isinstance(ancestor.definition, Class):
            written = dict(ancestor.definition.keywords).get("metaclass")
            found = view.lookup(ancestor.module, written) if written and written.replace(".", "").isidentifier() else None
            if isinstance(found, Item) and found.kind == "class":
                return found
    return None
