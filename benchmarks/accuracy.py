"""Findings on real releases against what is known of them: the interpreter's truth (`truth/`, `truth_more/`), and known breaks (`known/`).

    python -m benchmarks.accuracy [--only NAME]… [--tool modiff|griffe]… [--skip-known] [--again] [SCORER ARGUMENTS…]

Runs modiff alone on the known breaks, from the package index; then modiff and griffe in turn on every pair of the truth, on the same wheels, one
process at a time, so that their CPU times can be compared. The scorers judge; what this command does not know (`--show PAIR`) is handed to that
of the truth. They judge twice: by the truth as it stands, and without what witness.py showed to be wrong there (`truth_more/disputed.jsonl`).
A run over all pairs with both tools writes the tables of docs/accuracy.md.

What a pair gave is kept beside its findings. A run that was interrupted, or that comes after another of the same modiff, griffe and Python,
measures only the pairs that are not there yet, and says so; --again measures all. The tools of a pair are always measured together.
Ends with 1 if modiff failed on a pair, else with 0, whatever the score; where griffe gives up, that is said.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks import disputes, scoreboard
from benchmarks.kept import Kept
from benchmarks.measure import DATA, MODIFF, Cost, Failed, complaint, run
from benchmarks.wheels import unpack, wheel
from benchmarks.witness import CAUSES

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "accuracy.md"
TRUTHS = {"The eight pairs": HERE / "truth" / "pairs", "More pairs": HERE / "truth_more"}


@dataclass(frozen=True, order=True)
class Pair:
    """Two releases to compare, and the surface that the scorer wants."""

    name: str
    old: str
    new: str
    everything: bool = False

    @property
    def stem(self) -> str:
        """As the scorers look for it."""
        return f"{self.name}-{self.old}-{self.new}{'.everything' if self.everything else ''}"


def main() -> int:
    """Runs the pairs, prints the scores, writes the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="NAME", help="only pairs of this distribution; may be given again")
    parser.add_argument("--tool", action="append", choices=tuple(TOOLS), help="only this tool; may be given again")
    parser.add_argument("--skip-known", action="store_true", help="leave out the known breaks")
    parser.add_argument("--again", action="store_true", help="measure also the pairs that an earlier run of the same modiff measured")
    parser.add_argument("--findings", type=Path, default=DATA / "findings", metavar="DIR")
    args, rest = parser.parse_known_args()
    tools = [tool for tool in TOOLS if not args.tool or tool in args.tool]
    problems: list[str] = []
    failed = False
    if not args.skip_known:
        problems = known([p for p in known_pairs() if not args.only or p.name in args.only], args.findings / "known")
        failed = bool(problems)
    sets: dict[str, scoreboard.Rows] = {}
    kept = Kept(args.findings / "measured", again=args.again)
    for title, truth in TRUTHS.items():
        pairs = [p for p in truth_pairs(truth) if not args.only or p.name in args.only]
        sets[title] = scored(title, truth, pairs, tools, args.findings, kept, rest)
        problems += [f"{pair}: {tool}: {r.remark}" for pair, runs in sets[title].items() for tool, r in runs.items() if r.remark]
        failed |= any(runs["modiff"].remark for runs in sets[title].values() if "modiff" in runs)
    sets = {title: rows for title, rows in sets.items() if rows}
    print(f"\n{scoreboard.summary(sets, tools)}\n\n{kept.said()}")
    for problem in problems:
        print(problem, file=sys.stderr)
    if not args.only and tools == list(TOOLS):
        scoreboard.write(PAGE, f"{kept.when()}\n\n{scoreboard.table(sets, tools, disputes.disputed(), CAUSES)}")
    return 1 if failed else 0


def truth_pairs(folder: Path) -> list[Pair]:
    """The pairs that a folder of truths holds."""
    stems = sorted((file.name.removesuffix(".json.gz") for file in folder.glob("*.json.gz")), key=str.lower)
    return [Pair(name, old, new) for name, old, new in (stem.rsplit("-", 2) for stem in stems)]


def known_pairs() -> list[Pair]:
    """The pairs that `known/` asks about."""
    cases = json.loads((HERE / "known" / "cases.json").read_text(encoding="utf-8"))
    return sorted({Pair(c["package"], c["old"], c["new"], c["breaking"] == "private") for c in cases})


# --- truth: both tools on the same wheels


