"""`modiff impact`: which lines of my code break when dependencies are upgraded? Each upgrade is compared, and the code read with both versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import msgspec

from modiff.api import OpenedPair
from modiff.errors import ModiffError
from modiff.flows.client_code import client_of, excerpts
from modiff.flows.comparing import Compared, Readings, compared, opened, packages_of
from modiff.flows.mending import mended
from modiff.flows.reading import Reading
from modiff.flows.recalled import Told, remember, told_before
from modiff.flows.releases import looked_at_one_by_one
from modiff.flows.relevance import fetched_together, relevant
from modiff.flows.through import hits_through, reached
from modiff.model.clients import ClientFile
from modiff.model.hits import ClientGap, Hit, Impact, Upgrade
from modiff.model.locks import Lock, Moved
from modiff.model.policy import Policy, Surface
from modiff.project.clients import client_files, nothing_read


class Asked(msgspec.Struct, frozen=True):
    """What is to be found out besides."""

    steps: bool = False
    """In which release did each line break?"""
    newest_safe: bool = False
    """Which is the newest release that breaks nothing here?"""
    mend: bool = False
    """What can be mended for certain?"""
    transitive: Lock | None = None
    """The new lock, if uses through the dependencies that it pins are to be looked for; None: the client's own only."""


NOTHING_MORE = Asked()


def impact(
    pairs: Sequence[tuple[str, str]], places: Iterable[str], policy: Policy = Policy(), *, reading: Reading = Reading(), asked: Asked = NOTHING_MORE
) -> Impact:
    """Which lines below `places` break when each of `pairs` (an old and a new spec) is upgraded.

    Looks at every name of the packages, whatever the policy's surface. Raises FileMissing, NothingToRead, and what `modiff.api.diff` does.
    """
    return _impact(pairs, list(places), policy, reading, asked, lenient=False)


def impact_of_moves(
    moves: Sequence[Moved], places: Iterable[str], policy: Policy = Policy(), *, reading: Reading = Reading(), asked: Asked = NOTHING_MORE
) -> Impact:
    """The same for all packages that differ between two locks. Only those are compared that the client (or what it uses, if that is asked) uses; one
    that cannot be opened becomes a gap. Raises what `impact` does, the latter only if none can be opened."""
    places = list(places)
    texts, _ = client_files(places)
    needed = {name for its in reached(asked.transitive, texts, reading).values() for name in its} if asked.transitive is not None else set[str]()
    used, unused, gaps = relevant(moves, texts, reading, needed)
    fetched_together(used, reading)
    found = _impact([(each.old_spec, each.new_spec) for each in used], places, policy, reading, asked, lenient=True)
    return msgspec.structs.replace(found, unused=tuple(unused), gaps=(*found.gaps, *gaps))


def _impact(pairs: Sequence[tuple[str, str]], places: list[str], policy: Policy, reading: Reading, asked: Asked, *, lenient: bool) -> Impact:
    texts, gaps = client_files(places)
    everything = msgspec.structs.replace(policy, surface=Surface.everything, only=(), exclude=())
    with ExitStack() as stack:
        opened_pairs, failed = _all_opened(pairs, everything, reading, stack, lenient)
        told_already = told_before(opened_pairs, texts, reading) if asked == NOTHING_MORE and not failed else None
        if told_already is not None:
            return _recalled(told_already, texts, gaps)
        upgrades, failed = _all_compared(opened_pairs, reading, lenient, failed)
        client, more = client_of(texts, packages_of(upgrades))
        if more and not client.modules:
            raise nothing_read(more)
        _tell(reading, f"reading {len(client.modules):,} of {len(texts):,} files with both versions")
        readings = Readings(client, upgrades)
        now = readings.with_graphs(readings.new_graphs)
        hits = readings.hits(now)
        deprecated = readings.deprecated(now)
        told = [_upgrade(each, hits) for each in upgrades]
        if (asked.steps or asked.newest_safe) and client.modules:
            told, hits = looked_at_one_by_one(told, hits, readings, reading, steps=asked.steps, newest_safe=asked.newest_safe)
        patches, unmended = mended(readings, texts, hits, now) if asked.mend else ((), {})
        through = hits_through(asked.transitive, texts, upgrades, reading) if asked.transitive is not None else []
        warnings = tuple(dict.fromkeys(text for each in upgrades for text in each.report.warnings))
        said = Told(tuple(told), tuple(hits), tuple(more), tuple(deprecated), warnings)
        if asked == NOTHING_MORE and not failed:
            remember(opened_pairs, texts, said, reading)
    shown = excerpts(texts, [*hits, *deprecated])
    notes = tuple(note for each in upgrades for note in each.report.notes)
    failures = [_gap(failure) for failure in failed]
    return Impact(
        tuple(told), (*hits, *through), (*gaps, *more, *failures), tuple(deprecated), warnings, notes, shown, patches=patches, unmended=unmended
    )


def _recalled(told: Told, texts: Sequence[ClientFile], gaps: Sequence[ClientGap]) -> Impact:
    """What another run said, with the files that this one could not read and the lines."""
    shown = excerpts(texts, [*told.hits, *told.deprecated])
    return Impact(told.upgrades, told.hits, (*gaps, *told.gaps), told.deprecated, told.warnings, ("the answer of another run",), shown)


class _Failed(msgspec.Struct, frozen=True):
    """A pair of which nothing can be said."""

    old: str
    new: str
    error: ModiffError


def _gap(failed: _Failed) -> ClientGap:
    return ClientGap(failed.old, f"it is not compared with {failed.new}: {failed.error.message}", None, None)


def _all_opened(
    pairs: Sequence[tuple[str, str]], policy: Policy, reading: Reading, stack: ExitStack, lenient: bool
) -> tuple[list[OpenedPair], list[_Failed]]:
    """Each pair, open; lenient: besides those that cannot be opened, unless there is nothing else."""
    found: list[OpenedPair] = []
    failed: list[_Failed] = []
    for old, new in pairs:
        try:
            found.append(opened(old, new, policy, reading, stack))
        except ModiffError as error:
            if not lenient:
                raise
            failed.append(_Failed(old, new, error))
    if failed and not found:
        raise failed[0].error
    return found, failed


def _all_compared(pairs: Sequence[OpenedPair], reading: Reading, lenient: bool, before: Sequence[_Failed]) -> tuple[list[Compared], list[_Failed]]:
    """Each pair, compared; lenient: besides those that cannot be, unless there is nothing else, after those that failed `before`."""
    found: list[Compared] = []
    failed = list(before)
    for pair in pairs:
        try:
            found.append(compared(pair, reading))
        except ModiffError as error:
            if not lenient:
                raise
            failed.append(_Failed(pair.old.release.spec, pair.new.release.spec, error))
    if failed and not found:
        raise failed[0].error
    return found, failed


def _upgrade(each: Compared, hits: Iterable[Hit]) -> Upgrade:
    return Upgrade(each.name, each.before, each.after, len(each.report.findings), sum(hit.dependency == each.name for hit in hits))


def _tell(reading: Reading, text: str) -> None:
    if reading.progress is not None:
        reading.progress(text)
