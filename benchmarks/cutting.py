"""Does extraction say the same with and without cutting function bodies, and how much faster is it?

    python benchmarks/cutting.py PATH ...

Each path is a file, a directory or a wheel; every distinct `.py` text in them is read both ways. Printed are the texts whose facts differ, those
that only lost gaps inside function bodies, and the CPU seconds of both ways, taken turn by turn in this one process.
Exit status 1 if any facts differ.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from modiff.extract import grammar, text
from modiff.extract.file import extract
from modiff.model.facts import Facts


def texts(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """(where it was found, bytes) of every `.py` file."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*.py")):
                if file.is_file():
                    yield str(file), file.read_bytes()
        elif path.suffix in (".whl", ".zip"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    if name.endswith(".py"):
                        yield f"{path.name}:{name}", archive.read(name)
        else:
            yield str(path), path.read_bytes()


def difference(whole: Facts, cut: Facts) -> str:
    """`same`, `gaps` (some about insides of functions are missing), or the first fact that differs."""
    if whole == cut:
        return "same"
    for field in msgspec.structs.fields(Facts):
        before, after = getattr(whole, field.name), getattr(cut, field.name)
        if field.name == "gaps":
            if any(gap.hides for gap in set(before) ^ set(after)) or set(after) - set(before):
                return f"gaps: {sorted(map(str, set(before) ^ set(after)))[:3]}"
        elif before != after:
            return _first_that_differs(field.name, before, after)
    return "gaps"


def _first_that_differs(name: str, before: object, after: object) -> str:
    if isinstance(before, tuple) and isinstance(after, tuple):
        for one, other in zip(before, after, strict=False):
            if one != other:
                return f"{name}: {str(one)[:1500]}\n    now {str(other)[:1500]}"
        return f"{name}: {len(before)} before, {len(after)} now"
    return f"{name}: {before!r} before, {after!r} now"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--show", type=int, default=10, help="how many differences to print (default 10)")
    options = parser.parse_args()
    gc.disable()
    clock = time.process_time
    seen: set[bytes] = set()
    kinds: dict[str, int] = {}
    parsing = slow = fast = 0.0
    size = 0
    for name, data in texts(options.paths):
        digest = hashlib.blake2b(data, digest_size=16).digest()
        if digest in seen:
            continue
        seen.add(digest)
        size += len(data)
        readable, _ = text.readable(data)
        start = clock()
        if text.refusal(readable) is None:
            grammar.PARSER.parse(readable)
        parsed = clock()
        # Turn by turn, so that neither finds the memory of rendered text always warm.
        ways = ((True, False), (False, True))[len(seen) % 2]
        found: dict[bool, Facts] = {}
        seconds: dict[bool, float] = {}
        for whole in ways:
            begun = clock()
            found[whole] = extract(data, whole=whole)
            seconds[whole] = clock() - begun
        parsing, slow, fast = parsing + parsed - start, slow + seconds[True], fast + seconds[False]
        said = difference(found[True], found[False])
        kind = said if said in ("same", "gaps") else "differs"
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == "differs" and kinds[kind] <= options.show:
            print(f"{name}\n    {said}")
    print(f"{len(seen):,} texts, {size / 1e6:.1f} MB: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(kinds.items())))
    if parsing:
        shown = f"parsing alone {parsing:.2f} s; whole {slow:.2f} s ({slow / parsing:.2f}); cut {fast:.2f} s ({fast / parsing:.2f})"
        print(f"{shown}; {slow / fast:.2f} times faster")
    return 1 if kinds.get("differs") else 0


if __name__ == "__main__":
    sys.exit(main())
