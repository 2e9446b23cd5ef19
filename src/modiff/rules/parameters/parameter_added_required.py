"""# Required parameter added

A callable must be given something that it did not take before. Every call that was right fails with TypeError.

Give the parameter a default.

```python
# old
def send(text):
    return text
# new
# breaks: pkg.send() demands a new parameter `to`
def send(text, to):
    return text
# client
from pkg import send
send("hello")  # raises TypeError
```

By keyword only, or in a constructor, it is the same:

```python
# old
class Letter:
    def __init__(self, text):
        self.text = text
# new
class Letter:
    # breaks: pkg.Letter() demands a new parameter `to`
    def __init__(self, text, *, to):
        self.text = text
# client
from pkg import Letter
Letter("hello")  # raises TypeError
```

A metaclass of the release may answer calls of its classes in its own way, and is told of once for all of them:

```python
# old
class _Registered(type):
    def __call__(cls, text):
        return super().__call__(text)
class Letter(metaclass=_Registered):
    def __init__(self, text):
        self.text = text
# new
class _Registered(type):
    # breaks: pkg.Letter() demands a new parameter `to`
    def __call__(cls, text, to):
        return super().__call__(text)
class Letter(metaclass=_Registered):
    def __init__(self, text):
        self.text = text
# client
from pkg import Letter
Letter("hello")  # raises TypeError
```

One that hands on what it takes changes nothing:

```python
# old
class _Registered(type):
    def __call__(cls, *args, **options):
        return super().__call__(*args, **options)
class Letter(metaclass=_Registered):
    def __init__(self, text):
        self.text = text
# new
class _Registered(type):
    def __call__(cls, text, *args, **options):
        return super().__call__(text, *args, **options)
class Letter(metaclass=_Registered):
    def __init__(self, text):
        self.text = text
# client
from pkg import Letter
Letter("hello")
Letter(text="hello")
```

So it is with a new field of a dataclass, which is not reported as an attribute too:

```python
# old
from dataclasses import dataclass

@dataclass
class Letter:
    text: str
# new
from dataclasses import dataclass

@dataclass
# breaks: pkg.Letter() demands a new parameter `to`
class Letter:
    text: str
    to: str
# client
from pkg import Letter
Letter("hello")  # raises TypeError
```

With a default, old calls go on:

```python
# old
def send(text):
    return text
# new
# says[parameter-added]: pkg.send() takes a new parameter `to`
def send(text, to=None):
    return text
# client
from pkg import send
send("hello")
```
"""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.findings import Severity
from modiff.rules import wording
from modiff.rules.clients import failing_call
from modiff.rules.interface import Rule


def _applies(change: ParameterChanged) -> bool:
    return change.event == "required-added"


def _sentence(change: ParameterChanged) -> str:
    return f"{wording.owner(change)} demands a new parameter `{change.part}`" + wording.shift(change)


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
