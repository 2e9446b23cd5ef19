"""Speed and memory against griffe on the same two releases, in one run on one machine. Trust the ratios, not the seconds.

    python -m benchmarks.compare [--pair NAME OLD NEW] [--repeat N]

modiff reads the two wheels as they lie on disk, without cache, in one process; griffe is given the same files unpacked beforehand, which is not
counted. `ruff analyze graph` only parses and finds imports, with all cores: what the fastest known reader of these trees needs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.measure import DATA, MODIFF, Cost, Failed, middle, run
from benchmarks.wheels import unpack, wheel

TENSORFLOW = ("tensorflow", "2.7.0", "2.6.2")
WHOLE_API = ("--surface", "everything", "--format", "json", "--exit-zero", "--jobs", "1")


def whole_api() -> list[str]:
    """Options that make modiff judge all names, in one process, with no cache to help: told so as soon as it has one."""
    knows_caches = b"--no-cache" in run([*MODIFF, "diff", "--help"]).output
    return [*WHOLE_API, *(["--no-cache"] if knows_caches else [])]


def main() -> int:
    """Measures, prints the table; 1 if something could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pair", nargs=3, metavar=("NAME", "OLD", "NEW"), default=TENSORFLOW)
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each tool, of which the median counts (3)")
    args = parser.parse_args()
    name, old, new = args.pair
    try:
        options = whole_api()
        wheels = wheel(name, old), wheel(name, new)
    except Failed as problem:
        print(f"benchmarks: {problem}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        trees = Path(scratch, "old"), Path(scratch, "new")
        packages = sorted(set(unpack(wheels[0], trees[0])) & set(unpack(wheels[1], trees[1])))
        tools: dict[str, tuple[list[str], Callable[[Cost], str]]] = {
            "modiff": ([*MODIFF, "diff", str(wheels[0]), str(wheels[1]), *options], findings),
            "griffe": ([sys.executable, str(Path(__file__).with_name("griffe_side.py")), *map(str, trees), *packages], printed),
        }
        print(f"{name} {old} against {new}, from wheels on disk, no cache, one process; medians of {args.repeat}")
        costs = measured(tools, args.repeat)
        costs |= floor(trees, args.repeat)
    return 0 if all([ratios(costs), start_up(), databases(wheels, options, args.repeat)]) else 1


def measured(tools: dict[str, tuple[list[str], Callable[[Cost], str]]], repeat: int) -> dict[str, Cost]:
    """Runs the tools in turn, so that a busy minute hits each alike, and prints a row for each. One that fails says why and is left out."""
    runs: dict[str, list[Cost]] = {tool: [] for tool in tools}
    for _ in range(repeat):
        for tool, (command, _) in tools.items():
            try:
                runs[tool].append(run(command))
            except Failed as problem:
                print(f"benchmarks: {problem}", file=sys.stderr)
    print(f"{'':36}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}  found")
    complete = {tool: middle(costs) for tool, costs in runs.items() if len(costs) == repeat}
    for tool, cost in complete.items():
        row(tool, cost, tools[tool][1](cost))
    return complete


def row(what: str, cost: Cost, found: str = "") -> None:
    """One line of the table."""
    print(f"{what:36}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.peak:9.0f}  {found}".rstrip())


def findings(cost: Cost) -> str:
    """How many findings modiff printed, and how many of them it calls major."""
    report = json.loads(cost.output)["findings"]
    return f"{len(report)} findings, {sum(f['severity'] == 'major' for f in report)} major"


def printed(cost: Cost) -> str:
    """What griffe_side.py counted."""
    return f"{cost.output.decode().strip()} breaking changes"


def floor(trees: Sequence[Path], repeat: int) -> dict[str, Cost]:
    """What ruff needs to parse both trees; empty where ruff is not installed."""
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
    if ruff is None:
        return {}
    command = [ruff, "analyze", "graph", "--preview", "--isolated", "--quiet", *map(str, trees)]
    cost = middle([run(command) for _ in range(repeat)])
    row("ruff, imports only", cost)
    return {"ruff": cost}


def ratios(costs: dict[str, Cost]) -> bool:
    """Prints how many times the rest costs of modiff; was everything measured?"""
    if not {"modiff", "griffe"} <= costs.keys():
        return False
    ours, theirs = costs["modiff"], costs["griffe"]
    print(f"{'griffe / modiff':36}{theirs.wall / ours.wall:8.1f}x{theirs.cpu / ours.cpu:8.1f}x{theirs.peak / ours.peak:8.1f}x")
    if "ruff" in costs:
        print(f"{'modiff / ruff':36}{ours.wall / costs['ruff'].wall:8.1f}x{ours.cpu / costs['ruff'].cpu:8.1f}x")
    return True


def start_up() -> bool:
    """Prints what commands cost that compare nothing, most of which is starting; did they run?"""
    for words in (["--version"], ["--help"], ["explain", "class-removed"]):
        try:
            row(f"modiff {' '.join(words)}, of 10", middle([run([*MODIFF, *words]) for _ in range(10)]))
        except Failed as problem:
            print(f"benchmarks: {problem}", file=sys.stderr)
            return False
    return True


def databases(wheels: Sequence[Path], options: list[str], repeat: int) -> bool:
    """Prints what comparing two function databases costs, which modiff writes from the wheels first; did it run?"""
    specs = []
    try:
        for path in wheels:
            file = DATA / f"{path.stem}.functiondb.json"
            run([*MODIFF, "show", str(path), "--format", "functiondb", "--surface", "everything", "--output", str(file)])
            specs.append(f"functiondb:{file}")
        costs = [run([*MODIFF, "diff", *specs, *options]) for _ in range(repeat)]
    except Failed as problem:
        print(f"benchmarks: function databases: {problem}", file=sys.stderr)
        return False
    row("two function databases", middle(costs), findings(costs[-1]))
    return True


if __name__ == "__main__":
    sys.exit(main())
