"""Do the lines that findings show really work with the old version and fail with the new one? Run in real environments, one for each version.

    python -m benchmarks.lines [--environments DIR] [--show] [--without] [NAME…]

For each pair, modiff compares the two wheels; the `client` of every major finding that is certain or likely and concerns running code is run with
the interpreter of an environment that has the old release, and of one that has the new one, each client in a process of its own (forked, so this
needs Linux or macOS). Prints a line a pair, and every client that does not do as it is said to; ends with 1 if more than 2% of them do not.
Such findings that show no client are counted by rule; --without prints each. docs/what-breaks.md says which rules have none, and why.
Clients of modules that the old release itself cannot import here (another platform's, in need of an optional dependency, made to be started by
a test runner) cannot be judged; they are printed and not counted.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.client_runner import INSIDE
from benchmarks.environments import ENVIRONMENTS, environment
from benchmarks.make_truth import PAIRS as MADE
from benchmarks.make_truth import Pair
from benchmarks.measure import MODIFF, Failed, complaint, run
from benchmarks.wheels import wheel

SHARE = 0.98
"""How many must do as they are said to."""

PAIRS = (
    Pair("command line", "click", "8.1.7", "8.2.0", "click"),
    Pair("HTTP client", "httpx", "0.27.0", "0.28.0", "httpx"),
    Pair("templates", "Jinja2", "3.0.3", "3.1.0", "jinja2"),
    Pair("terminal", "prompt_toolkit", "2.0.10", "3.0.0", "prompt_toolkit"),
    *(p for p in MADE if p.name in {"numpy", "pydantic", "scikit-image", "SQLAlchemy", "stripe", "urllib3", "werkzeug", "cryptography"}),
)

RUNNER = Path(__file__).with_name("client_runner.py")
UNJUDGED = "cannot be judged here"


@dataclass(frozen=True)
class Outcome:
    """What became of one client."""

    finding: dict[str, Any]
    with_old: str | None
    """What it raised, as `TypeError: …`; None: it worked."""
    with_new: str | None

    def problem(self, package: str) -> str | None:
        """What is not as it is said to be; None: all is well."""
        if self.with_old is not None:
            return f"{UNJUDGED if needs_other(self.with_old, package) else 'fails with old'}: {self.with_old}"
        if self.with_new is None:
            return "works with new"
        # Whatever else is raised there is how the new version says no: packages have errors of their own for what they took out.
        about_itself = f"'{self.finding['path']}'" in self.with_new  # another import package of the distribution, which is gone
        stranger = self.with_new.startswith("ModuleNotFoundError") and needs_other(self.with_new, package) and not about_itself
        return f"fails with new for want of another module: {self.with_new}" if stranger else None


def needs_other(raised: str, package: str) -> bool:
    """Can it not be imported here: for want of another platform's module or an optional dependency, or because it wants to be started otherwise?"""
    top = re.escape(package.partition(".")[0])
    return raised.startswith(INSIDE) or (raised.startswith("ModuleNotFoundError: No module named") and not re.search(rf"'{top}['.]", raised))


def findings(pair: Pair) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Major certain and likely findings about running code: those that show a client, and those that show none."""
    wheels = [str(wheel(pair.name, version)) for version in (pair.old, pair.new)]
    report = json.loads(run([*MODIFF, "diff", *wheels, "--format", "json", "--exit-zero"]).output)
    major = [f for f in report["findings"] if f["severity"] == "major" and f["certainty"] != "possible"]
    loud = [f for f in major if set(f["breaks"]) - {"type-check", "install"}]
    return [f for f in loud if f["client"]], [f for f in loud if not f["client"]]


def outcomes(pair: Pair, environments: Path) -> tuple[list[Outcome], list[dict[str, Any]]]:
    """Every client, run on both sides; and the findings that have none."""
    told, without = findings(pair)
    pythons = [environment(pair.name, version, pair.python, pair.also, environments) for version in (pair.old, pair.new)]
    sides = [answers(python, pair, [f["client"] for f in told]) for python in pythons]
    return [Outcome(*found) for found in zip(told, *sides, strict=True)], without


def answers(python: Path, pair: Pair, clients: Sequence[str]) -> list[str | None]:
    """What each of them raised under this interpreter."""
    with tempfile.TemporaryDirectory() as empty:
        asked = json.dumps({"package": pair.package.partition(".")[0], "clients": clients})
        done = subprocess.run([str(python), "-W", "ignore", str(RUNNER)], input=asked, cwd=empty, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{pair.stem}: the clients could not be run: {complaint(done.stderr.encode())}")
    found: list[str | None] = json.loads(done.stdout)
    return found


def main() -> int:
    """A line a pair, those that do not hold, and the share of those that do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these distributions")
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where environments are kept")
    parser.add_argument("--show", action="store_true", help="print the lines of each client that does not hold")
    parser.add_argument("--without", action="store_true", help="print each finding that shows no client")
    args = parser.parse_args()
    held = ran = failed = unjudged = 0
    rules = Counter[str]()
    print(f"{'pair':36}{'clients':>8}{'hold':>6}{'without':>9}")
    for pair in [p for p in PAIRS if not args.names or p.name in args.names]:
        try:
            results, without = outcomes(pair, args.environments.resolve())
        except Failed as problem:
            failed += 1
            print(problem, file=sys.stderr)
            continue
        bad = [(o, why) for o in results if (why := o.problem(pair.package))]
        held, ran = held + len(results) - len(bad), ran + len(results)
        unjudged += sum(why.startswith(UNJUDGED) for _, why in bad)
        rules.update(f["rule"] for f in without)
        print(f"{pair.stem:36}{len(results):8}{len(results) - len(bad):6}{len(without):9}", flush=True)
        for finding in without if args.without else ():
            print(f"    without: {finding['rule']} {finding['path']} {finding['part'] or ''}")
        for outcome, why in bad:
            print(f"    {outcome.finding['rule']} {outcome.finding['path']} {outcome.finding['part'] or ''}: {why}")
            if args.show:
                print("        " + outcome.finding["client"].replace("\n", "\n        "))
    share = held / (ran - unjudged) if ran > unjudged else 0.0
    print(f"{held} of {ran - unjudged} clients work with old and fail with new: {share:.1%}; {unjudged} more cannot be judged here")
    print(f"{rules.total()} findings show none: " + (", ".join(f"{count} {rule}" for rule, count in rules.most_common()) or "none"))
    return 1 if failed or share < SHARE else 0


if __name__ == "__main__":
    sys.exit(main())
