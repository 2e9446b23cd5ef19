"""Writes docs/rules: one page a rule, from the head of its file, and an index.

`--check` writes nothing and fails where a page is not what it would be.

python scripts/docs.py [--check]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from modiff.rules import catalogue  # noqa: E402
from modiff.rules.catalogue import AnyRule  # noqa: E402
from modiff.rules.quiet import PARAMETER_EVENTS  # noqa: E402

FOLDER = ROOT / "docs" / "rules"
MADE = "<!-- Made by scripts/docs.py from the rule's file: change it there. -->"
INDEX = "README.md"


def pages() -> dict[str, str]:
    """Every file of docs/rules: text by name."""
    made = {f"{rule.id}.md": page(rule) for rule in catalogue.rules()}
    return {INDEX: index(), **made}


def page(rule: AnyRule) -> str:
    """A rule's page, with what its object says under the title."""
    title, _, rest = rule.page.partition("\n")
    breaks = ", ".join(rule.breaks) or "nothing"
    where = "src/" + rule.module.replace(".", "/") + ".py"
    facts = f"`{rule.id}` · {rule.severity.name} · group `{rule.group}` · breaks: {breaks} · [{where}](../../{where})"
    return f"{MADE}\n\n{title}\n\n{facts}\n{rest}"


def index() -> str:
    """All rules by family, and what is left out on purpose."""
    lines = [
        MADE,
        "",
        "# Rules",
        "",
        "One rule, one page. `modiff explain RULE` prints it; `src/modiff/rules/examples.py` says how its examples are read.",
        "",
    ]
    for family, title in catalogue.FAMILIES.items():
        lines += [f"## {title}", "", "| rule | severity | breaks | what happened |", "| --- | --- | --- | --- |"]
        lines += [row(rule) for rule in catalogue.rules() if rule.family == family]
        lines.append("")
    lines += ["## Changes of parameters that nobody is told of", ""]
    lines += [f"- `{event}`, where no call breaks: {reason}" for event, reason in PARAMETER_EVENTS.items()]
    return "\n".join(lines) + "\n"


def row(rule: AnyRule) -> str:
    """One line of the index."""
    return f"| [{rule.id}]({rule.id}.md) | {rule.severity.name} | {', '.join(rule.breaks) or 'nothing'} | {rule.title} |"


def differences() -> list[str]:
    """What is wrong with the folder as it is."""
    wanted = pages()
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")} if FOLDER.is_dir() else {}
    missing = [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
    spare = [f"{name} belongs to no rule" for name in sorted(found.keys() - wanted.keys())]
    stale = [f"{name} is out of date" for name in sorted(wanted.keys() & found.keys()) if wanted[name] != found[name]]
    return [*missing, *spare, *stale]


def write() -> int:
    """Makes the folder what it should be. Gives the number of files that changed."""
    wanted, changed = pages(), len(differences())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return changed


def main() -> int:
    """Reads the options; 1 where `--check` finds something."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is not what it would be")
    if parser.parse_args().check:
        wrong = differences()
        print("\n".join([*wrong, "run `make docs`"]) if wrong else f"docs/rules: {len(pages())} pages, all up to date")
        return 1 if wrong else 0
    print(f"docs/rules: {write()} of {len(pages())} pages changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