def scored(
    title: str, truth: Path, pairs: Sequence[Pair], tools: Sequence[str], findings: Path, kept: Kept, arguments: Sequence[str]
) -> dict[str, dict[str, scoreboard.Run]]:
    """Runs the tools on each pair in turn, lets the scorer judge each, prints what it says."""
    runs = {pair.stem: kept.runs(pair.stem, tools) or kept.keep(pair.stem, on_wheels(pair, tools, findings)) for pair in pairs}
    out: dict[str, dict[str, scoreboard.Run]] = {stem: {} for stem in runs}
    for tool in tools:
        printed, lines = judged_pairs(truth, pairs, findings / tool, [], arguments), disputes.disputed()
        print(f"\n{title}: {tool}\n{disputes.marked(printed, lines)}", flush=True)
        again = judged_pairs(truth, pairs, findings / tool, lines, ["--show", "all"])
        stands, settled = scoreboard.tallies(printed), disputes.corrected(scoreboard.tallies(again), disputes.right_after_all(again, lines))
        for stem in runs:
            seconds, remark = runs[stem][tool]
            out[stem][tool] = scoreboard.Run(stands[stem], seconds, remark, settled[stem])
    return out


def judged_pairs(truth: Path, pairs: Sequence[Pair], findings: Path, lines: Sequence[disputes.Line], arguments: Sequence[str]) -> str:
    """What the scorer says of these pairs alone, without these lines: it judges all that its folder holds."""
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs:
            disputes.softened(truth / f"{pair.stem}.json.gz", [line for line in lines if line["pair"] == pair.stem], Path(folder))
        return judged("truth", [str(findings), "--truth", folder, *arguments])


def on_wheels(pair: Pair, tools: Sequence[str], findings: Path) -> dict[str, tuple[float, str]]:
    """Writes what each tool finds; its CPU seconds, and what went wrong."""
    out = {}
    try:
        old, new = wheel(pair.name, pair.old), wheel(pair.name, pair.new)
    except Failed as problem:
        return dict.fromkeys(tools, (0.0, str(problem)))
    for tool in tools:
        (findings / tool).mkdir(parents=True, exist_ok=True)
        for left in (findings / tool).glob(f"{pair.stem}.json*"):  # of an earlier run: it must not be scored
            left.unlink()
        try:
            out[tool] = TOOLS[tool](old, new, findings / tool / pair.stem)
        except Failed as problem:
            out[tool] = 0.0, str(problem)
    return out


def modiff(old: Path, new: Path, stem: Path) -> tuple[float, str]:
    """modiff, without a cache to help."""
    cost = run([*MODIFF, "diff", str(old), str(new), "--format", "json", "--exit-zero", *without_cache()])
    stem.with_name(f"{stem.name}.json").write_bytes(cost.output)
    return cost.cpu, ""


def without_cache() -> list[str]:
    """The option, as soon as modiff has a cache."""
    return ["--no-cache"] if b"--no-cache" in run([*MODIFF, "diff", "--help"]).output else []


def griffe(old: Path, new: Path, stem: Path) -> tuple[float, str]:
    """griffe; unpacking for it is not counted."""
    with tempfile.TemporaryDirectory() as scratch:
        trees = Path(scratch, "old"), Path(scratch, "new")
        packages = sorted(set(unpack(old, trees[0])) & set(unpack(new, trees[1])))
        cost: Cost = run([sys.executable, str(HERE / "griffe_findings.py"), *map(str, trees), *packages])
    said = json.loads(cost.output)
    stem.with_name(f"{stem.name}.jsonl").write_text("".join(f"{json.dumps(f)}\n" for f in said["findings"]) or "\n", encoding="utf-8")
    return cost.cpu, "; ".join(said["aborted"])


TOOLS: dict[str, Callable[[Path, Path, Path], tuple[float, str]]] = {"modiff": modiff, "griffe": griffe}


# --- known: modiff alone, from the package index


def known(pairs: Sequence[Pair], findings: Path) -> list[str]:
    """Runs the pairs two at a time and prints the score; what went wrong."""
    findings.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        problems = [problem for problem in pool.map(lambda pair: from_index(pair, findings), pairs) if problem]
    print("known/\n" + judged("known", [str(findings)]), flush=True)
    return problems


def from_index(pair: Pair, findings: Path) -> str | None:
    """Writes the findings of one pair; what went wrong, or None. A file of an earlier run is removed first, so that it can't be scored."""
    target = findings / f"{pair.stem}.json"
    target.unlink(missing_ok=True)
    surface = ["--surface", "everything"] if pair.everything else []
    command = [*MODIFF, "diff", f"{pair.name}=={pair.old}", f"{pair.name}=={pair.new}", "--format", "json", "--exit-zero", *surface]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        return f"{pair.stem}: modiff ended with {done.returncode}; it said: {complaint(done.stderr)}"
    target.write_bytes(done.stdout)
    return None


def judged(which: str, arguments: Sequence[str]) -> str:
    """What a scorer says."""
    return subprocess.run([sys.executable, str(HERE / which / "score.py"), *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
