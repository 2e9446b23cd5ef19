"""Upgrades that break nothing: is `modiff impact` silent about them?

    python -m benchmarks.broken_lines --controls [--only TEXT] [--show] [--find]

Two kinds, for each client of `clients/breaks.json` and `clients/more.json`, with the versions that `clients/controls.json` records:
`patch`: the same client, its dependency going from `old` to another release of the same `major.minor` (where there is none, from the release before
`old` to `old`): nothing may be said.
`fixed`: a later release of the client in which the broken lines are gone, the dependency going from `old` to `new`: on what stands there instead,
nothing may be said. Where a hit is right after all, `controls.json` says so under `true`, with the reason.

`--find` looks in the index for the versions of clients that are not recorded yet, and writes them down.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from benchmarks.measure import Failed
from modiff.sources.index.projects import find_project, places
from modiff.sources.index.settings import load
from modiff.sources.index.web import Web

Row = dict[str, Any]
Hits = list[tuple[str, int, int]]
MOST_TRIES = 6
"""Releases of a client that are opened to find the one that fixed it."""


def versions_of(name: str) -> list[str]:
    """Final releases that were not withdrawn, the oldest first, as the index spells them."""
    settings = load()
    where = places(settings)
    found: dict[Version, str] = {}
    for file in find_project(Web(settings, [place.origin for place in where]), where, name).files:
        try:
            version = Version(file.version)
        except InvalidVersion:
            continue
        if not file.yanked and not version.is_prerelease:
            found.setdefault(version, file.version)
    return [found[version] for version in sorted(found)]


def patch_of(old: str, known: Iterable[str]) -> list[str] | None:
    """From which release to which a patch-level upgrade next to `old` goes, or where its series has no other release, the step to it from the one
    before; None: it is the first."""
    mine, all_known = Version(old), list(known)
    alike = [each for each in all_known if Version(each).release[:2] == mine.release[:2] and not Version(each).is_postrelease]
    later = [each for each in alike if Version(each) > mine]
    earlier = [each for each in alike if Version(each) < mine]
    if later:
        return [old, later[-1]]
    before = earlier[:1] or [each for each in all_known if Version(each) < mine][-1:]
    return [*before, old] if before else None


def span_now(before: list[str], now: list[str], span: tuple[int, int]) -> list[int]:
    """The lines (from 1) that stand now where these lines stood, without those that are the same."""
    found: set[int] = set()
    for kind, first, last, new_first, new_last in difflib.SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind != "equal" and first < span[1] and last >= span[0]:
            found |= set(range(new_first + 1, new_last + 1))
    return sorted(found)


def text_of(home: Path, path: str) -> list[str] | None:
    """The lines of a file of a release, wherever its sdist has it; None: it has no such file."""
    there = sorted((found for found in home.rglob(Path(path).name) if found.as_posix().endswith("/" + path)), key=lambda found: len(found.parts))
    return there[0].read_text(errors="replace").splitlines() if there else None


def mended(rows: list[Row], before: Path, now: Path) -> dict[str, list[int]] | None:
    """By path the lines that stand where broken ones stood. None: one of the broken lines is still there, or no file is."""
    found: dict[str, list[int]] = {}
    for row in rows:
        old, new = text_of(before, row["path"]), text_of(now, row["path"])
        if old is None or new is None:
            continue
        first, last = row["stmt_span"]
        code = [line.strip() for line in old[first - 1 : last]]
        if any([line.strip() for line in new[at : at + len(code)]] == code for at in range(len(new))):
            return None
        found.setdefault(row["path"], []).extend(span_now(old, new, (first, last)))
    return found or None


def find(rows: list[Row], opened: Any) -> Row:
    """The versions for one client. `opened(client, version, paths)` gives the folder of a release."""
    first = rows[0]
    own = versions_of(first["client"])
    later = [each for each in own if Version(each) > Version(first["client_version"])]
    paths = {row["path"] for row in rows}
    before = opened(first["client"], first["client_version"], paths)
    found: Row = {"patch": patch_of(first["old"], versions_of(first["dependency"])), "fixed": None}
    low, high, tries = 0, len(later) - 1, 0
    while low <= high and tries < MOST_TRIES:  # the first release without the broken lines, taken for granted that they did not come back
        middle = (low + high) // 2 if tries else min(high, 3)
        tries += 1
        try:
            there = mended(rows, before, opened(first["client"], later[middle], paths))
            gone = there is None and all(text_of(opened(first["client"], later[middle], paths), path) is None for path in paths)
        except Failed:
            there, gone = None, False
        if there is not None:
            found["fixed"], high = later[middle], middle - 1
        elif gone:
            high = middle - 1
        else:
            low = middle + 1
    return found


class Controls:
    """What was asked, and what spoke."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.known: dict[str, Row] = json.loads(place.read_text()) if place.exists() else {}
        self.asked = {"patch": 0, "fixed": 0}
        self.silent = {"patch": 0, "fixed": 0}

    def remember(self, one: str, found: Row) -> None:
        """Writes down the versions for a client."""
        self.known[one] = found
        self.place.write_text(json.dumps(dict(sorted(self.known.items())), indent=1) + "\n")

    def judge(self, kind: str, one: str, spoke: Iterator[str]) -> None:
        """Counts one control, and prints what should not have been said."""
        true = self.known[one].get("true", {})
        said = [each for each in spoke if each not in true]
        self.asked[kind] += 1
        self.silent[kind] += not said
        for each in said:
            print(f"SPOKE  {one} ({kind}): {each}")

    def table(self) -> str:
        """As Markdown."""
        lines = ["| upgrades that break nothing | silent |", "|---|---|"]
        names = {
            "patch": "a patch release of the dependency, or where its series has none, the step before",
            "fixed": "a later release of the client, where the broken lines stood",
        }
        lines += [f"| {names[kind]} | {self.silent[kind]} of {self.asked[kind]} |" for kind in self.asked]
        return "\n".join(lines)


def check(board: Controls, rows: list[Row], opened: Any, impact: Any) -> None:
    """Both controls of one client. `impact(row, home)` gives the hits."""
    first = rows[0]
    known = board.known.get(first["id"])
    if known is None:
        print(f"{first['id']}: no versions are recorded; --find looks for them", file=sys.stderr)
        return
    paths = {row["path"] for row in rows}
    try:
        home = opened(first["client"], first["client_version"], paths)
        if known["patch"]:
            old, new = known["patch"]
            hits = impact({**first, "old": old, "new": new}, home)
            board.judge("patch", first["id"], (f"{Path(file).relative_to(home)}:{line}" for file, line, _ in hits))
        if known["fixed"]:
            later = opened(first["client"], known["fixed"], paths)
            lines = mended(rows, home, later) or {}
            hits = impact(first, later)
            board.judge("fixed", first["id"], _on_mended(hits, lines, later))
    except Failed as failure:
        print(f"{first['id']}: {failure}", file=sys.stderr)


def _on_mended(hits: Hits, lines: dict[str, list[int]], home: Path) -> Iterator[str]:
    for file, first, last in hits:
        path = Path(file).relative_to(home).as_posix()
        if any(path.endswith(each) and any(first <= line <= last for line in its) for each, its in lines.items()):
            yield f"{path}:{first}"
