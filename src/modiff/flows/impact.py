"""`modiff impact`: which lines of my code break when dependencies are upgraded? Each upgrade is compared, and the code read with both versions."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import msgspec

from modiff import api
from modiff.flows.reading import Reading
from modiff.graph import Graph
from modiff.model.findings import Certainty, Report
from modiff.model.hits import ClientGap, Hit, Impact, Upgrade
from modiff.model.policy import Policy, Surface
from modiff.project.clients import ClientText, client_files
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client, ClientFile
from modiff.uses.readings import Reading as ClientReading
from modiff.uses.worlds import World


class Compared(msgspec.Struct, frozen=True, eq=False):
    """One upgrade, compared and still open."""

    name: str
    report: Report
    old: Graph
    new: Graph

    @property
    def packages(self) -> tuple[str, ...]:
        """Import names of either version."""
        return tuple(dict.fromkeys((*self.old.release.packages, *self.new.release.packages)))


def impact(pairs: Sequence[tuple[str, str]], places: Iterable[str], policy: Policy = Policy(), *, reading: Reading = Reading()) -> Impact:
    """Which lines below `places` break when each of `pairs` (an old and a new spec) is upgraded.

    Looks at every name of the packages, whatever the policy's surface. Raises FileMissing, NothingToRead, and what `modiff.api.diff` does.
    """
    texts, gaps = client_files(list(places))
    everything = msgspec.structs.replace(policy, surface=Surface.everything, only=(), exclude=())
    with ExitStack() as stack:
        compared = [_compared(old, new, everything, reading, stack) for old, new in pairs]
        client, more = _client(texts, {package for each in compared for package in each.packages})
        hits, deprecated = _hits(client, compared)
    upgrades = tuple(
        Upgrade(
            each.name,
            each.report.old.version or each.report.old.spec,
            each.report.new.version or each.report.new.spec,
            len(each.report.findings),
            sum(hit.dependency == each.name for hit in hits),
        )
        for each in compared
    )
    told = tuple(dict.fromkeys(text for each in compared for text in each.report.warnings))
    notes = tuple(note for each in compared for note in each.report.notes)
    return Impact(upgrades, tuple(hits), (*gaps, *more), tuple(deprecated), told, notes, _excerpts(texts, [*hits, *deprecated]))


def _compared(old: str, new: str, policy: Policy, reading: Reading, stack: ExitStack) -> Compared:
    pair = stack.enter_context(
        api.opened(old, new, policy, jobs=reading.jobs, offline=reading.offline, cache=reading.cache, progress=reading.progress)
    )
    report = pair.report()
    name = report.new.name or report.old.name or ", ".join(report.new.packages)
    return Compared(name, report, pair.old.graph, pair.new.graph)


def _client(texts: Iterable[ClientText], packages: set[str]) -> tuple[Client, list[ClientGap]]:
    """The files that use the packages, and those that such files import; with those that are no Python."""
    files = [ClientFile(text.path, text.module, text.package, text.text, text.lines) for text in texts]
    trees: list[tuple[ClientFile, ast.Module]] = []
    gaps: list[ClientGap] = []
    for file in _taking_part(files, packages):
        try:
            with warnings.catch_warnings(action="ignore"):
                trees.append((file, ast.parse(file.text)))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None)
            gaps.append(ClientGap(file.path, f"it is not read: {getattr(error, 'msg', None) or error}", file.path, line))
    return Client(trees), gaps


def _taking_part(files: Sequence[ClientFile], packages: set[str]) -> list[ClientFile]:
    """Files that name a package, and those connected with them by imports of the client's own modules."""
    named = re.compile(rb"(?<![\w.])(?:" + b"|".join(re.escape(package.encode()) for package in sorted(packages)) + rb")(?![\w])")
    chosen = {index for index, file in enumerate(files) if named.search(file.text)}
    own = {file.module.rpartition(".")[2] or file.module: index for index, file in enumerate(files) if file.module}
    words = [set(re.findall(rb"\w+", file.text)) if index in chosen else set() for index, file in enumerate(files)]
    used = {index for name, index in own.items() if any(name.encode() in words[each] for each in chosen)}
    users = set()
    if chosen:
        stems = {files[index].module.rpartition(".")[2].encode() for index in chosen if files[index].module}
        users = {index for index, file in enumerate(files) if any(stem in file.text for stem in stems)}
    return [file for index, file in enumerate(files) if index in chosen | used | users]


def _hits(client: Client, compared: Sequence[Compared]) -> tuple[list[Hit], list[Hit]]:
    if not client.modules:
        return [], []
    old = World({package: each.old for each in compared for package in each.packages})
    new = World({package: each.new for each in compared for package in each.packages})
    before = ClientReading(old, client).read()
    now = ClientReading(new, client).read()
    findings = {package: Findings(each.name, each.report.findings) for each in compared for package in each.packages}
    lines = {module.file.path: module.file.lines for module in client.modules if module.file.lines}
    hits = [_in_file(hit, lines) for hit in judged(before, now, findings)]
    return hits, [hit for hit in hits if hit.certainty < Certainty.possible]


def _in_file(hit: Hit, lines: dict[str, tuple[int, ...]]) -> Hit:
    """The lines of a notebook's cells as lines of its file."""
    known = lines.get(hit.file)
    if not known:
        return hit
    first, last = (known[min(line, len(known)) - 1] for line in (hit.line, hit.end_line))
    return msgspec.structs.replace(hit, line=first, end_line=max(first, last))


def _excerpts(texts: Iterable[ClientText], hits: Iterable[Hit]) -> dict[tuple[str, int], str]:
    """The lines that the hits stand on; none for notebooks, whose lines are no code as they stand."""
    wanted: dict[str, set[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.file, set()).add(hit.line)
    found: dict[tuple[str, int], str] = {}
    for text in texts:
        if text.path in wanted and not text.lines:
            lines = text.text.decode("utf-8", "replace").splitlines()
            found |= {(text.path, line): lines[line - 1] for line in wanted[text.path] if line <= len(lines)}
    return found
