"""What `benchmarks.speed` measures, row by row."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.made_wheels import synthetic, with_one_file_changed
from benchmarks.measure import MODIFF, Cost, Failed, middle, run
from benchmarks.memory import peaks
from benchmarks.slow_index import slow_index
from benchmarks.wheels import unpack, wheel

TENSORFLOW = ("tensorflow", "2.6.2", "2.7.0")
PAIRS = (
    ("pandas", "1.5.3", "2.0.0"),
    ("sympy", "1.9", "1.10"),
    ("Django", "4.2", "5.0"),
    ("scipy", "1.13.1", "1.14.1"),
    ("SQLAlchemy", "1.4.54", "2.0.0"),
)
SMALL = (("requests", "2.31.0", "2.32.3"), ("click", "8.0.4", "8.1.0"), ("urllib3", "1.26.18", "2.0.0"))
ALL_NAMES = ("--surface", "everything", "--format", "json", "--exit-zero")
DELAY = 0.05
"""Seconds that the slow index adds to each request."""


@dataclass(frozen=True)
class Asked:
    """How much is to be measured."""

    repeat: int
    turns: int
    releases: int


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    work: str
    measured: str
    target: str = ""
    """Empty: none."""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """Was the target met?"""
        return {True: "met", False: "missed", None: ""}[self.met]


Tools = Mapping[str, Callable[[], Cost]]


def in_turn(tools: Tools, repeat: int) -> dict[str, Cost]:
    """The medians of each tool."""
    runs: dict[str, list[Cost]] = {tool: [] for tool in tools}
    for _ in range(repeat):
        for tool, once in tools.items():
            runs[tool].append(once())
    return {tool: middle(costs) for tool, costs in runs.items()}


def diff(old: object, new: object, cache: Path | None, *options: str, more: Mapping[str, str] | None = None) -> Cost:
    """One run of `modiff diff`. `cache`: where its cache lies; None: nowhere."""
    known = {"MODIFF_CACHE_DIR": str(cache)} if cache is not None else {}
    return run([*MODIFF, "diff", str(old), str(new), *options, *(() if cache is not None else ("--no-cache",))], more={**known, **(more or {})})


def said(cost: Cost) -> str:
    """Its time, as rows tell it."""
    return f"{cost.wall:.2f} s ({cost.cpu:.2f} s CPU)"


@contextmanager
def beside(name: str, old: str, new: str) -> Iterator[tuple[tuple[Path, Path], Path, Tools]]:
    """The wheels of a pair, a folder for what is made of them, and the peers that read the same files."""
    wheels = wheel(name, old), wheel(name, new)
    with tempfile.TemporaryDirectory(prefix="modiff-bench-") as folder:
        trees = Path(folder, "old"), Path(folder, "new")
        packages = sorted(set(unpack(wheels[0], trees[0])) & set(unpack(wheels[1], trees[1])))
        griffe = [sys.executable, str(Path(__file__).with_name("griffe_side.py")), *map(str, trees), *packages]
        tools: dict[str, Callable[[], Cost]] = {"griffe": lambda: run(griffe)}
        ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or shutil.which("ruff")
        if ruff is not None:
            tools["ruff"] = lambda: run([ruff, "analyze", "graph", "--preview", "--isolated", "--quiet", *map(str, trees)])
        yield wheels, Path(folder), tools


def emptied(folder: Path) -> Path:
    """The folder, without what was in it."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def tensorflow(asked: Asked) -> Iterator[Row]:
    """Cold, warm, and warm after one file changed."""
    name, old, new = TENSORFLOW
    with beside(name, old, new) as (wheels, folder, peers):
        changed, cold, warm = with_one_file_changed(wheels[1], folder / "changed"), folder / "cold", folder / "warm"
        diff(*wheels, warm, *ALL_NAMES)
        diff(changed[0], changed[0], warm, *ALL_NAMES)
        tools: dict[str, Callable[[], Cost]] = {
            "cold": lambda: diff(*wheels, emptied(cold), *ALL_NAMES),
            "one process": lambda: diff(*wheels, None, *ALL_NAMES, "--jobs", "1"),
            "warm": lambda: diff(*wheels, warm, *ALL_NAMES),
            "small change": lambda: diff(*changed, _with(warm), *ALL_NAMES),
            **peers,
        }
        costs = in_turn(tools, asked.repeat)
    what, griffe = f"TensorFlow {old} → {new}", costs["griffe"].wall
    yield Row("griffe on the same pair", said(costs["griffe"]))
    yield Row(
        f"{what}, cold", f"{said(costs['cold'])}: {griffe / costs['cold'].wall:.1f} × griffe", "≥ 12 × griffe", griffe / costs["cold"].wall >= 12
    )
    yield Row(f"{what}, no cache, one process", f"{said(costs['one process'])}: {griffe / costs['one process'].wall:.1f} × griffe")
    if "ruff" in costs:
        floor = costs["ruff"].wall
        yield Row("`ruff analyze graph` over both trees", said(costs["ruff"]))
        yield _within(f"{what}, cold, against ruff", costs["cold"], floor, 3)
        yield _within(f"{what}, warm", costs["warm"], floor, 1)
        yield _within("2.7.0 → itself with one file changed, warm", costs["small change"], floor, 1)


