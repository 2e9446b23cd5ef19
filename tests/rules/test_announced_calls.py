"""Lines shown for a parameter that became keyword-only, where a decorator had announced it and shows callers the signature to come."""

from __future__ import annotations

import inspect

import pytest

from modiff.model.changes import ParameterChanged
from modiff.rules.clients import failing_call
from tests.worlds import changes_of

MAKER = """
import functools, inspect
def make_keyword_only(name):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)
        parameters = inspect.signature(function).parameters.values()
        later = [p.replace(kind=p.KEYWORD_ONLY) if p.name == name else p for p in parameters]
        wrapper.__signature__ = inspect.Signature(later)
        return wrapper
    return decorate
"""
FUNCTION = "from pkg._marks import make_keyword_only\n@make_keyword_only('b')\ndef f(a=1, b=2): return b\n"
METHOD = "from pkg._marks import make_keyword_only\nclass C:\n    @make_keyword_only('b')\n    def {}(self, a=1, b=2): self.b = b\n"


def client(old: str) -> str:
    """The lines for the one change between this and the same without decorator and with `*`."""
    new = old.replace("    @make_keyword_only('b')\n", "").replace("@make_keyword_only('b')\n", "").replace("b=2", "*, b=2")
    found = changes_of({"pkg": old, "pkg___marks": MAKER}, {"pkg": new, "pkg___marks": MAKER}).changes
    (change,) = [change for change in found if isinstance(change, ParameterChanged)]
    return failing_call(change) or ""


@pytest.mark.parametrize("old", [FUNCTION, METHOD.format("m"), METHOD.format("__init__")])
def test_the_lines_look_behind_the_decorator(old: str) -> None:
    lines = client(old)
    for text, works in ((old, True), (old.replace("@make_keyword_only('b')", "").replace("b=2", "*, b=2"), False)):
        names = _run(MAKER + text.partition("\n")[2])
        call = lines.partition("\n\n")[2]
        names |= {"signature": inspect.signature, "unwrap": inspect.unwrap}
        if works:
            exec(call, names)
        else:
            with pytest.raises(TypeError):
                exec(call, names)


def test_without_such_a_decorator_the_lines_stay_plain() -> None:
    assert "unwrap" not in client(FUNCTION.replace("@make_keyword_only('b')\n", ""))


def _run(text: str) -> dict[str, object]:
    names: dict[str, object] = {}
    exec(text, names)
    return names
