"""`modiff impact`: which lines of my code break when dependencies are upgraded? Each upgrade is compared, and the code read with both versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import msgspec

from modiff.flows.client_code import excerpts, parsed, taking_part
from modiff.flows.comparing import Compared, Readings, packages_of, reading_beside
from modiff.flows.mending import mended
from modiff.flows.reading import Reading
from modiff.flows.releases import looked_at_one_by_one
from modiff.flows.relevance import fetched_together, relevant
from modiff.flows.several import all_compared
from modiff.flows.through import hits_through, reached
from modiff.model.hits import Hit, Impact, Upgrade
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
        upgrades, failed = all_compared(pairs, everything, reading, stack, texts, lenient=lenient)
        files = taking_part(texts, packages_of(upgrades))
        other = reading_beside(upgrades, files, stack)
        client, more = parsed(files)
        if more and not client.modules:
            raise nothing_read(more)
        _tell(reading, f"reading {len(client.modules):,} of {len(texts):,} files with both versions")
        readings = Readings(client, upgrades, other)
        now = readings.now
        hits = readings.hits(now)
        deprecated = readings.deprecated(now)
        told = [_upgrade(each, hits) for each in upgrades]
        if (asked.steps or asked.newest_safe) and client.modules:
            told, hits = looked_at_one_by_one(told, hits, readings, reading, steps=asked.steps, newest_safe=asked.newest_safe)
        patches, unmended = mended(readings, texts, hits, now) if asked.mend else ((), {})
        through = hits_through(asked.transitive, texts, upgrades, reading) if asked.transitive is not None else []
    shown = excerpts(texts, [*hits, *deprecated])
    warnings = tuple(dict.fromkeys(text for each in upgrades for text in each.report.warnings))
    notes = tuple(note for each in upgrades for note in each.report.notes)
    return Impact(
        tuple(told), (*hits, *through), (*gaps, *more, *failed), tuple(deprecated), warnings, notes, shown, patches=patches, unmended=unmended
    )


def _upgrade(each: Compared, hits: Iterable[Hit]) -> Upgrade:
    return Upgrade(each.name, each.before, each.after, len(each.report.findings), sum(hit.dependency == each.name for hit in hits))


def _tell(reading: Reading, text: str) -> None:
    if reading.progress is not None:
        reading.progress(text)
