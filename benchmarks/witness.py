"""Asks the interpreter about what its truth seems to have wrong, and writes what it answers to `truth_more/disputed.jsonl`.

    python -m benchmarks.witness [NAME…] [--environments DIR]

`truth/` and `truth_more/` were made by looking at names and signatures. A user has instances, and calls. So both releases of each pair are installed
again, and every break that the truth counts is asked about, found or missed alike; and so are the calls of `truth_more/witness.toml`, which
somebody wrote down because a tool said that they break and the truth said that they do not. What an answer settles against the truth becomes a line:

    {"pair", "kind", "path", "detail", "cause", "evidence"}      a break: kind, path and detail as the truth's what, entity and detail
    {"pair", "kind": "false-call", "path", "detail", "also", …}  a call that is broken, though no signature shows it. `also`: the path where it is
                                                                 defined; `parts`: the parameters that can't be given by position any more, as
                                                                 one before them can't

benchmarks.accuracy counts with and without them, for every tool. What could not be settled stays as the truth has it. CAUSES says what is asked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from keyword import iskeyword
from pathlib import Path
from typing import Any

from benchmarks.disputes import Line, keep, order
from benchmarks.environments import ENVIRONMENTS, environment
from benchmarks.make_truth import PAIRS as MADE
from benchmarks.make_truth import Pair
from benchmarks.measure import Failed, complaint

HERE = Path(__file__).parent
TRUTHS = (HERE / "truth" / "pairs", HERE / "truth_more")
TABLE = HERE / "truth_more" / "witness.toml"
RUNNER = Path(__file__).with_name("witness_inside.py")

CAUSES = {
    "instance-attribute": "gone from the class, but instances of the new one have it: one was asked, or it is a field, or `__init__` sets it",
    "set-by-method": "gone from the class; no instance could be made here, but another method of the new class than `__init__` sets it",
    "bound-self": "the parameter that can't be given by name any more is the one that a call on an instance fills by itself",
    "own-import": "the old module imported the name for its own use: by the convention of PEP 484 no part of what it promises",
    "unspellable": "a module whose name no `import` statement can spell",
    "still-works": "the use that is said to be lost works with the new release, or never worked with the old one",
    "unseen-call": "a call that the truth takes for unbroken works with the old release and fails with the new one: no signature shows it",
}

EIGHT = tuple(
    Pair("one of the eight", name, old, new, package)
    for name, old, new, package in (
        ("click", "8.1.7", "8.2.0", "click"),
        ("flask", "2.2.5", "3.0.0", "flask"),
        ("httpx", "0.27.0", "0.28.0", "httpx"),
        ("jinja2", "3.0.3", "3.1.0", "jinja2"),
        ("marshmallow", "3.26.1", "4.0.0", "marshmallow"),
        ("networkx", "2.8.8", "3.0", "networkx"),
        ("prompt_toolkit", "2.0.10", "3.0.0", "prompt_toolkit"),
        ("redis", "4.6.0", "5.0.0", "redis"),
    )
)

Entry = dict[str, Any]
Question = dict[str, Any]
MANY = 6
"""How many of a thing's paths are asked about: they are the same thing, mostly."""


# --- what is asked, and what an answer settles


class Case:
    """Something to settle: questions to the two sides, and what their answers say."""

    def __init__(self, line: Line, old: list[Question], new: list[Question]) -> None:
        self.line, self.old, self.new = line, old, new

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        """The cause and the evidence; None: it stays as the truth has it."""
        raise NotImplementedError


class Unspellable(Case):
    """A module whose name can't stand in an `import` statement."""

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        bad = [part for part in self.line["path"].split(".") if not part.isidentifier() or iskeyword(part)]
        return ("unspellable", f"`import {self.line['path']}` is a SyntaxError: {bad[0]}") if bad else None


class Imported(Case):
    """A name that the old module may have imported for itself."""

    def __init__(self, line: Line, old: list[Question], top: str) -> None:
        super().__init__(line, old, [])
        self.top = top

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        if not with_old or not all(a and a["by"] == "import" and not (a["package"] and self.is_its_own(a["from"])) for a in with_old):
            return None
        first, module = with_old[0], self.old[0]["module"]
        return "own-import", f"{module} of the old release, line {first['line']}, gets it from {first['from'][0]}, and binds it nowhere else"

    def is_its_own(self, sources: list[str]) -> bool:
        """Does a package's `__init__` hand on what its own distribution has?"""
        return any(s.startswith(".") or s.partition(".")[0] == self.top for s in sources)


