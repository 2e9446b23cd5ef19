"""Members that a module gives to a class after it defined it: by a statement, `Frame.skip = 1`, `Frame.total = total`, or by a call,
`Frame._add_operations()` with `setattr(cls, "sum", sum)` in it, `complete(Frame)`.

The function that is called is read as a class decorator is (`attached`), with the class for the argument that stands for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import attached, classes, naming, surroundings, symbolic, texts
from modiff.link.symbolic_values import DECORATED, Raised, TooMuch, Value
from modiff.model.facts import Assignment, Binding, Call
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def add(view: View, owner: Item, own: dict[str, Item]) -> None:
    """Puts what statements at the end of a module set on its class among the members; what they may set besides makes a loss doubtful."""
    space = view.namespace(owner.module)
    if space is None or owner.owner is not None or len(space.names.get(owner.name, ())) != 1:
        return
    for name, attribute, value, line in space.facts.class_values:
        known = own.get(attribute) if name == owner.name else None
        if name == owner.name and (known is None or "annotated-only" in known.flags) and not attribute.startswith("__"):
            own[attribute] = _given(view, owner, Binding(attribute, line, line, Assignment(value)))
    for name, call in space.facts.class_calls:
        run = _run(view, owner, call, own) if name == owner.name else None
        if run is not None:
            attached.take_over(view, owner, own, run, f"{call.callee}()")


def _given(view: View, owner: Item, binding: Binding) -> Item:
    """The member of `Class.attribute = value`. A function of the module is a method from then on."""
    assert isinstance(binding.definition, Assignment)
    value = binding.definition.value
    target = view.lookup(owner.module, value.name) if value is not None and value.name is not None and value.name == value.text else None
    if isinstance(target, Item) and target.kind in ("function", "class"):
        return attached.as_member(owner, binding.name, target, binding.line)
    return naming.made_item(view, owner.module, binding, owner)


def _run(view: View, owner: Item, call: Call, own: dict[str, Item]) -> symbolic.Run | None:
    first, _, rest = call.callee.partition(".")
    target = _method(view, owner, rest, own) if first == owner.name else view.lookup(owner.module, call.callee)
    if not isinstance(target, Item) or target.kind not in ("function", "method") or target.binding == "instance":
        return None
    routine = surroundings.routine(view, target)
    if routine is None:
        return None
    given: list[Value] = [DECORATED] if target.binding == "class" else []
    given += [_value(view, owner, text) for text in call.arguments if not text.startswith("*")]
    keywords = {key: _value(view, owner, text) for key, text in call.keywords if key != "**"}
    run = symbolic.Run(attached.world(view, owner, own, target.module))
    try:
        run.call(routine, given, keywords)
    except (Raised, TooMuch, RecursionError):
        return None
    return run


def _method(view: View, owner: Item, name: str, own: dict[str, Item]) -> Item | None:
    """A method of the class or of one above it."""
    if name in own:
        return own[name]
    above = (a for a in classes.mro(view, owner)[1:] if isinstance(a, Item))
    return next((found[name] for found in (classes.own_members(view, a) for a in above) if name in found), None)


def _value(view: View, owner: Item, text: str) -> Value:
    return DECORATED if text == owner.name else surroundings.value_in(view, owner.module, texts.parsed(text))
