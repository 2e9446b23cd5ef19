"""Which lines of real clients break when a dependency is upgraded, and which of them do `modiff impact` and two other tools find?

    python -m benchmarks.broken_lines [--only TEXT] [--show] [--alone]
    python -m benchmarks.broken_lines --controls [--only TEXT] [--find]

`clients/breaks.json` and `clients/more.json` hold the lines; a line counts as found if a certain or likely hit that is not guarded stands on its
statement. Hits elsewhere were judged by reading the client and the dependency: `clients/judged.json` says of each whether it is
true, and why; the second table counts them. `--alone`: without the other tools. `--show`: what is missed, and every hit that is not true.
`--controls`: upgrades that break nothing instead, see `controls.py`.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import requests

from benchmarks import controls
from benchmarks.environments import ENVIRONMENTS
from benchmarks.measure import DATA, MODIFF, Failed, complaint
from benchmarks.wheels import wheel
from modiff.sources.index.projects import find_project, places
from modiff.sources.index.settings import load
from modiff.sources.index.web import Web

HERE = Path(__file__).parent
CLIENTS = DATA / "clients"
PEERS = ("willitbreak", "upgrade-impact")
Row = dict[str, Any]
Hits = list[tuple[str, int, int]]
"""File, first and last line."""


def client(name: str, version: str, needed: set[str]) -> Path:
    """The files of a release, from the wheel, or the sdist if the wheel lacks those that are needed. Failed if neither has them."""
    home = CLIENTS / f"{name}-{version}"
    settings = load()
    where = places(settings)
    files = [] if home.exists() else [f for f in find_project(Web(settings, [p.origin for p in where]), where, name).files if f.version == version]
    for file in sorted(files, key=lambda f: not f.wheel):
        data = file.path.read_bytes() if file.path is not None else requests.get(file.url, timeout=60).content
        if file.wheel or file.filename.endswith(".zip"):
            zipfile.ZipFile(io.BytesIO(data)).extractall(home)
        else:
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                archive.extractall(home, filter="data")
        if all(any(found.as_posix().endswith(path) for found in home.rglob(Path(path).name)) for path in needed):
            break
    if not home.exists():
        raise Failed(f"the index has no {name}=={version}")
    return home


def of_modiff(row: Row, home: Path) -> Hits:
    """Certain and likely hits that are not guarded."""
    dependency = row["dependency"]
    pair = [f"{dependency}=={row['old']}", f"{dependency}=={row['new']}"]
    done = subprocess.run([*MODIFF, "impact", *pair, "--in", str(home), "--format", "json", "--exit-zero"], capture_output=True, check=False)
    if done.returncode != 0:
        raise Failed(f"modiff impact {' '.join(pair)}: {complaint(done.stderr)}")
    said = json.loads(done.stdout)["hits"]
    return [(hit["file"], hit["line"], hit["end_line"]) for hit in said if hit["certainty"] != "possible" and not hit["guarded"]]


def of_peer(tool: str, row: Row, home: Path) -> Hits:
    """What another tool says; Failed where it ends otherwise than it should."""
    wheels = [str(wheel(row["dependency"], row[side])) for side in ("old", "new")]
    python = peers_python()
    cache = DATA / "willitbreak"
    command = [str(python), str(HERE / "peers_side.py"), tool, row["dependency"], row["old"], row["new"], *wheels, str(home), str(cache)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{tool} took more than five minutes") from error
    if done.returncode != 0:
        raise Failed(f"{tool}: {complaint(done.stderr)}")
    return [(file, line, line) for file, line in json.loads(done.stdout.splitlines()[-1])]


def peers_python() -> Path:
    """The interpreter of an environment that has the other tools."""
    python = ENVIRONMENTS / "peers" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PEERS], check=True)
    return python


def on(row: Row, hits: Hits) -> Hits:
    """The hits that stand on the statement of a labelled line."""
    first, last = row["stmt_span"]
    return [hit for hit in hits if hit[0].replace("\\", "/").endswith(row["path"]) and hit[1] <= last and hit[2] >= first]


class Board:
    """What each tool found, by set and category."""

    def __init__(self, tools: Sequence[str]) -> None:
        self.tools = tools
        self.asked: Counter[tuple[str, str]] = Counter()
        self.found: dict[str, Counter[tuple[str, str]]] = {tool: Counter() for tool in tools}
        self.said: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.judged: Counter[str] = Counter()
        """Certain and likely hits of modiff, by what is known of them: `labelled`, `true`, `false`, `open`."""

    def precision(self) -> str:
        """How many hits of modiff are true, as Markdown."""
        true = self.judged["labelled"] + self.judged["true"]
        known = true + self.judged["false"]
        return "\n".join(
            [
                "| lines that modiff names | |",
                "|---|---|",
                f"| on labelled statements | {self.judged['labelled']} |",
                f"| elsewhere, judged true | {self.judged['true']} |",
                f"| elsewhere, judged false | {self.judged['false']} |",
                f"| elsewhere, not judged | {self.judged['open']} |",
                f"| **true of those judged** | {true} of {known}{f' ({true / known:.1%})' if known else ''} |",
            ]
        )

    def table(self) -> str:
        """As Markdown."""
        keys = sorted(self.asked)
        lines = ["| lines | " + " | ".join(self.tools) + " |", "|---|" + "---|" * len(self.tools)]
        for key in keys:
            cells = [f"{self.found[tool][key]} of {self.asked[key]}" for tool in self.tools]
            lines.append(f"| {key[0]}, {key[1]} | " + " | ".join(cells) + " |")
        whole = sum(self.asked.values())
        lines.append("| **all** | " + " | ".join(f"{sum(self.found[tool].values())} of {whole}" for tool in self.tools) + " |")
        lines.append("| lines named in all | " + " | ".join(str(self.said[tool]) for tool in self.tools) + " |")
        lines.append("| clients that it could not read | " + " | ".join(str(self.failed[tool]) for tool in self.tools) + " |")
        return "\n".join(lines)


def groups(only: str) -> Iterator[tuple[str, list[Row]]]:
    """The lines of each client with each upgrade, and the set they are of."""
    for name in ("breaks.json", "more.json"):
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in json.loads((HERE / "clients" / name).read_text()):
            rows[row["id"]].append(row)
        for one, its in rows.items():
            if only in f"{one} {its[0]['dependency']}":
                yield name.partition(".")[0], its


def main() -> None:
    """Runs all and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="clients or dependencies whose name has this in it")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--controls", action="store_true")
    parser.add_argument("--find", action="store_true", help="with --controls: looks for the versions of clients that are not recorded yet")
    args = parser.parse_args()
    if args.controls:
        control(args.only, find=args.find)
        return
    board = Board(["modiff", *(() if args.alone else PEERS)])
    for group, its in groups(args.only):
        judge(board, group, its, show=args.show)
    print(board.table(), board.precision(), sep="\n\n")