def _with(cache: Path) -> Path:
    """The cache without what the last run over the changed wheel added to it: a copy, as the original stays."""
    copy = cache.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(cache, copy)
    return copy


def _within(work: str, cost: Cost, floor: float, most: float) -> Row:
    times = cost.wall / floor
    return Row(work, f"{said(cost)}: {times:.1f} × ruff", f"≤ {most:g} × ruff", times <= most)


def memory(asked: Asked) -> Iterator[Row]:
    """Peaks of the main process, and of all together, as the kernel tells them while it runs."""
    name, old, new = TENSORFLOW
    wheels = wheel(name, old), wheel(name, new)
    with tempfile.TemporaryDirectory(prefix="modiff-bench-") as folder:
        command = [*MODIFF, "diff", str(wheels[0]), str(wheels[1]), "--format", "json", "--exit-zero"]
        for surface in ("conventional", "everything"):
            for state in ("cold", "warm"):
                main, every = peaks([*command, "--surface", surface], {"MODIFF_CACHE_DIR": f"{folder}/{surface}"})
                target, met = "≤ 150 MB, ≤ 300 MB", main <= 150 and every <= 300
                yield Row(f"TensorFlow, {surface} names, {state}: peak memory", f"{main:.0f} MB, all processes {every:.0f} MB", target, met)


def index(asked: Asked) -> Iterator[Row]:
    """From the package index with empty caches; through a proxy here, once as it is and once with 50 ms a request more."""
    name, old, new = TENSORFLOW
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="modiff-bench-") as folder:
        for delay in (0.0, DELAY):
            found: list[Cost] = []
            for turn in range(min(asked.repeat, 3)):
                with slow_index(delay) as server:
                    more = {"PIP_INDEX_URL": server.url}
                    found.append(diff(f"{name}=={old}", f"{name}=={new}", Path(folder, f"{delay}-{turn}"), *ALL_NAMES, more=more))
                    if not server.asked:
                        raise Failed("modiff did not ask the index that it was told to ask.")
            costs.append(middle(found))
            if not delay:
                size = server.sent / 1e6
                fetched = f"{size:.1f} MB in {server.asked} requests, {said(costs[0])}"
                yield Row("TensorFlow from the index, nothing cached", fetched, "≤ 15 MB, ≤ 150 requests", size <= 15 and server.asked <= 150)
    longer = costs[1].wall - costs[0].wall
    yield Row("the same, 50 ms more a request", f"{costs[1].wall:.1f} s: {longer:.1f} s longer", "≤ 2 s longer", longer <= 2)


def pairs(asked: Asked) -> Iterator[Row]:
    """Large packages, cold."""
    for name, old, new in PAIRS:
        with beside(name, old, new) as (wheels, folder, peers):
            cold = folder / "cold"
            tools = {"modiff": lambda: diff(*wheels, emptied(cold), *ALL_NAMES), "griffe": peers["griffe"]}  # noqa: B023 - called before the next
            try:
                costs = in_turn(tools, asked.repeat)
            except Failed:  # griffe gives up on some packages, with an error of its own
                yield Row(f"{name} {old} → {new}, cold", "griffe gives up", "≥ 10 ×", None)
                continue
        yield _against_griffe(f"{name} {old} → {new}, cold", costs, 10)


def _against_griffe(work: str, costs: Mapping[str, Cost], least: float) -> Row:
    times = costs["griffe"].wall / costs["modiff"].wall
    return Row(work, f"{said(costs['modiff'])}, griffe {costs['griffe'].wall:.2f} s: {times:.1f} ×", f"≥ {least:g} ×", times >= least)


