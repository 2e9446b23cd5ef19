"""Annotations of parameters, results and attributes that differ in what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from modiff.compare.signatures import align
from modiff.compare.types.constructs import is_alias, is_new_type
from modiff.compare.types.forms import ANYTHING, NONE, Named, Nothing, Type, parts, union
from modiff.compare.types.places import Place, has_types, is_typed_dict, mentions
from modiff.compare.types.relation import AsRead, Comparison, Question, answered, without
from modiff.compare.types.scene import Scene
from modiff.compare.types.shared import Shared
from modiff.graph.when import when_of
from modiff.link import decorators, signatures
from modiff.model.changes import TypeChanged
from modiff.model.facts import Function, Parameter
from modiff.model.findings import Certainty
from modiff.model.items import Item, Signature

_CONSTRUCTORS = ("__init__", "__new__")
_NO_RESULT = frozenset({*_CONSTRUCTORS, "__init_subclass__", "__exit__", "__aexit__"})
_YIELDS = frozenset(f"collections.abc.{name}" for name in ("Generator", "Iterator", "AsyncGenerator", "AsyncIterator", "Iterable", "AsyncIterable"))
_SAME = Comparison(True, True)
_ONLY_WRITERS = "only who names the type of the container, or writes into it, can notice"

Of = Literal["parameter", "return", "attribute"]
Ask = Callable[[Type, Type], Question]
"""What is to be answered of two types as they are written."""


def changes(place: Place, scene: Scene) -> Iterator[TypeChanged]:
    """Every annotation of this place that means something else now."""
    before, after = place.before, place.after
    if place.is_same_text and not mentions(before.definition, scene.hidden_aliases.keys() | scene.other_classes):
        return
    if before.kind in ("function", "method") and after.kind in ("function", "method"):
        yield from _of_callable(place, scene)
    elif before.kind in ("attribute", "property") and after.kind in ("attribute", "property"):
        yield from _of_attribute(place, scene)


def _of_callable(place: Place, scene: Scene) -> Iterator[TypeChanged]:
    if not has_types(place.before.definition) or not has_types(place.after.definition):
        return
    old, new = signatures.signature(scene.old, place.before), signatures.signature(scene.new, place.after)
    if old is None or new is None or scene.is_overloaded(place):
        return
    kept = align(old.parameters, new.parameters).kept
    shared = Shared(place, scene, kept, (old.parameters, new.parameters))
    for before, after in kept:
        texts = before.annotation, after.annotation
        yield from _compared(place, scene, ("parameter", before.name), texts, _given(before, after, scene, shared), (old, new))
    usable = place.before.name not in _NO_RESULT and ("async" in place.before.flags) == ("async" in place.after.flags)
    if usable:
        yield from _compared(place, scene, ("return", ""), (old.returns, new.returns), _seen(place, shared), (old, new))


def _of_attribute(place: Place, scene: Scene) -> Iterator[TypeChanged]:
    if not any(is_alias(item) or is_new_type(item) for item in (place.before, place.after)):
        ask = Shared(place, scene, (), ((), ())).of_result
        yield from _compared(place, scene, ("attribute", ""), (place.before.annotation, place.after.annotation), ask, None)


def _compared(
    place: Place, scene: Scene, which: tuple[Of, str], texts: tuple[str | None, str | None], ask: Ask, told: tuple[Signature, Signature] | None
) -> Iterator[TypeChanged]:
    """What differs of one annotation, or of an alias without a public path that it mentions."""
    old, new = texts
    if old is None or new is None:
        return
    hidden = scene.hidden_alias_in(new)
    if old == new and hidden is None and not scene.mentions_other_class(new):
        return
    asked = ask(scene.old_type(old, place.before), scene.new_type(new, place.after))
    via, texts_shown = None, (old, new)
    if hidden is not None and answered(asked, scene.classes) == _SAME:
        asked = ask(scene.old_type_in_full(old, place.before), scene.new_type_in_full(new, place.after))
        before, after = hidden
        via, texts_shown = after.path, (before.value or "", after.value or "")
    elif old == new:
        texts_shown = scene.in_full(old, place.before, scene.old), scene.in_full(new, place.after, scene.new)
    found = _as_used(answered(asked, scene.classes), which, place, scene)
    doubts = [(Certainty.likely, text) for text in ((s.doubt for s in told[::-1]) if told is not None else ()) if text]
    if _only_writers_notice(which[0], asked, found, scene):
        doubts = [(Certainty.possible, _ONLY_WRITERS)]
    yield from _change(place, which, texts_shown, found, told, doubts[0] if doubts else (Certainty.certain, None), via)


def _change(
    place: Place,
    which: tuple[Of, str],
    texts: tuple[str, str],
    found: Comparison,
    told: tuple[Signature, Signature] | None,
    sure: tuple[Certainty, str | None],
    via: str | None,
) -> Iterator[TypeChanged]:
    """The change, unless both mean the same or nothing of it is settled."""
    if found.relation == "same" or found == Comparison(None, None):
        return
    yield TypeChanged(
        path=place.path,
        also=place.also,
        old=place.before,
        new=place.after,
        when=when_of(place.after),
        of=which[0],
        part=which[1],
        before=texts[0],
        after=texts[1],
        relation=found.relation,
        old_fits_new=found.old_fits_new,
        new_fits_old=found.new_fits_old,
        typed=place.typed,
        callable=_callable(place, told),
        via=via,
        certainty=sure[0],
        doubt=sure[1],
    )


def _only_writers_notice(of: Of, asked: Question, found: Comparison, scene: Scene) -> bool:
    """Is all that does not fit what may be written into a container (`list[Leaf]` for `list[Node]`)?"""
    as_read = answered(asked, AsRead(scene.classes))
    if of == "parameter":
        return found.old_fits_new is False and as_read.old_fits_new is not False
    return found.new_fits_old is False and as_read.new_fits_old is not False


def _given(before: Parameter, after: Parameter, scene: Scene, shared: Shared) -> Ask:
    """What callers give: None as a default even where the annotation forgets it (PEP 484 once had it so), marks for "not given" never."""

    def ask(was: Type, now: Type) -> Question:
        if after.default == "None":
            now = union(now, NONE)
        elif before.default == "None":
            was = without(was, (NONE,))
        return shared.of_parameter(without(was, [t for t in parts(was) if scene.is_only_a_mark(t)]), now)

    return ask


def _seen(place: Place, shared: Shared) -> Ask:
    """What callers get. What was no result at all could not be used: whatever comes instead, nobody misses it."""

    def ask(was: Type, now: Type) -> Question:
        was, now = _result(was, place.before), _result(now, place.after)
        return Question(now, now, now, now) if was == NONE or isinstance(was, Nothing) else shared.of_result(was, now)

    return ask


def _result(written: Type, item: Item) -> Type:
    """A generator may stand for a context manager."""
    definition = item.definition
    if not isinstance(definition, Function) or not decorators.hides_generator(definition.decorators):
        return written
    for decorator, made in (("contextmanager", "AbstractContextManager"), ("asynccontextmanager", "AbstractAsyncContextManager")):
        if decorators.has(definition.decorators, decorator) and isinstance(written, Named) and written.path in _YIELDS and written.arguments:
            return Named(f"contextlib.{made}", written.arguments[:1])
    return ANYTHING


def _as_used(found: Comparison, which: tuple[Of, str], place: Place, scene: Scene) -> Comparison:
    """Users build typed dicts, or read them, or both: what is wider is taken as built, what is narrower breaks who builds it."""
    if which[0] == "attribute" and is_typed_dict(scene.old, place.before.owner):
        return Comparison(found.old_fits_new, found.old_fits_new)
    return found


def _callable(place: Place, told: tuple[Signature, Signature] | None) -> Literal["function", "method", "constructor"] | None:
    if told is None:
        return None
    if place.before.name in _CONSTRUCTORS:
        return "constructor"
    return "method" if place.before.in_class else "function"
