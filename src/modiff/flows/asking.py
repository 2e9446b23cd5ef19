"""Questions of one's own to a comparison, or to some versions: logic programs over facts, SQL over tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain

import msgspec

from modiff import api
from modiff.flows.reading import Reading
from modiff.graph.outline import depth_for
from modiff.model.changes import Changes
from modiff.model.findings import Report
from modiff.model.policy import Policy
from modiff.queries.answers import Answer
from modiff.queries.facts import NAMESPACES, facts_of_changes, facts_of_findings, facts_of_outlines, facts_of_side
from modiff.queries.programs import read_programs
from modiff.queries.solving import TIME_LIMIT, solve
from modiff.queries.sql import Database
from modiff.queries.tables import rows_of_changes, rows_of_findings, rows_of_items


class Asked(msgspec.Struct, frozen=True):
    """A comparison, and what programs answer about it."""

    report: Report
    programs: tuple[str, ...]
    """Files, in the order in which they were named."""
    answer: Answer


def ask(
    old: str, new: str, programs: Sequence[str], policy: Policy = api.DEFAULT, *, reading: Reading = Reading(), time_limit: float = TIME_LIMIT
) -> Asked:
    """Solves logic programs, all together, over the facts of two versions.

    `programs`: files; of what is known only what they use is written down. `time_limit`: seconds, once all facts are there. The policy says which
    surface the facts are of. Raises BadProgram and MissingExtra before anything is read; NoAnswer; what `modiff.diff` raises.
    """
    known = read_programs(programs)
    with api.opened(old, new, policy, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress) as pair:
        report, changes = pair.judged(excerpts=reading.excerpts)
        if reading.progress is not None:
            reading.progress(f"solving {' and '.join(programs)}")
        answer = solve(known, facts(pair, report, changes, known.used), time_limit)
    return Asked(report, known.files, answer)


def facts(pair: api.OpenedPair, report: Report, changes: Changes, wanted: Collection[str]) -> Iterator[str]:
    """All facts of these predicates, line by line: both versions, the changes, the findings."""
    depth = depth_for(pair.old.release.unknown | pair.new.release.unknown)
    for namespace, side in zip(NAMESPACES, (pair.old, pair.new), strict=True):
        yield from facts_of_side(namespace, side.items(), side.graph, wanted)
        yield from facts_of_outlines(namespace, side.outlines(depth), wanted)
    yield from facts_of_changes(changes.changes, wanted)
    yield from facts_of_findings(report.findings, wanted)


@contextmanager
def database_of_pair(
    old: str, new: str, query: str, policy: Policy = api.DEFAULT, *, reading: Reading = Reading(), time_limit: float = TIME_LIMIT
) -> Iterator[tuple[Database, Report]]:
    """All tables over two versions, ready to answer the query within so many seconds. Raises BadQuery and MissingExtra before anything is read."""
    with closing(Database(query, of_pair=True, time_limit=time_limit)) as database:
        with api.opened(old, new, policy, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress) as pair:
            report, changes = pair.judged()
            sides = (("old", pair.old), ("new", pair.new))
            items = (rows_of_items((name, side.release.spec, side.release.version), side.items()) for name, side in sides)
            database.fill(chain(*items, rows_of_changes(changes.changes), rows_of_findings(report.findings)))
        yield database, report


@contextmanager
def database_of(specs: Sequence[str], query: str, policy: Policy = api.DEFAULT, *, reading: Reading = Reading()) -> Iterator[Database]:
    """The tables of items over any versions, ready to answer the query. Raises as `database_of_pair`."""
    with closing(Database(query, of_pair=False)) as database:
        for spec in specs:
            shown = reading.shown(spec, policy)
            database.fill(rows_of_items((None, spec, shown.version), shown.items))
        yield database
