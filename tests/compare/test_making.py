"""How instances are made that client code can show an attribute on: what is said to work does, and what may not is left alone."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from modiff.compare.making.instances import Instances
from modiff.model.changes import Gone, KeywordLost, ParameterChanged
from modiff.model.items import Item
from modiff.model.policy import Policy
from modiff.rules import judge
from tests.worlds import changes_of, graph_of

WORKS = {
    "nothing is asked for": ("class C:\n    def __init__(self): self.x = 1\n", "C()"),
    "defaults do": ("class C:\n    def __init__(self, a=None, *, b=2):\n        self.x = a or b\n", "C()"),
    "kept as it is": ("class C:\n    def __init__(self, a): self.x = a\n", "C(None)"),
    "kept by a base": (
        "class B:\n    def __init__(self, a): self.x = a\nclass C(B):\n    def __init__(self, a):\n        super().__init__(a)\n",
        "C(None)",
    ),
    "kept by a base that is named": (
        "class B:\n    def __init__(self, a): self.x = a\nclass C(B):\n    def __init__(self, a):\n        B.__init__(self, a)\n",
        "C(None)",
    ),
    "used as a text": ("class C:\n    def __init__(self, word): self.x = word.upper()\n", 'C("text")'),
    "a host": ("class C:\n    def __init__(self, host): self.x = host.split('.')\n", 'C("localhost")'),
    "one of some words": (
        "class C:\n    def __init__(self, mode):\n        if mode.lower() not in ('slow', 'quick'): raise ValueError(mode)\n        self.x = mode\n",
        'C("slow")',
    ),
    "by annotation": ("class C:\n    def __init__(self, a: int, *, b: bytes): self.x = (a + 1, b.hex())\n", 'C(1, b=b"bytes")'),
    "something optional": ("from typing import Optional\nclass C:\n    def __init__(self, a: Optional[int]): self.x = a\n", "C(None)"),
    "another instance": ("class D:\n    def __init__(self): self.y = 1\nclass C:\n    def __init__(self, d: 'D'): self.x = d.y\n", "C(D())"),
    "a member": ("import enum\nclass E(enum.Enum):\n    A = 1\nclass C:\n    def __init__(self, e: E): self.x = e\n", "C(E.A)"),
    "a function": ("from typing import Callable\nclass C:\n    def __init__(self, f: Callable[..., int]): self.x = f\n", "C(lambda *args: None)"),
    "on both ways": ("import sys\nclass C:\n    def __init__(self):\n        if sys.path: self.x = 1\n        else: self.x = 2\n", "C()"),
    "set by a method": ("class C:\n    def __init__(self): self.reset()\n    def reset(self): self.x = 1\n", "C()"),
    "an error": ("class C(ValueError):\n    def __init__(self, message):\n        super().__init__(message)\n        self.x = message\n", "C(None)"),
    "what a class says": ("class C:\n    size = 3\n    def __init__(self): self.x = self.size + 1\n", "C()"),
    "by the package's own constants": ("_WORDS = {'a': 1}\nclass C:\n    def __init__(self, key='a'): self.x = _WORDS[key]\n", "C()"),
    "a field": ("from dataclasses import dataclass, field\n@dataclass\nclass C:\n    a: int\n    x: list = field(default_factory=list)\n", "C(1)"),
    "a metaclass that sets it up": ("class M(type): pass\nclass C(metaclass=M):\n    def __init__(self): self.x = 1\n", "C()"),
    "a lock": ("import threading\nclass C:\n    def __init__(self):\n        with threading.Lock():\n            self.x = 1\n", "C()"),
    "an inner function": ("class C:\n    def __init__(self, a):\n        def add(n): return n + [1]\n        self.x = add(a)\n", "C([])"),
    "a loop over what is known": ("class C:\n    def __init__(self):\n        for name in ('x', 'y'): setattr(self, name, 1)\n", "C()"),
    "a new instance of its own": (
        "class C:\n    def __new__(cls):\n        made = object.__new__(cls)\n        return made\n    def __init__(self): self.x = 1\n",
        "C()",
    ),
}


def made(text: str) -> Any:
    graph = graph_of(pkg=text)
    cls = graph.at("pkg.C")
    assert isinstance(cls, Item)
    return Instances(graph).with_attribute(cls, "x")


@pytest.mark.parametrize(("text", "call"), WORKS.values(), ids=WORKS.keys())
def test_what_is_said_to_work_does(text: str, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = made(text)
    assert found is not None
    assert f"C({', '.join(found.arguments)})" == call
    module = ModuleType("pkg")
    monkeypatch.setitem(sys.modules, "pkg", module)
    exec(text, module.__dict__)
    scope: dict[str, Any] = {}
    exec("\n".join([*found.imports, "from pkg import C", f"found = {call}.x"]), scope)


UNSURE = {
    "only on a condition": "import sys\nclass C:\n    def __init__(self):\n        if sys.argv: self.x = 1\n",
    "after a way out": "import sys\nclass C:\n    def __init__(self):\n        if sys.argv: return\n        self.x = 1\n",
    "in a loop that may not run": "import sys\nclass C:\n    def __init__(self):\n        for one in sys.argv: self.x = one\n",
    "in another method": "class C:\n    def __init__(self): pass\n    def run(self): self.x = 1\n",
    "it may raise": "import sys\nclass C:\n    def __init__(self):\n        if not sys.argv: raise ValueError\n        self.x = 1\n",
    "it always raises": "class C:\n    def __init__(self):\n        self.x = 1\n        raise ValueError\n",
    "a wish that nobody knows": "class C:\n    def __init__(self, a):\n        if a.colour != 'blue': raise ValueError\n        self.x = a\n",
    "handed to another package": "import other\nclass C:\n    def __init__(self, a): self.x = other.read(a)\n",
    "a type of another package": "import other\nclass C:\n    def __init__(self, a: other.Thing): self.x = a\n",
    "a connection": "import socket\nclass C:\n    def __init__(self):\n        self.x = socket.create_connection(('localhost', 80))\n",
    "a file": "class C:\n    def __init__(self, path): self.x = open(path)\n",
    "a process": "import subprocess\nclass C:\n    def __init__(self): self.x = subprocess.Popen(['ls'])\n",
    "a running loop": "import asyncio\nclass C:\n    def __init__(self): self.x = asyncio.get_event_loop()\n",
    "an optional dependency": "class C:\n    def __init__(self):\n        import other\n        self.x = other.y\n",
    "what is abstract": "import abc\nclass C(abc.ABC):\n    def __init__(self): self.x = 1\n    @abc.abstractmethod\n    def f(self): ...\n",
    "one instance for all": "class C:\n    _one = None\n    def __new__(cls):\n        return cls._one\n    def __init__(self): self.x = 1\n",
    "a metaclass": "class C(type):\n    def __init__(self, a, b, c): self.x = 1\n",
    "a class of another package": "import other\nclass C(other.B):\n    def __init__(self, a):\n        super().__init__(a)\n        self.x = 1\n",
    "a text of itself": (
        "class C:\n    def __init__(self, a):\n        self.a = a\n        self.name = str(self)\n        self.x = 1\n"
        "    def __str__(self): return '%d' % len(self.a.parts)\n"
    ),
    "no end": "class C:\n    def __init__(self):\n        while True: pass\n        self.x = 1\n",
    "itself again": "class C:\n    def __init__(self):\n        self.other = C()\n        self.x = 1\n",
    "what it sets decides": "class C:\n    def __init__(self): self.x = 1\n    def __setattr__(self, name, value): raise AttributeError\n",
    "another decorator": (
        "import other\nclass C:\n    @other.wrapped\n    def _f(self, a): return a\n    def __init__(self, a): self.x = self._f(a)\n"
    ),
}


@pytest.mark.parametrize("text", UNSURE.values(), ids=UNSURE.keys())
def test_what_may_not_work_is_left_alone(text: str) -> None:
    assert made(text) is None


def client_of(old: str, new: str) -> str | None:
    findings = judge(changes_of({"pkg": old}, {"pkg": new}), Policy()).findings
    return next(f.client for f in findings if f.severity == 2)


def test_a_lost_attribute_of_instances_is_shown_on_one() -> None:
    old = "class D:\n    def __init__(self): self.y = 1\nclass C:\n    def __init__(self, d: D):\n        self.x = d.y\n        self.y = 2\n"
    assert client_of(old, old.replace("        self.x = d.y\n", "")) == "from pkg import D\nfrom pkg import C\n\nC(D()).x"


@pytest.mark.parametrize(
    ("old", "new", "client"),
    [
        ("def f(**kw):\n    return kw.pop('a', 1)\n", "def f(**kw):\n    if kw: raise TypeError(kw)\n", 'from pkg import f\n\nf(a="text")'),
        (
            "class C:\n    def f(self, n: int, **kw):\n        return n + kw.pop('a', 1)\n",
            "class C:\n    def f(self, n: int, **kw):\n        if kw: raise TypeError(kw)\n        return n\n",
            "from pkg import C\n\nC().f(1, a=1)",
        ),
        ("async def f(**kw):\n    return kw.pop('a', 1)\n", "async def f(**kw):\n    if kw: raise TypeError(kw)\n", None),
        ("import os\ndef f(**kw):\n    os.remove(kw.pop('a', 1))\n", "def f(**kw):\n    if kw: raise TypeError(kw)\n", None),
    ],
)
def test_a_keyword_that_bodies_alone_know_is_shown_by_a_call(old: str, new: str, client: str | None) -> None:
    assert client_of(old, new) == client
    if client is not None:
        for text, works in ((old, True), (new, False)):
            scope: dict[str, Any] = {}
            exec(text, scope)
            line = client.splitlines()[-1]
            if works:
                exec(line, scope)
            else:
                with pytest.raises(TypeError):
                    exec(line, scope)


def test_nobody_asks_for_calls_that_signatures_show() -> None:
    found = changes_of({"pkg": "def f(a, b): ...\n"}, {"pkg": "def f(a): ...\n"}).changes
    assert [c.call for c in found if isinstance(c, ParameterChanged | KeywordLost)] == [None]


def test_of_what_the_class_has_no_instance_is_made() -> None:
    (change,) = changes_of({"pkg": "class C:\n    x = 1\n"}, {"pkg": "class C: ...\n"}).changes
    assert isinstance(change, Gone)
    assert change.instance is None