def small(asked: Asked) -> Iterator[Row]:
    """Small packages, cold, the whole process."""
    for name, old, new in SMALL:
        with beside(name, old, new) as (wheels, folder, peers):
            cold = folder / "cold"
            tools = {"modiff": lambda: diff(*wheels, emptied(cold), *ALL_NAMES), "griffe": peers["griffe"]}  # noqa: B023 - called before the next
            costs = in_turn(tools, 2 * asked.repeat + 1)
        row = _against_griffe(f"{name} {old} → {new}, cold, whole process", costs, 2)
        yield Row(row.work, row.measured, "≤ 0.35 s, ≥ 2 ×", bool(row.met) and costs["modiff"].wall <= 0.35)


def synthetic_wheels(asked: Asked) -> Iterator[Row]:
    """One file changed among 100, 1,000 and 10,000, warm. Of each run the time that it says it spent on opening (the file lists) is taken off."""
    rest: dict[int, float] = {}
    for modules in (100, 1_000, 10_000):
        with tempfile.TemporaryDirectory(prefix="modiff-bench-") as folder:
            wheels = synthetic(Path(folder), modules, changed=False), synthetic(Path(folder), modules, changed=True)
            cache = Path(folder, "cache")
            diff(*wheels, cache, *ALL_NAMES)
            costs = [diff(*wheels, cache, *ALL_NAMES, "-v") for _ in range(asked.repeat)]
        cost, opening = middle(costs), _seconds(costs[-1], "open")
        rest[modules] = cost.wall - opening
        yield Row(f"{modules:,} modules, one file changed, warm", f"{said(cost)}, of which opening {opening:.2f} s")
    times = rest[10_000] / rest[100]
    yield Row(
        "10,000 modules against 100, beyond the file lists", f"{rest[10_000]:.2f} s against {rest[100]:.2f} s: {times:.1f} ×", "< 3 ×", times < 3
    )


def _seconds(cost: Cost, stage: str) -> float:
    found = re.search(rf"\b{stage} ([\d.]+) s", cost.said.decode())
    if found is None:
        raise Failed(f"modiff -v no longer says how long it took to {stage}.")
    return float(found[1])


def history(asked: Asked) -> Iterator[Row]:
    """Consecutive releases of numpy in one process: each distinct file is parsed once, and none the second time."""
    with tempfile.TemporaryDirectory(prefix="modiff-bench-") as folder:
        command = [*MODIFF, "history", "numpy", "--last", str(asked.releases), "--format", "json", "-v"]
        for state in ("cold", "warm"):
            cost = run(command, more={"MODIFF_CACHE_DIR": folder})
            counts = re.search(r"([\d,]+) texts? extracted.*", cost.said.decode())
            if counts is None:
                raise Failed("modiff history -v no longer says how many texts were extracted.")
            none = state == "warm"
            parsed = int(counts[1].replace(",", ""))
            yield Row(
                f"{asked.releases} releases of numpy, one process, {state}",
                f"{said(cost)}, {counts[0]}",
                "nothing parsed" if none else "each distinct file parsed once",
                parsed == 0 if none else None,
            )


def start(asked: Asked) -> Iterator[Row]:
    """Commands that compare nothing, most of which is starting."""
    for words in (["--version"], ["--help"], ["explain", "class-removed"]):
        yield Row(f"`modiff {' '.join(words)}`", said(middle([run([*MODIFF, *words]) for _ in range(5)])))


def together(asked: Asked) -> Iterator[Row]:
    """Many at once with one empty cache, and runs killed while they write it (`torture.py`)."""
    cost = run([sys.executable, "-m", "benchmarks.torture", "--turns", str(asked.turns)], statuses=(0, 1))
    lines = cost.output.decode().splitlines()
    right = lines[-1].startswith("every run")
    yield Row("killed while writing the cache, and 16 at once with an empty one", "; ".join(lines), "all right", right)


ROWS: Mapping[str, Callable[[Asked], Iterator[Row]]] = {
    "tensorflow": tensorflow,
    "memory": memory,
    "index": index,
    "pairs": pairs,
    "small": small,
    "synthetic": synthetic_wheels,
    "history": history,
    "start": start,
    "together": together,
}
