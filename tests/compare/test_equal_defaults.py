"""Defaults that are the same to Python: equal numbers, one thing under two names, a value that is only told to type checkers."""

from __future__ import annotations

import pytest

from tests.worlds import changes_of, told

SIX = "from six.moves import html_entities\ndef f(x=html_entities.entitydefs): ...\n"
HTML = "import html.entities\ndef f(x=html.entities.entitydefs): ...\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def f(x=3): ...", "def f(x=3.0): ..."),
        ("def f(x=1): ...", "def f(x=True): ..."),
        ("import numpy\ndef f(x=numpy.log): ...", "import numpy as np\ndef f(x=np.log): ..."),
        ("from numpy import log\ndef f(x=log): ...", "import numpy as np\ndef f(x=np.log): ..."),
        ("from typing import cast\n_E = {}\ndef f(x=cast(dict, _E)): ...", "_E = {}\ndef f(x=_E): ..."),
        ("import typing as t\ndef f(x=t.cast(int, 3)): ...", "def f(x=3): ..."),
        (SIX, HTML),
    ],
)
def test_the_same_thing_is_no_other_default(old: str, new: str) -> None:
    assert told(changes_of({"pkg": old}, {"pkg": new})) == []
    assert told(changes_of({"pkg": new}, {"pkg": old})) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def f(x=3): ...", "def f(x=3.5): ..."),
        ("def f(x=0): ...", "def f(x=None): ..."),
        ("def f(x=1): ...", "def f(x='1'): ..."),
        ("import numpy\ndef f(x=numpy.log): ...", "import numpy\ndef f(x=numpy.exp): ..."),
        ("import json\ndef f(x=json.dumps): ...", "import simplejson\ndef f(x=simplejson.dumps): ..."),
        ("def cast(a, b): ...\ndef f(x=cast(int, 3)): ...", "def cast(a, b): ...\ndef f(x=3): ..."),
    ],
)
def test_another_thing_is(old: str, new: str) -> None:
    assert [line.split()[:3] for line in told(changes_of({"pkg": old}, {"pkg": new}))] == [["ParameterChanged", "pkg.f", "default-changed"]]
