"""What the cache takes: runs killed while they write to it, and many runs at once with one that is empty.

    python -m benchmarks.torture [--turns 100] [--together 16] [--pair NAME OLD NEW]

A turn begins with an empty cache. A run is killed with SIGKILL: at a moment taken at random from the time that a run takes, or every second turn a
few milliseconds after the database began to grow; it is begun again and killed, up to three times. The run after that must print what a run
without a cache prints, byte for byte, and SQLite must find the database whole. Then so many runs are begun together with an empty cache: the same
holds for each. Prints what happened; ends with 1 if anything was not right.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.measure import MODIFF
from benchmarks.wheels import wheel
from modiff.store.database import FILE


class Place:
    """A pair, the cache that is maltreated, and what a run must print."""

    def __init__(self, words: list[str], folder: Path) -> None:
        self.command = [*MODIFF, "diff", *words, "--format", "json", "--exit-zero"]
        self.cache = folder / "cache"
        self.wrong: list[str] = []
        start = time.perf_counter()
        run = self.begun("--no-cache")
        self.plain, said = run.communicate()
        if run.returncode:
            raise SystemExit(f"without a cache it does not work either: {said.decode()[-300:]}")
        self.seconds = time.perf_counter() - start

    def begun(self, *more: str) -> subprocess.Popen[bytes]:
        """A run that has just begun."""
        environment = {**os.environ, "MODIFF_CACHE_DIR": str(self.cache)}
        return subprocess.Popen([*self.command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)

    def check(self, run: subprocess.Popen[bytes], when: str) -> None:
        """Waits for a run and looks at what it printed."""
        out, said = run.communicate()
        if run.returncode or out != self.plain:
            self.wrong.append(f"{when}: status {run.returncode}, {'other' if out != self.plain else 'the same'} output; {said.decode()[-300:]}")
        with closing(sqlite3.connect(self.cache / FILE)) as sql:
            found = sql.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            self.wrong.append(f"{when}: the database is damaged: {found[:3]}")

    def kill(self, chance: random.Random, watching: bool) -> bool:
        """Begins a run and kills it. False: it was done before."""
        run = self.begun()
        if watching:
            before = self.written()
            while run.poll() is None and self.written() == before:
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.01)
        else:
            time.sleep(chance.random() * self.seconds)
        alive = run.poll() is None
        run.kill()
        run.communicate()
        return alive

    def written(self) -> int:
        """Bytes in the files of the store."""
        return sum(path.stat().st_size for path in self.cache.glob("store-*.sqlite*") if path.exists()) if self.cache.exists() else 0


def main() -> int:
    """Runs it and prints what happened."""
    parser = argparse.ArgumentParser(description="Kills modiff while it writes its cache, and runs it many times at once.")
    parser.add_argument("--turns", type=int, default=100, metavar="N")
    parser.add_argument("--together", type=int, default=16, metavar="N")
    parser.add_argument("--pair", nargs=3, default=["click", "8.0.4", "8.1.0"], metavar=("NAME", "OLD", "NEW"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    name, old, new = options.pair
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="modiff-torture-") as folder:
        place = Place([str(wheel(name, old)), str(wheel(name, new))], Path(folder))
        killed = left = 0
        for turn in range(options.turns):
            shutil.rmtree(place.cache, ignore_errors=True)
            for _ in range(chance.randint(1, 3)):
                killed += place.kill(chance, watching=bool(turn % 2))
            left += place.written() > 0
            place.check(place.begun(), f"turn {turn}")
        print(f"{name} {old} -> {new}: {killed} runs killed in {options.turns} turns ({left} left something behind)")
        shutil.rmtree(place.cache, ignore_errors=True)
        start = time.perf_counter()
        for number, run in enumerate([place.begun() for _ in range(options.together)]):
            place.check(run, f"run {number} of {options.together}")
        seconds = time.perf_counter() - start
        print(f"{options.together} runs at once with an empty cache: {seconds:.1f} s; one alone without a cache: {place.seconds:.1f} s")
        print("\n".join(place.wrong) if place.wrong else "every run after a kill, and each of those at once, was right, and the database whole")
    return bool(place.wrong)


if __name__ == "__main__":
    sys.exit(main())
