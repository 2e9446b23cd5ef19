"""Changes made by hand: one of every kind that diff can hand over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, Literal, get_args

import msgspec

from modiff.compare.signatures import compare
from modiff.model.changes import (
    AccessorGone,
    BasesChanged,
    BecameDeprecated,
    Came,
    Change,
    Changes,
    ClassChanged,
    ClassEvent,
    DistributionChanged,
    DistributionEvent,
    Gone,
    KeywordFate,
    KeywordLost,
    KindChanged,
    ParameterChanged,
    ParameterEvent,
    ResultChanged,
    TypeChanged,
    TypeRelation,
    TypingChanged,
    TypingEvent,
    ValueChanged,
    ValueEvent,
)
from modiff.model.facts import Parameter
from modiff.model.findings import Side, Summary
from modiff.model.items import Item, Kind, Signature
from modiff.rules.families import KINDS

EVENTS: tuple[ParameterEvent, ...] = get_args(ParameterEvent)
ITEM_KINDS: tuple[Kind, ...] = get_args(Kind)
SIDE = Side("pkg", "pkg", None, ("pkg",))

_LISTS = (
    "", "a", "b", "a=1", "a=2", "b=2", "a, b", "b, a", "a, n=1, b=1", "n, a", "a, /", "b, /", "*, a", "*, a=1", "*, b=1", "a, b=1, c=2",
    "a, *, b=1, c=2", "*a", "**a", "*args", "*rest", "**kw", "**options", "a, **kw", "a, /, **kw", "a, b=1, **kw", "a=1, *args, **kw", "*args, **kw",
)  # fmt: skip
"""Parameter lists whose pairs show every event, broken or not."""


def changes_of(*changes: Change) -> Changes:
    return Changes(SIDE, SIDE, changes, Summary())


def item(path: str, kind: Kind = "function", **fields: Any) -> Item:
    module, _, name = path.rpartition(".")
    return Item(path=path, kind=kind, name=name, module=module, file=f"{module.replace('.', '/')}.py", line=7, **fields)


def parameters(text: str) -> tuple[Parameter, ...]:
    """Of `def f(TEXT)`."""
    import inspect

    scope: dict[str, Any] = {}
    exec(f"def f({text}): pass", scope)
    found = inspect.signature(scope["f"]).parameters.values()
    return tuple(Parameter(p.name, int(p.kind), None if p.default is p.empty else repr(p.default)) for p in found)


def of_parameters(before_text: str, after_text: str, path: str = "pkg.f", **fields: Any) -> list[ParameterChanged]:
    """All that diff says of two parameter lists."""
    before, after = parameters(before_text), parameters(after_text)
    told = {"old": item(path), "new": item(path), "callable": "function", **fields}
    return [
        ParameterChanged(path=path, old_signature=Signature(before), new_signature=Signature(after), **told, **msgspec.structs.asdict(difference))
        for difference in compare(before, after)
    ]


def every_change() -> Iterator[Change]:
    """Every class of change with every kind and event, in the ways that decide which rule it is for."""
    for kind in ITEM_KINDS:
        old = item("pkg.x", kind)
        yield Came(path="pkg.x", new=old, kind=kind)
        for moved, renamed, reexport in itertools.product((None, "pkg.y.x"), (None, "z"), (False, True)):
            yield Gone(path="pkg.x", old=old, kind=kind, moved_to=moved, renamed_to=renamed, reexport=reexport)
    for before, after in itertools.permutations(KINDS, 2):
        for flags in (frozenset[str](), frozenset({"settable"})):
            yield KindChanged(path="pkg.x", old=item("pkg.x"), new=item("pkg.x", flags=flags), before=before, after=after)
    for lost, reordered in itertools.product(((), ("pkg.Base",), ("abc.ABC",), ("pkg._Base", "pkg.Base")), (False, True)):
        yield BasesChanged(path="pkg.C", old=item("pkg.C", "class"), new=item("pkg.C", "class"), lost=lost, gained=(), reordered=reordered)
    for old_list, new_list in itertools.permutations(_LISTS, 2):
        yield from of_parameters(old_list, new_list)
    yield from of_keywords()
    yield from of_annotations()
    yield from of_distributions()
    yield from of_types()
    yield from of_classes()
    yield from of_fields_and_overrides()
    yield from of_values()


def of_classes() -> Iterator[Change]:
    """Every event of a class, a property's accessors, and what became deprecated."""
    cls = item("pkg.C", "class")
    for event in get_args(ClassEvent):
        yield ClassChanged(path="pkg.C", old=cls, new=cls, event=event, part="m", names=("<",), before="a", after="b")
    for accessor in ("setter", "deleter"):
        yield AccessorGone(path="pkg.C.p", old=item("pkg.C.p", "property"), new=item("pkg.C.p", "property"), accessor=accessor)
    for kind in ITEM_KINDS:
        yield BecameDeprecated(path="pkg.x", old=item("pkg.x", kind), new=item("pkg.x", kind), kind=kind, text="use y")