class Instances(Case):
    """A member of a class, which instances may still have."""

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        answers = [a for a in with_new if a]
        hows = {a["how"] for a in answers}
        if not answers or not all(with_old) or {"bound", "class"} & set(with_old) or hows & {"lacks", "none"}:
            return None
        if "function" in with_old and hows != {"made"}:
            return None
        shown = answers[0]["shown"]
        if "method" in hows:
            return "set-by-method", next(a["shown"] for a in answers if a["how"] == "method")
        return "instance-attribute", f"with the new release, what `{shown}` makes has it" if answers[0]["how"] == "made" else f"new release: {shown}"


class Filled(Case):
    """A parameter that may be `self` under whatever name."""

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        answers = with_old + with_new
        if not answers or not all(answers):
            return None
        return "bound-self", f"{self.line['detail']} is the first parameter of {(self.old + self.new)[0]['path']}, which is called on an instance"


class Call(Case):
    """A call of the table."""

    def __init__(self, line: Line, setup: str, call: str) -> None:
        question = {"ask": "lines", "setup": setup, "call": call}
        about = {"ask": "about", "path": line["path"], "parameter": line["detail"]}
        super().__init__(line, [question, about], [question])
        self.call = call.strip()

    def settled(self, with_old: list[Any], with_new: list[Any]) -> tuple[str, str] | None:
        old, new = with_old[0], with_new[0]
        if old is None or new is None or old.startswith("setup: ") or new.startswith("setup: "):
            return None
        if self.line["kind"] == "false-call":
            return self.broken(new, with_old[1] or {}) if not old and new else None
        if not new:
            return "still-works", f"`{self.call}` works with the new release"
        return ("still-works", f"`{self.call}` fails with the old release already: {old}") if old else None

    def broken(self, raised: str, about: Mapping[str, Any]) -> tuple[str, str] | None:
        """It works with old. Is what the new one says about the argument?"""
        part = self.line["detail"]
        if not raised.startswith("TypeError") and part not in raised and "argument" not in raised:
            return None
        self.line["also"] = sorted({about.get("path", self.line["path"])} - {self.line["path"]})
        self.line["parts"] = [name for name in about.get("from", ()) if name != part] if "positional argument" in raised else []
        return "unseen-call", f"`{self.call}` works with the old release; with the new one {raised}"


