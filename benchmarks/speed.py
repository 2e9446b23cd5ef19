"""How fast modiff is, beside others, on the same files in one run: the table of docs/performance.md. Trust the ratios, not the seconds.

    python -m benchmarks.speed [ROW …] [--repeat N] [--turns N] [--releases N] [--write]

Rows: tensorflow, memory, index, pairs, small, synthetic, history, start, together; all of them where none is named. Tools of one row run in turn,
so that a busy minute hits each alike; medians of `--repeat` runs. Wheels are on disk, and unpacked for griffe and ruff, which is not counted. What
each row runs is in `speed_rows.py`. A whole run writes the table; `--write` does after a run of some rows, of which the page then holds no others.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks.measure import Failed
from benchmarks.speed_rows import ROWS, Asked, Row

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
START, END = "<!-- made by `make bench`: start -->", "<!-- made by `make bench`: end -->"


def main() -> int:
    """Measures, prints rows as they come; 1 if something could not be measured. A target that is missed is no failure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; none: all")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each tool, of which the median counts (3)")
    parser.add_argument("--turns", type=int, default=25, metavar="N", help="turns of killing runs that write the cache (25)")
    parser.add_argument("--releases", type=int, default=60, metavar="N", help="consecutive releases of numpy (60)")
    parser.add_argument("--write", action="store_true", help="write the table to docs/performance.md also if not all rows were measured")
    options = parser.parse_args()
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)} (there are {', '.join(ROWS)})")
    asked = Asked(options.repeat, options.turns, options.releases)
    began, failed, table = time.monotonic(), False, list[Row]()
    for name in options.rows or ROWS:
        print(f"-- {name}", flush=True)
        try:
            for row in ROWS[name](asked):
                table.append(row)
                print(f"{row.work}: {row.measured}" + (f" (target {row.target}: {row.verdict})" if row.target else ""), flush=True)
        except Failed as problem:
            failed = True
            print(f"benchmarks: {name}: {problem}", file=sys.stderr)
    print(f"-- {time.monotonic() - began:.0f} s")
    if options.write or (not options.rows and not failed):
        write(table, options.repeat)
    return int(failed)


def write(table: list[Row], repeat: int) -> None:
    """Puts the table between the markers of the page; all else there is written by hand."""
    before, start, rest = PAGE.read_text(encoding="utf-8").partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise SystemExit(f"{PAGE.name} lacks the lines {START!r} and {END!r}, between which the table goes.")
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    version = ".".join(map(str, sys.version_info[:3]))
    told = f"Medians of {repeat} runs on a machine with {os.cpu_count()} cores (load at the end {load}), Python {version}."
    lines = [told, "", "| work | measured | target | |", "|---|---|---|---|"]
    lines += [f"| {row.work} | {row.measured} | {row.target} | {row.verdict} |" for row in table]
    text = "\n".join(lines)
    PAGE.write_text(f"{before}{START}\n\n{text}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