def of_fields_and_overrides() -> Iterator[Change]:
    """Optional parameters that are more than that: a field of a named tuple, and what overrides of an abstract method may be given."""
    abstract = item("pkg.C.m", "method", flags=frozenset({"abstract"}))
    for change in of_parameters("a", "a, b=1"):
        yield msgspec.structs.replace(change, callable="method", old=abstract, new=abstract)
        old, new = (msgspec.structs.replace(s, source="namedtuple") for s in (change.old_signature, change.new_signature))
        yield msgspec.structs.replace(change, callable="constructor", old_signature=old, new_signature=new)


def of_values() -> Iterator[Change]:
    """Every event of a constant."""
    for event in get_args(ValueEvent):
        constant = item("pkg.X", "attribute")
        yield ValueChanged(path="pkg.X", old=constant, new=constant, event=event, before="1", after="'a'", names=("A",))
    kinds: tuple[Kind, ...] = ("function", "method", "property")
    for kind, awaited in itertools.product(kinds, (False, True)):
        told = item("pkg.x", kind)
        yield ResultChanged(path="pkg.x", old=told, new=told, before=("builtins.str",), after=("builtins.bytes",), awaited=awaited)


def of_keywords() -> Iterator[Change]:
    """Keywords in `**kwargs`, with all that bodies may say of them."""
    for (before, after), fate in itertools.product((("*, a=1, **kw", "**kw"), ("**kw", "a=1, **kw"), ("**kw", "a=1")), get_args(KeywordFate)):
        for change in of_parameters(before, after):
            yield msgspec.structs.replace(change, fate=fate)
    signature = Signature(parameters("**kw"))
    fates: tuple[Literal["rejected", "ignored"], ...] = ("rejected", "ignored")
    for lost, through in itertools.product(fates, (None, "pkg.g")):
        yield KeywordLost(
            path="pkg.f", old=item("pkg.f"), new=item("pkg.f"), part="a", through=through, fate=lost, by="pkg.g" if lost == "rejected" else None,
            old_signature=signature, new_signature=signature, callable="function",
        )  # fmt: skip


def of_types() -> Iterator[Change]:
    """Every place, relation and event of types."""
    told: dict[str, Any] = {"path": "pkg.x", "before": "int", "after": "str", "typed": True, "old": item("pkg.x"), "new": item("pkg.x")}
    places: tuple[Literal["parameter", "return", "attribute"], ...] = ("parameter", "return", "attribute")
    for of, relation in itertools.product(places, get_args(TypeRelation)):
        for old_fits, new_fits in itertools.product((True, False, None), repeat=2):
            yield TypeChanged(of=of, relation=relation, old_fits_new=old_fits, new_fits_old=new_fits, callable="function", **told)
        for event in get_args(TypingEvent):
            yield TypingChanged(event=event, part="a", names=("a",), relation=relation, **told)


def of_distributions() -> Iterator[Change]:
    """Every event of a distribution."""
    for event in get_args(DistributionEvent):
        yield DistributionChanged(path="pkg", event=event, part="group:name", names=("one",), before="old", after="new")


def of_annotations() -> Iterator[Change]:
    old, new = (Parameter("a", 1, None, "int"),), (Parameter("a", 1, None, "str"),)
    for difference in compare(old, new):
        yield ParameterChanged(
            path="pkg.f", old_signature=Signature(old), new_signature=Signature(new), callable="function", **msgspec.structs.asdict(difference)
        )
