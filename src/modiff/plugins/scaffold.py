"""Starts a rule: a file with a page and an example that fails until the rule is written."""

from __future__ import annotations

import re
from pathlib import Path

from modiff.errors import BadUsage, CannotWrite
from modiff.model import changes
from modiff.model.changes import Change
from modiff.rules import catalogue

_STEM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")

TEMPLATE = '''"""# {title}

What breaks, for whom.

What to do instead.

```python
# old
def some(thing, other=None):
    return thing
# new
# breaks: pkg.some is not what it was
def some(thing, other=None):
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


def watched() -> tuple[str, ...]:
    """The classes of change that a rule can look at, by name."""
    return tuple(sorted(name for name, one in vars(changes).items() if isinstance(one, type) and issubclass(one, Change) and one is not Change))


def text_of(name: str, watches: str) -> str:
    """The file of a new rule; `name` is its id."""
    return TEMPLATE.format(title=name.replace("-", " ").capitalize(), watches=watches)


def start(file: Path, watches: str) -> str:
    """Writes the file of a new rule and gives its id. Raises BadUsage for a name that is none, or one of modiff's own; CannotWrite where
    it lies already."""
    if file.suffix != ".py" or not _STEM.fullmatch(file.stem):
        raise BadUsage(f"{file.name!r} is no name for a rule's file: it takes two words or more.", [str(file.with_name("parameter_shouted.py"))])
    name = file.stem.replace("_", "-")
    if name in catalogue.ids():
        raise BadUsage(f"{name} is one of modiff's own rules.", [f"modiff explain {name}", "another name"])
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text_of(name, watches))
    except FileExistsError as error:
        raise CannotWrite(f"{file} is there already.", [f"modiff rules test {file}", "another name"]) from error
    except OSError as error:
        raise CannotWrite(f"Cannot write to {file}: {error.strerror or error}.", ["a folder that exists"]) from error
    return name