def control(only: str, *, find: bool) -> None:
    """Runs upgrades that break nothing, or looks for their versions."""
    board = controls.Controls(HERE / "clients" / "controls.json")
    for _, its in groups(only):
        rows = [row for row in its if row["role"] == "primary"]
        if not find:
            controls.check(board, rows, client, of_modiff)
        elif rows[0]["id"] not in board.known:
            board.remember(rows[0]["id"], controls.find(rows, client))
            print(rows[0]["id"], board.known[rows[0]["id"]])
    print(board.table())


def verdicts(one: str) -> dict[tuple[str, int], str]:
    """What was judged of the hits of a client, by path inside its release and line."""
    place = HERE / "clients" / "judged.json"
    judged = json.loads(place.read_text()) if place.exists() else []
    return {(row["path"], row["line"]): row["verdict"] for row in judged if row["id"] == one}


def judge(board: Board, group: str, rows: list[Row], *, show: bool) -> None:
    """One client with one upgrade."""
    first = rows[0]
    primary = [row for row in rows if row["role"] == "primary"]
    board.asked.update((group, row["category"][0]) for row in primary)
    try:
        home = client(first["client"], first["client_version"], {row["path"] for row in primary})
    except Failed as failure:
        print(f"{first['id']}: {failure}", file=sys.stderr)
        return
    for tool in board.tools:
        try:
            hits = of_modiff(first, home) if tool == "modiff" else of_peer(tool, first, home)
        except (Failed, json.JSONDecodeError, IndexError) as failure:
            board.failed[tool] += 1
            print(f"{first['id']}: {failure}", file=sys.stderr)
            continue
        board.said[tool] += len({hit[:2] for hit in hits})
        board.found[tool].update((group, row["category"][0]) for row in primary if on(row, hits))
        if tool == "modiff":
            weigh(board, rows, hits, home, show=show)


def weigh(board: Board, rows: list[Row], hits: Hits, home: Path, *, show: bool) -> None:
    """Counts what is known of each line that modiff names; of two hits on one line, as one."""
    one = rows[0]["id"]
    for row in rows:
        if show and row["role"] == "primary":
            print(f"{'found ' if on(row, hits) else 'MISSED'} {one} {row['path']}:{row['line']} {row['code'][:80]}")
    labelled = {hit[:2] for row in rows for hit in on(row, hits)}
    known = verdicts(one)
    board.judged["labelled"] += len(labelled)
    for file, line in sorted({hit[:2] for hit in hits} - labelled):
        path = Path(file).relative_to(home).as_posix()
        verdict = known.get((path, line), "open")
        board.judged[verdict] += 1
        if show and verdict != "true":
            print(f"{'not judged' if verdict == 'open' else 'FALSE '}: {one} {path}:{line}")


if __name__ == "__main__":
    main()
