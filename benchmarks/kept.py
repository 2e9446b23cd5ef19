"""What a run of accuracy.py measured, a file a pair, so that the next one need not measure it again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent.parent / "src" / "modiff"

Runs = dict[str, tuple[float, str]]
"""Tool → CPU seconds, and what went wrong."""


class Kept:
    """The files of a folder, as far as they were made by the programs that are here now."""

    def __init__(self, folder: Path, again: bool) -> None:
        self.folder, self.again = folder, again
        self.programs = "".join(programs())
        self.times: dict[str, str] = {}
        """Pair → when it was measured."""
        self.old: list[str] = []
        """Pairs that were not measured now."""

    def runs(self, stem: str, tools: Sequence[str]) -> Runs | None:
        """What these tools cost on a pair, all measured in the same run; None: to be measured."""
        file = self.folder / f"{stem}.json"
        if self.again or not file.exists():
            return None
        record: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if record["programs"] != self.programs or not set(tools) <= set(record["runs"]):
            return None
        self.old.append(stem)
        self.times[stem] = record["when"]
        return {tool: (seconds, remark) for tool, (seconds, remark) in record["runs"].items()}

    def keep(self, stem: str, runs: Runs) -> Runs:
        """Writes it down; hands it on. A pair that failed to be fetched is left to the next run."""
        self.times[stem] = datetime.now(UTC).isoformat(timespec="minutes")
        if any(seconds for seconds, _ in runs.values()):
            self.folder.mkdir(parents=True, exist_ok=True)
            record = {"programs": self.programs, "when": self.times[stem], "runs": runs}
            (self.folder / f"{stem}.json").write_text(json.dumps(record), encoding="utf-8")
        return runs

    def said(self) -> str:
        """Which pairs were not measured now."""
        if not self.old:
            return f"All {len(self.times)} pairs were measured in this run."
        return f"{len(self.old)} of {len(self.times)} pairs were measured by an earlier run of the same programs (--again measures them anew)."

    def when(self) -> str:
        """When the pairs were measured, and with what: a sentence for the page."""
        first, last = (moment(time) for time in (min(self.times.values()), max(self.times.values())))
        return f"Measured from {first} to {last} (UTC), with griffe {installed('griffe')} and Python {platform.python_version()}."


def programs() -> Iterator[str]:
    """What findings and times depend on: modiff's source, griffe, Python."""
    digest = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*.py")):
        digest.update(file.relative_to(SOURCE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    yield digest.hexdigest()
    yield f" griffe {installed('griffe')} Python {platform.python_version()}"


def installed(package: str) -> str:
    """The version of the distribution that brings an import package, or that there is none."""
    names = packages_distributions().get(package, ())
    return version(names[0]) if names else "(none)"


def moment(time: str) -> str:
    """As people write it."""
    return datetime.fromisoformat(time).strftime("%-d %B %Y, %H:%M")
