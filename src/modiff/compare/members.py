"""Members of classes that both versions have: lost, new, and changed ones, each cause once however many heirs show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from modiff.compare import kinds
from modiff.compare.aliases import Objects
from modiff.compare.callables import Compared, parameter_changes, worth_telling
from modiff.compare.checked import is_typed
from modiff.compare.collected import Collected
from modiff.compare.conditions import when_bound
from modiff.compare.likeness import Likeness
from modiff.compare.making.instances import Instances
from modiff.compare.marks import do_the_same
from modiff.compare.mixins import constructs_others_too
from modiff.compare.pairing import Pairing
from modiff.compare.sameness import Sameness
from modiff.compare.words import are_one_text
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link import executed, instances, outside, pydantic_models
from modiff.link.targets import Outside
from modiff.link.texts import is_dotted
from modiff.model.changes import AccessorGone, Came, Change, Gone, Made, TypingChanged
from modiff.model.facts import Assignment, Class
from modiff.model.findings import Certainty
from modiff.model.items import Item, Member
from modiff.model.policy import Surface

_BOOKKEEPING = frozenset(
    """__abstractmethods__ __all__ __annotations__ __author__ __class__ __classcell__ __del__ __dict__ __doc__ __metaclass__ __module__
    __qualname__ __slots__ __weakref__
    __match_args__ __orig_bases__ __parameters__ __test__ __version__ __implements__ __implemented__ __provides__ __provided__""".split()
)
# The language does without these where a class does not say them, or asks others first: losing one is a change of behaviour, not a name that no
# longer answers.
_HAS_FALLBACK = frozenset(
    """__bytes__ __copy__ __deepcopy__ __delattr__ __dir__ __eq__ __format__ __getattr__ __getattribute__ __getinitargs__ __getnewargs__
    __getnewargs_ex__ __getstate__ __hash__
    __init__ __init_subclass__ __instancecheck__ __ne__ __new__ __post_init__ __prepare__ __reduce__ __reduce_ex__ __repr__ __rich_repr__
    __setattr__ __setstate__ __sizeof__
    __str__ __subclasscheck__ __subclasshook__ __set_name__ __length_hint__ __mro_entries__ __bool__ __class_getitem__
    __get_pydantic_core_schema__ __modify_schema__
    __attrs_attrs__ __attrs_post_init__""".split()
)
_OF_PYTHON_2 = frozenset(
    """__nonzero__ __unicode__ __cmp__ __div__ __rdiv__ __idiv__ __long__ __oct__ __hex__ __coerce__ __getslice__ __setslice__ __delslice__ next
    __next__""".split()
)


_PLACEHOLDERS = ("None", "...", "NotImplemented")
"""What a class gives a name that instances or heirs are to set."""
_ACCESSORS: tuple[tuple[Literal["setter", "deleter"], str], ...] = (("setter", "settable"), ("deleter", "deletable"))


def is_compared(name: str) -> bool:
    """Is a member of this name one that callers may miss?"""
    return name not in _BOOKKEEPING and name not in _HAS_FALLBACK and (name not in _OF_PYTHON_2 or name == "__next__")


def _is_same_text(old: Graph, new: Graph, before: Item, after: Item) -> bool:
    """One text on both sides; of a property also what its accessors, which are texts of their own, make of it, of a method its decorators."""
    if before is not after:
        one_text = are_one_text(before, after) or (before.definition is after.definition and before.guard == after.guard)
        if not one_text or before.flags != after.flags:
            return False
    return before.kind != "method" or do_the_same(old, new, before, after)


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing, likeness: Likeness, sameness: Sameness, made: Instances) -> Iterator[Change]:
    """Every change of members, over all pairs of classes. `made`: how instances of the old version are made."""
    yield from _Members(old, new, surface, pairing, likeness, sameness, made).changes()


def _is_callers_next(name: str, was: Mapping[str, Member], now: Mapping[str, Member]) -> bool:
    """Is it a `next` for callers, not what Python 2 alone asks of an iterator? The old class says that to Python 3 as well, or neither iterates."""
    return name == "next" and ("__next__" in was or {"__iter__", "__next__"}.isdisjoint({*was, *now}))


def _classes(graph: Graph, cls: Item) -> list[Item]:
    """The class and those it inherits from that the release defines."""
    return [a for a in graph.ancestors(cls) if isinstance(a, Item)]


def _made_with(graph: Graph, item: Item) -> Iterator[Item]:
    """The classes of the release that are given to what makes a value: `x = Include(Props, prefix="a")`."""
    value = item.definition.value if isinstance(item.definition, Assignment) else None
    for text in value.call.arguments if value is not None and value.call is not None else ():
        given = graph.view.lookup(item.module, text) if is_dotted(text) else None
        if isinstance(given, Item) and given.kind == "class":
            yield given


def _has_name(graph: Graph, cls: Item, name: str) -> bool:
    """Has a class a member of this name, or of one that it may be when something is put before it?"""
    return any(name == there or name.endswith(f"_{there}") for there in graph.members(cls) if not there.startswith("_"))


def _is_called_on_class(item: Item) -> bool:
    return item.kind == "method" and item.binding in ("class", "static") and not item.name.startswith("__")


def _is_left_to_instances(was: Item, now: Item) -> bool:
    """Was it a method to be called on the class itself, and is it now a value that instances alone are given?"""
    return _is_called_on_class(was) and now.kind == "attribute" and not {"instance", "annotated-only"}.isdisjoint(now.flags)


def _is_on_instances(item: Item) -> bool:
    """Is it an attribute that instances alone may have: one that a method sets, or what makes fields?"""
    made = item.owner is not None and not item.owner.flags.isdisjoint({"dataclass", "attrs"})
    return item.kind == "attribute" and (made or not item.flags.isdisjoint({"instance", "annotated-only"}))


class _Members:
    def __init__(self, old: Graph, new: Graph, surface: Surface, pairing: Pairing, likeness: Likeness, sameness: Sameness, made: Instances) -> None:
        self.old, self.new, self.surface, self.pairing, self.likeness = old, new, surface, pairing, likeness
        self.sameness = sameness
        self.unknown = old.release.unknown, new.release.unknown
        self.lost: Collected[Item] = Collected()
        self.came: Collected[Item] = Collected()
        self.changed: Collected[tuple[Item, Item]] = Collected()
        self.doubts: dict[Item, tuple[Certainty, str | None]] = {}
        self.objects = Objects(old, new, surface)
        self.made = made
        self.called: dict[tuple[Item, Item], list[str]] = {}
        """For a changed `__call__`: promised objects of the classes that have it."""
        self.classes: dict[Item, tuple[Item, Item]] = {}
        """For a lost member: a pair of classes that shows the loss."""

    def changes(self) -> Iterator[Change]:
        work = list(self.pairing.pairs.items())
        while work:
            (before, after), paths = work.pop()
            if before.kind == after.kind == "class" and not self.sameness.is_same_class(before, after) and not self._are_typed_dicts(before, after):
                work.extend(self._compare(before, after, paths))
        for item, paths in self.lost:
            yield self._hidden(item, paths) if self._is_for_checkers_alone(item) else self._gone(item, paths)
        for item, paths in self.came:
            also, when = tuple(sorted(paths[1:])), when_bound(self.new, item)
            yield Came(path=paths[0], also=also, new=item, kind=item.kind, signature=self.new.signature(item), when=when)
        for (before, after), paths in self.changed:
            yield from self._changed(before, after, [*paths, *self.called.get((before, after), ())])

    def _are_typed_dicts(self, before: Item, after: Item) -> bool:
        """Are both the shapes of dicts? Their keys are no attributes: `types` compares them."""
        return self.old.is_typed_dict(before) and self.new.is_typed_dict(after)

    def _compare(self, before: Item, after: Item, paths: list[str]) -> Iterator[tuple[tuple[Item, Item], list[str]]]:
        """Notes what differs between two classes; hands back pairs of nested classes, which are compared likewise."""
        old_members, new_members = self.old.members(before), self.new.members(after)
        for name, member in old_members.items():
            there = new_members.get(name)
            if there is not None and _is_same_text(self.old, self.new, member.item, there.item):
                continue
            if not self.old.member_is_public(name, self.surface) or not (is_compared(name) or _is_callers_next(name, old_members, new_members)):
                continue
            member_paths = [f"{path}.{name}" for path in paths]
            if there is None or self._is_only_announced(after, member.item, there.item):
                self._note_loss(before, after, name, member, member_paths)
            else:
                self.changed.add((member.item, there.item), member_paths, own=member.owner is before)
                if name == "__call__":
                    self.called.setdefault((member.item, there.item), []).extend(self.objects.of(before, after))
                if member.item.kind == there.item.kind == "class" and member.owner is before and (member.item, there.item) not in self.pairing.pairs:
                    yield (member.item, there.item), member_paths
        for name, there in new_members.items():
            if (
                name not in old_members
                and self.new.member_is_public(name, self.surface)
                and is_compared(name)
                and self.old.why_member_may_answer(before, name) is None
            ):
                self.came.add(there.item, [f"{path}.{name}" for path in paths], own=there.owner is after)

    def _is_only_announced(self, after: Item, was: Item, now: Item) -> bool:
        """Had it a value in the class, and is it now only annotated there, in a class that nothing makes fields of?"""
        if _is_left_to_instances(was, now):
            return True
        return "annotated-only" in now.flags and not {"annotated-only", "instance"} & was.flags and not self.new.may_make_fields(after)

    def _note_loss(self, before: Item, after: Item, name: str, member: Member, paths: list[str]) -> None:
        item = member.item
        if item.kind == "attribute" and "attributes" in self.unknown[0] | self.unknown[1]:
            return
        if "slot" in item.flags and not self._takes_slots_only(after):
            return
        certainty, doubt = self._doubt(before, after, name)
        if certainty is None:
            return
        own = member.owner is before
        self.lost.add(item, paths, own=own)
        if own or item not in self.classes:
            self.classes[item] = before, after
        known = self.doubts.get(item)
        if known is None or certainty > known[0] or (own and certainty == known[0]):
            self.doubts[item] = certainty, doubt

    def _takes_slots_only(self, cls: Item) -> bool:
        """Can nothing be assigned to instances but what slots name? Else a slot that no method of its class sets is no loss: it held nothing yet."""
        layout = instances.layout(self.new.view, cls)
        return layout.settled and not layout.anything

    def _doubt(self, before: Item, after: Item, name: str) -> tuple[Certainty | None, str | None]:
        """How sure it is that the new class does not answer for the name; None: it does answer."""
        if hasattr(object, name):
            return None, None
        if name in self.new.members(after) and self.old.members(before)[name].item.value in _PLACEHOLDERS:
            return Certainty.possible, f"{after.path} still declares it, without a value: instances or heirs may set it"
        reason = self.new.why_member_may_answer(after, name)
        if reason is None and (answered := self._answered_otherwise(before, after, name)):
            return Certainty.possible, answered
        if reason is None and "instance" in self.old.members(before)[name].item.flags and constructs_others_too(self.new, after):
            return Certainty.possible, f"{after.path} constructs what it is mixed with too, which may set it"
        if reason is None:
            return self._unless_hidden(before, after)
        if reason.endswith("has it"):
            return None, None
        # The base was there before, and yet the old class said the name itself: of a method mostly because the base does not, unless it asks
        # `super()`; values and properties in the class body as often set the base up. What the old version said would go has gone.
        same, member = self._same_strangers(before, after), self.old.members(before)[name].item
        if same and self.old.asks_above(member) and not self._is_said_above(before, name):
            return None, None
        if self.new.is_in_no_binary(after, name):
            return Certainty.likely, f"{reason}, in whose file the name stands nowhere"
        sets_up = member.kind in ("attribute", "property") and "instance" not in member.flags
        expected = member.deprecated is not None or (same and not sets_up and not self._is_left_to_strangers(after, member))
        return (Certainty.likely if expected else Certainty.possible), f"{reason}, which may have it"

    def _is_left_to_strangers(self, after: Item, member: Item) -> bool:
        """Was an attribute of instances set by methods (mostly `__init__`) that the new class leaves to its bases of other distributions?"""
        definition = member.owner.definition if member.owner is not None else None
        setters = {a.method for a in definition.instance_attributes if a.name == member.name} if isinstance(definition, Class) else set()
        return "instance" in member.flags and bool(setters) and setters.isdisjoint(self.new.members(after))

    def _is_said_above(self, before: Item, name: str) -> bool:
        """Did more than one class of the old release say this name?"""
        return sum(name in self.old.own_members(a) for a in _classes(self.old, before)) > 1

    def _answered_otherwise(self, before: Item, after: Item, name: str) -> str | None:
        """What may answer for a name that no body of the new class or its bases binds; None: nothing that the old version had not, too."""
        elsewhere = self.new.why_set_elsewhere(_classes(self.new, after), name) or self.new.metaclass_answers(after, name)
        if elsewhere is None and (
            self.old.why_any_set_elsewhere(_classes(self.old, before)) is None or self._may_be_made_of_what_came(before, after, name)
        ):
            elsewhere = self.new.why_any_set_elsewhere(_classes(self.new, after))
        on_class = _is_called_on_class(self.old.members(before)[name].item)  # where no `__getattr__` of the class is asked
        if elsewhere is None and not on_class and "__getattr__" not in self.old.members(before) and self.new.may_answer_by_getattr(after, name):
            return f"{after.path} now has __getattr__, which may answer for it"
        return elsewhere

    def _may_be_made_of_what_came(self, before: Item, after: Item, name: str) -> bool:
        """Where both versions set computed names: was it a value, and did the class gain one that is made with a class which has the name?"""
        was = self.old.members(before)
        came = (member.item for there, member in self.new.members(after).items() if there not in was)
        return was[name].item.kind == "attribute" and any(_has_name(self.new, given, name) for item in came for given in _made_with(self.new, item))

    def _unless_hidden(self, before: Item, after: Item) -> tuple[Certainty, str | None]:
        if "bases" in self.unknown[1]:
            return Certainty.likely, f"a function database does not say what {after.path} inherits"
        gap = executed.gap_in(self.new.view, after)
        if gap is not None:
            return Certainty.possible, gap.reason
        computed = self.new.why_any_set_elsewhere(_classes(self.new, after))
        return (Certainty.certain, None) if computed is None else (Certainty.likely, computed)

    def _same_strangers(self, before: Item, after: Item) -> bool:
        """Has the new class no base of another distribution that the old one had not? One whose members are known (`abc.ABC`) is no stranger."""
        old = {str(a) for a in self.old.ancestors(before) if not isinstance(a, Item)}
        strangers = (a for a in self.new.ancestors(after) if not isinstance(a, Item))
        return all(str(a) in old or (isinstance(a, Outside) and outside.members_of(a.path) is not None) for a in strangers)

    def _is_for_checkers_alone(self, item: Item) -> bool:
        """Did no body give it a value: neither the class's own, nor a method, nor what makes fields of annotations? (Stubs leave values out.)"""
        in_stub = item.file is not None and item.file.endswith(".pyi")
        return "annotated-only" in item.flags and not in_stub and not self.old.may_make_fields(self.classes[item][0])

    def _hidden(self, item: Item, paths: list[str]) -> TypingChanged:
        certainty, doubt = self.doubts[item]
        return TypingChanged(
            path=paths[0], also=tuple(sorted(paths[1:])), old=item, event="name-removed", before=item.annotation, certainty=certainty, doubt=doubt,
            when=when_of(item), typed=is_typed(self.old, item.module),
        )  # fmt: skip

    def _is_pydantic_model(self, cls: Item) -> bool:
        return any(isinstance(above, Outside) and pydantic_models.is_base(above.path) for above in self.old.ancestors(cls))

    def _gone(self, item: Item, paths: list[str]) -> Gone:
        certainty, doubt = self.doubts[item]
        before, after = self.classes[item]
        of_model = item.annotation is not None and self._is_pydantic_model(before)
        was, now = self.old.members(before), self.new.members(after)
        arrivals = [(name, m.item) for name, m in now.items() if name not in was and self.new.member_is_public(name, self.surface)]
        rivals = [(name, m.item) for name, m in was.items() if name not in now and self.old.member_is_public(name, self.surface)]
        return Gone(
            path=paths[0],
            also=tuple(sorted(paths[1:])),
            old=item,
            kind=item.kind,
            renamed_to=self.likeness.renamed_to((paths[0].rpartition(".")[2], item), arrivals, rivals),
            signature=self.old.signature(item),
            certainty=certainty,
            doubt=doubt,
            when=when_bound(self.old, item),
            taken_from_class=of_model,
            instance=self._instance(item, paths[0]) if certainty > Certainty.possible and (of_model or _is_on_instances(item)) else None,
        )

    def _instance(self, item: Item, path: str) -> Made | None:
        """How users make an instance of the class that the path leads through, one that has the attribute."""
        cls = self.old.at(path.rpartition(".")[0])
        return self.made.with_attribute(cls, item.name) if isinstance(cls, Item) and cls.kind == "class" else None

    def _changed(self, before: Item, after: Item, paths: list[str]) -> Iterator[Change]:
        also = tuple(sorted(paths[1:]))
        was, now = kinds.word(self.old, before), kinds.word(self.new, after)
        if was != now and self._is_settled(before, after) and kinds.is_settled(after):
            yield from kinds.change(self.old, self.new, before, after, paths)
        if was == now == "property" and kinds.is_plain_property(after):
            for accessor, flag in _ACCESSORS:
                if flag in before.flags - after.flags:
                    yield AccessorGone(path=paths[0], also=also, old=before, new=after, accessor=accessor, when=when_of(after))
        if before.kind == after.kind == "method":
            old, new = self.old.signature(before), self.new.signature(after)
            if old is not None and new is not None:
                found = parameter_changes(Compared(paths[0], also, before, after, "method", *self.unknown, when_of(after)), old, new)
                yield from worth_telling(self.old, before, found)

    def _is_settled(self, before: Item, after: Item) -> bool:
        """Does reading know what it was? What a property takes the place of must have been something that could be assigned."""
        if before.kind == "attribute" and after.kind == "property" and before.owner is not None:
            was_assigned = ("instance" in before.flags or kinds.is_settled(before)) and not self.old.forbids_assignment(before.owner)
            return was_assigned and kinds.is_plain_property(after)
        return kinds.is_settled(before)
