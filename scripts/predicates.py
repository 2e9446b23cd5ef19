"""Writes the lists at the end of docs/logic.md and docs/sql.md; with --check says whether they are up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from modiff.queries.predicates import GROUPS
from modiff.queries.tables import TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs"
MARK = "change it there. -->\n"


def predicates() -> Iterator[str]:
    """The lines that list predicates."""
    for title, found in GROUPS.items():
        yield from ("", f"### {title}", "", "| predicate | arguments | says |", "|---|---|---|")
        yield from (f"| `{one.shown}` | {', '.join(one.arguments)} | {one.about} |" for one in found)


def tables() -> Iterator[str]:
    """The lines that list tables and columns."""
    for table in TABLES:
        only = " Only with `modiff diff`." if table.of_pair else ""
        yield from (
            "",
            f"### {table.name}",
            "",
            f"{table.about[0].upper()}{table.about[1:]}.{only}",
            "",
            "| column | type | holds |",
            "|---|---|---|",
        )
        yield from (f"| `{column.name}` | {column.type} | {column.about} |" for column in table.columns)


PAGES = {"logic.md": predicates, "sql.md": tables}


def page(name: str) -> str:
    """The page, with its list as it should be."""
    head, mark, _ = (DOCS / name).read_text(encoding="utf-8").partition(MARK)
    return head + mark + "\n".join(PAGES[name]()) + "\n"


def main() -> int:
    """1 where `--check` finds something."""
    stale = [name for name in PAGES if page(name) != (DOCS / name).read_text(encoding="utf-8")]
    if "--check" in sys.argv:
        return int(bool(stale))
    for name in stale:
        (DOCS / name).write_text(page(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
