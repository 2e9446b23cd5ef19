"""# Parameter swallowed

A callable lost a parameter, but its `*args` or `**kwargs` take what callers give for it: no call fails. Whether the value still
has any effect is for the body to say: it may read the key from `**kwargs`, hand it on, or drop it. That is why such a finding is
only possible, and asks for no more than a patch version.

```python
# old
def plot(data, *, color=None, **style):
    return data
# new
# says: pkg.plot() no longer names its parameter `color`; calls that give it still bind, as `*args` or `**kwargs` takes it
def plot(data, **style):
    return data, style.get("color")
# client
from pkg import plot
plot([], color="red")
```

Without `**kwargs` calls fail; see parameter-removed.

```python
# old
def plot(data, *, color=None):
    return data
# new
# breaks[parameter-removed]: pkg.plot() lost its parameter `color`
def plot(data):
    return data
# client
from pkg import plot
plot([], color="red")  # raises TypeError
```

Nothing is lost where `**kwargs` is only renamed:

```python
# old
def plot(data, **style):
    return data
# new
def plot(data, **options):
    return data
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return _is_swallowed(change)


def _sentence(change: ParameterChanged) -> str:
    if change.event == "renamed" and change.after is not None:
        what = f"{wording.owner(change)} renamed `{change.part}` to `{change.after.name}`"
    else:
        what = f"{wording.owner(change)} no longer names its parameter `{change.part}`"
    return f"{what}; calls that give it still bind, as `*args` or `**kwargs` takes it"


def _is_swallowed(change: ParameterChanged) -> bool:
    if change.broken:
        return False
    return change.event in ("removed", "variadic") or (change.event == "renamed" and change.swallowed)


def _doubt(change: ParameterChanged) -> str:
    return "the body may still honour it"


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.patch,
    breaks=(),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=_doubt,
)
