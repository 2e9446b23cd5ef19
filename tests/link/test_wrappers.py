"""Functions in whose place a decorator of the release puts an inner function with parameters of its own."""

from __future__ import annotations

import pytest

from modiff.model.items import Item, Signature
from tests.link.python_itself import run
from tests.worlds import graph_of

DECORATORS = """
import functools

def alone(function):
    @functools.wraps(function)
    def inner(a, *, b=None):
        return a
    return inner

def injects(function):
    def inner(self, *args, **options):
        return function(self, "extra", *args, **options)
    return inner

def names(function):
    def inner(*args, **options):
        return function(*args, extra=1, **options)
    return inner

def option(value):
    def decorate(function):
        def inner(*args, log=value, **options):
            return function(*args, **options)
        return inner
    return decorate

def either(function=None, *, value=1):
    def decorate(found):
        def inner(first, *args, **options):
            return found(*args, **options)
        return inner
    if function is None:
        return decorate
    return decorate(function)

def partly(function=None, *, value=1):
    if function is None:
        return functools.partial(partly, value=value)
    def inner(x, y):
        return x
    return inner

def places(function):
    def inner(*args):
        return function(*args)
    return inner

def handed_on(function):
    @functools.wraps(function)
    def inner(*args, **options):
        return function(*args, **options)
    return inner

def sometimes(function):
    def inner(*args, **options):
        if "extra" in options:
            return function(*args, **options)
        return function(*args, extra=1, **options)
    return inner

def fills(function):
    def inner(*args, **options):
        options["extra"] = 1
        return function(*args, **options)
    return inner

def replaced(function):
    def inner(a):
        return a
    inner = sometimes(inner)
    return inner

def one_or_other(function):
    if function.__name__ == "m":
        return function
    def inner(a):
        return a
    return inner
"""


def signature(decorated: str, path: str = "f") -> Signature:
    graph = graph_of(pkg=DECORATORS + decorated)
    item = graph.at(f"pkg.{path}")
    assert isinstance(item, Item)
    found = graph.signature(item)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("mark", "written", "taken"),
    [
        ("alone", "x, y, z", "(a, *, b=None)"),
        ("injects", "self, extra, url, *, t=1", "(self, url, *, t=1)"),
        ("injects", "self, extra, *rest, t=1, **more", "(self, *rest, t=1, **more)"),
        ("names", "url, extra=2", "(url)"),
        ("names", "extra, url=1", "(*, url=1)"),
        ("option(print)", "url, t=1", "(url, t=1, *, log=...)"),
        ("either", "p, q=1", "(first, p, q=1)"),
        ("either(value=2)", "p, q=1", "(first, p, q=1)"),
        ("partly", "p", "(x, y)"),
        ("partly(value=2)", "p", "(x, y)"),
        ("places", "p, q=1, *, t=2", "(p, q=1, /)"),
        ("handed_on", "p, q=1", "(p, q=1)"),
        ("handed_on\n@alone", "p, q=1", "(a, *, b=None)"),
        ("alone\n@unheard_of", "p, q=1", "(a, *, b=None)"),
        ("functools.wraps(alone)\n@names", "url, extra=2", "(url)"),
    ],
)
def test_what_callers_may_give(mark: str, written: str, taken: str) -> None:
    found = signature(f"@{mark}\ndef f({written}): pass\n")
    assert (found.shown, found.doubt) == (taken, None)


@pytest.mark.parametrize("mark", ["sometimes", "fills", "replaced", "one_or_other", "names\n@unheard_of"])
def test_where_reading_does_not_settle_it_there_is_a_doubt(mark: str) -> None:
    found = signature(f"@{mark}\ndef f(url, extra=1): pass\n")
    assert found.doubt is not None
    assert "which may change what it takes" in found.doubt


def test_no_list_of_parameters_says_it() -> None:
    """`extra` must be given, and cannot be."""
    assert signature("@places\ndef f(a, *, extra): pass\n").doubt is not None
    assert signature("@either\ndef f(first, a): pass\n").doubt is not None


def test_methods_lose_the_first_parameter_of_the_inner_function() -> None:
    text = "class C:\n    @injects\n    def m(self, extra, url): pass\n    @classmethod\n    @alone\n    def c(cls, x): pass\n"
    assert signature(text, "C.m").shown == "(url)"
    assert signature(text, "C.c").shown == "(*, b=None)"


def test_it_says_which_decorator() -> None:
    assert signature("@option(1)\ndef f(a): pass\n").through == "option"
    assert signature("@handed_on\ndef f(a): pass\n").through is None


@pytest.mark.parametrize(
    ("mark", "written", "call"),
    [
        ("alone", "x", "f(1, b=2)"),
        ("alone", "x", "f(1, 2)"),
        ("injects", "self, extra, url, *, t=1", "f(0, 'u', t=2)"),
        ("injects", "self, extra, url, *, t=1", "f(0, 'u', extra=2)"),
        ("injects", "self, extra, url, *, t=1", "f(0, url='u')"),
        ("names", "url, extra=2", "f('u')"),
        ("names", "url, extra=2", "f('u', 3)"),
        ("names", "extra, url=1", "f(url=2)"),
        ("names", "extra, url=1", "f(2)"),
        ("option(print)", "url, t=1", "f('u', 2, log=1)"),
        ("option(print)", "url, t=1", "f('u', 2, 3)"),
        ("places", "p, q=1, *, t=2", "f(1, 2)"),
        ("places", "p, q=1, *, t=2", "f(1, q=2)"),
        ("places", "p, q=1, *, t=2", "f(1, t=2)"),
    ],
)
def test_python_agrees(mark: str, written: str, call: str) -> None:
    """What is read binds just the calls that work."""
    text = f"@{mark}\ndef f({written}): pass\n"
    read: dict[str, object] = {}
    exec(f"def f{signature(text).shown}: pass", read)
    outcomes = []
    for names in (vars(run(DECORATORS + text)), read):
        try:
            eval(call, dict(names))
            outcomes.append(True)
        except TypeError:
            outcomes.append(False)
    assert outcomes[0] is outcomes[1]
