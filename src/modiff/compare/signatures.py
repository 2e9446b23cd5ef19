"""What differs between two parameter lists, one difference for one cause.

`align` says which parameter became which; `compare` says what happened, and which calls it breaks (`calls` decides that). Names are
unique within a list, so they stand for parameters here. `self` is not expected among them, and does no harm where it is.

Which parameter became which: one of the same name is the same parameter, wherever it stands. Of the rest, a positional one was
renamed if an unmatched new one stands at its very position; so were unmatched ones between the same kept neighbours, in order,
where as many left as came. Keyword-only ones have no position: one was renamed where a gap between kept keyword-only neighbours
lost just it and got just one other with the same default and annotation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from modiff.compare.calls import BY_NAME, BY_POSITION, NAMED, broken_calls, double_star, positional, star
from modiff.model.changes import ParameterEvent
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, Parameter

Pair = tuple[Parameter, Parameter]


class Difference(msgspec.Struct, frozen=True):
    """One thing that differs. Fields as in `modiff.model.changes.ParameterChanged`."""

    event: ParameterEvent
    part: str
    before: Parameter | None
    after: Parameter | None
    shifted: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    swallowed: bool = False


class Alignment(msgspec.Struct, frozen=True):
    """Which old parameter became which new one. Every parameter of either side, stars too, is in exactly one of kept, renamed, lost and gained."""

    kept: tuple[Pair, ...]
    """Same name, in the old order; `*args` pairs with `*other`, `**kwargs` with `**other`."""
    renamed: tuple[Pair, ...]
    """Another name in the same place, in the old order."""
    lost: tuple[Parameter, ...]
    gained: tuple[Parameter, ...]
    moved: tuple[Parameter, ...]
    """Of the kept, the old ones whose position (among those that can be given by position) is another now."""
    same_length: bool
    """Have both lists as many positional parameters?"""

    @property
    def removed(self) -> tuple[Parameter, ...]:
        """Old ones whose name is gone: renamed or lost."""
        return (*(before for before, _ in self.renamed), *self.lost)

    @property
    def added(self) -> tuple[Parameter, ...]:
        """New ones whose name is new: renamed to, or gained."""
        return (*(after for _, after in self.renamed), *self.gained)

    @property
    def renamed_in_place(self) -> tuple[Pair, ...]:
        """The renames that summaries count: nothing else was put in or taken out, so the lists are equally long."""
        return self.renamed if self.same_length else ()

    @property
    def successors(self) -> dict[str, str]:
        """Old names (without stars) to new ones."""
        return {before.name: after.name for before, after in (*self.kept, *self.renamed) if before.kind in NAMED}


def align(old: Sequence[Parameter], new: Sequence[Parameter]) -> Alignment:
    """Pairs the parameters of two lists; the module says how."""
    kept = _kept(old, new)
    renamed = _renamed(old, new, kept)
    left = {before.name for before, _ in (*kept, *renamed)}
    came = {after.name for _, after in (*kept, *renamed)}
    was, now = _positions(old), _positions(new)
    return Alignment(
        kept=tuple(kept),
        renamed=tuple(renamed),
        lost=tuple(p for p in old if p.name not in left),
        gained=tuple(p for p in new if p.name not in came),
        moved=tuple(a for a, b in kept if a.name in was and b.name in now and was[a.name] != now[b.name]),
        same_length=len(was) == len(now),
    )


def compare(old: Sequence[Parameter], new: Sequence[Parameter]) -> tuple[Difference, ...]:
    """All that differs, causes in the order of the old list, additions last. Some `broken` is non-empty exactly when an old call breaks."""
    return () if tuple(old) == tuple(new) else tuple(_Comparison(old, new).differences())


def _positions(parameters: Sequence[Parameter]) -> dict[str, int]:
    return {p.name: index for index, p in enumerate(positional(parameters))}


def _kept(old: Sequence[Parameter], new: Sequence[Parameter]) -> list[Pair]:
    heirs: dict[str | int, Parameter] = {p.name if p.kind in NAMED else p.kind: p for p in new}
    found = ((p, heirs.get(p.name if p.kind in NAMED else p.kind)) for p in old)
    return [(before, after) for before, after in found if after is not None]


def _renamed(old: Sequence[Parameter], new: Sequence[Parameter], kept: Sequence[Pair]) -> list[Pair]:
    heirs = {before.name: after.name for before, after in kept}
    settled = set(heirs.values())
    found: list[Pair] = []

    def pair_up(pairs: Iterable[Pair]) -> None:
        for before, after in pairs:
            if before.name not in heirs and after.name not in settled:
                heirs[before.name] = after.name
                settled.add(after.name)
                found.append((before, after))

    pair_up(zip(positional(old), positional(new), strict=False))
    for lost, gained in _gaps(positional(old), positional(new), heirs):
        if len(lost) == len(gained):
            pair_up(zip(lost, gained, strict=True))
    for lost, gained in _gaps(_keyword_only(old), _keyword_only(new), heirs):
        if len(lost) == len(gained) == 1 and (lost[0].default, lost[0].annotation) == (gained[0].default, gained[0].annotation):
            pair_up([(lost[0], gained[0])])
    order = {p.name: index for index, p in enumerate(old)}
    return sorted(found, key=lambda pair: order[pair[0].name])


def _keyword_only(parameters: Sequence[Parameter]) -> list[Parameter]:
    return [p for p in parameters if p.kind == KEYWORD_ONLY]


def _gaps(old: Sequence[Parameter], new: Sequence[Parameter], heirs: Mapping[str, str]) -> list[tuple[list[Parameter], list[Parameter]]]:
    """Unmatched runs that lie between the same matched neighbours on both sides: (lost, gained)."""
    came = {(left, right): run for left, right, run in _runs(new, set(heirs.values()))}
    left_behind = [((heirs.get(left, ""), heirs.get(right, "")), run) for left, right, run in _runs(old, set(heirs))]
    return [(run, came[between]) for between, run in left_behind if between in came]


def _runs(parameters: Sequence[Parameter], matched: set[str]) -> Iterator[tuple[str, str, list[Parameter]]]:
    """(matched name on the left, on the right, the unmatched between); an empty name stands for either end."""
    left, run = "", list[Parameter]()
    for parameter in parameters:
        if parameter.name not in matched:
            run.append(parameter)
            continue
        if run:
            yield left, parameter.name, run
        left, run = parameter.name, []
    if run:
        yield left, "", run


def _reordered(order: Sequence[tuple[Parameter, int]]) -> list[list[Parameter]]:
    """Runs within which kept parameters overtook each other. `order`: old ones in old order, each with its rank in the new order."""
    groups: list[list[Parameter]] = []
    run: list[Parameter] = []
    highest = -1
    for index, (parameter, rank) in enumerate(order):
        run.append(parameter)
        highest = max(highest, rank)
        if highest == index:  # nothing that follows stood before any of these
            if len(run) > 1:
                groups.append(run)
            run = []
    return groups


class _Comparison:
    """Two lists, what became of what, which calls break; and the differences that follow from it."""

    def __init__(self, old: Sequence[Parameter], new: Sequence[Parameter]) -> None:
        self.old, self.new = old, new
        self.alignment = align(old, new)
        order = {p.name: index for index, p in enumerate(old)}
        self.pairs = sorted((*self.alignment.kept, *self.alignment.renamed), key=lambda pair: order[pair[0].name])
        self.calls = broken_calls(old, new, self.alignment.successors)
        self.swallows = double_star(new) is not None
        self.place = _positions(old)
        rest = star(old)
        if rest is not None:
            self.place[rest.name] = len(self.place)
        gained = {p.name: p for p in self.alignment.gained}
        self.turned = {p.name: gained[p.name] for p in self.alignment.lost if p.name in gained}
        """`x` that became `*x` or `**x`, or the other way round."""
        self.in_line = [(a, b) for a, b in self.pairs if a.kind in BY_POSITION and b.kind in BY_POSITION]
        now = _positions(new)
        ranks = {index: rank for rank, index in enumerate(sorted(now[b.name] for _, b in self.in_line))}
        self.groups = _reordered([(a, ranks[now[b.name]]) for a, b in self.in_line])
        self.shifts = self._shifts()

    def _shifts(self) -> dict[tuple[str, str], list[Parameter]]:
        """Which old parameters stand elsewhere because of one that left the line, ("left", old name), or came into it, ("came", new name).

        Walks from one parameter that kept its rank to the next; one that left and one that came in before cancel each other out.
        """
        reordered = {p.name for group in self.groups for p in group}
        heirs = {a.name: b.name for a, b in self.in_line}
        anchors = [a for a, _ in self.in_line if a.name not in reordered]
        inline_new = set(heirs.values())
        gone, fresh = iter(positional(self.old)), iter(positional(self.new))
        rest = [p for p in (star(self.old),) if p is not None and star(self.new) is not None]
        outstanding: list[tuple[str, str]] = []
        found: dict[tuple[str, str], list[Parameter]] = defaultdict(list)
        for anchor in [*anchors, *rest]:
            left = [("left", p.name) for p in _until(gone, anchor.name) if p.name not in heirs]
            came = [("came", p.name) for p in _until(fresh, heirs.get(anchor.name)) if p.name not in inline_new]
            for cause in (*left, *came):
                if outstanding and outstanding[-1][0] != cause[0]:
                    outstanding.pop()
                else:
                    outstanding.append(cause)
            for cause in outstanding:
                found[cause].append(anchor)
        return found

    def differences(self) -> Iterator[Difference]:
        """In the order in which a reader would tell them: what is gone, renamed, moved, closed, then the rest."""
        yield from self._gone()
        yield from self._renames()
        yield from self._moves()
        yield from self._closed()
        yield from self._opened()
        yield from self._defaults()
        yield from self._words()
        yield from self._came()

    def _shifted(self, side: str, cause: str) -> list[Parameter]:
        """Those that stand elsewhere because of this one, and whose place breaks."""
        return [p for p in self.shifts.get((side, cause), ()) if self.place.get(p.name) in self.calls.places]

    def _by_position(self, parameters: Sequence[Parameter]) -> list[str]:
        places = {self.place[p.name] for p in parameters if p.name in self.place} & self.calls.places
        return [f"by position {place + 1}" for place in sorted(places)]

    def _by_name(self, parameters: Sequence[Parameter]) -> list[str]:
        return [f"{p.name}=" for p in parameters if p.kind in BY_NAME and p.name in self.calls.names]

    def _without(self, parameter: Parameter) -> list[str]:
        return [f"without {parameter.name}="] if parameter.name in self.calls.left_out else []

    def _twice(self, parameter: Parameter) -> list[str]:
        return [f"{parameter.name}= beside its position"] if parameter.name in self.calls.twice else []

    def _gone(self) -> Iterator[Difference]:
        for lost in self.alignment.lost:
            after = self.turned.get(lost.name)
            shifted = self._shifted("left", lost.name) + ([] if after is None else self._shifted("came", after.name))
            broken = [*self._by_position([lost, *shifted]), *self._by_name([lost])]
            if lost.kind == VAR_KEYWORD and self.calls.other_keywords:
                broken.append("other keywords")
            if after is not None:
                broken += [*self._without(after), *self._twice(after)]
            swallowed = self.swallows and lost.kind in BY_NAME
            yield Difference("removed" if after is None else "variadic", lost.name, lost, after, _names(shifted), tuple(broken), swallowed)

    def _renames(self) -> Iterator[Difference]:
        for before, after in self.alignment.renamed:
            broken = [*self._by_name([before]), *self._twice(after)]
            yield Difference("renamed", before.name, before, after, (), tuple(broken), self.swallows and before.kind in BY_NAME)

    def _moves(self) -> Iterator[Difference]:
        heirs = {before.name: after for before, after in self.pairs}
        for group in self.groups:
            moved = [p for p in group if self.place[p.name] in self.calls.places]
            first = moved[0]
            yield Difference("moved", first.name, first, heirs[first.name], _names(moved), tuple(self._by_position(moved)))

    def _closed(self) -> Iterator[Difference]:
        """A new `*` or `/` is one difference each, however many parameters it closes."""
        no_place = [(a, b) for a, b in self.pairs if a.kind in BY_POSITION and b.kind == KEYWORD_ONLY]
        if no_place:
            closed = [before for before, _ in no_place]
            shifted = [p for before in closed for p in self._shifted("left", before.name)]
            yield self._closing("keyword-only", no_place, shifted, self._by_position([*closed, *shifted]))
        no_name = [(a, b) for a, b in self.pairs if a.kind in BY_NAME and b.kind == POSITIONAL_ONLY and a.name == b.name]
        if no_name:
            shifted = [p for _, after in no_name for p in self._shifted("came", after.name)]
            yield self._closing("positional-only", no_name, shifted, [*self._by_name([before for before, _ in no_name]), *self._by_position(shifted)])

    def _closing(self, event: ParameterEvent, pairs: Sequence[Pair], shifted: Sequence[Parameter], broken: Sequence[str]) -> Difference:
        (before, after), *others = pairs
        return Difference(event, before.name, before, after, _names([*(p for p, _ in others), *shifted]), tuple(broken))

    def _opened(self) -> Iterator[Difference]:
        for before, after in self.pairs:
            if before.kind == KEYWORD_ONLY and after.kind == POSITIONAL_OR_KEYWORD:
                shifted = self._shifted("came", after.name)
                yield Difference("by-position-too", before.name, before, after, _names(shifted), tuple(self._by_position(shifted)))
            if before.kind == POSITIONAL_ONLY and after.kind in BY_NAME and before.name == after.name:
                yield Difference("by-name-too", before.name, before, after, (), tuple(self._twice(after)))

    def _defaults(self) -> Iterator[Difference]:
        for before, after in self.pairs:
            if before.default == after.default or before.kind not in NAMED:
                continue
            if after.default is None:
                yield Difference("default-removed", before.name, before, after, (), tuple(self._without(after)))
            elif before.default is None:
                yield Difference("default-added", before.name, before, after)
            else:
                yield Difference("default-changed", before.name, before, after)

    def _words(self) -> Iterator[Difference]:
        """What no call can see: annotations, and the names of stars."""
        for before, after in self.pairs:
            if before.annotation != after.annotation:
                yield Difference("annotation-changed", before.name, before, after)
            if before.kind not in NAMED and before.name != after.name:
                yield Difference("star-name-changed", before.name, before, after)

    def _came(self) -> Iterator[Difference]:
        for gained in self.alignment.gained:
            if gained.name in self.turned:
                continue
            shifted = self._shifted("came", gained.name)
            event: ParameterEvent = "required-added" if gained.required else "inserted" if shifted else "added"
            broken = [*self._without(gained), *self._by_position(shifted), *self._twice(gained)]
            yield Difference(event, gained.name, None, gained, _names(shifted), tuple(broken))


def _until(parameters: Iterator[Parameter], name: str | None) -> Iterator[Parameter]:
    """Those that come before the one of this name, which is taken too; all for None."""
    for parameter in parameters:
        if parameter.name == name:
            return
        yield parameter


def _names(parameters: Iterable[Parameter]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.name for p in parameters))
