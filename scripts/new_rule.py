"""Starts a rule: a file with a page and an example that fails until the rule is written.

python scripts/new_rule.py FAMILY ID WATCHES        for example: parameters parameter-shouted ParameterChanged
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from modiff.plugins.scaffold import text_of, watched

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "src" / "modiff" / "rules"


def families() -> list[str]:
    """The folders that hold rules."""
    return sorted(path.parent.name for path in RULES.glob("*/__init__.py"))


def main() -> int:
    """Reads the options and writes the file; 2 where that cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=families())
    parser.add_argument("id", help="in kebab-case; says what happened to what")
    parser.add_argument("watches", choices=watched())
    options = parser.parse_args()
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", options.id):
        parser.error(f"{options.id!r} is not in kebab-case, like parameter-removed")
    taken = list(RULES.glob(f"*/{options.id.replace('-', '_')}.py"))
    if taken:
        parser.error(f"there is a rule {options.id} already: {taken[0].relative_to(ROOT)}")
    file = RULES / options.family / f"{options.id.replace('-', '_')}.py"
    file.write_text(text_of(options.id, options.watches), encoding="utf-8")
    print(f'{file.relative_to(ROOT)} is there. Its first example fails: make test PYTEST="tests/rules -k {options.id}"')
    return 0


if __name__ == "__main__":
    sys.exit(main())
