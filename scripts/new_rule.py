"""Starts a rule: a file with a page and an example that fails until the rule is written.

python scripts/new_rule.py FAMILY ID WATCHES        for example: parameters parameter-shouted ParameterChanged
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "src" / "modiff" / "rules"
WATCHED = ("Gone", "Came", "KindChanged", "BasesChanged", "ParameterChanged", "DistributionChanged")
"""The classes of `modiff.model.changes` that a rule can look at."""

TEMPLATE = '''"""# {title}

What breaks, for whom.

What to do instead.

```python
# old
def some(thing):
    return thing
# new
# breaks: pkg.some is not what it was
def some(thing):
    return thing
# client
from pkg import some
some(1)  # raises TypeError
```

What looks alike and breaks nobody:

```python
# old
def some(thing):
    return thing
# new
def some(thing):
    return thing
# client
from pkg import some
some(1)
```
"""

from __future__ import annotations

from modiff.model.changes import {watches}
from modiff.model.findings import Severity
from modiff.rules.interface import Rule


def _applies(change: {watches}) -> bool:
    return False


def _sentence(change: {watches}) -> str:
    return f"{{change.path}} is not what it was"


RULE = Rule(module=__name__, watches={watches}, applies=_applies, severity=Severity.major, breaks=("call",), sentence=_sentence)
'''


def families() -> list[str]:
    """The folders that hold rules."""
    return sorted(path.parent.name for path in RULES.glob("*/__init__.py"))


def text_of(name: str, watches: str) -> str:
    """The file of a new rule."""
    return TEMPLATE.format(title=name.replace("-", " ").capitalize(), watches=watches)


def main() -> int:
    """Reads the options and writes the file; 2 where that cannot be done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=families())
    parser.add_argument("id", help="in kebab-case; says what happened to what")
    parser.add_argument("watches", choices=WATCHED)
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
