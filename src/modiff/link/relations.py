"""Attributes that Django sets on a model because a field of another one names them: `ForeignKey(Page, related_name="revisions")`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import Assignment, Call, Class
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MODELS = "django.db.models."


def is_relation(view: View, order: Iterable[Item | Outside | Unsettled], name: str) -> bool:
    """Does a field of a model of this release make Django set this name on a class, or on one that it derives from? `order`: it and those, as
    they are asked."""
    order = tuple(order)
    if not any(isinstance(a, Outside) and a.path.startswith(_MODELS) for a in order):
        return False
    return any((a.name, name) in _relations(view) for a in order if isinstance(a, Item))


def _relations(view: View) -> frozenset[tuple[str, str]]:
    """The last name of each model that a field leads to, with the attribute that the field gives it."""
    key = ("django_relations", None)
    if key not in view.memo:
        facts = (view.facts(module) for module in view.modules)
        bodies = ((b.name, b.definition) for found in facts if found is not None for b in found.bindings if isinstance(b.definition, Class))
        view.memo[key] = frozenset(pair for name, body in bodies for pair in _named(name, body))
    return cast("frozenset[tuple[str, str]]", view.memo[key])


def _named(name: str, body: Class) -> Iterator[tuple[str, str]]:
    for member in body.members:
        value = member.definition.value if isinstance(member.definition, Assignment) else None
        call = value.call if value is not None else None
        given = _given_name(call) if call is not None else None
        if call is not None and given is not None:
            target = (call.arguments[0] if call.arguments else dict(call.keywords).get("to", "")).strip("'\"").rpartition(".")[2]
            yield (name if target == "self" else target), given


def _given_name(call: Call) -> str | None:
    """What a field calls itself on the other side. A generic relation does so by the name that is meant for queries."""
    keywords = dict(call.keywords)
    said = keywords.get("related_name") or (keywords.get("related_query_name") if call.callee.endswith("GenericRelation") else None)
    return said.strip("'\"") if said is not None and said[:1] in "'\"" else None
