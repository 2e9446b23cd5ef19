"""# Parameter renamed

Another name stands in the place of a parameter. Calls that give it by its old name fail with TypeError; calls by position work as
before.

Take the old name for a while: from `**kwargs`, or as an optional parameter of its own.

```python
# old
def convert(data, blocklist=None):
    return data
# new
# breaks: pkg.convert() renamed its parameter `blocklist` to `blocked`
def convert(data, blocked=None):
    return data
# client
from pkg import convert
convert([], None)
convert([], blocklist=None)  # raises TypeError
```

Where the names have nothing in common, it may be another thing that stands there now:

```python
# old
def convert(data, verbose=False):
    return data
# new
# breaks: pkg.convert() has `strict` in the place of its parameter `verbose`
def convert(data, strict=False):
    return data
# client
from pkg import convert
convert([], verbose=True)  # raises TypeError
```

The name of a positional-only parameter is nobody's business:

```python
# old
def convert(data, /):
    return data
# new
def convert(value, /):
    return value
# client
from pkg import convert
convert([])
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import POSITIONAL_ONLY
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "renamed" and bool(change.broken)


def _sentence(change: ParameterChanged) -> str:
    name = change.after.name if change.after is not None else ""
    if wording.spelt_alike(change.part, name):
        return f"{wording.owner(change)} renamed its parameter `{change.part}` to `{name}`"
    return f"{wording.owner(change)} has `{name}` in the place of its parameter `{change.part}`"


def _hint(change: ParameterChanged) -> str | None:
    """Nothing where another name may stand for another thing."""
    new = change.after
    return f"give it as {new.name}=" if new is not None and new.kind != POSITIONAL_ONLY and wording.spelt_alike(change.part, new.name) else None


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    hint=_hint,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
