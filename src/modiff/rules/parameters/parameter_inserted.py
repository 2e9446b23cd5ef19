"""# Parameter inserted

An optional parameter was put before others that could be given by position. Calls that give those by position still bind, and
mean something else.

Put new parameters last, or make them keyword-only.

```python
# old
def draw(shape, color=None, width=1):
    return shape
# new
# breaks: pkg.draw() has a new parameter `layer` before others: by position, `color` and `width` shift
def draw(shape, layer=0, color=None, width=1):
    return shape
# client
from pkg import draw
draw("circle", "red")
```

The same happens to what `*args` takes:

```python
# old
def draw(*shapes):
    return shapes
# new
# breaks: pkg.draw() has a new parameter `layer` before others: by position, `*shapes` shifts
def draw(layer=0, *shapes):
    return shapes
```

As the last one it is in nobody's way:

```python
# old
def draw(shape, color=None):
    return shape
# new
# says[parameter-added]: pkg.draw() takes a new parameter `layer`
def draw(shape, color=None, layer=0):
    return shape
# client
from pkg import draw
draw("circle", "red")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "inserted" or (change.event == "by-position-too" and bool(change.broken))


def _sentence(change: ParameterChanged) -> str:
    if change.event == "by-position-too":
        return f"{wording.owner(change)} takes `{change.part}` by position now" + wording.shift(change)
    return f"{wording.owner(change)} has a new parameter `{change.part}` before others" + wording.shift(change)


RULE = Rule(
    module=__name__,
    watches=ParameterChanged,
    applies=_applies,
    severity=Severity.major,
    breaks=("call",),
    sentence=_sentence,
    part=wording.parameter_of,
    old=wording.old_signature,
    new=wording.new_signature,
    identity=wording.both_parameters,
    doubt=wording.shim,
    client=failing_call,
)
