"""# Parameter swallowed

A callable lost a parameter, but its `*args` or `**kwargs` take what callers give for it: no call fails. Whether the value still
has an effect, the body says: where it reads the key from `**kwargs`, or hands it on to what takes it, nothing is lost and nothing
is said. Where nothing looks at it, the value is dropped in silence; where reading cannot say, the finding is only possible. Either
way it asks for no more than a patch version.

```python
# old
def plot(data, *, color=None, **style):
    return data
# new
# says: pkg.plot() no longer names its parameter `color`; calls that give it still bind, as `**kwargs` takes it, but nothing looks at it
def plot(data, **style):
    return data, style.get("width")
# client
from pkg import plot
plot([], color="red")
```

Where `**kwargs` is passed on as a whole, reading cannot say:

```python
# old
def plot(data, *, color=None, **style):
    return data
# new
# says: pkg.plot() no longer names its parameter `color`; calls that give it still bind, as `*args` or `**kwargs` takes it
def plot(data, **style):
    return data, style
# client
from pkg import plot
plot([], color="red")
```

A key that the body reads, or hands on, is no loss:

```python
# old
def _line(data, width=1):
    return data, width
def plot(data, *, color=None, width=1, **style):
    return _line(data, width)
# new
def _line(data, width=1):
    return data, width
def plot(data, **style):
    color = style.pop("color", None)
    return color, _line(data, **style)
# client
from pkg import plot
plot([], color="red", width=2)
```

One that the body refuses is a break, as without `**kwargs`; see parameter-removed.

```python
# old
def plot(data, *, color=None, **style):
    return data
# new
# breaks[parameter-removed]: pkg.plot() lost its parameter `color`
def plot(data, **style):
    if style:
        raise TypeError(f"unexpected {style}")
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
    if change.fate == "ignored":
        return f"{what}; calls that give it still bind, as `**kwargs` takes it, but nothing looks at it"
    return f"{what}; calls that give it still bind, as `*args` or `**kwargs` takes it"


def _is_swallowed(change: ParameterChanged) -> bool:
    if change.broken or change.fate in ("read", "taken", "rejected"):
        return False
    return change.event in ("removed", "variadic") or (change.event == "renamed" and change.swallowed)


def _doubt(change: ParameterChanged) -> str | None:
    return None if change.fate == "ignored" else "the body may still honour it"


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
