"""The lines of `truth_more/disputed.jsonl`, which witness.py writes, and what scoring without them needs."""

from __future__ import annotations

import fcntl
import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.measure import Failed
from benchmarks.scoreboard import Tally

HERE = Path(__file__).parent
FILE = HERE / "truth_more" / "disputed.jsonl"
Line = dict[str, Any]


def disputed(file: Path = FILE) -> list[Line]:
    """All lines there are."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def keep(lines: Iterable[Line], stem: str, file: Path = FILE) -> None:
    """Puts the lines of a pair in the place of those of an earlier run, whoever else is about to do so for another pair."""
    with file.open("a+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        others = [line for line in disputed(file) if line["pair"] != stem]
        stream.truncate(0)
        stream.write("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in sorted([*others, *lines], key=order)))


def order(line: Line) -> tuple[str, str, str, str]:
    """Of lines in the file; no two have the same."""
    return line["pair"].lower(), line["kind"], line["path"], line["detail"] or ""


def softened(truth: Path, lines: Collection[Line], into: Path) -> None:
    """Writes a pair's truth with its disputed breaks marked as soft: to the scorer these count neither for nor against a tool.

    Failed if a line is about no break that the truth tells.
    """
    target = into / truth.name
    doubts = {(line["kind"], line["path"], line["detail"]) for line in lines if line["kind"] != "false-call"}
    if not doubts:
        target.symlink_to(truth.resolve())
        return
    with gzip.open(truth, "rt", encoding="utf-8") as stream:
        told = json.load(stream)
    idle = doubts - {(entry["what"], entry["entity"], entry["detail"]) for entry in told["breaks"]}
    for kind, path, _ in idle:
        raise Failed(f"{truth.name.removesuffix('.json.gz')}: {FILE.name} disputes {kind} of {path}, which the truth does not tell")
    for entry in told["breaks"]:
        entry["soft"] = entry["soft"] or (entry["what"], entry["entity"], entry["detail"]) in doubts
    with gzip.open(target, "wt", encoding="utf-8", compresslevel=1) as stream:
        json.dump(told, stream)


def right_after_all(printed: str, lines: Sequence[Line]) -> dict[str, list[str]]:
    """By pair, the rules of findings that the scorer calls false (`--show all`) and that the lines say are right."""
    calls, found = broken_calls(lines), dict[str, list[str]]()
    for pair, text in by_pair(printed):
        rule, *call = said_false(text) or ("",)
        if (pair, *call) in calls:
            found.setdefault(pair, []).append(rule or "")
    return found


def marked(printed: str, lines: Sequence[Line]) -> str:
    """What the scorer printed, with a word behind each miss and false alarm that is disputed."""
    calls = broken_calls(lines)
    missed = {(line["pair"], f"   missed {line['kind']} {line['path']} {line['detail'] or ''} "): line["cause"] for line in lines}
    out = []
    for pair, text in by_pair(printed):
        cause = missed.get((pair, text.partition("[")[0])) or calls.get((pair, *(said_false(text) or ("",))[1:]))
        out.append(f"{text}   (disputed: {cause})" if cause else text)
    return "\n".join(out)


def broken_calls(lines: Sequence[Line]) -> dict[tuple[str | None, ...], str]:
    """(pair, path, parameter) of each call that is broken after all → cause. A constructor has the path of its class."""
    out: dict[tuple[str | None, ...], str] = {}
    for line in (line for line in lines if line["kind"] == "false-call"):
        paths = {path.removesuffix(".__init__") for path in (line["path"], *line["also"])}
        out |= {(line["pair"], path, part): line["cause"] for path in paths for part in (line["detail"], *line["parts"])}
    return out


def by_pair(printed: str) -> Iterator[tuple[str, str]]:
    """Each line that the scorer printed, and the pair it is about."""
    pair = ""
    for text in printed.splitlines():
        if text and not text.startswith(" "):
            pair = text.split()[0]
        yield pair, text


def said_false(text: str) -> tuple[str | None, ...] | None:
    """(rule, path, parameter) of a line about a false alarm; None: it is about something else."""
    if not text.startswith("   false "):
        return None
    rule, path, *part = text.split()[1:]
    return rule, path.removesuffix(".__init__"), part[0] if part else None


def corrected(tallies: Mapping[str, Tally], right: Mapping[str, Sequence[str]]) -> dict[str, Tally]:
    """What was counted, with these findings taken for right: all are about calls."""
    return {pair: replace(tally, false_calls=tally.false_calls - len(right.get(pair, ()))) for pair, tally in tallies.items()}
