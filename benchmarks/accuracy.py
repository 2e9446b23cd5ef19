"""Findings on real releases against what is known of them: the interpreter's truth (`truth/`) and breaks that hit real projects (`known/`).

    python -m benchmarks.accuracy [--only NAME]… [--findings DIR] [SCORER ARGUMENTS…]

Runs modiff on every pair of both sets, writes the findings to DIR, and lets the two scorers judge. What the scorer does not know (`--show PAIR`) is
handed to that of `truth/`. Ends with 1 if modiff failed on a pair, else with 0, whatever the score.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import DATA, MODIFF, complaint

HERE = Path(__file__).parent


@dataclass(frozen=True, order=True)
class Pair:
    """Two releases to compare, and the surface that the scorer wants."""

    name: str
    old: str
    new: str
    everything: bool = False

    @property
    def file(self) -> str:
        """As the scorers look for it."""
        return f"{self.name}-{self.old}-{self.new}{'.everything' if self.everything else ''}.json"


def main() -> int:
    """Runs the pairs, prints both scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="NAME", help="only pairs of this distribution; may be given again")
    parser.add_argument("--findings", type=Path, default=DATA / "findings", metavar="DIR")
    args, rest = parser.parse_known_args()
    args.findings.mkdir(parents=True, exist_ok=True)
    pairs = [p for p in sorted({*truth_pairs(), *known_pairs()}) if not args.only or p.name in args.only]
    with ThreadPoolExecutor(2) as pool:
        failed = [problem for problem in pool.map(lambda pair: compare(pair, args.findings), pairs) if problem]
    score("known", args.findings)
    score("truth", args.findings, rest)
    for problem in failed:
        print(problem, file=sys.stderr)
    return 1 if failed else 0


def truth_pairs() -> list[Pair]:
    """The pairs that `truth/` holds."""
    stems = sorted(file.name.removesuffix(".json.gz") for file in (HERE / "truth" / "pairs").glob("*.json.gz"))
    return [Pair(name, old, new) for name, old, new in (stem.rsplit("-", 2) for stem in stems)]


def known_pairs() -> list[Pair]:
    """The pairs that `known/` asks about."""
    cases = json.loads((HERE / "known" / "cases.json").read_text(encoding="utf-8"))
    return [Pair(c["package"], c["old"], c["new"], c["breaking"] == "private") for c in cases]


def compare(pair: Pair, findings: Path) -> str | None:
    """Writes the findings of one pair; what went wrong, or None. A file of an earlier run is removed first, so that it can't be scored."""
    target = findings / pair.file
    target.unlink(missing_ok=True)
    surface = ["--surface", "everything"] if pair.everything else []
    command = [*MODIFF, "diff", f"{pair.name}=={pair.old}", f"{pair.name}=={pair.new}", "--format", "json", "--exit-zero", *surface]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        return f"{pair.file}: modiff ended with {done.returncode}; it said: {complaint(done.stderr)}"
    target.write_bytes(done.stdout)
    return None


def score(which: str, findings: Path, arguments: Sequence[str] = ()) -> None:
    """Prints what a scorer says."""
    print(f"\n{which}/", flush=True)
    subprocess.run([sys.executable, str(HERE / which / "score.py"), str(findings), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
