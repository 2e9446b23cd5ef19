"""# Gives another sort of value

A call returns another sort of value than before: bytes where a text was, a generator where a list was, nothing where there was something.
What callers do with it fails, at the call or far from it.

No annotation says so on both sides (then `return-type-changed` would speak): it is read from the body, where that is plain. It is plain where
everything it returns is a literal, a display or comprehension, a constructor, `self`, or a local variable that holds nothing else. Of anything
else, and of what merely may be None now, nothing is said. It counts where the new value lacks something that the old one had.

Go on returning the old sort of value, or add a new function.

```python
# old
def render(name):
    return "<%s>" % name
# new
# breaks: pkg.render() gives another sort of value: bytes, was str
def render(name):
    text = "<%s>" % name
    return text.encode("utf-8")
# client
from pkg import render
render("a") + "b"  # raises TypeError
```

Methods that no longer give `self`, and properties:

```python
# old
class Report:
    def add(self, line):
        self.last = line
        return self

    @property
    def names(self):
        return [name for name in "ab"]
# new
class Report:
    # breaks: pkg.Report.add() gives another sort of value: nothing, was pkg.Report
    def add(self, line):
        self.last = line

    @property
    # breaks: pkg.Report.names gives another sort of value: generator, was list
    def names(self):
        return (name for name in "ab")
# client
from pkg import Report
Report().add("a").add("b")  # raises AttributeError
```

Numbers do for numbers, one sequence for another, a class for one of which it has everything; of what was nothing nobody made use; what may be
one thing or another, or comes from somewhere else, is left alone:

```python
# old
class Box:
    def open(self):
        return 1

class BigBox:
    def open(self):
        return 2

    def close(self):
        return 3

def count():
    return 1

def names():
    return ["a"]

def box():
    return Box()

def close():
    return None

def either(flag):
    return "a" if flag else None

def foreign(reader):
    return "a"
# new
class Box:
    def open(self):
        return 1

class BigBox:
    def open(self):
        return 2

    def close(self):
        return 3

def count():
    return 1.5

def names():
    return ("a",)

def box():
    return BigBox()

def close():
    return True

def either(flag):
    if flag:
        return "a"

def foreign(reader):
    return reader.read()
# client
from pkg import box, close, count, either, foreign, names
count() + 1, names()[0], box().open(), close(), either(True)
```
"""

from __future__ import annotations

from collections.abc import Sequence

from modiff.model.changes import ResultChanged
from modiff.model.findings import Severity
from modiff.rules.clients import statement_and_call
from modiff.rules.interface import Rule

_WORDS = {"builtins.None": "nothing", "types.GeneratorType": "generator", "types.FunctionType": "function"}


def _shown(classes: Sequence[str]) -> str:
    return " or ".join(_WORDS.get(path) or path.removeprefix("builtins.") for path in classes)


def _sentence(change: ResultChanged) -> str:
    what = change.path if change.old is not None and change.old.kind == "property" else f"{change.path}()"
    return f"{'awaiting ' if change.awaited else ''}{what} gives another sort of value: {_shown(change.after)}, was {_shown(change.before)}"


def _before(change: ResultChanged) -> str:
    return _shown(change.before)


def _after(change: ResultChanged) -> str:
    return _shown(change.after)


def _client(change: ResultChanged) -> str | None:
    """What the call gives, held against what it gave, where no new value can be taken for an old one."""
    found = statement_and_call(change)
    old, new = set(change.before), set(change.after)
    if found is None or old & new or {"builtins.bool", "builtins.int"} <= old | new:
        return None
    if new == {"builtins.None"}:
        return f"{found[0]}\n\nassert {found[1]} is not None"
    if not all(path.startswith("builtins.") and path != "builtins.None" for path in old) or not all(path.startswith("builtins.") for path in new):
        return None
    names = ", ".join(path.removeprefix("builtins.") for path in change.before)
    return f"{found[0]}\n\nassert isinstance({found[1]}, {f'({names})' if len(old) > 1 else names})"


def _identity(change: ResultChanged) -> tuple[str, ...]:
    return (_before(change), _after(change))


RULE = Rule(
    module=__name__,
    watches=ResultChanged,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    old=_before,
    new=_after,
    identity=_identity,
    client=_client,
)