def cases(pair: Pair, truth: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[Case]:
    """All that can be asked about a pair."""
    for entry in truth["breaks"]:
        if not entry["soft"]:
            yield from cases_of(pair, entry, table.get("instances", {}))
    setup = table.get("setup", "")
    for kind, part in (("false-call", "broken"), ("", "unbroken")):
        for key, call in table.get(part, {}).items():
            *what, path, detail = key.split()
            yield Call({"pair": pair.stem, "kind": kind or what[0], "path": path, "detail": detail}, setup, call)


def cases_of(pair: Pair, entry: Entry, instances: Mapping[str, str]) -> Iterator[Case]:
    """What can be asked about one break of the truth."""
    what, entity, detail = entry["what"], entry["entity"], entry["detail"]
    line = {"pair": pair.stem, "kind": what, "path": entity, "detail": detail}
    split = [path.rpartition(".")[::2] for path in entry["paths"][:MANY]]
    if what == "module-removed":
        yield Unspellable(line, [], [])
    elif what == "removed":
        yield Imported(line, [{"ask": "binding", "module": module, "name": name} for module, name in split], pair.package.partition(".")[0])
    elif what == "member-removed":
        home = entity.rpartition(".")[0]
        split = [(home, entity.rpartition(".")[2])] if home in instances else split
        asked = [{"owner": owner, "name": name, "make": instances.get(owner)} for owner, name in split]
        yield Instances(line, [{"ask": "held", **a} for a in asked], [{"ask": "instance", **a} for a in asked])
    elif what in ("method-keyword-gone", "method-required-added"):
        questions = [{"ask": "filled", "path": path, "parameter": detail} for path in entry["paths"][:MANY]]
        yield Filled(line, *((questions, []) if what == "method-keyword-gone" else ([], questions)))


# --- asking


def settled(pair: Pair, environments: Path) -> tuple[list[Line], list[str]]:
    """The lines of a pair, and what the table holds for it that did not come out as it was written down."""
    truth = truth_of(pair.stem)
    with TABLE.open("rb") as stream:
        table = tomllib.load(stream).get(pair.stem, {})
    asked = list(cases(pair, truth, table))
    pythons = [environment(pair.name, version, pair.python, pair.also, environments) for version in (pair.old, pair.new)]
    questions = [q for case in asked for q in case.old], [q for case in asked for q in case.new]
    needs = table.get("needs", [])
    answers = [answered(python, pair, of_side, needed(python, needs)) for python, of_side in zip(pythons, questions, strict=True)]
    lines, idle = [], []
    for case in asked:
        given = [[side.pop(0) for _ in questions] for side, questions in zip(answers, (case.old, case.new), strict=True)]
        found = case.settled(*given)
        if found is not None:
            lines.append({**case.line, "cause": found[0], "evidence": found[1]})
        elif isinstance(case, Call):
            told = f"{case.line['kind']} {case.line['path']} {case.line['detail']}"
            idle.append(f"{told}: {case.call!r} gave {given[0][0]!r} and {given[1][0]!r}")
    return sorted(lines, key=order), idle


def truth_of(stem: str) -> Any:
    """What the interpreter said of a pair."""
    for folder in TRUTHS:
        if (folder / f"{stem}.json.gz").exists():
            with gzip.open(folder / f"{stem}.json.gz", "rt", encoding="utf-8") as stream:
                return json.load(stream)
    raise Failed(f"{stem}: there is no truth of it.")


def needed(python: Path, requirements: Sequence[str]) -> list[str]:
    """A folder with what calls of the table want besides the release, out of sight of whoever else uses its environment. None is made for nothing."""
    folder = python.parent.parent / "needs"
    missing = [name for name in requirements if not (folder / name).exists()]
    if missing:
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--target", str(folder)]
        done = subprocess.run([*pip, *missing], capture_output=True, check=False)
        if done.returncode != 0:
            raise Failed(f"pip could not install {' '.join(missing)}: {complaint(done.stderr)}")
    return [str(folder)] if requirements else []


def answered(python: Path, pair: Pair, questions: Sequence[Question], more: Sequence[str] = ()) -> list[Any]:
    """What this interpreter says, in a folder that holds nothing to import but what must run first."""
    with tempfile.TemporaryDirectory() as empty:
        Path(empty, "sitecustomize.py").write_text(pair.prelude, encoding="utf-8")
        variables = {**os.environ, "PYTHONWARNINGS": "ignore", "PYTHONPATH": os.pathsep.join([empty, *more]), "MPLBACKEND": "Agg"}
        asked = json.dumps({"package": pair.package, "questions": questions}).encode()
        done = subprocess.run([str(python), str(RUNNER)], input=asked, cwd=empty, env=variables, capture_output=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{pair.stem}: nothing could be asked: {complaint(done.stderr)}")
    said: list[Any] = json.loads(done.stdout)
    return said


def main() -> int:
    """A line a pair; 1 if one could not be asked, or a call of the table does not do as it was written down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these distributions")
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS, metavar="DIR", help="where environments are kept")
    args = parser.parse_args()
    bad = 0
    for pair in [p for p in (*EIGHT, *MADE) if not args.names or p.name in args.names]:
        try:
            lines, idle = settled(pair, args.environments.resolve())
        except Failed as problem:
            bad += 1
            print(problem, file=sys.stderr)
            continue
        keep(lines, pair.stem)
        counts = Counter(line["cause"] for line in lines)
        print(f"{pair.stem:40}{', '.join(f'{counts[c]} {c}' for c in CAUSES if counts[c]) or '–'}", flush=True)
        for said in idle:
            print(f"    not settled: {said}")
        bad += bool(idle)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
