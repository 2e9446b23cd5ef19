"""The original example's three runs on the two TensorFlow releases, each told in three ways that must agree: the Python recipes of examples/, the
command line, and the logic program examples/logic/seed_runs.lp.

What was lost and won in each module, in each function or class, and on each level is compared, and where each run stops. The logic program shares
no line with the other two that counts or groups anything. Compared are the function databases of both releases, which are all that the original
example knew, and then the releases themselves; of these the findings of recipes and command line too, one by one.

python scripts/agreement.py [OLD NEW]      (needs the package index and modiff[logic])
"""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"
PROGRAM = "examples/logic/seed_runs.lp"
RUNS = {"module": ("--by", "module"), "function": ("--by", "function"), "level": ("--levels",)}
"""The runs, and how the command line asks for each."""
LEVELS = ("module", "function", "class", "method", "parameter")
SURFACE = ("--surface", "everything", "--exit-zero")
Told = dict[str, dict[str, tuple[int, int]]]
"""By group and level: how many were removed and added. What is nought is left out."""
Rows = dict[str, list[list[Any]]]
"""What a program shows: rows by predicate."""


def printed(*words: str) -> Any:
    """What modiff prints as JSON."""
    done = subprocess.run([sys.executable, "-m", "modiff", *words, "--format", "json"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"modiff {' '.join(words)}: {done.stderr or done.stdout}")
    return json.loads(done.stdout)


def by_command(old: str, new: str, run: str, *words: str) -> Any:
    """The report of the command line."""
    return printed("diff", old, new, *SURFACE, *RUNS[run], *words)


def by_recipe(old: str, new: str, run: str, stop: bool) -> Any:
    """The report of the recipe, as plain data under the names that the JSON form has."""
    recipe: Callable[..., Any] = runpy.run_path(str(ROOT / "examples" / f"by_{run}.py"))["run"]
    return recipe(old, new, stop=stop)


def by_program(old: str, new: str) -> Rows:
    """The rows of the logic program."""
    return dict(printed("diff", old, new, *SURFACE, "--program", str(ROOT / PROGRAM), "--only-programs")["answers"])


def told_in_json(said: Any) -> Told:
    """The groups of the JSON form."""
    return _without_nothing((group["group"], level, group["summary"][level]) for group in said["groups"] for level in LEVELS)


def told_in_python(report: Any) -> Told:
    """The groups of a report."""
    plain = ((group.group, msgspec.to_builtins(group.summary)) for group in report.groups)
    return _without_nothing((name, level, summary[level if level in summary else f"{level}_"]) for name, summary in plain for level in LEVELS)


def told_in_logic(rows: Rows, run: str) -> Told:
    """The groups of the program; its levels are those of the command line, functions and classes on one."""
    found: dict[str, dict[str, list[int]]] = {}
    if run == "level":
        said = [("function" if kind == "class" else kind, kind, side, count) for kind, side, count in rows["by_level/3"]]
    else:
        said = [(group, kind, side, count) for group, kind, side, count in rows[f"by_{run}/4"]]
    for group, kind, side, count in said:
        found.setdefault(group, {}).setdefault(kind, [0, 0])["AB".index(side)] = count
    return {group: {kind: (removed, added) for kind, (removed, added) in kinds.items()} for group, kinds in found.items()}


def stopped_in_logic(rows: Rows, run: str) -> str | None:
    """The first group of the program that lost something."""
    if run == "level":
        lost = {"function" if kind == "class" else kind for kind, side, _ in rows["by_level/3"] if side == "A"}
        return next((level for level in LEVELS if level in lost), None)
    return next((row[0] for row in rows[f"first_{run}/1"]), None)


def findings_in_json(said: Any) -> list[tuple[str, str, str]]:
    """Group, rule and path of every finding."""
    return [(group["group"], found["rule"], found["path"]) for group in said["groups"] for found in group["findings"]]


def findings_in_python(report: Any) -> list[tuple[str, str, str]]:
    """The same of a report."""
    return [(group.group, found.rule, found.path) for group in report.groups for found in group.findings]


def compare(old: str, new: str, rows: Rows, on_databases: Rows) -> Iterator[tuple[str, bool]]:
    """Sentences about two versions, and whether each holds. `rows`: what the program says of them. `on_databases`: what it says of their function
    databases; a run stops at a loss of whatever is known, attributes too, while the program knows what a function database holds, and stops there."""
    for run in RUNS:
        said, report = by_command(old, new, run), by_recipe(old, new, run, False)
        command, recipe, program = told_in_json(said), told_in_python(report), told_in_logic(rows, run)
        counts = sum(len(kinds) for kinds in command.values())
        yield f"by {run}: {len(command)} groups with {counts} counts in each of the three", bool(command) and command == recipe == program
        found = findings_in_json(said)
        groups = len(said["groups"])
        yield f"by {run}: {groups} groups with {len(found)} findings in both reports", bool(found) and found == findings_in_python(report)
        stops = (by_command(old, new, run, "--stop-at-first-break")["groups"][-1]["group"], by_recipe(old, new, run, True).stopped)
        yield f"by {run}: command line and recipe stop at {' / '.join(dict.fromkeys(map(str, stops)))}", len(set(stops)) == 1
        stop = stopped_in_logic(rows, run)
        of_databases = stops[0] if rows is on_databases else stopped_in_logic(on_databases, run)
        yield f"by {run}: the program, which knows what function databases hold, at {stop}", stop == of_databases


def databases(old: str, new: str, folder: str) -> tuple[str, str]:
    """Writes function databases of both releases; gives their specs."""
    files = [str(Path(folder) / f"{side}.json") for side in ("old", "new")]
    for spec, file in zip((old, new), files, strict=True):
        words = ["show", spec, "--surface", "everything", "--format", "functiondb", "--output", file]
        subprocess.run([sys.executable, "-m", "modiff", *words], check=True)
    return f"functiondb:{files[0]}", f"functiondb:{files[1]}"


def _without_nothing(said: Iterator[tuple[str, str, Any]]) -> Told:
    found: Told = {}
    for group, level, count in said:
        if count["removed"] or count["added"]:
            found.setdefault(group, {})[level] = count["removed"], count["added"]
    return found


def main() -> int:
    """1 where something does not agree."""
    old, new = sys.argv[1:3] or (OLD, NEW)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="modiff-") as folder:
        pair = databases(old, new, folder)
        on_databases = by_program(*pair)
        for title, versions in (("As function databases", pair), ("As released", (old, new))):
            print(f"{title}: {old} → {new}")
            for sentence, holds in compare(*versions, on_databases if versions is pair else by_program(*versions), on_databases):
                print(f"  {'agrees' if holds else 'DIFFERS'}: {sentence}", flush=True)
                wrong += not holds
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
